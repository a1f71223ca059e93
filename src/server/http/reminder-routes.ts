import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NewReminder, PutOff, ReminderList, ReminderQuery, ReminderView } from '../../core/api/reminders';
import { Id } from '../../core/api/shared';
import { visibleMessage } from '../crm/messages';
import { messageOfToken, putOff, remindersOf, setReminder, takeBack } from '../reminders';
import type { Services } from '../services';
import { verifyImageToken } from '../tracking/ticket-keys';
import { trackingHostsOf } from '../tracking/tickets';
import { requireAllowed } from './allowed';
import { noMessage, problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const noReminder = () => problem(404, 'no-such-reminder', 'There is no such reminder of yours.');

/** R11: reminders of mail that nobody answered. Each is its owner's alone. */
export function reminderRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const viewOf = async (who: SignedIn, id: string): Promise<ReminderView> => {
    const [view] = await remindersOf(store.db, who, { id });
    if (!view) throw noReminder();
    return view;
  };

  /** The message key of a token of the asker's own account. */
  const keyOf = (who: SignedIn, token: string): string => {
    for (const host of trackingHostsOf(services)(who.account)) {
      const checked = verifyImageToken(token, services.secrets.master, host);
      if (checked.ok && checked.account === who.account) return checked.messageKey;
    }
    throw problem(422, 'bad-token', 'This is no token of a mail of yours.', 'token');
  };

  app.get(
    '/api/v1/reminders',
    {
      schema: {
        tags: ['reminders'],
        summary: 'Your reminders, soonest first',
        querystring: ReminderQuery,
        response: { 200: ReminderList },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      const { messageId: message, token } = request.query;
      const about =
        message === undefined && token === undefined
          ? undefined
          : { message, tokenKey: token === undefined ? undefined : keyOf(who, token) };
      return { reminders: await remindersOf(store.db, who, about) };
    },
  );

  app.post(
    '/api/v1/reminders',
    {
      schema: {
        tags: ['reminders'],
        summary: 'Reminds you if nobody has answered in so many days',
        body: NewReminder,
        response: { 200: ReminderView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      const { messageId: message, token, days } = request.body;
      const about = message === undefined ? { tokenKey: keyOf(who, token ?? '') } : { message };
      const known = about.message ?? (await messageOfToken(store.db, who.account, about.tokenKey));
      if (known !== undefined && !(await visibleMessage(store.db, who, known))) throw noMessage();
      const id = await store.tx((trx) => setReminder(trx, who, about, { days, now: clock.now() }));
      return viewOf(who, id);
    },
  );

  app.patch(
    '/api/v1/reminders/:id',
    {
      schema: {
        tags: ['reminders'],
        summary: 'Puts a reminder off, from now',
        params: ById,
        body: PutOff,
        response: { 200: ReminderView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'message');
      const { id } = request.params;
      const { days } = request.body;
      if (!(await store.tx((trx) => putOff(trx, who, id, { days, now: clock.now() })))) throw noReminder();
      return viewOf(who, id);
    },
  );

  for (const restore of [false, true]) {
    app.route({
      method: restore ? 'POST' : 'DELETE',
      url: restore ? '/api/v1/reminders/:id/restore' : '/api/v1/reminders/:id',
      schema: {
        tags: ['reminders'],
        summary: restore ? 'Sets a reminder again that was taken back' : 'Takes a reminder back',
        params: ById,
        response: { 200: ReminderView },
      },
      handler: async (request) => {
        const who = requireAllowed(request, 'read', 'message');
        const { id } = request.params;
        if (!(await store.tx((trx) => takeBack(trx, who, id, { restore, now: clock.now() }))))
          throw noReminder();
        return viewOf(who, id);
      },
    });
  }
}
