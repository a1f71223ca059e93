import { checkTarget, parseToken, readLinkQuery } from '../token';
import { decodeAttribute, escapeAttribute } from './entities';
import { isHostOrBelow } from './left-alone';

/** How often an address may be wrapped in others (Safe Links around Safe Links around ours). */
const MAX_WRAPS = 5;

const SAFE_LINKS = [
  'safelinks.protection.outlook.com',
  'safelinks.protection.office365.us',
  'safelinks.protection.outlook.cn',
];

/** Cheap look whether a stretch of HTML can hold a mark at all: `/o/` or `/c/` before a token, however often escaped. */
const TRACE =
  /(?:\/|%(?:25)*2f|&#x0*2f;|&#0*47;|&sol;)[oc](?:\/|%(?:25)*2f|&#x0*2f;|&#0*47;|&sol;)[a-z0-9_-]{44}/i;
export const mayHoldMark = (slice: string): boolean => TRACE.test(slice);

/** Finds this account's images and links by the hosts it tracks, and has tracked, with. */
export interface Marks {
  /** Target of our link if `url` is one, bare or inside other addresses; else null. */
  linkTarget(url: string): string | null;
  /** Whether the value names our image, bare or behind an image proxy. */
  isImage(value: string): boolean;
  /** `text` with our links in it replaced by `write(target)` and our images by nothing; `read` undoes the escaping around them. */
  clean(text: string, read: (raw: string) => string, write: (target: string) => string): string;
  /** Anything on a tracking host that only we serve: image, link, objection, profile. */
  isOurs(url: string): boolean;
}

/** Decoded one level further, or null when there is none. */
function unescaped(text: string): string | null {
  if (!text.includes('%')) return null;
  const once = text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
  return once === text ? null : once;
}

/** `hosts`: host[:port], lower case. */
export function marksOf(hosts: readonly string[]): Marks {
  const names = hosts.map((host) => host.toLowerCase().replace(/[^a-z0-9-]/g, '\\$&')).join('|');
  const origin = names === '' ? '(?!)' : `https?://(?:${names})(?::80|:443)?`;
  const link = new RegExp(`${origin}/c/([A-Za-z0-9_-]{44})/[0-9]{1,5}\\?([^\\s"'<>#]*)`, 'i');
  const image = new RegExp(`${origin}/o/([A-Za-z0-9_-]{44})\\.gif`, 'i');
  const anywhere = new RegExp(`${link.source}|${image.source}(?:\\?[^\\s"'<>]*)?`, 'gi');
  const ours = new RegExp(`^${origin}/[ocup]/`, 'i');

  function targetOf(token: string, query: string): string | null {
    if (!parseToken(token).ok) return null;
    const target = readLinkQuery(query)?.targets[0];
    return target !== undefined && checkTarget(target).ok ? target : null;
  }
  function* layers(text: string): Generator<string> {
    let layer: string | null = text;
    for (let i = 0; i <= MAX_WRAPS && layer !== null; i++) {
      yield layer;
      layer = unescaped(layer);
    }
  }
  return {
    linkTarget(url) {
      for (const layer of layers(url)) {
        const [, token = '', query = ''] = link.exec(layer) ?? [];
        const target = token === '' ? null : targetOf(token, query);
        if (target !== null) return target;
      }
      return null;
    },
    isImage(value) {
      for (const layer of layers(value)) {
        const token = image.exec(layer)?.[1];
        if (token !== undefined && parseToken(token).ok) return true;
      }
      return false;
    },
    clean: (text, read, write) =>
      text.replace(anywhere, (whole: string, token?: string, query?: string, imageToken?: string) => {
        if (imageToken !== undefined) return parseToken(imageToken).ok ? '' : whole;
        const target = token === undefined ? null : targetOf(token, read(query ?? ''));
        return target === null ? whole : write(target);
      }),
    isOurs: (url) => ours.test(url),
  };
}

/** The address a Safe Links wrapper stands for, or null if `url` is none. */
export function safeLinkTarget(url: string): string | null {
  const wrapper = /^https?:\/\/([^/?#\\]+)[^?#]*\?([^#]*)/i.exec(url);
  const host = wrapper?.[1]?.toLowerCase();
  if (host === undefined || !SAFE_LINKS.some((domain) => isHostOrBelow(host, domain))) return null;
  for (const part of (wrapper?.[2] ?? '').split('&')) {
    const raw = /^(?:amp;)?url=(.*)$/i.exec(part)?.[1];
    if (raw === undefined) continue;
    try {
      const target = decodeURIComponent(raw);
      return checkTarget(target).ok || safeLinkTarget(target) !== null ? target : null;
    } catch {
      return null;
    }
  }
  return null;
}

/** What a link leads to once our marks, and Safe Links around it, are taken off. */
export function unwrap(
  url: string,
  marks: Marks,
  safeLinks: boolean,
): { target: string; ours: boolean; wrapped: boolean } {
  let target = url;
  let ours = false;
  let wrapped = false;
  for (let i = 0; i < MAX_WRAPS; i++) {
    const own = marks.linkTarget(target);
    if (own !== null) {
      target = own;
      ours = true;
      continue;
    }
    const inner = safeLinks ? safeLinkTarget(target) : null;
    if (inner === null) break;
    target = inner;
    wrapped = true;
  }
  return { target, ours, wrapped };
}

/** A comment's text (Word's conditional ones hold markup) without our marks. */
export const cleanComment = (raw: string, marks: Marks): string =>
  marks.clean(
    raw,
    (query) => decodeAttribute(query).value,
    (target) => escapeAttribute(target, '"').replace(/'/g, '&#39;').replace(/--/g, '-&#45;'),
  );
