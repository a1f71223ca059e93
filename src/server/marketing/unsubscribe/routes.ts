import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addressHash } from '../../privacy/address-hash';
import { copyPage } from '../../privacy/grants';
import { pickLanguage, type RecipientLanguage } from '../../privacy/recipient-texts';
import type { Services } from '../../services';
import { sourceLimit } from '../../tracking/source-limit';
import { webView } from '../send/web-view';
import { copyOfToken, type TokenCopy } from './copy-of-token';
import { mailKinds } from './kinds';
import { noCopyPage, preferencesPage, tooManyFormsPage, unsubscribePage } from './pages';
import { resubscribe, standing, unsubscribe } from './record';

/** Forms that one network may send in a minute. A mail program's own POST is not among them: providers send many. */
const FORMS_PER_MINUTE = 30;
const FORM_LIMIT = 16_384;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;
/** A mail as a page: its own styles and pictures, and nothing that runs. */
const VIEW_HEADERS = {
  ...HEADERS,
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline' https:; img-src https: http: data:; font-src https:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation",
} as const;

const Query = z.object({ lang: z.string().optional().catch(undefined), saved: z.string().optional() });
const Form = z.object({
  'List-Unsubscribe': z.string().optional(),
  do: z.enum(['off-kind', 'off-all', 'back-kind', 'back-all', 'choose']).optional().catch(undefined),
  lang: z.string().optional(),
  kind: z.union([z.string(), z.array(z.string())]).optional(),
  none: z.string().optional(),
});
type Form = z.infer<typeof Form>;

interface ByToken {
  Params: { token: string };
}

/**
 * M4, M12: how somebody takes themselves off marketing mail, on the tracking hosts, by the token of their copy. Asking (GET,
 * HEAD) changes and counts nothing, whoever asks; a mail program's POST (RFC 8058) and the page's buttons do.
 */
