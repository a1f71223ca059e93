import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../../audit';
import type { SendCheck } from '../../../core/api/marketing';
import { replyToStillWatched, settingsOf } from '../audience';
import { checksBefore, isReady } from '../audience/checks';
import { readyContent } from '../content';
import { enqueue } from '../../jobs';
import { loadMessage, lockMessage, type MarketingMessage } from '../messages';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { trackingHostsOf } from '../../tracking/tickets';
import { copyMaker } from './copy-maker';
import { insertMessageRow, insertSend } from './begin';
import { BEGIN_JOB, FOREVER, wakeLanes } from './job-types';
import { pauseBySystem, pauseJson } from './system-pause';

export interface Sender {
  account: number;
  /** Null: the server, at the time that was set. */
  user: number | null;
}

export type SendRefusal =
  | { ok: false; reason: 'absent' | 'state' | 'past' }
  /** What stops it, with the fix in words (M13). */
  | { ok: false; reason: 'checks'; checks: SendCheck[] };
export type Sent = { ok: true } | SendRefusal;

const refused = (reason: 'absent' | 'state' | 'past'): SendRefusal => ({ ok: false, reason });

type Random = () => number;

/**
 * Begins to send a draft, or one whose time has come, if nothing stops it (M13, M10). Its copies are made and leave by the
 * queue. Asks DNS, so not to be called inside a transaction.
 */
export async function beginSending(
  services: Services,
  who: Sender,
  id: string,
  random: Random = Math.random,
): Promise<Sent> {
  const message = await loadMessage(services.store.db, who.account, id);
  if (!message) return refused('absent');
  if (!mayBegin(message)) return refused('state');
  const checks = await checksBefore(services, who.account, message);
  if (!isReady(checks)) return { ok: false, reason: 'checks', checks };
  return start(services, who, message, 'bulk', random);
}

/**
 * Makes a draft one that workflows send, to one contact at a time (`sendOne`): it is sent to nobody by itself. What concerns
 * an audience does not stop it.
 */
export async function makeAutomatic(
  services: Services,
  who: Sender,
  id: string,
  random: Random = Math.random,
): Promise<Sent> {
  const message = await loadMessage(services.store.db, who.account, id);
  if (!message) return refused('absent');
  if (!mayBegin(message)) return refused('state');
  const all = await checksBefore(services, who.account, message);
  const checks = all.filter(({ code }) => code !== 'audience');
  if (!isReady(checks)) return { ok: false, reason: 'checks', checks };
  return start(services, who, message, 'single', random);
}

const mayBegin = ({ state, begunAt }: MarketingMessage): boolean =>
  state === 'draft' || state === 'scheduled' || (state === 'paused' && begunAt === null);

async function start(
  services: Services,
  who: Sender,
  checked: MarketingMessage,
  kind: 'bulk' | 'single',
  random: Random,
): Promise<Sent> {
  const { store, clock } = services;
  const ready = await readyContent(checked.content);
  return store.tx(async (trx): Promise<Sent> => {
    const message = await lockMessage(trx, who.account, checked.id);
    if (!message) return refused('absent');
    // Somebody was quicker, or has changed what was checked.
    if (!mayBegin(message) || message.version !== checked.version) return refused('state');
    const now = clock.now();
    const user = who.user ?? message.updatedBy;
    const send = await insertSend(trx, services, message, { kind, user, id: message.id, random: random() });
    const maker = copyMaker(send, ready, await linkRules(trx, services, who.account));
    await insertMessageRow(trx, services, send, maker);
    await setState(trx, message, kind === 'bulk' ? 'sending' : 'sent', {
      begun_at: now,
      ended_at: null,
      pause: null,
      updated_at: now,
    });
    if (kind === 'bulk') await wakeLanes(trx, store, who.account, message.id);
    await recordAudit(trx, who, now, 'marketing.send', { kind: 'marketing', id: message.id });
    return { ok: true };
  });
}

