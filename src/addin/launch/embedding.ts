import type { SentReport } from '../../core/api/launch';
import { embed, strip } from '../../core/embed';
import type { AccountPolicy } from '../../core/policy/types';
import { imageUrl, makeToken, type Ticket } from '../../core/token';

export interface Embedding {
  html: string;
  changed: boolean;
  image: boolean;
  links: SentReport['links'];
}

/** Gmail cuts a mail at about 102 kB of what it makes of it; an image behind the cut never loads. */
const CUT_AFTER = 90_000;
/** Shared by several recipients, and of the only one (`recipientIndex`). */
const INDEXES = [0, 1];

/** Images that this very compose session has put into the body, under whichever of its tokens. */
export function ownImages(html: string, ticket: Ticket | null, nonce: string | null): string[] {
  if (!ticket || nonce === null) return [];
  return INDEXES.map((index) => makeToken(ticket, nonce, index)).filter(
    (token) => html.indexOf(imageUrl(ticket.trackingUrl, token)) >= 0,
  );
}

/**
 * The body as it is to be sent: with image and links as wished; where neither is, only what is left of tracked mail
 * goes (O9), and the body counts as changed only if something of ours went. null where the HTML could not be worked
 * on: it then leaves as the user wrote it.
 * `own`: this session's tokens whose image stands in the body. `appends`: Outlook itself put it there, where it may
 * stay even behind the quote.
 */
export function embedOutgoing(
  html: string,
  wish: {
    image: boolean;
    links: boolean;
    ticket: Ticket | null;
    token: string | null;
    own: readonly string[];
    appends: boolean;
    policy: AccountPolicy | null;
  },
): Embedding | null {
  const { ticket, token, own, policy } = wish;
  const settings = {
    excludedDomains: policy?.excludedDomains ?? [],
    trackingHosts: policy?.trackingHosts ?? [],
  };
  try {
    // Appended for other recipients, or for a mail that is not to be tracked any more.
    const strays = ticket ? own.filter((one) => one !== token || !wish.image) : [];
    const cleared = strays.reduce(
      (text, stray) =>
        ticket ? embed(text, { ticket, token: stray, image: false, links: false, ...settings }).html : text,
      html,
    );
    if (!ticket || token === null || (!wish.image && !wish.links)) {
      const { html: clean, removed } = strip(cleared, settings.trackingHosts);
      const changed = removed > 0 || cleared !== html;
      return { html: changed ? clean : html, changed, image: false, links: [] };
    }
    const stands = cleared.indexOf(imageUrl(ticket.trackingUrl, token));
    const made = embed(cleared, {
      ticket,
      token,
      image: wish.image,
      links: wish.links && ticket.linkKey !== undefined,
      keepImage: wish.appends && stands >= 0 && stands <= CUT_AFTER,
      ...settings,
    });
    // Tracked links have the number in their address; the others follow, so that each has one of its own.
    let next = made.links.filter(({ tracked }) => tracked).length;
    const links = made.links.map(({ n, target, text, tracked, reason }) => ({
      n: n ?? ++next,
      target,
      text,
      tracked,
      reason,
    }));
    return { html: made.html, changed: made.html !== html, image: made.image, links };
  } catch {
    return null;
  }
}

/** The image alone, for Outlook to append. */
export function imageHtml(ticket: Ticket, token: string): string {
  return embed('', { ticket, token, image: true, links: false }).html;
}
