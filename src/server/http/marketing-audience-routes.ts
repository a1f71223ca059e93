import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { can } from '../../core/access';
import {
  AudienceCount,
  AudiencePeople,
  AudiencePeopleQuery,
  MarketingSettingsChange,
  MarketingSettingsView,
  ReplyToAnswer,
  ReplyToOptions,
  ReplyToQuestion,
} from '../../core/api/marketing';
import { Id } from '../../core/api/shared';
import { foldAddress } from '../crm/contacts';
import {
  askForTest,
  audiencePeople,
  changeSettings,
  countAudience,
  replyToAnswer,
  replyToOptions,
  settingsView,
} from '../marketing/audience';
import { loadMessage, onlyDraft, type MarketingMessage } from '../marketing/messages';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { noMarketing, refusedChange } from './marketing-routes';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });

/** M2, M3, M13: what a marketing message is set to, whom it goes to, and what has to be seen to before it is sent. */
export function marketingAudienceRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;
  const tags = ['marketing'];

  const messageOf = async (who: SignedIn, id: string): Promise<MarketingMessage> => {
    const message = await loadMessage(store.db, who.account, id);
    if (!message) throw noMarketing();
    return message;
  };
  const viewOf = async (who: SignedIn, id: string): Promise<MarketingSettingsView> => {
    const message = await messageOf(who, id);
    const view = await settingsView(services, who.account, id);
    if (!view) throw noMarketing();
    const canChange = can(who.role, 'change', 'marketing-message') && onlyDraft(message) === undefined;
    return { ...view, canChange };
  };

  app.get(
    '/api/v1/marketing/reply-to',
    {
      schema: {
        tags,
        summary: 'Mailboxes that answers may go to, with every address that leads to each',
        response: { 200: ReplyToOptions },
      },
    },
    async (request) =>
      replyToOptions(store.db, requireAllowed(request, 'change', 'marketing-message').account),
  );

  app.post(
    '/api/v1/marketing/reply-to/check',
    {
      schema: {
        tags,
        summary: 'Whether answers to an address are seen, or why not',
        body: ReplyToQuestion,
        response: { 200: ReplyToAnswer },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'marketing-message');
      return replyToAnswer(store.db, who.account, request.body.address, clock.now());
    },
  );

  app.post(
    '/api/v1/marketing/reply-to/test',
    {
      schema: {
        tags,
        summary:
          'Sends a test mail to an address; once it has arrived in a connected mailbox, the address may be chosen',
        body: ReplyToQuestion,
        response: { 202: ReplyToAnswer },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'change', 'marketing-message');
      const address = foldAddress(request.body.address);
      const before = await replyToAnswer(store.db, who.account, address, clock.now());
      if (!before.mayTest) {
        throw before.ok
          ? problem(409, 'known-address', 'This address is known to lead to a connected mailbox.', 'address')
          : problem(422, before.reason ?? 'refused', before.words ?? address, 'address');
      }
      const asked = await store.tx((trx) => askForTest(trx, services, who, address));
      if (asked === 'no-mail') {
        throw problem(
          409,
          'no-mail',
          'This server sends no mail of its own: whoever runs it sets SMTP_URL and MAIL_FROM first.',
        );
      }
      if (asked === 'soon') {
        throw problem(
          429,
          'tested-just-now',
          'A test mail to this address left a moment ago. Wait a minute.',
        );
      }
      if (asked === 'many') {
        throw problem(
          429,
          'many-tests',
          'That many addresses cannot be tested in one day. Try again tomorrow.',
        );
      }
      return reply.code(202).send(await replyToAnswer(store.db, who.account, address, clock.now()));
    },
  );

  app.get(
    '/api/v1/marketing/:id/settings',
    {
      schema: {
        tags,
        summary: 'What a marketing message is set to, and what may be chosen',
        params: ById,
        response: { 200: MarketingSettingsView },
      },
    },
    async (request) => viewOf(requireAllowed(request, 'read', 'marketing-message'), request.params.id),
  );

  app.put(
    '/api/v1/marketing/:id/settings',
    {
      schema: {
        tags,
        summary: 'Changes what a draft is set to; an address that is not watched is refused as Reply-to',
        params: ById,
        body: MarketingSettingsChange,
        response: { 200: MarketingSettingsView },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'marketing-message');
      const { id } = request.params;
      const done = await store.tx((trx) => changeSettings(trx, services, who, id, request.body));
      switch (done.what) {
        case 'done':
          return viewOf(who, id);
        case 'reply-to':
          throw problem(422, `reply-to-${done.answer.reason}`, done.answer.words ?? '', 'settings.replyTo');
        case 'kind':
          throw problem(422, 'no-such-kind', 'There is no such kind of mail.', 'settings.mailKind');
        case 'list':
          throw problem(422, 'no-such-list', 'There is no such list or segment.', 'settings.to');
        case 'host':
          throw problem(
            422,
            'no-such-domain',
            'There is no such tracking domain, or it was not found to be in order.',
            'settings.trackingHost',
          );
        default:
          throw refusedChange(done.what);
      }
    },
  );

  app.get(
    '/api/v1/marketing/:id/audience',
    {
      schema: {
        tags,
        summary: 'Whom a marketing message would go to now, and why others are left out',
        params: ById,
        response: { 200: AudienceCount },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      return countAudience(store.db, who.account, await messageOf(who, request.params.id));
    },
  );

  app.get(
    '/api/v1/marketing/:id/audience/people',
    {
      schema: {
        tags,
        summary: 'The people behind one number of the audience',
        params: ById,
        querystring: AudiencePeopleQuery,
        response: { 200: AudiencePeople },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'marketing-message');
      return audiencePeople(store.db, who.account, await messageOf(who, request.params.id), request.query);
    },
  );
}
