import fc from 'fast-check';
import { sql, type Transaction } from 'kysely';
import { recordEvent, retractEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import type { Database } from '../../../src/server/store/schema';
import { insertHits } from '../../../src/server/tracking/hit-rows';
import { overruleHit } from '../../../src/server/tracking/overrule';
import { SETTLE_JOB, settleWaiting, takeHits } from '../../../src/server/tracking/settle';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { propertyRuns } from '../../property/seed';
import { contactOf, factsOf, insertCampaign } from './campaign';
import { BEGINS, outcomeOf, type Stage } from './play-scene';
import { AGENTS, PLACES, recordOf } from './scene';
import { makeWorld } from './world';

const MESSAGE = '00000000-0000-7001-8000-0000000000c0';
const TOKEN = 'campaign-token';
const RECIPIENTS = 3;

/** What happens to a campaign, one after the other. */
type Step =
  | { do: 'hit'; recipient: number; kind: 'open' | 'click'; agent: number; ip: number; link: number }
  | { do: 'reply'; recipient: number; historic: boolean }
  | { do: 'take back'; which: number }
  | { do: 'settle'; which: number }
  | { do: 'say'; which: number; word: 'person' | 'machine' | 'self' | null }
  | { do: 'deliver'; recipient: number; delivery: 'delivered' | 'failed' | 'complaint' | 'delayed' }
  | { do: 'unsubscribe'; recipient: number }
  | { do: 'come back'; recipient: number };

const recipient = fc.integer({ min: 1, max: RECIPIENTS });
const which = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('hit' as const),
      recipient,
      kind: fc.constantFrom('open' as const, 'click' as const),
      agent: fc.nat({ max: AGENTS.length - 1 }),
      ip: fc.nat({ max: PLACES.length - 1 }),
      link: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('reply' as const), recipient, historic: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('take back' as const), which }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      which,
      word: fc.constantFrom('person' as const, 'machine' as const, 'self' as const, null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      recipient,
      delivery: fc.constantFrom(
        'delivered' as const,
        'failed' as const,
        'complaint' as const,
        'delayed' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('unsubscribe' as const), recipient }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('come back' as const), recipient }),
  },
);
const story = fc.array(fc.tuple(step, fc.constantFrom(0, 300, 1_500, 20_000, 100_000)), {
  minLength: 5,
  maxLength: 25,
});

