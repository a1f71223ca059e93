import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { can } from '../../core/access';
import {
  ContactSegments,
  CopySegment,
  HistoryPage,
  MemberPage,
  NewSegment,
  PageQuery,
  RuleCount,
  RulePreview,
  SegmentChange,
  SegmentDetail,
  Segments,
} from '../../core/api/segments';
import { Id } from '../../core/api/shared';
import { recordAudit } from '../audit';
import { addToList, isList, removeFromList, troubleWithRule } from '../segments';
import { contactSegments, historyPage, memberPage } from '../segments/member-views';
import {
  changeSegment,
  copySegment,
  makeSegment,
  removeSegment,
  restoreSegment,
  segmentRow,
  type SegmentRefusal,
} from '../segments/segments';
import { countRule, segmentDetail, segmentViews } from '../segments/views';
import type { Services } from '../services';
import { isTaken } from '../store/errors';
import { requireAllowed } from './allowed';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

const ById = z.object({ id: Id });
const ByContact = z.object({ id: Id, contact: Id });

const noSegment = () => problem(404, 'no-such-segment', 'There is no such segment or list.');
const noList = () => problem(404, 'no-such-list', 'There is no such list.');
const nameTaken = () =>
  problem(409, 'name-taken', 'There is a segment or list with this name already.', 'name');

/** A refusal as it is answered. */
function refusal(refused: SegmentRefusal): Error {
  switch (refused.code) {
    case 'no-such-segment':
      return noSegment();
    case 'name-taken':
      return nameTaken();
    case 'too-many':
      return problem(409, 'too-many', 'There are as many segments and lists as there may be.');
    case 'no-rule-of-its-own':
      return problem(
        409,
        'no-rule-of-its-own',
        'Only an active segment follows a rule. Make a new one from it.',
        'rule',
      );
    case 'in-use':
      return problem(
        409,
        'in-use',
        `It is still used: ${refused.by.join(', ')}. Take it out there first, then remove it.`,
      );
    case 'loop':
      return problem(
        422,
        'loop',
        `"${refused.through}" leads back to this segment. A segment cannot depend on itself.`,
        refused.at,
      );
    case 'no-such-segment-named':
      return problem(422, refused.code, 'The rule names a segment or list that is gone.', refused.at);
    case 'no-such-message-named':
      return problem(422, refused.code, 'The rule names a message that there is not.', refused.at);
    case 'no-such-user-named':
      return problem(422, refused.code, 'The rule names a user that there is not.', refused.at);
    case 'no-such-field-named':
      return problem(422, refused.code, 'The rule names a property that there is not.', refused.at);
    case 'field-of-other-kind':
      return problem(422, refused.code, 'The rule asks this property as what it is not.', refused.at);
  }
}

