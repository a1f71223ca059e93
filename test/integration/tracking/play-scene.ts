import { sql, type Transaction } from 'kysely';
import { readAgent } from '../../../src/core/hits';
import type { Services } from '../../../src/server/services';
import { json, type Database } from '../../../src/server/store/schema';
import { adoptHits, SETTLE_JOB, settleWaiting, takeHits } from '../../../src/server/tracking/settle';
import { insertHits, type HitRow } from '../../../src/server/tracking/hit-rows';
import { placeOf, sourceOf } from '../../../src/server/tracking/source-keys';
import type { ManualClock } from '../../fixtures/manual-clock';
import { ADDRESSES, AGENTS, PLACES, recordOf, type Scene, type SceneMail } from './scene';

export interface Stage {
  services: Services;
  clock: ManualClock;
  account: number;
  user: number;
}

/** Where the hits of a scene begin; all of it lies in one epoch of source keys. */
export const BEGINS = new Date('2026-03-02T09:00:00.000Z');
const LOG = '00000000-0000-4000-8000-000000000000';

const idOf = (kind: number, n: number): string =>
  `00000000-0000-700${kind}-8000-${String(n).padStart(12, '0')}`;
const messageId = (n: number): string => idOf(1, n);
const contactId = (n: number): string => idOf(2, n);
const tokenOf = (n: number): string => `token-${n}`;

class RolledBack extends Error {}

