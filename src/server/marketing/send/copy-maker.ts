import { copyEmbedder, type CopyEmbedder, type EmbeddedCopy } from '../../../core/embed/copies';
import type { CopyValues } from '../../../core/marketing/fields';
import type { ReadyContent } from '../content';
import { PLACEHOLDER_IDX, tokenOf, type Send } from './sends';

/** What a copy may carry (M4, P2). */
export interface Tracked {
  image: boolean;
  links: boolean;
}

export interface MadeCopy {
  subject: string;
  html: string;
  text: string;
}

export interface CopyMaker {
  /** The copy of one recipient. */
  copy(values: CopyValues, token: string, tracked: Tracked): MadeCopy;
  /** What all copies have in common: of nobody in particular, its links with their numbers. */
  model(tracked: Tracked): MadeCopy & Pick<EmbeddedCopy, 'image' | 'links'>;
  /** As the recipient reads it on a page: nothing in it tells that it was read (M11). */
  untracked(values: CopyValues, token: string): MadeCopy;
}

/** Pages of a copy's own on its tracking host. */
export const unsubscribeUrl = (origin: string, token: string): string => `${origin}/u/${token}`;
export const preferencesUrl = (origin: string, token: string): string => `${origin}/u/${token}/preferences`;
export const webViewUrl = (origin: string, token: string): string => `${origin}/u/${token}/view`;

/** Renders the copies of a message: its content is read once, and its HTML is looked through once for each shape it takes. */
export function copyMaker(
  send: Pick<Send, 'ticket' | 'nonce'>,
  ready: Pick<ReadyContent, 'fill'>,
  {
    excludedDomains,
    trackingHosts,
  }: { excludedDomains: readonly string[]; trackingHosts: readonly string[] },
): CopyMaker {
  const { ticket } = send;
  const placeholder = tokenOf(send, PLACEHOLDER_IDX);
  const origin = ticket.trackingUrl;
  const links: CopyValues = {
    unsubscribe_url: unsubscribeUrl(origin, placeholder),
    preferences_url: preferencesUrl(origin, placeholder),
    web_view_url: webViewUrl(origin, placeholder),
  };
  const embedders = new Map<string, CopyEmbedder>();
  const embedderOf = (tracked: Tracked): CopyEmbedder => {
    const key = `${tracked.image} ${tracked.links}`;
    const known = embedders.get(key);
    if (known) return known;
    const made = copyEmbedder({ ticket, ...tracked, excludedDomains, trackingHosts, placeholder });
    embedders.set(key, made);
    return made;
  };
  const own = (text: string, token: string): string => text.split(placeholder).join(token);
  const make = (values: CopyValues, token: string, tracked: Tracked): MadeCopy & EmbeddedCopy => {
    const filled = ready.fill({ ...values, ...links });
    return {
      ...embedderOf(tracked)(filled.html, token),
      subject: own(filled.subject, token),
      text: own(filled.text, token),
    };
  };
  return {
    copy: make,
    model: (tracked) => make({}, placeholder, tracked),
    untracked: (values, token) => make(values, token, { image: false, links: false }),
  };
}
