import type { SentReport } from '../../core/api/launch';
import { embed, strip } from '../../core/embed';
import type { AccountPolicy } from '../../core/policy/types';
import { imageUrl, makeToken, utf8Bytes, type Ticket } from '../../core/token';

export interface Embedding {
  html: string;
  changed: boolean;
  image: boolean;
  links: SentReport['links'];
}

/** Gmail cuts a mail at about 102 kB of what it makes of it; an image behind the cut never loads. */
const CUT_AFTER = 90_000;

/** The tokens of one compose session: shared by several recipients, and of the only one (`recipientIndex`). */
export const sessionTokens = (ticket: Ticket | null, nonce: string | null): string[] =>
  ticket && nonce !== null ? [0, 1].map((index) => makeToken(ticket, nonce, index)) : [];

/** Where the token's image stands in the body; -1 for nowhere. */
export const imageAt = (html: string, ticket: Ticket, token: string): number =>
  html.indexOf(imageUrl(ticket.trackingUrl, token));

/**
 * The body as it is to be sent: with image and links as wished; where neither is, only what is left of tracked mail
 * goes (O9), and the body counts as changed only if something of ours went. null where the HTML could not be worked
 * on: it then leaves as the user wrote it.
 * `tokens`: those this draft has, and had before, whose images Outlook may have appended. `appends`: it puts images
 * there by itself, where they may stay even behind the quote.
 */
export function embedOutgoing(
  html: string,
  wish: {
    image: boolean;
    links: boolean;
    ticket: Ticket | null;
    token: string | null;
    tokens: readonly string[];
    appends: boolean;
    policy: AccountPolicy | null;
  },
): Embedding | null {
  const { ticket, token, tokens, policy } = wish;
  const trackingHosts = policy ? policy.trackingHosts : [];
  try {
    if (!ticket || token === null || (!wish.image && !wish.links)) {
      const clean = strip(html, trackingHosts, tokens);
      const changed = clean.removed > 0;
      return { html: changed ? clean.html : html, changed, image: false, links: [] };
    }
    const stands = imageAt(html, ticket, token);
    const made = embed(html, {
      ticket,
      token,
      image: wish.image,
      links: wish.links && ticket.linkKey !== undefined,
      keepImage: wish.appends && stands >= 0 && utf8Bytes(html.slice(0, stands)).length <= CUT_AFTER,
      earlierTokens: tokens,
      excludedDomains: policy ? policy.excludedDomains : [],
      trackingHosts,
    });
    // Tracked links have the number in their address; the others follow, so that each has one of its own.
    let next = made.links.filter(({ tracked }) => tracked).length;
    const links = made.links.map(({ n, target, text, tracked, reason }) => ({
      n: n || ++next,
      target,
      text,
      tracked,
      reason,
    }));
    return { html: made.html, changed: made.changed, image: made.image, links };
  } catch {
    return null;
  }
}

/** The image alone, for Outlook to append. */
export function imageHtml(ticket: Ticket, token: string): string {
  return embed('', { ticket, token, image: true, links: false }).html;
}
