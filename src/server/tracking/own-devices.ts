import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import { z } from 'zod';
import { readAgent } from '../../core/hits';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import type { HitRow } from './hit-rows';
import { judgeAgain } from './judge-again';
import { ownMarkOf, placeOfHit, programOf, withOwnMark } from './known';
import { lockMessage } from './message-rows';
import { EPOCH_MS, placeOf, sourceOf } from './source-keys';

/** Judges again what came from a device that was learnt by a user's word, or removed. */
export const OWN_DEVICE_JOB = 'tracking.own-device';

const DAY_MS = 86_400_000;
/** O7: a device that is not seen is forgotten; an address may be somebody else's by then. */
const KEPT_MS = 30 * DAY_MS;
/** Seen again sooner than this, nothing is written: a web app asks often. */
const WRITE_AGAIN_MS = DAY_MS / 24;

export type OwnDevice = Selectable<Database['own_devices']>;
type Learnt = OwnDevice['learnt_from'];

interface Seen {
  user: number;
  family: string;
  platform: string;
  name: string;
  /** Of its network, by which its hits are found. */
  source: string;
  nextSource?: string;
  place: string;
  nextPlace?: string;
  from: Learnt;
}

/**
 * A device is program, kind of machine and its own address together (O7): another program at the same address is somebody
 * else, and so is another machine of the same network. Resolves to its id and whether it is new.
 */
