import { createTransport } from 'nodemailer';
import type { DefaultTreeAdapterTypes } from 'parse5';
import type { Ticket } from '../../../src/core/token';
import type { Engine } from '../built-engine';
import type { Body } from './bodies';
import { isElement, isLink, nodesOf, read, startOf, type Element } from './page';

/** The rivals as Node loads them. */
export interface Rivals {
  parse5: typeof import('parse5');
  cheerio: typeof import('cheerio');
  rewriter: typeof import('html-rewriter-wasm');
  mailTracking: typeof import('nodemailer-mail-tracking');
}

/** One body, and what the rewriters are told about it, so that the choice of links costs them nothing. */
export interface Task extends Body {
  /** Targets of the links to track, in order; null: leave alone. In the order of the tree, then of the source. */
  inTree: (string | null)[];
  inTreeWithoutScripts: (string | null)[];
  inSource: (string | null)[];
  targets: string[];
  mayTrack: (offset: number) => boolean;
}

export interface Contestant {
  name: string;
  /** The body as it would be sent, or '' where only the time counts. */
  send: (task: Task) => string | Promise<string>;
}

type ParentNode = DefaultTreeAdapterTypes.ParentNode;
const isTemplate = (node: ParentNode): node is DefaultTreeAdapterTypes.Template => 'content' in node;

export interface Signing {
  engine: Engine;
  ticket: Ticket;
  nonce: string;
}

export const ORIGIN = 'https://mail.example';
const IMAGE_STYLE = 'display:block;position:absolute;width:1px;height:1px;margin:0;padding:0;border:0';

const linksOf = (html: string, scripts: boolean): Element[] =>
  [...nodesOf(read(html, scripts))].flatMap(({ node }) => (isElement(node) && isLink(node) ? [node] : []));

/** Which links to track is what our engine says, by the offset of each tag. */
export function taskOf(body: Body, { engine, ticket, nonce }: Signing): Task {
  const token = engine.makeToken(ticket, nonce, 0);
  const chosen = engine.embed(body.html, { ticket, token, image: true, links: true }).links;
  const inTree = linksOf(body.html, true);
  const offsets = [...new Set(inTree.map(startOf))].sort((a, b) => a - b);
  // A page of frames, say: it has no links for a browser, so there is nothing to tell the rewriters.
  const agreed = offsets.length === chosen.length;
  const targets = new Map(
    offsets.map((at, i) => [at, agreed && chosen[i]?.tracked ? (chosen[i]?.target ?? null) : null]),
  );
  const wanted = (element: Element): string | null => targets.get(startOf(element)) ?? null;
  return {
    ...body,
    inTree: inTree.map(wanted),
    inTreeWithoutScripts: linksOf(body.html, false).map(wanted),
    inSource: offsets.map((at) => targets.get(at) ?? null),
    targets: chosen.flatMap((link) => (link.tracked ? [link.target] : [])),
    mayTrack: (offset) => (targets.get(offset) ?? null) !== null,
  };
}