describeOnBothStores('what became of each copy', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let stage: Stage;

  beforeAll(async () => {
    store = await open();
    const world = await makeWorld(store, root);
    await world.close();
    stage = world;
  });
  afterAll(() => store.close());

  /** Does one step; `n` numbers it. */
  async function take(trx: Transaction<Database>, one: Step, n: number): Promise<void> {
    const { services, clock, account, user } = stage;
    const now = clock.now();
    const copy = { account_id: account, message_id: MESSAGE };
    if (one.do === 'hit') {
      const hit = { ...one, mail: 0, after: 0 };
      const record = recordOf(hit, { account, user, at: now, token: TOKEN });
      const position = { log: '00000000-0000-4000-8000-000000000000', segment: 1, offset: n };
      await takeHits(trx, services, await insertHits(trx, services, [{ record, position }]));
    } else if (one.do === 'reply') {
      await recordEvent(trx, {
        ...{ account, kind: 'reply', at: now, recordedAt: now, user, message: MESSAGE },
        ...{ recipient: one.recipient, contact: contactOf(account, one.recipient) },
        ...{ cause: `item:x:${n}`, historic: one.historic },
      });
    } else if (one.do === 'take back') {
      const events = await trx
        .selectFrom('events as e')
        .select('seq')
        .where('account_id', '=', account)
        .where('kind', 'in', ['open', 'click', 'reply'])
        .where((eb) =>
          eb.not(
            eb.exists(eb.selectFrom('events as b').select('b.seq').whereRef('b.retracts', '=', 'e.seq')),
          ),
        )
        .orderBy('seq')
        .execute();
      const event = events[one.which % Math.max(events.length, 1)];
      if (event) await retractEvent(trx, account, event.seq, { at: now, reason: 'taken back' });
    } else if (one.do === 'settle') {
      const due = await trx
        .selectFrom('jobs')
        .select('key')
        .where('account_id', '=', account)
        .where('type', '=', SETTLE_JOB)
        .where('run_at', '<=', now)
        .orderBy('key')
        .execute();
      for (const { key } of due) await settleWaiting(trx, services, account, key);
    } else if (one.do === 'say') {
      const hits = await trx
        .selectFrom('hits')
        .select('id')
        .where('account_id', '=', account)
        .orderBy('id')
        .execute();
      const hit = hits[one.which % Math.max(hits.length, 1)];
      if (hit) await overruleHit(trx, services, { account, user }, hit.id, one.word);
    } else if (one.do === 'deliver') {
      await trx
        .updateTable('message_recipients')
        .set({ delivery: one.delivery, delivery_at: now })
        .where('account_id', '=', account)
        .where('message_id', '=', MESSAGE)
        .where('idx', '=', one.recipient)
        .execute();
    } else if (one.do === 'unsubscribe') {
      await trx
        .insertInto('unsubscribes')
        .values({
          ...copy,
          id: `00000000-0000-7009-8000-${String(n).padStart(12, '0')}`,
          address: null,
          address_hash: String(n),
          way: 'page',
          recipient_idx: one.recipient,
          at: now,
        })
        .execute();
    } else if (one.do === 'come back') {
      await trx
        .updateTable('unsubscribes')
        .set({ ended_at: now })
        .where('account_id', '=', account)
        .where('recipient_idx', '=', one.recipient)
        .execute();
    }
  }

  test('is what counting it again gives, whatever was recorded, taken back and judged anew', async () => {
    const { account, user, clock } = stage;
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        await outcomeOf(stage, async (trx) => {
          clock.set(BEGINS);
          await insertCampaign(trx, {
            ...{ account, user, id: MESSAGE, tokenKey: TOKEN, recipients: RECIPIENTS },
            at: new Date(BEGINS.getTime() - 1_000),
          });
          for (const [n, [one, after]] of steps.entries()) {
            clock.advance(after);
            await take(trx, one, n);
            const { kept, counted } = await factsOf(trx, account, MESSAGE);
            expect(kept).toEqual(counted);
          }
          const { opens, clicks } = await trx
            .selectFrom('messages')
            .select(['opens', 'clicks'])
            .where('account_id', '=', account)
            .where('id', '=', MESSAGE)
            .executeTakeFirstOrThrow();
          // What was taken back past the round of its hit (as nothing does) is not told here.
          if (!steps.some(([one]) => one.do === 'take back')) {
            const { kept } = await factsOf(trx, account, MESSAGE);
            expect({ opens, clicks }).toEqual({
              opens: kept.reduce((sum, copy) => sum + copy.opens, 0),
              clicks: kept.reduce((sum, copy) => sum + copy.clicks, 0),
            });
          }
          return true;
        });
      }),
      propertyRuns('what became of each copy', 12, 400),
    );
  }, 600_000);

  test('a gateway that opens the copies of many is told as a machine, also where the first was taken for a reader', async () => {
    const { account, user, clock } = stage;
    const many = 6;
    const facts = await outcomeOf(stage, async (trx) => {
      clock.set(BEGINS);
      await insertCampaign(trx, {
        ...{ account, user, id: MESSAGE, tokenKey: TOKEN, recipients: many },
        at: new Date(BEGINS.getTime() - 60_000),
      });
      for (let n = 1; n <= many; n += 1) {
        clock.advance(300);
        await take(trx, { do: 'hit', recipient: n, kind: 'open', agent: 0, ip: 2, link: 1 }, n);
      }
      // And somebody reads theirs.
      await take(trx, { do: 'hit', recipient: 2, kind: 'open', agent: 2, ip: 1, link: 1 }, many + 1);
      clock.advance(20_000);
      await take(trx, { do: 'settle', which: 0 }, many + 2);
      const { kept, counted } = await factsOf(trx, account, MESSAGE);
      expect(kept).toEqual(counted);
      const { rows: messages } = await sql<{
        opens: number;
      }>`select opens from messages where id = ${MESSAGE}`.execute(trx);
      expect(messages).toEqual([{ opens: 1 }]);
      return kept.map(({ opens, machine_opens: machine }) => [opens, machine]);
    });
    expect(facts).toEqual([1, 2, 3, 4, 5, 6].map((n) => [n === 2 ? 1 : 0, 1]));
  });
});