/** Which links of an account are left alone, and which hosts are its own. */
export async function linkRules(
  db: Transaction<Database> | Services['store']['db'],
  services: Pick<Services, 'urls'>,
  account: number,
): Promise<{ excludedDomains: readonly string[]; trackingHosts: readonly string[] }> {
  const { settings } = await db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  return {
    excludedDomains: settings.excludedDomains ?? [],
    trackingHosts: trackingHostsOf(services)(account),
  };
}

type Change = Partial<{
  begun_at: Date | null;
  ended_at: Date | null;
  send_at: Date | null;
  time_zone: string | null;
  pause: string | null;
  updated_at: Date;
}>;

async function setState(
  trx: Transaction<Database>,
  { account, id }: Pick<MarketingMessage, 'account' | 'id'>,
  state: MarketingMessage['state'],
  change: Change,
): Promise<void> {
  await trx
    .updateTable('marketing_messages')
    .set({ state, ...change })
    .where('account_id', '=', account)
    .where('id', '=', id)
    .execute();
}

/** It leaves at that moment; `timeZone` is the one in which it was chosen, for showing it. */
export async function scheduleSending(
  services: Services,
  who: { account: number; user: number },
  id: string,
  when: { at: Date; timeZone: string },
): Promise<Sent> {
  const { store, clock } = services;
  const message = await loadMessage(store.db, who.account, id);
  if (!message) return refused('absent');
  if (message.state !== 'draft' && message.state !== 'scheduled') return refused('state');
  if (when.at <= clock.now()) return refused('past');
  const checks = await checksBefore(services, who.account, message);
  if (!isReady(checks)) return { ok: false, reason: 'checks', checks };
  return store.tx(async (trx): Promise<Sent> => {
    const now = clock.now();
    const row = await lockMessage(trx, who.account, id);
    if (!row) return refused('absent');
    if (!['draft', 'scheduled'].includes(row.state) || row.version !== message.version)
      return refused('state');
    await setState(trx, row, 'scheduled', { send_at: when.at, time_zone: when.timeZone, updated_at: now });
    await enqueue(trx, {
      account: who.account,
      type: BEGIN_JOB,
      key: id,
      runAt: when.at,
      maxAttempts: FOREVER,
    });
    await recordAudit(
      trx,
      who,
      now,
      'marketing.schedule',
      { kind: 'marketing', id },
      { at: when.at.toISOString() },
    );
    return { ok: true };
  });
}

/** Takes the schedule away: it is a draft again. */
export const unschedule = (
  services: Services,
  who: { account: number; user: number },
  id: string,
): Promise<Sent> =>
  changed(services, who, id, 'marketing.unschedule', async (trx, message, now) => {
    const waits = message.state === 'scheduled' || (message.state === 'paused' && message.begunAt === null);
    if (!waits) return false;
    await setState(trx, message, 'draft', {
      send_at: null,
      time_zone: null,
      pause: null,
      updated_at: now,
    });
    return true;
  });

/** Copies that are under way leave; no further one is begun. */
export const pauseSending = (
  services: Services,
  who: { account: number; user: number },
  id: string,
): Promise<Sent> =>
  changed(services, who, id, 'marketing.pause', async (trx, message, now) => {
    if (message.state !== 'sending') return false;
    await setState(trx, message, 'paused', {
      pause: pauseJson({ reason: 'user', at: now.toISOString(), user: who.user }),
      updated_at: now,
    });
    return true;
  });

/** Goes on with one that was paused or cancelled; what has left stays as it is. */
export async function resumeSending(
  services: Services,
  who: { account: number; user: number },
  id: string,
): Promise<Sent> {
  const message = await loadMessage(services.store.db, who.account, id);
  if (message?.state === 'paused' && message.begunAt === null) return beginSending(services, who, id);
  if (message?.state === 'paused' || message?.state === 'cancelled') {
    // M10: else copies left until somebody looked at the mailbox again.
    const { db } = services.store;
    const watched = await replyToStillWatched(db, who.account, settingsOf(message), services.clock.now());
    if (!watched.ok) {
      const { address, words = address } = watched.answer;
      return { ok: false, reason: 'checks', checks: [{ code: 'reply-to', ok: 'no', words }] };
    }
  }
  return changed(services, who, id, 'marketing.resume', async (trx, row, now) => {
    if (row.state !== 'paused' && row.state !== 'cancelled') return false;
    if (row.begunAt === null) return false;
    await setState(trx, row, 'sending', { pause: null, ended_at: null, updated_at: now });
    await trx
      .updateTable('marketing_sends')
      .set({ quiet_until: null, quiet_count: 0 })
      .where('account_id', '=', who.account)
      .where('message_id', '=', id)
      .execute();
    await wakeLanes(trx, services.store, who.account, id);
    return true;
  });
}

