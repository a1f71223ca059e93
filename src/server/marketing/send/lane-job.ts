import type { Services } from '../../services';
import { readyContent } from '../content';
import { uuidV7 } from '../../store/uuid-v7';
import { replyToStillWatched } from '../audience';
import { trackingOrigin } from './begin';
import { linkRules } from './control';
import { copyMaker, type CopyMaker } from './copy-maker';
import { makeCopies } from './copies';
import { dkimKey, type DkimKey } from './dkim';
import { readLaneKey } from './job-types';
import { takeLane, type Lane } from './lanes';
import { mailOfCopy } from './mail-of-copy';
import { finishedMail } from './mime';
import { resultWriter, type ResultWriter } from './result-writer';
import { NOT_RENDERED, noteQuiet } from './results';
import { fromOf, readSend, sendRow, type Send } from './sends';
import { takeCopies, type TakenCopy } from './take';
import type { MarketingTransport } from './transport';
import { pauseBySystem } from './system-pause';
import { sharedValues, valuesOf, type SharedValues } from './values';

/** So many are taken in one transaction: what a killed process may leave unclear is twice this at most. */
const BATCH = 50;
/** A run gives way to others then. */
const TURN_MS = 20_000;
/** How often it is looked at whether its tracking domain still answers (C7: checks are minutes apart). */
const LOOK_MS = 10_000;
/** How long copies of a message that workflows send wait for what would pause another. */
const WAITS_MS = 60_000;
/** Lanes beside the first wait until its copies are made. */
const MAKING_MS = 1_000;

interface LaneJob {
  account: number;
  key: string;
  signal: AbortSignal;
}

/** What of a message is the same for all of its copies, made once in a run. */
interface Shared {
  send: Send;
  maker: CopyMaker;
  values: SharedValues;
  key: DkimKey;
}

/**
 * Sends the copies of a message, one run of one lane at a time: takes some, hands them over, writes what became of them, and
 * takes the next while those are under way. Whatever is killed, a copy that may have left is never sent again unasked
 * (docs/marketing.md).
 */
export async function runLane(
  services: Services,
  transport: MarketingTransport,
  job: LaneJob,
  /** Between the tries to write a result; a test waits for nothing. */
  betweenMs = 500,
): Promise<{ again: Date } | undefined> {
  const { store, clock } = services;
  const { account } = job;
  const { message, lane: number } = readLaneKey(job.key);
  const lane: Lane = { lane: number, run: uuidV7(clock.now()) };
  const made = await copiesMade(services, account, message, lane, job.signal);
  if (made !== 'made') return made;
  const row = await sendRow(store.db, account, message);
  if (!row) return undefined;
  const { dropsDoubles } = transport;
  await store.tx((trx) => takeLane(trx, account, message, lane, { dropsDoubles, now: clock.now() }));

  const shared = await sharedOf(services, readSend(services, row));
  const { send } = shared;
  const writer = resultWriter(services, send, lane, { dropsDoubles, betweenMs });
  const end = clock.now().getTime() + TURN_MS;
  let lookAt = 0;
  let before: Promise<void> = Promise.resolve();
  let next: { again: Date } | undefined;
  try {
    for (;;) {
      const now = clock.now();
      if (job.signal.aborted || now.getTime() > end) {
        next = { again: now };
        break;
      }
      if (writer.trouble) break;
      if (now.getTime() >= lookAt) {
        lookAt = now.getTime() + LOOK_MS;
        const still = await standsStill(services, send);
        if (still === 'waits') next = { again: new Date(now.getTime() + WAITS_MS) };
        if (still) break;
      }
      const taken = await store.tx((trx) => takeCopies(trx, services, send, lane, BATCH));
      if (taken.kind === 'wait') {
        next = { again: taken.until };
        break;
      }
      if (taken.kind !== 'copies') {
        if (taken.kind === 'none') next = { again: now };
        break;
      }
      const handing = hand(services, transport, shared, taken.copies, writer);
      // Whoever waits for it hears of a failure, and that may be after it.
      handing.catch(() => undefined);
      const earlier = before;
      before = handing;
      await earlier;
      // What became of them is stored before more are taken: a kill leaves two batches unclear at most.
      await writer.written();
    }
  } finally {
    await Promise.allSettled([before]);
    await writer.written();
  }
  await before;
  if (writer.trouble) return afterTrouble(services, send, writer.trouble);
  // "None": perhaps those that were under way are to be tried again.
  return next && next.again <= clock.now() && !job.signal.aborted ? finish(services, send, next) : next;
}

/** Makes the copies, or waits until the first lane has. */
async function copiesMade(
  { store, clock, secrets }: Services,
  account: number,
  message: string,
  { lane }: Lane,
  signal: AbortSignal,
): Promise<'made' | { again: Date } | undefined> {
  for (;;) {
    if (signal.aborted) return { again: clock.now() };
    const step = await store.tx(async (trx) => {
      const row = await trx
        .selectFrom('marketing_messages as m')
        .innerJoin('marketing_sends as s', (join) =>
          join.onRef('s.account_id', '=', 'm.account_id').onRef('s.message_id', '=', 'm.id'),
        )
        .select(['m.state', 's.copied'])
        .where('m.account_id', '=', account)
        .where('m.id', '=', message)
        .executeTakeFirst();
      if (!row) return 'gone';
      if (row.copied) return 'done';
      if (row.state !== 'sending') return 'gone';
      if (lane > 0) return 'wait';
      return makeCopies(trx, { secrets }, account, message);
    });
    if (step === 'gone') return undefined;
    if (step === 'done') return 'made';
    if (step === 'wait') return { again: new Date(clock.now().getTime() + MAKING_MS) };
  }
}

