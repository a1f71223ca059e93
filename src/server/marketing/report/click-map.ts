import { sql } from 'kysely';
import { parseFragment, serialize, type DefaultTreeAdapterTypes } from 'parse5';
import { frameDocument, renderMail } from '../../crm/render-mail';
import type { Services } from '../../services';
import { openTrackingHosts } from '../../tracking/domains';
import { linksOf } from './links';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** A tracked link with its clicks. */
export interface ClickedLink {
  n: number;
  target: string;
  clicked: number;
}

const MARK =
  'display:inline-block;margin:0 0 0 6px;padding:0 7px;border-radius:9px;font:600 11px/18px &quot;Segoe UI&quot;,Arial,sans-serif;' +
  'vertical-align:middle;text-decoration:none;white-space:nowrap;letter-spacing:0';
const SOME = 'background:#8a3707;color:#ffffff';
const NONE = 'background:#ffffff;color:#424242;border:1px solid #616161';

const isElement = (node: Node): node is Element => 'tagName' in node;

function elementsIn(node: Node): Element[] {
  const own = isElement(node) ? [node] : [];
  return 'childNodes' in node ? [...own, ...node.childNodes.flatMap(elementsIn)] : own;
}

/**
 * The HTML of a mail with the clicks of each tracked link at its end. Links stand in the mail in the order of their
 * numbers, so of several to one address each has its own.
 */
export function withClicks(html: string, links: readonly ClickedLink[], clickable: number): string {
  const tree = parseFragment(html);
  const left = [...links].sort((a, b) => a.n - b.n);
  for (const element of elementsIn(tree)) {
    if (element.tagName !== 'a') continue;
    const href = element.attrs.find(({ name }) => name === 'href')?.value;
    const at = left.findIndex(({ target }) => sameTarget(target, href));
    const [link] = at === -1 ? [] : left.splice(at, 1);
    if (!link) continue;
    const share = clickable === 0 ? '' : ` · ${Math.round((link.clicked / clickable) * 1000) / 10}%`;
    const mark = parseFragment(
      `<span style="${MARK};${link.clicked > 0 ? SOME : NONE}">${link.clicked}${link.clicked > 0 ? share : ''}</span>`,
    );
    const [span] = mark.childNodes;
    if (!span) continue;
    span.parentNode = element;
    element.childNodes.push(span);
  }
  return serialize(tree);
}

/** A browser ends `https://host` with a slash; it is the same link. */
const sameTarget = (target: string, href: string | undefined): boolean =>
  href !== undefined && (target === href || target.replace(/\/$/, '') === href.replace(/\/$/, ''));

/** M5: a message as it was sent, for a frame without scripts, each link with its clicks. Undefined: nothing was sent. */
export async function clickMap(
  services: Services,
  account: number,
  message: string,
): Promise<string | undefined> {
  const { db } = services.store;
  const sent = await db
    .selectFrom('messages')
    .select('html')
    .where('account_id', '=', account)
    .where('id', '=', message)
    .where('kind', '=', 'marketing')
    .where('direction', '=', 'outgoing')
    .executeTakeFirst();
  if (!sent || sent.html === null) return undefined;
  const { rows } = await sql<{ clickable: number }>`select coalesce(sum(clickable), 0)::integer as clickable
    from marketing_counts where account_id = ${account} and message_id = ${message}`.execute(db);
  const ourHosts = openTrackingHosts(services).all();
  const { html } = renderMail(sent.html, { ourHosts, remoteImages: true });
  const links = await linksOf(db, account, message);
  return frameDocument(withClicks(html, links, rows[0]?.clickable ?? 0));
}
