import { sql, type Kysely, type Transaction } from 'kysely';
import { messageViews } from '../../../src/server/crm/message-views';
import type { Store } from '../../../src/server/store';
import type { Database } from '../../../src/server/store/schema';
import { hitViews } from '../../../src/server/tracking/hit-views';
import { insertHits } from '../../../src/server/tracking/hit-rows';
import { takeHits } from '../../../src/server/tracking/settle';
import { whyNothing } from '../../../src/server/tracking/why-nothing';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { addressOf, contactOf, insertCampaign } from './campaign';
import { outcomeOf, type Stage } from './play-scene';
import { AGENTS, recordOf } from './scene';
import { makeWorld } from './world';

const MANY = process.env['LONG'] === '1' ? 100_000 : 3_000;
const FEW = 10;
const LISTED = 60;
const BATCH = 100;
const NOW = new Date('2026-03-02T09:00:00.000Z');
const LOG = '00000000-0000-4000-8000-000000000000';

const messageId = (n: number): string => `00000000-0000-7001-8000-${String(n).padStart(12, '0')}`;

/** Two events and two hits for each recipient, over the last hour, most of them just now. */
async function insertPast(
  db: Kysely<Database>,
  stage: Stage,
  campaign: number,
  { from, upto }: { from: number; upto: number },
): Promise<void> {
  const recipients = upto - from + 1;
  const { account } = stage;
  const id = messageId(campaign);
  const all = sql`generate_series(${from}::integer, ${upto}::integer) as n, generate_series(0, 1) as k`;
  const at = sql`${NOW}::timestamptz - n % 3600 * interval '1 second' - k * interval '1 minute'`;
  await sql`insert into hits (account_id, id, log, segment, "offset", kind, at, token_key, recipient_idx, message_id,
      features, source_hash, key_epoch, verdict, reasons, rules_version, settled_at)
    select ${account}, gen_random_uuid(), ${LOG}, ${campaign}, n * 2 + k, 'open', ${at}, 'campaign-' || ${String(campaign)}, n, ${id},
      '{"method":"GET","agent":"browser","family":"edge","platform":"windows","network":"other"}', 'past-' || n, 1, 'person', '[]', 4, ${at}
    from ${all}`.execute(db);
  const { rows } = await sql<{
    last: number;
  }>`update account_counters set event_seq = event_seq + ${recipients * 2}
    where account_id = ${account} returning event_seq as last`.execute(db);
  const first = Number(rows[0]?.last ?? 0) - recipients * 2;
  await sql`insert into events (account_id, seq, kind, at, recorded_at, message_id, recipient_idx, contact_id, cause)
    select ${account}, ${first}::bigint + (n - ${from}::integer) * 2 + k + 1, 'open', ${at}, ${NOW}, ${id}, n,
      (select contact_id from marketing_copies c where c.account_id = ${account} and c.message_id = ${id} and c.idx = n),
      'hit:past-' || ${String(campaign)} || '-' || n || '-' || k
    from ${all}`.execute(db);
}