async function sharedOf(services: Services, send: Send): Promise<Shared> {
  const { db } = services.store;
  return {
    send,
    maker: copyMaker(send, await readyContent(send.content), await linkRules(db, services, send.account)),
    values: await sharedValues(db, send.account, send.user),
    key: await dkimKey(services, send.account, fromOf(send).domain),
  };
}

/**
 * C7: no further copy leaves while its links and images lead nowhere. One that workflows send is never paused: its copies
 * wait, also while nobody would see the answers (M10).
 */
async function standsStill(
  { store, clock, urls }: Services,
  send: Send,
): Promise<'paused' | 'waits' | undefined> {
  const { account, message, ticket, settings } = send;
  const host = new URL(ticket.trackingUrl).host;
  const { failing } = await trackingOrigin(store.db, { urls }, account, { trackingHost: host });
  const lost =
    send.kind === 'single' && !(await replyToStillWatched(store.db, account, settings, clock.now())).ok;
  if (!failing && !lost) return undefined;
  return store.tx(async (trx) => {
    const why = { reason: 'tracking-domain', detail: host } as const;
    if (failing && (await pauseBySystem(trx, { account, messages: [message] }, why, clock.now())))
      return 'paused';
    const row = await trx
      .selectFrom('marketing_messages')
      .select('state')
      .where('account_id', '=', account)
      .where('id', '=', message)
      .executeTakeFirst();
    return row?.state === 'sent' ? 'waits' : undefined;
  });
}

/** Renders copies and hands them over, all at once: the transport has its own line. */
async function hand(
  services: Services,
  transport: MarketingTransport,
  shared: Shared,
  copies: readonly TakenCopy[],
  writer: ResultWriter,
): Promise<void> {
  const { send, maker, values, key } = shared;
  const { clock, log } = services;
  const all = await valuesOf(services.store.db, send.account, copies, values).catch((error: unknown) => {
    log.error({ err: error, message: send.message }, 'What copies are filled with could not be read');
  });
  if (!all) {
    // Nothing has left: they wait again.
    const handed = { outcome: 'slow', status: undefined, detail: 'store' } as const;
    for (const copy of copies) writer.add({ copy, handed, at: clock.now() });
    return;
  }
  await Promise.all(
    copies.map(async (copy, i) => {
      try {
        const made = maker.copy(all[i] ?? {}, copy.token, copy);
        const raw = await finishedMail(mailOfCopy(send, copy, made, clock.now()), key);
        const handed = await transport.hand({ raw, from: copy.replyTo, to: copy.address });
        writer.add({ copy, handed, at: clock.now() });
      } catch (error) {
        // Nothing has left: the transport does not reject.
        log.error({ err: error, message: send.message }, 'A copy could not be put together');
        const handed = { outcome: 'refused', status: undefined, detail: NOT_RENDERED } as const;
        writer.add({ copy, handed, at: clock.now() });
      }
    }),
  );
}

/** The relay wants less, or refuses us: it is left alone for a while, or the send waits for a person. */
async function afterTrouble(
  { store, clock, log }: Services,
  send: Send,
  trouble: { outcome: 'slow' | 'stopped'; detail: string },
): Promise<{ again: Date } | undefined> {
  const now = clock.now();
  const { account, message } = send;
  log.warn({ message, outcome: trouble.outcome }, 'The relay of marketing mail takes none now');
  return store.tx(async (trx) => {
    if (trouble.outcome === 'slow') return { again: await noteQuiet(trx, send, now) };
    const why = { reason: 'relay', detail: trouble.detail } as const;
    if (await pauseBySystem(trx, { account, messages: [message] }, why, now)) return undefined;
    // One that workflows send is never paused: its copies would wait for a person who is not asked.
    return { again: await noteQuiet(trx, send, now) };
  });
}

/** Nothing waits and nothing is under way: the message is sent. Else there is more to do. */
async function finish(
  { store, clock }: Services,
  send: Send,
  next: { again: Date },
): Promise<{ again: Date } | undefined> {
  const { account, message } = send;
  return store.tx(async (trx) => {
    const row = await trx
      .selectFrom('marketing_messages')
      .select('state')
      .where('account_id', '=', account)
      .where('id', '=', message)
      .forUpdate()
      .executeTakeFirst();
    const left = await trx
      .selectFrom('marketing_copies')
      .select('state')
      .distinct()
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .where('state', 'in', ['waiting', 'trying'])
      .execute();
    if (left.some(({ state }) => state === 'waiting')) return next;
    // Another lane's are that lane's to finish with.
    if (left.length > 0) return undefined;
    if (row?.state === 'sending') {
      const now = clock.now();
      await trx
        .updateTable('marketing_messages')
        .set({ state: 'sent', ended_at: now, updated_at: now })
        .where('account_id', '=', account)
        .where('id', '=', message)
        .execute();
    }
    return undefined;
  });
}
