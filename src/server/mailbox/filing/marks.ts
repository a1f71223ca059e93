import { defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { marksIn, replyText } from '../../../core/incoming';
import {
  claimedAccount,
  verifyImageToken,
  verifyLinkRequest,
  type MasterKeys,
  type VerifiedToken,
} from '../../tracking/ticket-keys';

/** What proves a mark to be ours: the keys, and the hosts that an account's are bound to. */
export interface MarkKeys {
  masters: MasterKeys;
  hostsOf: (account: number) => readonly string[];
}

/** Of the hosts a mark with this token may have been made for, what the right one makes of it. */
function anyHost<T extends { ok: boolean }>(
  token: string,
  { masters, hostsOf }: MarkKeys,
  verify: (host: string) => T,
): Extract<T, { ok: true }> | undefined {
  const account = claimedAccount(token, masters);
  for (const host of account === undefined ? [] : hostsOf(account)) {
    const checked = verify(host);
    if (isProof(checked)) return checked;
  }
  return undefined;
}

const isProof = <T extends { ok: boolean }>(checked: T): checked is Extract<T, { ok: true }> => checked.ok;

/** Checks a token's signature and that it was made for this account. */
export function ownToken(text: string, keys: MarkKeys, account: number): VerifiedToken | undefined {
  const checked = anyHost(text, keys, (host) => verifyImageToken(text, keys.masters, host));
  return checked?.account === account ? checked : undefined;
}

/** Tokens by which a sent copy may be ours, by how surely each was put there for this very mail. */
export interface SentTokens {
  /** From the custom property, the header, and the part that the sender wrote. */
  sure: VerifiedToken[];
  /** From elsewhere in the body: it may stand in a quoted history. */
  quoted: VerifiedToken[];
}

export interface SentCopyMarks {
  property?: string | undefined;
  header?: string | undefined;
  html?: string | undefined;
  /** The account, and the user whose ticket it must be (a team mailbox has none: any user's). */
  account: number;
  user: number | null;
}

const TOKEN = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{44}(?![A-Za-z0-9_-])/g;

export function tokensOfSentCopy(copy: SentCopyMarks, keys: MarkKeys): SentTokens {
  const own = (texts: readonly string[]): VerifiedToken[] =>
    texts
      .map((text) => ownToken(text, keys, copy.account))
      .filter((t): t is VerifiedToken => t !== undefined && (copy.user === null || t.user === copy.user));
  const within = (text: string | undefined): string[] => text?.match(TOKEN) ?? [];
  const html = copy.html ?? '';
  const written = html === '' ? '' : (replyText({ html }).newHtml ?? '');
  return {
    sure: own([...within(copy.property), ...within(copy.header), ...marksIn(written)]),
    quoted: own(marksIn(html)),
  };
}

export interface TrackedLink {
  n: number;
  target: string;
  text: string;
}

const LONGEST_LINK_TEXT = 500;

/** What of one message's tracking really stands in its HTML (L13): our image, and our links with valid signatures. */
export function trackingIn(
  html: string,
  messageKey: string,
  keys: MarkKeys,
): { image: boolean; links: TrackedLink[] } {
  const links = new Map<number, TrackedLink>();
  let image = false;
  const visit = (node: Tree.ParentNode): void => {
    for (const child of tree.getChildNodes(node)) {
      if (!tree.isElementNode(child)) continue;
      if (child.tagName === 'img') image ||= isImage(attribute(child, 'src'), messageKey, keys);
      if (child.tagName === 'a') {
        const link = linkOf(attribute(child, 'href'), messageKey, keys);
        if (link && !links.has(link.n)) links.set(link.n, { ...link, text: textOf(child) });
      }
      visit(child);
    }
  };
  visit(parse(html));
  return { image, links: [...links.values()].sort((a, b) => a.n - b.n) };
}

const attribute = (element: Tree.Element, name: string): string =>
  tree.getAttrList(element).find((a) => a.name === name)?.value ?? '';

function isImage(src: string, messageKey: string, keys: MarkKeys): boolean {
  const token = marksIn(src)[0];
  const checked =
    token === undefined
      ? undefined
      : anyHost(token, keys, (host) => verifyImageToken(token, keys.masters, host));
  return checked !== undefined && checked.messageKey === messageKey && src.includes('/o/');
}

function linkOf(href: string, messageKey: string, keys: MarkKeys): { n: number; target: string } | undefined {
  const [, token, n, query] = /\/c\/([A-Za-z0-9_-]{44})\/(\d+)\?(.*)$/.exec(href) ?? [];
  if (token === undefined || n === undefined || query === undefined) return undefined;
  const checked = anyHost(token, keys, (host) => verifyLinkRequest({ token, n, query }, keys.masters, host));
  return checked?.messageKey === messageKey ? { n: checked.n, target: checked.target } : undefined;
}

function textOf(node: Tree.ParentNode): string {
  let text = '';
  const visit = (parent: Tree.ParentNode): void => {
    for (const child of tree.getChildNodes(parent)) {
      if (tree.isTextNode(child)) text += tree.getTextNodeContent(child);
      else if (tree.isElementNode(child)) visit(child);
    }
  };
  visit(node);
  return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_LINK_TEXT);
}
