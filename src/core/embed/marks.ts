import { lower, part } from '../part';
import { checkTarget, parseToken, readLinkQuery } from '../token';
import { decodeAttribute, escapeAttribute } from './entities';

/** How often an address may be wrapped in others (Safe Links around Safe Links around ours). */
const MAX_WRAPS = 5;

/** Hosts of Microsoft's three clouds that wrap links. */
const SAFE_LINKS = /^https?:\/\/([\w-]+\.)*safelinks\.protection\.(outlook\.(com|cn)|office365\.us)[/?]/i;

/** Finds this account's images and links by the hosts it tracks, and has tracked, with. */
export interface Marks {
  /** Finds what every mark has in it, however often it was escaped: one of the hosts. */
  trace: RegExp;
  /** Target of our link if `url` is one, bare or inside other addresses, and how the sender's editor spelled it; else null. */
  linkTarget(url: string): { target: string; spelled: string | null } | null;
  /** Token of our image if the value names one, bare or behind an image proxy; else null. */
  imageToken(value: string): string | null;
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

/** Between the labels of a host: dot or colon, as it is or escaped in an address or in HTML. */
const BETWEEN_LABELS = '(?:[.:]|%(?:25)*..|&#?\\w{1,9};)';

let latest: { hosts: string; marks: Marks } | null = null;

/** `hosts`: host[:port], lower case. The last one made is kept: nearly always the next mail is of the same account. */
export function marksOf(hosts: readonly string[]): Marks {
  const key = hosts.join(' ');
  if (!latest || latest.hosts !== key) latest = { hosts: key, marks: makeMarks(hosts) };
  return latest.marks;
}

function makeMarks(hosts: readonly string[]): Marks {
  const names = hosts.filter(Boolean).map((host) => lower(host).replace(/\W/g, '\\$&'));
  const origin = names.length === 0 ? '(?!)' : `https?://(?:${names.join('|')})(?::80|:443)?`;
  const link = new RegExp(`${origin}/c/([A-Za-z0-9_-]{44})/[0-9]{1,5}\\?([^\\s"'<>#]*)`, 'i');
  const image = new RegExp(`${origin}/o/([A-Za-z0-9_-]{44})\\.gif`, 'i');
  const anywhere = new RegExp(`${link.source}|${image.source}(?:\\?[^\\s"'<>]*)?`, 'gi');
  const ours = new RegExp(`^${origin}/[ocup]/`, 'i');

  function targetOf(token: string, query: string): { target: string; spelled: string | null } | null {
    if (!parseToken(token).ok) return null;
    const read = readLinkQuery(query);
    const target = (read && read.targets[0]) || '';
    return read && checkTarget(target).ok ? { target, spelled: read.spelled } : null;
  }
  /** The first answer for the text, or for what is inside its percent-escapes. */
  function inLayers<T>(text: string, ask: (layer: string) => T | null): T | null {
    let layer: string | null = text;
    for (let i = 0; i <= MAX_WRAPS && layer !== null; i++) {
      const answer = ask(layer);
      if (answer !== null) return answer;
      layer = unescaped(layer);
    }
    return null;
  }
  return {
    trace:
      names.length === 0
        ? /(?!)/
        : new RegExp(names.map((name) => name.split(/\\[.:]/).join(BETWEEN_LABELS)).join('|'), 'i'),
    linkTarget: (url) =>
      inLayers(url, (layer) => {
        const found = link.exec(layer);
        return found ? targetOf(found[1] || '', found[2] || '') : null;
      }),
    imageToken: (value) =>
      inLayers(value, (layer) => {
        const token = part(image, layer);
        return parseToken(token).ok ? token : null;
      }),
    clean: (text, read, write) =>
      text.replace(anywhere, (whole: string, token?: string, query?: string, imageToken?: string) => {
        if (imageToken !== undefined) return parseToken(imageToken).ok ? '' : whole;
        const found = token === undefined ? null : targetOf(token, read(query || ''));
        return found === null ? whole : write(found.target);
      }),
    isOurs: (url) => ours.test(url),
  };
}

export const isSafeLink = (url: string): boolean => SAFE_LINKS.test(url);

/** The address a Safe Links wrapper stands for, or null if `url` is none. */
export function safeLinkTarget(url: string): string | null {
  if (!isSafeLink(url)) return null;
  for (const pair of part(/^[^#?]*\?([^#]*)/, url).split('&')) {
    const raw = part(/^(?:amp;)?url=(.*)$/i, pair);
    if (raw === '') continue;
    try {
      const target = decodeURIComponent(raw);
      return checkTarget(target).ok || safeLinkTarget(target) !== null ? target : null;
    } catch {
      return null;
    }
  }
  return null;
}

/** What a link leads to once our marks, and Safe Links around it where they are not to stay, are taken off. */
export function unwrap(
  url: string,
  marks: Marks,
  safeLinks: boolean,
): { target: string; ours: boolean; spelled: string | null } {
  let target = url;
  let ours = false;
  let spelled: string | null = null;
  for (let i = 0; i < MAX_WRAPS; i++) {
    const own = marks.linkTarget(target);
    const inner = own ? own.target : safeLinks ? safeLinkTarget(target) : null;
    if (inner === null) break;
    target = inner;
    ours ||= own !== null;
    spelled = own && own.spelled;
  }
  return { target, ours, spelled };
}

/** A comment's text (Word's conditional ones hold markup) without our marks. */
export const cleanComment = (raw: string, marks: Marks): string =>
  marks.clean(
    raw,
    (query) => decodeAttribute(query).value,
    (target) => escapeAttribute(target, '"').replace(/'/g, '&#39;').replace(/--/g, '-&#45;'),
  );
