import type { DoctorLine } from './report';

const WAIT_MS = 10_000;
/** Of the right length and forged: answered like any image, and counted only. */
const PROBE = `/o/${'A'.repeat(44)}.gif`;

/** Asks the tracking host for an image as a recipient's mail program does: name, certificate and answer in one. */
export async function trackingLine(
  trackingUrl: string,
  ask: (url: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<DoctorLine> {
  const area = 'tracking';
  const host = new URL(trackingUrl).host;
  const wrong = (what: string, todo: string): DoctorLine => ({ area, level: 'error', what, todo });
  let answer: Response;
  try {
    answer = await ask(`${trackingUrl}${PROBE}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(WAIT_MS),
    });
  } catch (error) {
    const [what, todo] = whyUnreached(error);
    return wrong(`${host}: ${what}`, todo);
  }
  await answer.body?.cancel();
  if (answer.status === 200 && answer.headers.get('content-type') === 'image/gif') {
    return { area, level: 'ok', what: `${host} answers images.` };
  }
  return wrong(
    `${host} answers an image with ${answer.status} ${answer.headers.get('content-type') ?? ''}`.trimEnd(),
    'Another server answers there, or a proxy asks for a sign-in: let /o/ and /c/ through to Mailtrail.',
  );
}

/** Node wraps what went wrong with the network. */
function whyUnreached(error: unknown): [what: string, todo: string] {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) {
    return ['this name is not known', 'Make a DNS record for it, or correct TRACKING_URL.'];
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return [
      `its certificate is not valid (${code})`,
      'Renew the certificate: mail programs load nothing without.',
    ];
  }
  if (code === 'ECONNREFUSED') return ['nobody listens there', 'Start the server, or the proxy before it.'];
  return ['it does not answer', 'Look at the way from here to there: firewall, proxy, DNS.'];
}