/** What `play` leaves in the store, which is as before afterwards. */
export async function outcomeOf<T>(
  { services }: Stage,
  play: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const outcome: T[] = [];
  try {
    await services.store.tx(async (trx) => {
      outcome.push(await play(trx));
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
  const [only] = outcome;
  if (only === undefined) throw new Error('nothing was played');
  return only;
}

interface TakenBatch {
  rows: HitRow[];
  takenAt: Date;
}

/** The hits of a scene as they are stored, with ids of their own time and place, the same whenever it is played. */
export async function hitsOf(stage: Stage, scene: Scene): Promise<TakenBatch[]> {
  const { services, account, user } = stage;
  let at = BEGINS.getTime();
  let offset = 0;
  const batches = scene.batches.map(({ hits, lag }) => {
    const stored = hits.map((hit) => {
      at += hit.after;
      offset += 1;
      return {
        record: recordOf(hit, { account, user, at: new Date(at), token: tokenOf(hit.mail) }),
        position: { log: LOG, segment: 1, offset },
      };
    });
    at += lag;
    return { stored, takenAt: new Date(at) };
  });
  stage.clock.set(new Date(at));
  const rows = await outcomeOf(stage, (trx) =>
    insertHits(
      trx,
      services,
      batches.flatMap(({ stored }) => stored),
    ),
  );
  const byOffset = new Map(rows.map((row) => [row.offset, row]));
  return batches.map(({ stored, takenAt }) => ({
    takenAt,
    rows: stored.flatMap(({ position }) => {
      const row = byOffset.get(position.offset);
      const time = row?.at.getTime().toString(16).padStart(12, '0') ?? '';
      const tail = position.offset.toString(16).padStart(12, '0');
      return row ? [{ ...row, id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}` }] : [];
    }),
  }));
}

export type Take = (rows: readonly HitRow[]) => HitRow[][];
export const together: Take = (rows) => [[...rows]];
export const oneByOne: Take = (rows) => rows.map((row) => [row]);

/** Plays a scene; the hits of each batch are stored together and then taken in the parts that `take` makes of them. */
export async function play(
  trx: Transaction<Database>,
  stage: Stage,
  scene: Scene,
  { batches, take }: { batches: readonly TakenBatch[]; take: Take },
): Promise<Record<string, unknown[]>> {
  const { services, clock, account } = stage;
  clock.set(BEGINS);
  await setUp(trx, stage, scene);
  await writeMails(trx, stage, scene, (mail) => !mail.late);
  for (const [i, { rows, takenAt }] of batches.entries()) {
    clock.set(takenAt);
    if (i === 1) {
      for (const n of await writeMails(trx, stage, scene, (mail) => mail.late))
        await adoptHits(trx, services, account, messageId(n));
    }
    await settleDue(trx, stage);
    await trx
      .insertInto('hits')
      .values(rows.map((row) => ({ ...row, features: json(row.features), reasons: json(row.reasons) })))
      .execute();
    for (const part of take(rows)) await takeHits(trx, services, part);
  }
  clock.advance(20_000);
  await settleDue(trx, stage);
  return left(trx, account);
}

/** What the queue does. */
async function settleDue(trx: Transaction<Database>, { services, clock, account }: Stage): Promise<void> {
  const due = await trx
    .selectFrom('jobs')
    .select('key')
    .where('account_id', '=', account)
    .where('type', '=', SETTLE_JOB)
    .where('state', '=', 'ready')
    .where('run_at', '<=', clock.now())
    .orderBy('run_at')
    .orderBy('key')
    .execute();
  for (const { key } of due) {
    await settleWaiting(trx, services, account, key);
    await trx
      .updateTable('jobs')
      .set({ state: 'done' })
      .where('account_id', '=', account)
      .where('key', '=', key)
      .execute();
  }
}

async function setUp(trx: Transaction<Database>, stage: Stage, scene: Scene): Promise<void> {
  const { services, account, user } = stage;
  const begins = { account_id: account, at: BEGINS };
  const before = new Date(BEGINS.getTime() - 100_000_000);
  await trx
    .updateTable('accounts')
    .set({
      settings: json({
        ownDomains: ['brightwater.example'],
        privacy: scene.privacy,
        createContacts: scene.createContacts,
      }),
    })
    .where('id', '=', account)
    .execute();
  for (const [i, address] of ADDRESSES.entries()) {
    const basis = scene.people[i];
    if (basis == null) continue;
    const key = { account_id: account, contact_id: contactId(i) };
    await trx
      .insertInto('contacts')
      .values({
        account_id: account,
        id: contactId(i),
        name: address,
        company: null,
        owner_user_id: user,
        source: 'test',
        created_at: before,
        updated_at: before,
        last_activity_at: null,
      })
      .execute();
    await trx
      .insertInto('contact_addresses')
      .values({ ...key, address: address.toLowerCase(), is_primary: true, created_at: before })
      .execute();
    await trx
      .insertInto('legal_bases')
      .values({ ...key, purpose: 'one-to-one-tracking', at: before, basis, source: 'test', proof: null })
      .execute();
  }
  const listed = (n: number): string => ADDRESSES[n]?.toLowerCase() ?? '';
  if (scene.forbidden !== null)
    await trx
      .insertInto('tracking_limits')
      .values({ ...begins, scope: 'address', value: listed(scene.forbidden), level: 'links', source: 'test' })
      .execute();
  if (scene.neverLogged !== null)
    await trx
      .insertInto('never_log')
      .values({ ...begins, kind: 'address', value: listed(scene.neverLogged) })
      .execute();
  if (scene.browser)
    await trx
      .insertInto('push_subscriptions')
      .values({
        account_id: account,
        id: idOf(3, 1),
        user_id: user,
        endpoint_hash: 'hash',
        sealed: 'sealed',
        browser: 'Edge',
        created_at: before,
      })
      .execute();
  const DEVICE = { agent: 'browser', platform: 'windows' } as const;
  const source = async (ip: number): Promise<string> =>
    (await sourceOf(trx, services, account, PLACES[ip] ?? '', BEGINS)).hash;
  if (scene.ownDevice)
    await trx
      .insertInto('own_devices')
      .values({
        account_id: account,
        user_id: user,
        id: idOf(4, 1),
        family: 'edge',
        platform: 'windows',
        agent_name: 'Edge',
        source_hash: await source(0),
        place_hash: (await placeOf(trx, services, account, { ...DEVICE, ip: PLACES[0] ?? '' }, BEGINS)) ?? '',
        learnt_from: 'web',
        learnt_at: before,
        seen_at: before,
        expires_at: new Date(BEGINS.getTime() + 86_400_000),
        next_source_hash: null,
      })
      .execute();
  const { viewing, word } = scene;
  if (viewing)
    await trx
      .insertInto('viewings')
      .values({
        ...begins,
        message_id: messageId(viewing.mail),
        user_id: user,
        source_hash: await source(viewing.ip),
      })
      .execute();
  if (word)
    await trx
      .insertInto('overrules')
      .values({
        ...begins,
        id: idOf(5, 1),
        message_id: messageId(word.mail),
        hit_id: idOf(6, 1),
        user_id: user,
        verdict: word.verdict,
        source_hash: await source(word.ip),
        family: readAgent(AGENTS[word.agent]?.userAgent).family,
        ended_at: null,
        ended_by: null,
      })
      .execute();
}

async function writeMails(
  trx: Transaction<Database>,
  stage: Stage,
  scene: Scene,
  which: (mail: SceneMail) => boolean,
): Promise<number[]> {
  const written: number[] = [];
  for (const [n, mail] of scene.mails.entries()) {
    if (!which(mail)) continue;
    written.push(n);
    await writeMail(trx, stage, scene, n, mail);
  }
  return written;
}

async function writeMail(
  trx: Transaction<Database>,
  { account, user }: Stage,
  scene: Scene,
  n: number,
  mail: SceneMail,
): Promise<void> {
  const at = new Date(BEGINS.getTime() - mail.age);
  const key = { account_id: account, message_id: messageId(n) };
  await trx
    .insertInto('messages')
    .values({
      account_id: account,
      id: messageId(n),
      direction: 'outgoing',
      kind: mail.kind,
      state: mail.state,
      token_key: tokenOf(n),
      user_id: user,
      mailbox_id: null,
      at,
      internet_message_id: null,
      message_id_hash: null,
      in_reply_to: null,
      conversation_id: mail.conversation,
      tracked_image: mail.image,
      links_tracked: mail.links ? 4 : 0,
      policy: json({
        image: mail.image,
        links: mail.links,
        recipients: [{ address: ADDRESSES[3], standing: 'colleague' }],
      }),
      judged_kind: null,
      reply_to_message: null,
      matched_by: null,
      historic: mail.historic,
      html: null,
      text: null,
      new_html: null,
      quoted_html: null,
      new_text: null,
      mime_blob: null,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await trx
    .insertInto('message_recipients')
    .values(
      mail.recipients.map((one, i) => ({
        ...key,
        idx: i + 1,
        address: ADDRESSES[one] ?? '',
        name: i === 0 ? 'Surname, Given' : '',
        via: 'to' as const,
        contact_id: mail.state === 'sent' && scene.people[one] != null ? contactId(one) : null,
        token: mail.copies ? `copy-${n}-${i}` : null,
        delivery_detail: null,
        unsubscribed_at: null,
        at,
      })),
    )
    .execute();
  await trx
    .insertInto('message_links')
    .values(
      [1, 2, 3].map((link) => ({
        ...key,
        n: link,
        target: `https://site.example/${link}`,
        text: `link ${link}`,
        tracked: true,
        reason: 'tracked',
      })),
    )
    .execute();
}

const TABLES = {
  hits: 'id',
  events: 'seq',
  messages: 'id',
  message_recipients: 'message_id, idx',
  companies: 'name, id',
  contacts: 'name, id',
  contact_addresses: 'address',
  legal_bases: 'contact_id, at',
  contact_property_changes: 'seq, contact_id, property',
  notifications: 'user_id, seq',
  jobs: 'type, key',
  overruled_hits: 'hit_id',
  account_counters: 'account_id',
} as const;

/** The account's rows, but for the ids that contacts and companies were given by chance, and for times of the database's own clock. */
async function left(trx: Transaction<Database>, account: number): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [table, order] of Object.entries(TABLES)) {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} where account_id = ${account} order by ${sql.raw(order)}`.execute(
      trx,
    );
    found[table] =
      table === 'jobs' || table === 'companies'
        ? rows.map(({ created_at: _made, updated_at: _changed, ...row }) => row)
        : rows;
  }
  const names = new Map([
    ...(found['contact_addresses'] ?? []).flatMap((row) =>
      isAddress(row) ? [[row.contact_id, `contact ${row.address}`] as const] : [],
    ),
    ...(found['companies'] ?? []).flatMap((row) =>
      isNamed(row) ? [[row.id, `company ${row.name}`] as const] : [],
    ),
  ]);
  const named = (value: unknown): unknown =>
    typeof value === 'string' ? (names.get(value) ?? value) : value;
  return Object.fromEntries(
    Object.entries(found).map(([table, rows]) => {
      const read = rows.map((row) =>
        Object.fromEntries(Object.entries(row ?? {}).map(([column, value]) => [column, named(value)])),
      );
      const byTheirIds = table === 'contacts' || table === 'legal_bases';
      return [table, byTheirIds ? read.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)) : read];
    }),
  );
}

const isNamed = (row: unknown): row is { id: string; name: string } =>
  typeof row === 'object' && row !== null && 'id' in row && 'name' in row;
const textOf = (row: unknown): string => JSON.stringify(row);
const isAddress = (row: unknown): row is { address: string; contact_id: string } =>
  typeof row === 'object' && row !== null && 'address' in row && 'contact_id' in row;