/** Pages of tables and indexes that this transaction has read, its triggers too. */
async function blocksRead(trx: Transaction<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(pg_stat_get_xact_blocks_fetched(c.oid)), 0)::int as n from pg_class c
    join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'public'`.execute(trx);
  return rows[0]?.n ?? 0;
}

const messageOf = (trx: Transaction<Database>, id: string) =>
  trx.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describeOnBothStores('a batch of hits of marketing mail', (open) => {
  const root = temporaryDirectory();
  let store: Store;
  let stage: Stage;

  beforeAll(async () => {
    store = await open();
    const world = await makeWorld(store, root);
    await world.close();
    stage = world;
    for (const [campaign, recipients] of [
      [1, FEW],
      [2, MANY],
      [3, LISTED],
    ] as const) {
      const { account, user } = stage;
      await insertCampaign(store.db, {
        ...{ account, user, id: messageId(campaign), tokenKey: `campaign-${campaign}`, recipients },
        at: new Date(NOW.getTime() - 86_400_000),
      });
      for (let from = 1; from <= recipients; from += 5_000)
        await insertPast(store.db, stage, campaign, { from, upto: Math.min(recipients, from + 4_999) });
    }
    await sql`analyze`.execute(store.db);
  }, 300_000);
  afterAll(() => store.close());

  /** Pages that taking a batch reads, all triggers with it, and how long it takes. */
  async function costOf(campaign: number, recipients: number): Promise<{ pages: number; ms: number }> {
    const { services, clock, account, user } = stage;
    clock.set(NOW);
    return outcomeOf(stage, async (trx) => {
      const hits = Array.from({ length: BATCH }, (_, n) => ({
        record: {
          ...recordOf(
            {
              ...{ mail: 0, kind: n % 4 === 3 ? ('click' as const) : ('open' as const), link: 1 + (n % 3) },
              ...{ recipient: 1 + ((n * 7919) % recipients), agent: n % AGENTS.length, ip: 0, after: 0 },
            },
            { account, user, at: new Date(NOW.getTime() - BATCH + n), token: `campaign-${campaign}` },
          ),
        },
        position: { log: LOG, segment: 9, offset: campaign * BATCH + n },
      })).map((hit, n) => ({
        ...hit,
        record: { ...hit.record, raw: { ...hit.record.raw, ip: `10.${campaign}.${n}.7` } },
      }));
      const rows = await insertHits(trx, services, hits);
      const [before, began] = [await blocksRead(trx), performance.now()];
      await takeHits(trx, services, rows);
      return { ms: performance.now() - began, pages: (await blocksRead(trx)) - before };
    });
  }

  test('costs as much with many recipients as with few', async () => {
    const cost = { few: { pages: 0, ms: Infinity }, many: { pages: 0, ms: Infinity } };
    for (let turn = 0; turn < 5; turn += 1) {
      for (const [side, campaign, recipients] of [
        ['few', 1, FEW],
        ['many', 2, MANY],
      ] as const) {
        const { pages, ms } = await costOf(campaign, recipients);
        cost[side] = { pages, ms: Math.min(cost[side].ms, ms) };
      }
    }
    process.stdout.write(`${MANY} recipients: ${JSON.stringify(cost)}\n`);
    expect(cost.many.pages / cost.few.pages).toBeLessThan(1.5);
  }, 300_000);

  test('so do the pages that show it: the message, its hits, a contact’s timeline', async () => {
    const { account, user } = stage;
    const viewer = { account, user };
    const pagesOf = async (campaign: number, contact: string): Promise<Record<string, number>> => {
      const id = messageId(campaign);
      const read: Record<string, number> = {};
      for (const [name, page] of [
        ['message', (trx) => messageViews(trx, viewer, [id], () => '')],
        ['timeline', (trx) => messageViews(trx, viewer, [id], () => '', { contact })],
        ['hits', async (trx) => hitViews(trx, viewer, await messageOf(trx, id))],
        ['why nothing', async (trx) => whyNothing(trx, viewer, await messageOf(trx, id), stage.services)],
      ] satisfies [string, (trx: Transaction<Database>) => Promise<unknown>][])
        // Planning looks into indexes too, once.
        for (let turn = 0; turn < 2; turn += 1)
          read[name] = await outcomeOf(stage, async (trx) => {
            const before = await blocksRead(trx);
            await page(trx);
            return (await blocksRead(trx)) - before;
          });
      return read;
    };
    // As many as a page lists.
    const few = await pagesOf(3, contactOf(account, 3));
    const many = await pagesOf(2, contactOf(account, MANY - 3));
    process.stdout.write(`${MANY} recipients: ${JSON.stringify({ few, many })}\n`);
    for (const [name, blocks] of Object.entries(many)) expect(blocks).toBeLessThan((few[name] ?? 0) * 1.5);
    const shown = await messageViews(store.db, viewer, [messageId(2)], () => '');
    expect(shown[0]?.recipients).toHaveLength(50);
    expect(shown[0]?.recipientsInAll).toBe(MANY);
    const [theirs] = await messageViews(store.db, viewer, [messageId(2)], () => '', {
      contact: contactOf(account, MANY - 3),
    });
    expect(theirs).toMatchObject({
      recipients: [{ idx: MANY - 3 }],
      counts: { opens: 2, clicks: 0, replies: 0 },
    });
    expect(theirs?.events.map(({ who }) => who?.address)).toEqual([addressOf(MANY - 3), addressOf(MANY - 3)]);
  });
});
