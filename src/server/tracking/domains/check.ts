import { randomBytes } from 'node:crypto';
import type { CheckOutcome } from '../../../core/api/checks';
import { type Ask, askFrom } from '../../checks/ask';
import { contentTypeOf, examine, wellUnlessEnding, wrong } from '../../checks/outcome';
import type { Services } from '../../services';
import { trackingHost } from '../ticket-keys';
import { PROBE_HEADER, probeMarker, probePath } from './probe';

/** With whom the outside is asked; a test passes its own. */
export interface CheckParts extends Pick<Services, 'secrets' | 'clock'> {
  ask: Ask;
}

/** What an administrator may have asked, with the names that whoever runs the server has set. */
export function checkParts(
  services: Pick<Services, 'secrets' | 'clock' | 'urls' | 'ask'>,
  more: string[] = [],
): CheckParts {
  const { secrets, clock, urls } = services;
  const own = [urls.app, urls.tracking, urls.files].map((url) => new URL(url).host.toLowerCase());
  const local = urls.sandbox === undefined ? [] : more;
  return { secrets, clock, ask: services.ask ?? askFrom(new Set([...own, ...local])) };
}

/**
 * C7: name, certificate and answer of a tracking origin, as a recipient's mail program meets them: an image must come,
 * and with it the proof that it was this server that made it, under this very name.
 */
export function checkTrackingOrigin(
  parts: CheckParts,
  origin: string,
  nonce = randomBytes(18).toString('base64url'),
): Promise<CheckOutcome> {
  const url = new URL(probePath(nonce), origin);
  return examine(parts, url, {}, (answer, facts) => {
    const contentType = contentTypeOf(answer);
    if (contentType !== 'image/gif') return wrong('wrong-type', { ...facts, contentType });
    const marker = probeMarker(parts.secrets, trackingHost(url.host), nonce);
    return answer.headers[PROBE_HEADER] === marker ? wellUnlessEnding(facts) : wrong('not-ours', facts);
  });
}
