import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { foldAddress } from '../crm/contacts';
import type { Services } from '../services';
import { sourceLimit } from '../tracking/source-limit';
import { confirmByMail } from './confirm-by-mail';
import { mailboxPage, readGrant, type Grant } from './grants';
import { accountsKnowing, knownOfRecipient, recipientOfCopy } from './known-of-recipient';
import { object, withdrawObjection } from './objections';
import { askPage, companiesPage, gonePage, knownPage, sentPage, tooManyPage } from './recipient-page';
import { pickLanguage, type RecipientLanguage } from './recipient-texts';

/** Forms that one network may send in a minute: many people share an address, nobody writes faster by hand. */
const FORMS_PER_MINUTE = 20;
const FORM_LIMIT = 4_096;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
} as const;

const Query = z.object({ lang: z.string().optional().catch(undefined) });
const NamedAddress = z.object({ address: z.string().max(320), lang: z.string().optional() });
const Choice = z.object({ do: z.enum(['object', 'withdraw']), lang: z.string().optional() });
const ADDRESS = /^[^@\s<>"]+@[^@\s<>"]+\.[^@\s<>".]+$/;

/** The copy or mailbox that a grant stands for, at one account. */
interface Subject {
  account: number;
  address: string;
  way: 'link' | 'mail';
  copy?: { message: string; recipient: number };
}

/**
 * P6: "what is tracked about me", on the tracking domain, for people outside: by the signed link of their copy, or by
 * naming an address and reading the mail that goes there. Asking changes nothing; only forms do (POST).
 */
export function recipientRoutes(root: FastifyInstance, services: Services): void {
  const { store, clock } = services;
  const limit = sourceLimit(FORMS_PER_MINUTE, () => clock.now());
  const hidden = { schema: { hide: true } };

  root.register(async (app) => {
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );

    app.get('/p/', hidden, (request, reply) =>
      page(reply, 200, askPage(languageOf(request), { canSend: services.mail !== undefined })),
    );

    app.post('/p/', hidden, async (request, reply) => {
      const form = NamedAddress.safeParse(request.body);
      const language = languageOf(request, form.data?.lang);
      if (!limit.mayRecord(request.ip, limit.thing('named'))) return page(reply, 429, tooManyPage(language));
      const canSend = services.mail !== undefined;
      if (!canSend) return page(reply, 503, askPage(language, { canSend }));
      const address = foldAddress(form.data?.address ?? '');
      if (!ADDRESS.test(address)) return page(reply, 422, askPage(language, { canSend, wrong: { address } }));
      await confirmByMail(services, address, language);
      return page(reply, 200, sentPage(language));
    });

    app.get<{ Params: { grant: string } }>('/p/:grant', hidden, async (request, reply) => {
      const language = languageOf(request);
      const grant = readGrant(services, request.params.grant);
      if (!grant) return page(reply, 404, gonePage(language));
      const subject = await subjectOf(grant);
      if (subject) {
        const { account, address, copy } = subject;
        return page(
          reply,
          200,
          knownPage(language, await knownOfRecipient(store.db, services, account, address, copy)),
        );
      }
      if (!('to' in grant)) return page(reply, 404, gonePage(language));
      return page(reply, 200, companiesPage(language, grant.to, await companiesOf(grant.to)));
    });

    app.post<{ Params: { grant: string } }>('/p/:grant', hidden, async (request, reply) => {
      const form = Choice.safeParse(request.body);
      const language = languageOf(request, form.data?.lang);
      const grant = readGrant(services, request.params.grant);
      if (!limit.mayRecord(request.ip, limit.thing('objection')))
        return page(reply, 429, tooManyPage(language));
      const subject = grant && (await subjectOf(grant));
      if (!form.success || !subject) return page(reply, 404, gonePage(language));
      const { account, address, way } = subject;
      await store.tx((trx) =>
        form.data.do === 'object'
          ? object(trx, services, account, address, way)
          : withdrawObjection(trx, services, account, address),
      );
      // Seen again by a request that changes nothing, so that a reload objects to nothing anew.
      return reply
        .headers({ ...HEADERS, location: `/p/${request.params.grant}?lang=${language}` })
        .code(303)
        .send('');
    });
  });

  /** Undefined: the copy is gone, or the mailbox is known to no account, or to several. */
  async function subjectOf(grant: Grant): Promise<Subject | undefined> {
    if ('m' in grant) {
      const copy = { message: grant.m, recipient: grant.r };
      const address = await recipientOfCopy(store.db, { account: grant.a, ...copy });
      return address === undefined ? undefined : { account: grant.a, address, way: 'link', copy };
    }
    if (grant.a !== undefined) return { account: grant.a, address: grant.to, way: 'mail' };
    const [only, ...others] = await accountsKnowing(store.db, grant.to);
    return only === undefined || others.length > 0
      ? undefined
      : { account: only, address: grant.to, way: 'mail' };
  }

  async function companiesOf(address: string): Promise<{ name: string; url: string }[]> {
    const ids = await accountsKnowing(store.db, address);
    if (ids.length === 0) return [];
    const rows = await store.db
      .selectFrom('accounts')
      .select(['id', 'name'])
      .where('id', 'in', ids)
      .execute();
    return rows.map(({ id, name }) => ({ name, url: mailboxPage(services, address, id) }));
  }
}

const languageOf = (request: FastifyRequest, chosen?: string): RecipientLanguage =>
  pickLanguage(chosen ?? Query.parse(request.query).lang, request.headers['accept-language']);

const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.code(status).headers(HEADERS).send(html);
