import type { SentReport } from '../../core/api/launch';
import { embed, strip } from '../../core/embed';
import type { AccountPolicy } from '../../core/policy/types';
import type { Ticket } from '../../core/token';

export interface Embedding {
  html: string;
  changed: boolean;
  image: boolean;
  links: SentReport['links'];
}

/**
 * The body as it is to be sent: with a token, image and links as wished; without one, only what is left of earlier
 * tracked mail goes (O9). null where the HTML could not be worked on: it then leaves as the user wrote it.
 */
export function embedOutgoing(
  html: string,
  wish: {
    image: boolean;
    links: boolean;
    ticket: Ticket | null;
    token: string | null;
    policy: AccountPolicy | null;
  },
): Embedding | null {
  const { ticket, token, policy } = wish;
  const trackingHosts = policy?.trackingHosts ?? [];
  try {
    if (!ticket || token === null) {
      const { html: clean, changed } = strip(html, trackingHosts);
      return { html: clean, changed, image: false, links: [] };
    }
    const made = embed(html, {
      ticket,
      token,
      image: wish.image,
      links: wish.links && ticket.linkKey !== undefined,
      excludedDomains: policy?.excludedDomains ?? [],
      trackingHosts,
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
    return { html: made.html, changed: made.changed, image: made.image, links };
  } catch {
    return null;
  }
}

/** The image alone, for Outlook to append. */
export function imageHtml(ticket: Ticket, token: string): string {
  return embed('', { ticket, token, image: true, links: false }).html;
}
