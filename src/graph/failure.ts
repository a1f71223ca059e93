import { z } from 'zod';

/** What went wrong between us and Graph, told by what the caller can do about it. */
export type GraphFailure =
  /** Wait `retryAfter` seconds before anything else is asked of this mailbox. */
  | { kind: 'throttled'; retryAfter: number; status: number; code: string }
  /** A delta link is no longer known: enumerate again. */
  | { kind: 'gone'; status: number; code: string }
  | { kind: 'notFound'; status: number; code: string }
  /** No permission for this mailbox. */
  | { kind: 'denied'; status: number; code: string }
  /** The access token was refused. */
  | { kind: 'unauthorized'; status: number; code: string }
  /** Not an Exchange Online mailbox, or no longer one: a retry changes nothing. */
  | { kind: 'mailboxUnavailable'; status: number; code: string }
  /** The same subscription stands already, under this id where Graph names it. */
  | { kind: 'exists'; id?: string; status: number; code: string }
  /** A subscription may live only so many minutes. */
  | { kind: 'tooLong'; minutes: number; status: number; code: string }
  /** Anything else. `status` 0: no answer came. `retry`: the same request may succeed later. */
  | { kind: 'failed'; status: number; code: string; retry: boolean };

export type GraphAnswer<T> = { ok: true; value: T } | { ok: false; failure: GraphFailure };

/** For callers whose only answer to a failure is to give up this run; carries no text of Graph's, which may name people. */
export class GraphFailed extends Error {
  override readonly name = 'GraphFailed';
  constructor(
    readonly failure: GraphFailure,
    doing: string,
  ) {
    super(`Graph, ${doing}: ${failure.kind} (${failure.status} ${failure.code})`);
  }
}

/** The value, or the failure thrown. `doing` goes into the message: a few words without personal data. */
export function granted<T>(answer: GraphAnswer<T>, doing: string): T {
  if (!answer.ok) throw new GraphFailed(answer.failure, doing);
  return answer.value;
}

/** Entra will not give a token to us any more: consent withdrawn, secret expired. `code` is Entra's. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  constructor(readonly code: string) {
    super(`Entra gives no token (${code})`);
  }
}

const ErrorBody = z.object({
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }),
});

/** Seconds to wait when throttled without being told for how long. */
const DEFAULT_WAIT = 30;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;
const SYNC_LOST = ['syncstatenotfound', 'syncstateinvalid', 'resyncrequired'];
const NO_MAILBOX = [
  'mailboxnotenabledforrestapi',
  'mailboxnotsupportedforrestapi',
  'errornonexistentmailbox',
];

/**
 * Reads a refused answer. The subscription service wraps the back end's own status in the text of a 403
 * (`[Status Code: ServiceUnavailable; Reason: …]`), so that text decides before the HTTP status does.
 */
export function failureOf(answer: {
  status: number;
  retryAfter: string | null;
  body: string;
  now: Date;
}): GraphFailure {
  const { code, message } = errorOf(answer.body);
  const status = answer.status;
  const folded = code.toLowerCase();
  const told = { status, code };
  const inner = /\[Status Code: (\w+);/i.exec(message)?.[1]?.toLowerCase();

  if (SYNC_LOST.includes(folded) || status === 410) return { kind: 'gone', ...told };
  if (NO_MAILBOX.includes(folded) || /mailbox is either inactive, soft-deleted/i.test(message)) {
    return { kind: 'mailboxUnavailable', ...told };
  }
  if (inner !== undefined) {
    if (inner === 'forbidden') return { kind: 'denied', ...told };
    if (inner === 'unauthorized') return { kind: 'unauthorized', ...told };
    if (inner === 'notfound') return { kind: 'mailboxUnavailable', ...told };
    if (inner !== 'badrequest') return { kind: 'failed', ...told, retry: true };
  }
  const most = /expiration can only be (\d{1,6}) minutes/i.exec(message)?.[1];
  if (status === 400 && most !== undefined) return { kind: 'tooLong', minutes: Number(most), ...told };
  // All of these are how Exchange looks under load (facts: 5).
  const wordless = status === 500 && folded === 'unknownerror' && message === '';
  if ([429, 503, 504, 509].includes(status) || wordless) {
    return { kind: 'throttled', retryAfter: waitOf(answer.retryAfter, answer.now), ...told };
  }
  if (status === 409) return { kind: 'exists', id: GUID.exec(message)?.[0], ...told };
  if (status === 401) return { kind: 'unauthorized', ...told };
  if (status === 403) return { kind: 'denied', ...told };
  if (status === 404) return { kind: 'notFound', ...told };
  return { kind: 'failed', ...told, retry: status >= 500 };
}

function errorOf(body: string): { code: string; message: string } {
  try {
    const parsed = ErrorBody.safeParse(JSON.parse(body));
    if (parsed.success) {
      return { code: parsed.data.error.code ?? '', message: parsed.data.error.message ?? '' };
    }
  } catch {
    // Gateways answer in HTML or not at all; the status says enough.
  }
  return { code: '', message: '' };
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3); at least a second. */
function waitOf(header: string | null, now: Date): number {
  if (header === null) return DEFAULT_WAIT;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(1, Math.ceil(seconds));
  const date = Date.parse(header);
  return Number.isNaN(date) ? DEFAULT_WAIT : Math.max(1, Math.ceil((date - now.getTime()) / 1000));
}