async function learn(
  trx: Transaction<Database>,
  account: number,
  seen: Seen,
  now: Date,
): Promise<{ id: string; fresh: boolean }> {
  const expires = new Date(now.getTime() + KEPT_MS);
  const id = uuidV7(now);
  const row = await trx
    .insertInto('own_devices')
    .values({
      account_id: account,
      user_id: seen.user,
      id,
      family: seen.family,
      platform: seen.platform,
      agent_name: seen.name,
      source_hash: seen.source,
      next_source_hash: seen.nextSource ?? null,
      place_hash: seen.place,
      next_place_hash: seen.nextPlace ?? null,
      learnt_from: seen.from,
      learnt_at: now,
      seen_at: now,
      expires_at: expires,
    })
    .onConflict((c) =>
      c.columns(['account_id', 'user_id', 'place_hash', 'family', 'platform']).doUpdateSet((eb) => ({
        // What was judged by one that ran out or was removed is not this one's.
        id: eb
          .case()
          .when('own_devices.expires_at', '<=', now)
          .then(eb.ref('excluded.id'))
          .else(eb.ref('own_devices.id'))
          .end(),
        seen_at: now,
        expires_at: expires,
        // One that ran out begins anew: what came meanwhile is not taken for the sender's.
        learnt_at: eb
          .case()
          .when('own_devices.expires_at', '<=', now)
          .then(now)
          .else(eb.ref('own_devices.learnt_at'))
          .end(),
        learnt_from: eb
          .case()
          .when('own_devices.expires_at', '<=', now)
          .then(eb.ref('excluded.learnt_from'))
          .else(eb.ref('own_devices.learnt_from'))
          .end(),
        next_source_hash: eb.fn.coalesce('excluded.next_source_hash', 'own_devices.next_source_hash'),
        next_place_hash: eb.fn.coalesce('excluded.next_place_hash', 'own_devices.next_place_hash'),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id: row.id, fresh: row.id === id };
}

/** A request by a signed-in user's own program: how and from where. Undefined = tells of no device. */
export async function deviceOf(
  db: Kysely<Database>,
  services: Services,
  account: number,
  request: { userAgent?: string | undefined; ip: string },
  at: Date,
): Promise<Omit<Seen, 'user' | 'from'> | undefined> {
  const { kind: agent, family, platform, name } = readAgent(request.userAgent);
  const { ip } = request;
  const later = new Date(at.getTime() + EPOCH_MS);
  const place = await placeOf(db, services, account, { ip, agent, platform }, at);
  const nextPlace = await placeOf(db, services, account, { ip, agent, platform }, later);
  if (place === undefined || nextPlace === undefined) return undefined;
  const { hash: source } = await sourceOf(db, services, account, ip, at);
  const { hash: nextSource } = await sourceOf(db, services, account, ip, later);
  return { family, platform, name, source, nextSource, place, nextPlace };
}

/** Remembers the device of a signed-in request or of a report. */
export async function learnDevice(
  trx: Transaction<Database>,
  services: Services,
  who: { account: number; user: number },
  request: { userAgent?: string | undefined; ip: string; from: 'report' | 'web' | 'pane' },
  at: Date,
): Promise<void> {
  const device = await deviceOf(trx, services, who.account, request, at);
  if (device) await learn(trx, who.account, { ...device, user: who.user, from: request.from }, at);
}

/**
 * Learns devices from signed-in requests, each at most once an hour per process: the table is not written with every
 * click in the web app. A failure is logged and costs nothing else.
 */
export function makeDeviceLearner(services: Services) {
  const written = new Map<string, number>();
  return async (
    who: { account: number; user: number },
    request: { userAgent: string | undefined; ip: string; from: 'web' | 'pane' },
  ): Promise<void> => {
    const at = services.clock.now();
    let key: string | undefined;
    try {
      const device = await deviceOf(services.store.db, services, who.account, request, at);
      if (!device) return;
      key = [who.account, who.user, device.place, device.family, device.platform].join('|');
      if (at.getTime() - (written.get(key) ?? -Infinity) < WRITE_AGAIN_MS) return;
      if (written.size > 50_000) written.clear();
      written.set(key, at.getTime());
      await services.store.tx((trx) =>
        learn(trx, who.account, { ...device, user: who.user, from: request.from }, at),
      );
    } catch (error) {
      if (key !== undefined) written.delete(key);
      services.log.warn({ err: error }, 'A device could not be remembered');
    }
  };
}

/**
 * "This was me": the device of a hit is the sender's, also for their other mail of the last 30 days, which a job judges
 * again. Resolves to how many hits elsewhere that concerns; proxies, machines and phones of a carrier are no device.
 */
export async function learnFromHit(
  trx: Transaction<Database>,
  user: number,
  row: HitRow,
  now: Date,
): Promise<number> {
  const place = placeOfHit(row);
  if (place === undefined) return 0;
  const program = programOf(row);
  const name = row.features['agentName'];
  const device = await learn(
    trx,
    row.account_id,
    {
      user,
      ...program,
      name: typeof name === 'string' ? name : program.family,
      source: row.source_hash,
      place,
      from: 'word',
    },
    now,
  );
  const payload: Follow = {
    ...{ to: 'own', user, ...program, device: device.id },
    ...{ sources: [row.source_hash], places: [place] },
  };
  const { count } = await fromDevice(trx, row.account_id, payload, now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('hits.token_key', '!=', row.token_key)
    .executeTakeFirstOrThrow();
  if (count > 0) await follow(trx, row.account_id, payload, now);
  return count;
}

/** Takes back what `learnFromHit` learnt; devices that were seen otherwise stay. */
export async function unlearnFromHit(
  trx: Transaction<Database>,
  user: number,
  row: HitRow,
  now: Date,
): Promise<void> {
  const { family, platform } = programOf(row);
  const device = await trx
    .selectFrom('own_devices')
    .selectAll()
    .where('account_id', '=', row.account_id)
    .where('user_id', '=', user)
    .where('place_hash', '=', placeOfHit(row) ?? '')
    .where('family', '=', family)
    .where('platform', '=', platform)
    .where('learnt_from', '=', 'word')
    .executeTakeFirst();
  if (!device) return;
  await trx
    .deleteFrom('own_devices')
    .where('account_id', '=', device.account_id)
    .where('id', '=', device.id)
    .execute();
  await follow(trx, device.account_id, followOf(device, 'theirs'), now);
}

/** The user's devices that are not forgotten, latest seen first. */
export async function ownDevices(
  db: Services['store']['db'],
  who: { account: number; user: number },
  now: Date,
): Promise<OwnDevice[]> {
  return db
    .selectFrom('own_devices')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
}

/**
 * Removes one of the user's devices; hits that were taken for theirs because of it are judged again. Its row stays without
 * effect, as one that ran out when it was learnt, until another is removed: so long it can be put back.
 */
export async function removeDevice(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  id: string,
  now: Date,
): Promise<boolean> {
  const device = await trx
    .updateTable('own_devices')
    .set((eb) => ({ expires_at: eb.ref('learnt_at') }))
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (!device) return false;
  await trx
    .deleteFrom('own_devices')
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('id', '!=', id)
    .whereRef('expires_at', '=', 'learnt_at')
    .execute();
  await follow(trx, who.account, followOf(device, 'theirs'), now);
  return true;
}

/** Puts the device back that was removed last, and takes its looks for theirs again, as far as they were. */
export async function restoreDevice(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  id: string,
  now: Date,
): Promise<boolean> {
  const device = await trx
    .updateTable('own_devices')
    .set({ expires_at: sql`seen_at + ${KEPT_MS / DAY_MS} * interval '1 day'` })
    .where('account_id', '=', who.account)
    .where('user_id', '=', who.user)
    .where('id', '=', id)
    .whereRef('expires_at', '=', 'learnt_at')
    .returningAll()
    .executeTakeFirst();
  if (!device) return false;
  const back = { since: device.learnt_at, byWord: device.learnt_from === 'word' };
  await follow(trx, who.account, { ...followOf(device, 'own'), back }, now);
  return true;
}

const Follow = z.object({
  to: z.enum(['own', 'theirs']),
  user: z.number(),
  family: z.string(),
  platform: z.string(),
  sources: z.array(z.string()),
  // What was queued before there were any names none.
  places: z.array(z.string()).default([]),
  device: z.string(),
  /** It is put back: what came before `since` was not taken for theirs, but by a word that reached back. */
  back: z.object({ since: z.coerce.date(), byWord: z.boolean() }).optional(),
});
type Follow = z.infer<typeof Follow>;

const followOf = (device: OwnDevice, to: Follow['to']): Follow => ({
  to,
  user: device.user_id,
  family: device.family,
  platform: device.platform,
  sources: [device.source_hash, device.next_source_hash].filter((hash) => hash !== null),
  places: [device.place_hash, device.next_place_hash].filter((hash) => hash !== null),
  device: device.id,
});

/** Longer than any batch of hits is being judged. */
const BATCH_ENDED_MS = 30_000;

/** At once, and once more: a batch that was being judged meanwhile knew nothing of it, and its hits were not seen yet. */
async function follow(
  trx: Transaction<Database>,
  account: number,
  payload: Follow,
  now: Date,
): Promise<void> {
  const job = { account, type: OWN_DEVICE_JOB, payload };
  const key = `${payload.device}:${payload.to}`;
  await enqueue(trx, { ...job, key, runAt: now });
  const runAt = new Date(now.getTime() + BATCH_ENDED_MS);
  await enqueue(trx, { ...job, key: `${key}:once-more`, runAt });
}

/**
 * Hits of the last 30 days by this program from these places, without a user's word on them: on this user's mail; of a
 * device that is put back, also on colleagues' mail where it counts likewise; of one that is no longer theirs, all that
 * were taken for theirs because of it.
 */
const fromDevice = (
  db: Transaction<Database> | Services['store']['db'],
  account: number,
  by: Follow,
  now: Date,
) =>
  db
    .selectFrom('hits')
    .where('hits.account_id', '=', account)
    .where('hits.source_hash', 'in', by.sources)
    .where('hits.at', '>=', new Date(now.getTime() - KEPT_MS))
    .where('hits.overruled_by', 'is', null)
    .where(
      sql<boolean>`hits.features ->> 'family' = ${by.family} and hits.features ->> 'platform' = ${by.platform}`,
    )
    .where((eb) =>
      by.to === 'theirs'
        ? sql<boolean>`hits.features #>> '{own,device}' = ${by.device}`
        : eb.and([
            sql<boolean>`hits.features ->> 'place' = any(${by.places})`,
            eb.exists(
              eb
                .selectFrom('messages as m')
                .select('m.id')
                .whereRef('m.account_id', '=', 'hits.account_id')
                .whereRef('m.id', '=', 'hits.message_id')
                .where(onMailOf(by)),
            ),
          ]),
    );

/** On the mail `m`. */
function onMailOf({ user, back }: Follow) {
  if (!back) return sql<boolean>`m.user_id = ${user}`;
  return sql<boolean>`case when m.user_id = ${user} then ${back.byWord} or hits.at >= ${back.since}
    else hits.at >= ${back.since} and exists (select 1 from accounts a
      where a.id = m.account_id and a.settings ->> 'colleaguesLikewise' = 'true') end`;
}

async function isKnown(
  db: Services['store']['db'],
  account: number,
  device: string,
  now: Date,
): Promise<boolean> {
  const row = await db
    .selectFrom('own_devices')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '=', device)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** The job: message by message, each in its own transaction; run twice, it finds nothing left to do. */
export async function followDevice(services: Services, account: number, payload: unknown): Promise<void> {
  const by = Follow.parse(payload);
  const now = services.clock.now();
  // Of what was done and taken back, the earlier one has nothing left to do.
  if ((await isKnown(services.store.db, account, by.device, now)) !== (by.to === 'own')) return;
  const rows = await fromDevice(services.store.db, account, by, now)
    .select(['hits.message_id'])
    .distinct()
    .execute();
  for (const { message_id: message } of rows) {
    if (message === null) continue;
    await services.store.tx((trx) => followOnMessage(trx, services, account, message, by));
  }
}

async function followOnMessage(
  trx: Transaction<Database>,
  services: Services,
  account: number,
  id: string,
  by: Follow,
): Promise<void> {
  const message = await lockMessage(trx, account, id);
  if (!message) return;
  const now = services.clock.now();
  const hits = await fromDevice(trx, account, by, now)
    .selectAll('hits')
    .where('hits.message_id', '=', id)
    .where('hits.settled_at', 'is not', null)
    .orderBy('hits.at')
    .orderBy('hits.id')
    .execute();
  await judgeAgain(trx, services, account, hits, (hit) => {
    const mark = ownMarkOf(hit);
    if (by.to === 'own' && mark) return undefined;
    if (by.to === 'own') {
      const colleague = message.user_id === by.user ? undefined : ({ colleague: true } as const);
      return withOwnMark(hit, { by: 'device', device: by.device, ...colleague });
    }
    return mark?.device === by.device ? withOwnMark(hit, undefined) : undefined;
  });
}