/** Ours, the four rivals, and the least that has to be done. Each signs with our tokens but the one that signs itself. */
export function contestants(signing: Signing, rivals: Rivals): Contestant[] {
  const { engine, ticket, nonce } = signing;
  const newToken = (): string => engine.makeToken(ticket, nonce, 0);
  const imageOf = (token: string): string =>
    `<img src="${ORIGIN}/o/${token}.gif" width="1" height="1" alt="" border="0" style="${IMAGE_STYLE}">`;
  const linkOf = (token: string, n: number, target: string): string => {
    const link = engine.makeLink(ticket, token, n, target);
    if (!link.ok) throw new Error(`no link to ${target}: ${link.reason}`);
    return link.url;
  };

  function ours({ html }: Task): string {
    const token = newToken();
    return engine.embed(html, { ticket, token, image: true, links: true }).html;
  }

  const { defaultTreeAdapter: tree, html: spec, parse, serialize } = rivals.parse5;
  function parse5({ html, inTree }: Task): string {
    const token = newToken();
    const document = parse(html);
    let seen = 0;
    let n = 0;
    let body: Element | null = null;
    const walk = (node: ParentNode): void => {
      for (const child of isTemplate(node) ? node.content.childNodes : node.childNodes) {
        if (!isElement(child)) continue;
        if (child.tagName === 'body') body ??= child;
        if (isLink(child)) {
          const target = inTree[seen++] ?? null;
          const href = child.attrs.find((one) => one.name === 'href');
          if (target !== null && href) href.value = linkOf(token, ++n, target);
        }
        walk(child);
      }
    };
    walk(document);
    const image = tree.createElement('img', spec.NS.HTML, [
      { name: 'src', value: `${ORIGIN}/o/${token}.gif` },
      { name: 'width', value: '1' },
      { name: 'height', value: '1' },
      { name: 'alt', value: '' },
      { name: 'border', value: '0' },
      { name: 'style', value: IMAGE_STYLE },
    ]);
    tree.appendChild(body ?? document, image);
    return serialize(document);
  }

  const isHtml = (space: string | undefined): boolean => space === String(spec.NS.HTML);
  function cheerio({ html, inTreeWithoutScripts }: Task): string {
    const token = newToken();
    const $ = rivals.cheerio.load(html);
    let seen = 0;
    let n = 0;
    $('a[href], area[href]').each((_, element) => {
      if (!isHtml(element.namespace)) return;
      const target = inTreeWithoutScripts[seen++] ?? null;
      if (target !== null) $(element).attr('href', linkOf(token, ++n, target));
    });
    $('body').append(imageOf(token));
    return $.html();
  }

  const [toBytes, toText] = [new TextEncoder(), new TextDecoder()];
  async function htmlRewriter({ html, inSource }: Task): Promise<string> {
    const token = newToken();
    const image = imageOf(token);
    let seen = 0;
    let n = 0;
    let placed = false;
    let sent = '';
    const rewriter = new rivals.rewriter.HTMLRewriter((chunk) => {
      sent += toText.decode(chunk, { stream: true });
    });
    try {
      rewriter.on('a[href], area[href]', {
        element(element) {
          if (!isHtml(element.namespaceURI)) return;
          const target = inSource[seen++] ?? null;
          if (target !== null) element.setAttribute('href', linkOf(token, ++n, target));
        },
      });
      rewriter.on('body', {
        element(element) {
          element.onEndTag((end) => {
            if (placed) return;
            end.before(image, { html: true });
            placed = true;
          });
        },
      });
      rewriter.onDocument({
        end(end) {
          if (!placed) end.append(image, { html: true });
        },
      });
      await rewriter.write(toBytes.encode(html));
      await rewriter.end();
    } finally {
      rewriter.free();
    }
    return sent + toText.decode();
  }

  const options = {
    baseUrl: ORIGIN,
    jwtSecret: 'a secret of the length its own documentation shows',
    getData: (data: object) => data,
  };
  let posted = '';
  // Its own steps only: nodemailer's making of the message is left out.
  const transporter = Object.assign(createTransport({ jsonTransport: true }), {
    async sendMail(message: { html?: unknown }) {
      posted = typeof message.html === 'string' ? message.html : '';
      return {};
    },
  });
  async function mailTracking({ html }: Task): Promise<string> {
    await rivals.mailTracking.sendMail(options, transporter, {
      from: 'alice@brightwater.example',
      to: 'bob@partner.example',
      html,
    });
    return posted;
  }

  let found = 0;
  function limit({ html, targets }: Task): string {
    const token = newToken();
    for (let i = 0; i < html.length; i++) if (html.charCodeAt(i) === 0x3c) found++;
    targets.forEach((target, i) => linkOf(token, i + 1, target));
    return found < 0 ? html : '';
  }

  return [
    { name: 'ours', send: ours },
    { name: 'html-rewriter-wasm', send: htmlRewriter },
    { name: 'parse5', send: parse5 },
    { name: 'cheerio', send: cheerio },
    { name: 'nodemailer-mail-tracking', send: mailTracking },
    { name: 'the limit', send: limit },
  ];
}