/** No further copy leaves; those that have left stay. Taken back by going on. */
export const cancelSending = (
  services: Services,
  who: { account: number; user: number },
  id: string,
): Promise<Sent> =>
  changed(services, who, id, 'marketing.cancel', async (trx, message, now) => {
    if (message.begunAt === null) return false;
    if (message.state !== 'sending' && message.state !== 'paused') return false;
    await setState(trx, message, 'cancelled', { pause: null, ended_at: now, updated_at: now });
    return true;
  });

/**
 * Sends copies again of which nobody knows whether they left, because a person wants it: they may come twice. Without
 * `indices`: all of them.
 */
export const sendAgain = (
  services: Services,
  who: { account: number; user: number },
  id: string,
  indices?: readonly number[],
): Promise<Sent> =>
  changed(services, who, id, 'marketing.send-again', async (trx, message, now) => {
    if (message.state !== 'sent' && message.state !== 'sending' && message.state !== 'paused') return false;
    const again = await trx
      .updateTable('marketing_copies')
      .set({ state: 'waiting', retry_at: null, reason: null })
      .where('account_id', '=', who.account)
      .where('message_id', '=', id)
      .where('state', '=', 'unclear')
      .$if(indices !== undefined, (query) =>
        query.where(sql<boolean>`idx = any(${[...(indices ?? [])]}::integer[])`),
      )
      .returning('idx')
      .execute();
    if (again.length === 0) return false;
    await backToSending(trx, message, now);
    await wakeLanes(trx, services.store, who.account, id);
    return true;
  });

/** A bulk message that was done is not while a copy of it waits; one that workflows send is never "sending". */
async function backToSending(
  trx: Transaction<Database>,
  message: MarketingMessage,
  now: Date,
): Promise<void> {
  await sql`update marketing_messages m set state = 'sending', ended_at = null, updated_at = ${now}
    from marketing_sends s
    where m.account_id = ${message.account} and m.id = ${message.id} and m.state = 'sent'
      and s.account_id = m.account_id and s.message_id = m.id and s.kind = 'bulk'`.execute(trx);
}

type ControlAction =
  | 'marketing.unschedule'
  | 'marketing.pause'
  | 'marketing.resume'
  | 'marketing.cancel'
  | 'marketing.send-again';

async function changed(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  who: { account: number; user: number },
  id: string,
  action: ControlAction,
  change: (trx: Transaction<Database>, message: MarketingMessage, now: Date) => Promise<boolean>,
): Promise<Sent> {
  return store.tx(async (trx): Promise<Sent> => {
    const message = await lockMessage(trx, who.account, id);
    if (!message) return refused('absent');
    const now = clock.now();
    if (!(await change(trx, message, now))) return refused('state');
    await recordAudit(trx, who, now, action, { kind: 'marketing', id });
    return { ok: true };
  });
}

/** What a scheduled message does when its time has come: it is sent, or waits for a person with the reason (M10). */
export async function beginScheduled(
  services: Services,
  account: number,
  id: string,
): Promise<{ again: Date } | undefined> {
  const { store, clock } = services;
  const message = await loadMessage(store.db, account, id);
  if (message?.state !== 'scheduled' || message.sendAt === null) return undefined;
  if (message.sendAt > clock.now()) return { again: message.sendAt };
  const sent = await beginSending(services, { account, user: null }, id);
  if (sent.ok || sent.reason !== 'checks') return undefined;
  const stops = sent.checks.filter(({ ok }) => ok === 'no');
  await store.tx((trx) =>
    pauseBySystem(
      trx,
      { account, messages: [id] },
      { reason: 'checks', detail: stops.map(({ words }) => words).join(' ') },
      clock.now(),
    ),
  );
  return undefined;
}
