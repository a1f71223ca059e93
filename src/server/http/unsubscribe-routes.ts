import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  MailKindChange,
  MailKinds,
  NewMailKind,
  NewUnsubscription,
  Unsubscription,
  Unsubscriptions,
} from '../../core/api/marketing-sending';
import { Id } from '../../core/api/shared';
import { foldAddress } from '../crm/contacts';
import {
  addKind,
  changeKind,
  endUnsubscription,
  mailKinds,
  MOST_KINDS,
  removeKind,
  unsubscribe,
  unsubscriptionsOf,
} from '../marketing/unsubscribe';
import { replyCopy } from '../marketing/unsubscribe/reply-copy';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const ADDRESS = /^[^@\s<>"]+@[^@\s<>"]+$/;
const noKind = () => problem(404, 'no-such-kind', 'There is no such kind of marketing mail.');

/** M12: kinds of marketing mail, and who is off them. */
export function unsubscriptionRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;
  const tags = ['marketing'];

  app.get(
    '/api/v1/mail-kinds',
    {
      schema: {
        tags,
        summary: 'Kinds of marketing mail, and how many addresses are off each',
        response: { 200: MailKinds },
      },
    },
    async (request) => mailKinds(store.db, requireAllowed(request, 'read', 'mail-kind').account),
  );

  app.post(
    '/api/v1/mail-kinds',
    {
      schema: {
        tags,
        summary: 'Adds a kind of marketing mail',
        body: NewMailKind,
        response: { 201: MailKinds },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'mail-kind');
      const id = await store.tx((trx) => addKind(trx, who, request.body, clock.now()));
      if (id === undefined)
        throw problem(
          409,
          'too-many-kinds',
          `There are ${MOST_KINDS} kinds of marketing mail, which is as many as one can choose among. Remove one first.`,
        );
      return reply.code(201).send(await mailKinds(store.db, who.account));
    },
  );

  app.patch(
    '/api/v1/mail-kinds/:id',
    {
      schema: {
        tags,
        summary: 'Changes a kind of marketing mail',
        params: ById,
        body: MailKindChange,
        response: { 200: MailKinds },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'mail-kind');
      const done = await store.tx((trx) =>
        changeKind(trx, who, request.params.id, request.body, clock.now()),
      );
      if (!done) throw noKind();
      return mailKinds(store.db, who.account);
    },
  );

  for (const back of [false, true]) {
    app.route({
      method: back ? 'POST' : 'DELETE',
      url: back ? '/api/v1/mail-kinds/:id/restore' : '/api/v1/mail-kinds/:id',
      schema: {
        tags,
        summary: back
          ? 'Brings a removed kind of marketing mail back'
          : 'Removes a kind of marketing mail; who is off it stays off it',
        params: ById,
        response: { 200: MailKinds },
      },
      handler: async (request) => {
        const who = requireAllowed(request, 'remove', 'mail-kind');
        const done = await store.tx((trx) => removeKind(trx, who, request.params.id, clock.now(), back));
        if (!done) throw noKind();
        return mailKinds(store.db, who.account);
      },
    });
  }

  const viewOf = async ({ account }: SignedIn, addresses: readonly string[]): Promise<Unsubscription[]> => {
    const rows = await unsubscriptionsOf(store.db, services, account, addresses);
    return rows.map((row) => ({
      id: row.id,
      address: row.address ?? '',
      ...(row.kind_id !== null && { kind: { id: row.kind_id, name: row.kind_name ?? '' } }),
      way: row.way,
      at: row.at.toISOString(),
      ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    }));
  };

  app.get(
    '/api/v1/contacts/:id/unsubscriptions',
    {
      schema: {
        tags,
        summary: 'What marketing mail a contact has been taken off, newest first',
        params: ById,
        response: { 200: Unsubscriptions },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      const rows = await store.db
        .selectFrom('contact_addresses')
        .select('address')
        .where('account_id', '=', who.account)
        .where('contact_id', '=', request.params.id)
        .execute();
      return {
        unsubscriptions: await viewOf(
          who,
          rows.map(({ address }) => address),
        ),
      };
    },
  );

  app.post(
    '/api/v1/unsubscriptions',
    {
      schema: {
        tags,
        summary: 'Takes an address off marketing mail, because its owner asked for it',
        body: NewUnsubscription,
        response: { 201: Unsubscription },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'unsubscribe');
      const { kindId, replyId } = request.body;
      const address = foldAddress(request.body.address);
      if (!ADDRESS.test(address)) throw problem(422, 'bad-address', 'This is not a mail address.', 'address');
      const copy = replyId === undefined ? undefined : await replyCopy(store.db, who, replyId);
      if (kindId !== undefined) {
        const { kinds } = await mailKinds(store.db, who.account);
        if (!kinds.some(({ id }) => id === kindId)) throw noKind();
      }
      const made = await store.tx((trx) =>
        unsubscribe(trx, services, {
          account: who.account,
          address,
          kind: kindId ?? null,
          way: replyId === undefined ? 'user' : 'reply',
          ...(copy && { copy }),
          user: who.user,
        }),
      );
      const [view] = (await viewOf(who, [address])).filter(
        (one) => one.id === made || (made === undefined && one.endedAt === undefined),
      );
      if (!view) throw problem(409, 'state', 'That address is off this mail already.', 'address');
      return reply.code(201).send(view);
    },
  );

  app.delete(
    '/api/v1/unsubscriptions/:id',
    {
      schema: {
        tags,
        summary: 'Takes an unsubscription back that a user made',
        params: ById,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'unsubscribe');
      const row = await store.db
        .selectFrom('unsubscribes')
        .select(['way', 'at'])
        .where('account_id', '=', who.account)
        .where('id', '=', request.params.id)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (!row) throw problem(404, 'no-such-unsubscription', 'There is no such unsubscription.');
      // What recipients said themselves, they alone take back: on the page behind each mail.
      if (row.way === 'one-click' || row.way === 'page')
        throw problem(
          409,
          'theirs',
          'They unsubscribed themselves, so only they can take it back: by the link in any of your mails.',
        );
      await store.tx((trx) => endUnsubscription(trx, services, who, request.params.id));
      return reply.code(204).send(null);
    },
  );
}