/** M8: segments, lists, and who is in them. */
export function segmentRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;
  const mayChange = (who: SignedIn): boolean => can(who.role, 'change', 'segment');

  const detailOf = async (who: SignedIn, id: string): Promise<SegmentDetail> => {
    const detail = await segmentDetail(store.db, who.account, id);
    if (!detail) throw noSegment();
    return { ...detail, canChange: mayChange(who) };
  };
  /** Two at once may take one name. */
  const orTaken = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw isTaken(error) ? nameTaken() : error;
    });

  app.get(
    '/api/v1/segments',
    {
      schema: {
        tags: ['segments'],
        summary: 'Segments and lists, by name',
        response: { 200: Segments },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'segment');
      return { segments: await segmentViews(store.db, who.account), canChange: mayChange(who) };
    },
  );

  app.post(
    '/api/v1/segments',
    {
      schema: {
        tags: ['segments'],
        summary: 'Makes a segment or list; a job fills what has a rule',
        body: NewSegment,
        response: { 201: SegmentDetail },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'segment');
      const made = await orTaken(store.tx((trx) => makeSegment(trx, who, request.body, clock.now())));
      if ('refused' in made) throw refusal(made.refused);
      return reply.code(201).send(await detailOf(who, made.id));
    },
  );

  app.post(
    '/api/v1/segments/preview',
    {
      schema: {
        tags: ['segments'],
        summary: 'How many contacts a rule means now, and some of them',
        body: RulePreview,
        response: { 200: RuleCount },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'segment');
      const trouble = await troubleWithRule(store.db, account, request.body.rule);
      if (trouble) throw refusal(trouble);
      return countRule(store.db, account, request.body.rule, clock.now());
    },
  );

  app.get(
    '/api/v1/segments/:id',
    {
      schema: {
        tags: ['segments'],
        summary: 'One segment or list, with its rule',
        params: ById,
        response: { 200: SegmentDetail },
      },
    },
    async (request) => detailOf(requireAllowed(request, 'read', 'segment'), request.params.id),
  );

  app.patch(
    '/api/v1/segments/:id',
    {
      schema: {
        tags: ['segments'],
        summary: 'Renames it, or gives an active segment another rule',
        params: ById,
        body: SegmentChange,
        response: { 200: SegmentDetail },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'segment');
      const { id } = request.params;
      const refused = await orTaken(
        store.tx((trx) => changeSegment(trx, who, id, request.body, clock.now())),
      );
      if (refused) throw refusal(refused);
      return detailOf(who, id);
    },
  );

  app.delete(
    '/api/v1/segments/:id',
    {
      schema: {
        tags: ['segments'],
        summary: 'Removes a segment or list; for a day it can be taken back',
        params: ById,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'remove', 'segment');
      const refused = await store.tx((trx) => removeSegment(trx, who, request.params.id, clock.now()));
      if (refused) throw refusal(refused);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/v1/segments/:id/restore',
    {
      schema: {
        tags: ['segments'],
        summary: 'Takes a removal back',
        params: ById,
        response: { 200: SegmentDetail },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'segment');
      const { id } = request.params;
      const refused = await orTaken(store.tx((trx) => restoreSegment(trx, who, id, clock.now())));
      if (refused) throw refusal(refused);
      return detailOf(who, id);
    },
  );

  app.post(
    '/api/v1/segments/:id/copy',
    {
      schema: {
        tags: ['segments'],
        summary: 'A copy of the same kind, or of its members as they are now',
        params: ById,
        body: CopySegment,
        response: { 201: SegmentDetail },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'segment');
      const { name, kind } = request.body;
      const made = await orTaken(
        store.tx((trx) =>
          copySegment(trx, who, request.params.id, { name, frozen: kind === 'static' }, clock.now()),
        ),
      );
      if ('refused' in made) throw refusal(made.refused);
      return reply.code(201).send(await detailOf(who, made.id));
    },
  );

  // --- members ---

  const mustBe = async (account: number, id: string): Promise<void> => {
    if (!(await segmentRow(store.db, account, id))) throw noSegment();
  };

  app.get(
    '/api/v1/segments/:id/members',
    {
      schema: {
        tags: ['segments'],
        summary: 'Who is in it, who came last first, a page at a time',
        params: ById,
        querystring: PageQuery,
        response: { 200: MemberPage },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'segment');
      await mustBe(account, request.params.id);
      return memberPage(store.db, account, request.params.id, request.query);
    },
  );

  app.get(
    '/api/v1/segments/:id/history',
    {
      schema: {
        tags: ['segments'],
        summary: 'Who came and who left, the latest first',
        params: ById,
        querystring: PageQuery,
        response: { 200: HistoryPage },
      },
    },
    async (request) => {
      const { account } = requireAllowed(request, 'read', 'segment');
      await mustBe(account, request.params.id);
      return historyPage(store.db, account, request.params.id, request.query);
    },
  );

  for (const [method, move, summary] of [
    ['PUT', addToList, 'Puts a contact on a list'],
    ['DELETE', removeFromList, 'Takes a contact off a list'],
  ] as const) {
    app.route({
      method,
      url: '/api/v1/segments/:id/members/:contact',
      schema: { tags: ['segments'], summary, params: ByContact, response: { 204: z.null() } },
      handler: async (request, reply) => {
        const who = requireAllowed(request, 'change', 'segment');
        const { id, contact } = request.params;
        const now = clock.now();
        await store.tx(async (trx) => {
          if (!(await isList(trx, who.account, id))) throw noList();
          const moved = await move(trx, who.account, id, [contact], `user:${who.user}`, now);
          if (moved.length > 0) {
            const detail = { [method === 'PUT' ? 'added' : 'removed']: moved.length };
            await recordAudit(trx, who, now, 'segment.members', { kind: 'segment', id }, detail);
          }
        });
        return reply.code(204).send(null);
      },
    });
  }

  app.get(
    '/api/v1/contacts/:id/segments',
    {
      schema: {
        tags: ['segments'],
        summary: 'What a contact is in, since when, and why',
        params: ById,
        response: { 200: ContactSegments },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'segment');
      const found = await contactSegments(store.db, who.account, request.params.id, clock.now());
      if (!found) throw problem(404, 'no-such-contact', 'There is no such contact.');
      return { ...found, canChange: mayChange(who) };
    },
  );
}
