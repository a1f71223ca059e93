import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  SendAgain,
  SendingProgress,
  SendMarketing,
  TestSend,
  TestSent,
  UnclearCopies,
} from '../../core/api/marketing-sending';
import { Id } from '../../core/api/shared';
import {
  beginSending,
  cancelSending,
  makeAutomatic,
  pauseSending,
  resumeSending,
  scheduleSending,
  sendAgain,
  sendingProgress,
  type Sent,
  testSend,
  type TestRefusal,
  unclearCopies,
  unschedule,
} from '../marketing/send';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { noMarketing } from './marketing-routes';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });

function accepted(sent: Sent): void {
  if (sent.ok) return;
  switch (sent.reason) {
    case 'absent':
      throw noMarketing();
    case 'state':
      throw problem(
        409,
        'state',
        'That cannot be done as the message stands now. Load the page again to see how it stands.',
      );
    case 'past':
      throw problem(422, 'past', 'That moment is over. Choose a later one, or send it now.', 'at');
    case 'checks': {
      const [first] = sent.checks.filter(({ ok }) => ok === 'no');
      throw problem(409, 'checks', first?.words ?? '', first?.code);
    }
  }
}

const refusedTest = (refusal: TestRefusal): Error => {
  switch (refusal.reason) {
    case 'absent':
      return noMarketing();
    case 'no-relay':
      return problem(
        409,
        'no-relay',
        'This server has no relay for marketing mail. Whoever runs the server sets MARKETING_SMTP_URL, or SMTP_URL.',
      );
    case 'no-from':
      return problem(409, 'no-from', 'Choose under Settings whom the message is from.', 'from');
    case 'outsider':
      return problem(
        422,
        'outsider',
        'A test goes to you and your colleagues only: to users, connected mailboxes, and addresses of your company’s domains.',
        'to',
      );
  }
};

/** M1, M10–M13: marketing messages on their way. */
export function marketingSendRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store } = services;
  const tags = ['marketing'];
  const progressOf = async ({ account }: SignedIn, id: string): Promise<SendingProgress> => {
    const progress = await sendingProgress(services, account, id);
    if (!progress) throw noMarketing();
    return progress;
  };

  app.get(
    '/api/v1/marketing/:id/sending',
    {
      schema: {
        tags,
        summary: 'How far a marketing message is on its way, and what became of its copies',
        params: ById,
        response: { 200: SendingProgress },
      },
    },
    async (request) => progressOf(requireAllowed(request, 'read', 'marketing-message'), request.params.id),
  );

  app.get(
    '/api/v1/marketing/:id/sending/unclear',
    {
      schema: {
        tags,
        summary: 'Copies of which nobody knows whether they left',
        params: ById,
        response: { 200: UnclearCopies },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'marketing-send');
      return unclearCopies(store.db, who.account, request.params.id);
    },
  );

  app.post(
    '/api/v1/marketing/:id/send',
    {
      schema: {
        tags,
        summary: 'Sends a marketing message, now or at a moment; refused while a check stops it',
        params: ById,
        body: SendMarketing,
        response: { 202: SendingProgress },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'marketing-send');
      const { id } = request.params;
      const { at, timeZone = 'UTC' } = request.body;
      accepted(
        at === undefined
          ? await beginSending(services, who, id)
          : await scheduleSending(services, who, id, { at: new Date(at), timeZone }),
      );
      return reply.code(202).send(await progressOf(who, id));
    },
  );

  const steps = {
    unschedule: {
      summary: 'Takes the schedule of a marketing message away: it is a draft again',
      act: unschedule,
    },
    pause: { summary: 'Lets no further copy of a marketing message leave for now', act: pauseSending },
    resume: { summary: 'Goes on with a marketing message that was paused or cancelled', act: resumeSending },
    cancel: { summary: 'Lets no further copy of a marketing message leave', act: cancelSending },
  } as const;
  app.post(
    '/api/v1/marketing/:id/automatic',
    {
      schema: {
        tags,
        summary: 'Makes a draft one that workflows send, to one contact at a time',
        params: ById,
        response: { 200: SendingProgress },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'marketing-send');
      accepted(await makeAutomatic(services, who, request.params.id));
      return progressOf(who, request.params.id);
    },
  );
  for (const [name, { summary, act }] of Object.entries(steps)) {
    app.post(
      `/api/v1/marketing/:id/${name}`,
      { schema: { tags, summary, params: ById, response: { 200: SendingProgress } } },
      async (request) => {
        const who = requireAllowed(request, 'change', 'marketing-send');
        accepted(await act(services, who, request.params.id));
        return progressOf(who, request.params.id);
      },
    );
  }

  app.post(
    '/api/v1/marketing/:id/send-again',
    {
      schema: {
        tags,
        summary: 'Sends copies again of which nobody knows whether they left; they may come twice',
        params: ById,
        body: SendAgain,
        response: { 202: SendingProgress },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'marketing-send');
      accepted(await sendAgain(services, who, request.params.id, request.body.copies));
      return reply.code(202).send(await progressOf(who, request.params.id));
    },
  );

  app.post(
    '/api/v1/marketing/:id/test',
    {
      schema: {
        tags,
        summary: 'Sends a marketing message to oneself and colleagues; its hits show, and count nowhere',
        params: ById,
        body: TestSend,
        response: { 200: TestSent },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'create', 'marketing-send');
      const tested = await testSend(services, who, request.params.id, request.body);
      if (!tested.ok) throw refusedTest(tested);
      return tested.sent;
    },
  );
}
