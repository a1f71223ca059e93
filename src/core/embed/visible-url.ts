import { lower, part } from '../part';
import { isTopLevel } from './tlds';

/** Zero-width and direction marks, soft hyphen: seen by no reader, put in by editors. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0f\ufeff]/g;
/** What stands around an address in a sentence and is no part of it. */
const OPENING = /^[<([{"'`\u00ab\u00bb\u2018-\u201e\u2039\u203a*_\u2192\u25ba\u2022-]+/;
const CLOSING = /[>)\]}"'`\u00ab\u00bb\u2018-\u201e\u2039\u203a*_.,;:!?\u2026/-]/;
const LABEL = /^[a-z0-9_\u00a1-\uffff](?:[a-z0-9_\u00a1-\uffff-]*[a-z0-9_\u00a1-\uffff])?$/;
/** What separates words that may each be an address. */
const BETWEEN = /[\s<>()[\]{}"'\u00ab\u00bb\u2018-\u201e|,;]+/;
const MAX_HOST = 253;

/** What plain words with single spaces between do not have. */
const NOT_PLAIN = /[^!-~ ]|^ | {2}| $/;

/** Text as a reader sees it: one space between words, nothing invisible. */
export const visibleText = (text: string): string =>
  NOT_PLAIN.test(text)
    ? text
        .replace(INVISIBLE, '')
        .replace(/[\s\u00a0]+/g, ' ')
        .trim()
    : text;

const withoutWww = (host: string): string => host.replace(/^www\d?\./, '');

/** Whether two hosts are one to a reader: case, `www.` and port aside. */
export const sameHost = (a: string, b: string): boolean =>
  withoutWww(a.replace(/:\d*$/, '')) === withoutWww(b.replace(/:\d*$/, ''));

/** Host at the start of `rest`: up to the path. User names go, ports stay. */
const hostOf = (rest: string): string =>
  part(/^([^/?#\\]*)/, rest)
    .replace(/^.*@/, '')
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(/\.$/, '');

/**
 * The host that a word names, if the word is a URL as C2 means it: it has a scheme or `www.`, or is
 * host[/path] with a known top level domain (or the link's own host), or a mail address. null if it is a
 * word like others. `''` for a URL without a host (`tel:…`).
 */
function urlHost(word: string, targetHost: string): string | null {
  let end = word.length;
  while (end > 0 && CLOSING.test(word.charAt(end - 1))) end--;
  const bare = lower(word.slice(0, end).replace(OPENING, ''));
  if (bare === '') return null;
  const scheme =
    bare.includes('://') &&
    (/(?:^|[^a-z0-9])[a-z][a-z0-9+.-]{0,30}:\/\/(.*)$/.exec(bare) || /^h..ps?:\/\/(.*)$/.exec(bare));
  if (scheme) return hostOf(scheme[1] || '');
  const mail = part(/^(?:mailto:)?[^@/:]{1,64}@([^@/?]+\.[^@/?]+)/, bare);
  if (mail !== '' && isHost(mail, targetHost)) return mail;
  if (/^(?:mailto|tel|sms|sip|callto|skype|geo|data|cid|file|javascript):\S/.test(bare)) return '';
  const www = part(/(?:^|[^a-z0-9.])(www\d?\.[^\s/?#]+\.?.*)$/, bare);
  if (www !== '') return hostOf(www);
  const host = hostOf(bare);
  return isHost(host, targetHost) ? host : null;
}

function isHost(host: string, targetHost: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '');
  if (name === '' || name.length > MAX_HOST) return false;
  if (sameHost(name, targetHost)) return true;
  const labels = name.split('.');
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    isTopLevel(labels[labels.length - 1] || '')
  );
}

export type VisibleKind = 'none' | 'words' | 'url' | 'otherHost';

/**
 * What a link shows (C2): nothing to read, words, a URL, or words among which another host's URL stands. To
 * show one address and lead to another is what phishing does: mail filters look for it, and so do readers.
 */
export function judgeVisible(text: string, targetHost: string): VisibleKind {
  const visible = visibleText(text);
  if (visible === '') return 'none';
  const target = lower(targetHost);
  // Only a host without a dot can be named without any of these.
  if (!/[.:@\u3002\uff0e\uff61]/.test(visible) && target.includes('.')) return 'words';
  if (!visible.includes(' ') && urlHost(visible, target) !== null) return 'url';
  const parts = visible.split(BETWEEN).filter((part) => part !== '');
  for (const part of parts) {
    const host = urlHost(part, target);
    if (host === null) continue;
    if (parts.length === 1) return 'url';
    if (!sameHost(host, target)) return 'otherHost';
  }
  return 'words';
}