export function unsubscribeRoutes(root: FastifyInstance, services: Services): void {
  const { store, clock } = services;
  const limit = sourceLimit(FORMS_PER_MINUTE, () => clock.now());
  const hidden = { schema: { hide: true } };

  root.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, fields(new URLSearchParams(String(body)))),
    );
    // RFC 8058, 3.2 lets a mail program send it so as well.
    app.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, oneClickIn(String(body))),
    );

    const copyOf = (request: FastifyRequest<ByToken>): Promise<TokenCopy | undefined> =>
      copyOfToken(store.db, services, request.params.token, request.headers.host ?? '');
    const offOf = ({ account, address }: TokenCopy) =>
      standing(store.db, account, addressHash(services.secrets, account, address));

    app.get<ByToken>('/u/:token', hidden, async (request, reply) => {
      const language = languageOf(request);
      const copy = await copyOf(request);
      if (!copy) return page(reply, 404, noCopyPage(language));
      const { kinds } = await mailKinds(store.db, copy.account);
      const more = kinds.length > 0 ? `/u/${request.params.token}/preferences` : undefined;
      const ways = { more, tracking: copyPage(services, copy) };
      return page(reply, 200, unsubscribePage(language, copy, await offOf(copy), ways));
    });

    app.post<ByToken>('/u/:token', hidden, async (request, reply) => {
      const form = Form.safeParse(request.body ?? {});
      const language = languageOf(request, form.data?.lang);
      const copy = await copyOf(request);
      if (!copy || !form.success) return page(reply, 404, noCopyPage(language));
      if (form.data['List-Unsubscribe'] === 'One-Click') {
        await change(copy, 'off-kind', 'one-click');
        return reply.code(200).header('content-type', 'text/plain; charset=utf-8').send('Unsubscribed\n');
      }
      const { do: does } = form.data;
      if (does === undefined || does === 'choose') return page(reply, 404, noCopyPage(language));
      if (!limit.mayRecord(request.ip, limit.thing('unsubscribe')))
        return page(reply, 429, tooManyFormsPage(language));
      await change(copy, does, 'page');
      return seenAgain(reply, `/u/${request.params.token}`, language);
    });

    app.get<ByToken>('/u/:token/preferences', hidden, async (request, reply) => {
      const language = languageOf(request);
      const copy = await copyOf(request);
      if (!copy) return page(reply, 404, noCopyPage(language));
      const { kinds } = await mailKinds(store.db, copy.account);
      const saved = Query.parse(request.query).saved === '1';
      const back = `/u/${request.params.token}`;
      return page(reply, 200, preferencesPage(language, copy, kinds, await offOf(copy), back, saved));
    });

    app.post<ByToken>('/u/:token/preferences', hidden, async (request, reply) => {
      const form = Form.safeParse(request.body ?? {});
      const language = languageOf(request, form.data?.lang);
      const copy = await copyOf(request);
      if (!copy || form.data?.do !== 'choose') return page(reply, 404, noCopyPage(language));
      if (!limit.mayRecord(request.ip, limit.thing('unsubscribe')))
        return page(reply, 429, tooManyFormsPage(language));
      await choose(copy, form.data);
      return seenAgain(reply, `/u/${request.params.token}/preferences`, language, '&saved=1');
    });

    app.get<ByToken>('/u/:token/view', hidden, async (request, reply) => {
      const language = languageOf(request);
      const copy = await copyOf(request);
      const html = copy && (await webView(services, copy, request.params.token));
      return html === undefined
        ? page(reply, 404, noCopyPage(language))
        : reply.code(200).headers(VIEW_HEADERS).send(html);
    });
  });

  /** A test changes nothing (M11). */
  async function change(
    copy: TokenCopy,
    does: 'off-kind' | 'off-all' | 'back-kind' | 'back-all',
    way: 'one-click' | 'page',
  ): Promise<void> {
    if (copy.test) return;
    const { account, address } = copy;
    // A mail of no kind is marketing mail as such.
    const kind = does.endsWith('-kind') ? (copy.kind?.id ?? null) : null;
    await store.tx(async (trx) => {
      if (does.startsWith('off')) await unsubscribe(trx, services, { account, address, kind, way, copy });
      else await resubscribe(trx, services, { account, address, kind });
    });
  }

  async function choose(copy: TokenCopy, form: Form): Promise<void> {
    if (copy.test) return;
    const { account, address } = copy;
    const wanted = new Set([form.kind ?? []].flat());
    const { kinds } = await mailKinds(store.db, account);
    await store.tx(async (trx) => {
      const way = 'page' as const;
      if (form.none === 'yes') {
        await unsubscribe(trx, services, { account, address, kind: null, way, copy });
        return;
      }
      await resubscribe(trx, services, { account, address, kind: null });
      for (const { id } of kinds) {
        if (wanted.has(id)) await resubscribe(trx, services, { account, address, kind: id });
        else await unsubscribe(trx, services, { account, address, kind: id, way, copy });
      }
    });
  }
}

/** Names that come several times are lists. */
function fields(params: URLSearchParams): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    found[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return found;
}

/** Of a form in parts, the one field that counts. */
const oneClickIn = (body: string): Record<string, string> =>
  /name="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\nOne-Click\s/i.test(body)
    ? { 'List-Unsubscribe': 'One-Click' }
    : {};

const languageOf = (request: FastifyRequest, chosen?: string): RecipientLanguage =>
  pickLanguage(chosen ?? Query.safeParse(request.query).data?.lang, request.headers['accept-language']);

const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(HEADERS).send(html);

/** Seen again by a request that changes nothing, so that a reload changes nothing anew. */
const seenAgain = (reply: FastifyReply, path: string, language: RecipientLanguage, more = ''): FastifyReply =>
  reply
    .headers({ ...HEADERS, location: `${path}?lang=${language}${more}` })
    .code(303)
    .send('');
