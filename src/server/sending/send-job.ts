import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { SendingProblem } from '../../core/api/sending';
import { sentNothing, type GraphAnswer, type GraphFailure, type MailSender } from '../../graph';
import type { JobHandlers } from '../jobs';
import { makeGraphAccess, type GraphAccess } from '../mailbox/graph-access';
import { loadMailbox, type WatchedMailbox } from '../mailbox/mailboxes';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { DROP_DRAFT_JOB, SEND_JOB } from './job-types';
import { newMail, type MadeMail } from './new-mail';
import { settle } from './outcome';
import { copiesOf, lockedRow, textOf, type CopyRow, type CopyText, type OutgoingRow } from './outgoing';
import { prepare } from './prepare';
import { rightToSend } from './rights';

/** How long after a try of which nobody knows the outcome Sent Items is looked at, and when it is given up. */
const LOOKS_MS = [20_000, 60_000, 3 * 60_000, 10 * 60_000] as const;
const GIVE_UP_MS = 20 * 60_000;
/** Refused before anything was done, and to be tried again by itself for so long. */
const BUSY_MS = 30_000;
/** So long a mail with large files is put together before it is given up. */
const PUT_TOGETHER_MS = 60 * 60_000;

/**
 * Sends what was written here. Each copy leaves once, whatever is killed: that it is being tried is stored before the
 * request; a try of which no answer came is looked up in Sent Items by our mark, and never made again unasked (O11).
 */
export function sendingJobs(
  services: Services,
  access: GraphAccess = makeGraphAccess(services),
  random: () => number = Math.random,
): JobHandlers {
  return {
    [SEND_JOB]: (job) => sendMail(services, access, random, job),
    [DROP_DRAFT_JOB]: (job) => dropDraft(services, access, job),
  };
}

async function sendMail(
  services: Services,
  access: GraphAccess,
  random: () => number,
  job: { account: number; key: string; signal: AbortSignal },
): Promise<{ again: Date } | undefined> {
  const { store, clock } = services;
  const { account, key: id } = job;
  const begun = await store.tx(async (trx) => {
    const row = await lockedRow(trx, account, id);
    if (row?.state !== 'waiting') return row;
    if (row.send_at !== null && row.send_at > clock.now()) return row;
    if (await prepare(trx, services, row, random)) return lockedRow(trx, account, id);
    await trx
      .updateTable('outgoing_mails')
      .set({ state: 'draft', updated_at: clock.now() })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    return undefined;
  });
  if (!begun) return undefined;
  if (begun.state === 'waiting') return { again: begun.send_at ?? clock.now() };
  if (begun.state !== 'sending') return undefined;

  const mailbox =
    begun.mailbox_id === null ? undefined : await loadMailbox(store.db, account, begun.mailbox_id);
  if (!mailbox) {
    await refuseAll(services, begun);
    return undefined;
  }
  let wait = Infinity;
  for (const copy of await copiesOf(store.db, account, id)) {
    if (job.signal.aborted) return { again: clock.now() };
    if (copy.state === 'trying') wait = Math.min(wait, await lookFor(services, access, mailbox, copy));
    else if (copy.state === 'waiting') {
      const after = await tryCopy(services, access, mailbox, begun, copy, job.signal);
      wait = Math.min(wait, after);
      // Exchange wants to be left alone: the others would be told the same.
      if (after >= BUSY_MS && after < Infinity) break;
    }
  }
  await store.tx((trx) => settle(trx, account, id, clock.now()));
  return wait === Infinity ? undefined : { again: new Date(clock.now().getTime() + wait) };
}

const Dropped = z.object({ mailbox: z.string() });

async function dropDraft(
  services: Services,
  access: GraphAccess,
  job: { account: number; key: string; payload: unknown },
): Promise<{ again: Date } | undefined> {
  const mailbox = await loadMailbox(services.store.db, job.account, Dropped.parse(job.payload).mailbox);
  if (!mailbox) return undefined;
  const sender = await senderFor(services, access, mailbox, true);
  const dropped = await sender.dropDraft(mailbox.graphUser, job.key);
  if (dropped.ok) return undefined;
  const { failure } = dropped;
  const later = failure.kind === 'throttled' || (failure.kind === 'failed' && failure.retry);
  return later ? { again: new Date(services.clock.now().getTime() + LOOKS_MS[2]) } : undefined;
}

/** A team's mailbox is opened by the company's permission, one's own by its owner's consent (A10). */
async function senderFor(
  services: Services,
  access: GraphAccess,
  mailbox: WatchedMailbox,
  large: boolean,
): Promise<MailSender> {
  return access.sender({
    account: mailbox.account,
    tenant: mailbox.tenant,
    access: mailbox.owner === null ? 'application' : 'delegated',
    owner: mailbox.owner,
    graphUser: mailbox.graphUser,
    quietUntil: mailbox.quietUntil ?? null,
    purpose: large ? 'files' : await rightToSend(services.store.db, mailbox),
  });
}

/** Tries one copy. Resolves to the milliseconds after which there is more to do about it. */
async function tryCopy(
  services: Services,
  access: GraphAccess,
  mailbox: WatchedMailbox,
  mail: OutgoingRow,
  copy: CopyRow,
  signal: AbortSignal,
): Promise<number> {
  const { store, clock } = services;
  const { account } = mailbox;
  // Tried before: it is not sent twice because Sent Items showed it late.
  if (copy.tried_at !== null) {
    const left = await hasLeft(access, mailbox, copy);
    if (left === undefined) return BUSY_MS;
    if (left) return accept(store.db, copy);
  }
  let made: MadeMail;
  try {
    const text = await textOf(store.db, copy);
    // It has left meanwhile.
    if (text.html === null) return Infinity;
    made = await newMail(services, mail, { ...copy, ...text }, mailbox);
  } catch (error) {
    services.log.error({ err: error, mail: mail.id }, 'A mail could not be put together');
    await setCopy(store.db, copy, { state: 'refused', problem: 'rejected' });
    return Infinity;
  }
  const sender = await senderFor(services, access, mailbox, made.uploads !== undefined);
  let draft: string | undefined;
  if (made.uploads) {
    const ready = await sender
      .putTogether(mailbox.graphUser, made.mail, made.uploads, signal)
      .catch((error: unknown) => unreadable(services, mail, error));
    if (!ready.ok) return notReady(services, sender, mailbox, mail, copy, ready.failure);
    draft = ready.value;
  }
  const taken = await store.db
    .updateTable('outgoing_copies')
    .set({ state: 'trying', tried_at: clock.now(), problem: null })
    .where('account_id', '=', account)
    .where('mail_id', '=', copy.mail_id)
    .where('idx', '=', copy.idx)
    .where('state', '=', 'waiting')
    .returning('idx')
    .executeTakeFirst();
  // Somebody else has it.
  if (!taken) return LOOKS_MS[0];
  const answer: GraphAnswer<void> =
    draft === undefined
      ? await sender.send(mailbox.graphUser, made.mail)
      : await sender.sendDraft(mailbox.graphUser, draft);
  if (answer.ok) return accept(store.db, copy);
  const { failure } = answer;
  services.log.warn({ mail: mail.id, failure: failure.kind, status: failure.status }, 'A mail did not leave');
  // A draft that is gone may be one that somebody sent from Outlook.
  if (!sentNothing(failure) || (draft !== undefined && failure.kind === 'notFound')) return LOOKS_MS[0];
  if (failure.kind === 'throttled' || failure.status === 429) {
    await setCopy(store.db, copy, { state: 'waiting' });
    return BUSY_MS;
  }
  if (draft !== undefined) await sender.dropDraft(mailbox.graphUser, copy.mark);
  await setCopy(store.db, copy, { state: 'refused', problem: problemOf(failure) });
  return Infinity;
}

/** Its files cannot be read: trying again changes nothing, and its writer is told. */
function unreadable(
  { log }: Services,
  mail: OutgoingRow,
  error: unknown,
): { ok: false; failure: GraphFailure } {
  log.error({ err: error, mail: mail.id }, 'A mail could not be put together');
  return { ok: false, failure: { kind: 'failed', status: 0, code: 'files', retry: false } };
}

/** Nothing has left: a draft is completed as often as it takes, for an hour. */
async function notReady(
  { store, clock, log }: Services,
  sender: MailSender,
  mailbox: WatchedMailbox,
  mail: OutgoingRow,
  copy: CopyRow,
  failure: GraphFailure,
): Promise<number> {
  log.warn({ mail: mail.id, failure: failure.kind, status: failure.status }, 'A draft was not completed');
  const passing =
    failure.kind === 'throttled' ||
    failure.kind === 'notFound' ||
    (failure.kind === 'failed' && failure.retry);
  const since = mail.updated_at.getTime();
  if (passing && clock.now().getTime() - since < PUT_TOGETHER_MS) {
    return failure.kind === 'throttled' ? Math.max(BUSY_MS, failure.retryAfter * 1_000) : BUSY_MS;
  }
  await sender.dropDraft(mailbox.graphUser, copy.mark);
  const problem = problemOf(failure);
  await setCopy(store.db, copy, { state: 'refused', problem: problem === 'right' ? 'files-right' : problem });
  return Infinity;
}

async function accept(db: Services['store']['db'], copy: CopyRow): Promise<number> {
  await setCopy(db, copy, { state: 'accepted', subject: null, html: null });
  return Infinity;
}

/** Whether a copy stands in Sent Items; undefined: it cannot be told now. */
async function hasLeft(
  access: GraphAccess,
  mailbox: WatchedMailbox,
  copy: CopyRow,
): Promise<boolean | undefined> {
  // The watch was quicker.
  if (copy.message_id_hash !== null) return true;
  const found = await access.graph(mailbox).findSent(mailbox.graphUser, copy.mark);
  return found.ok ? found.value.length > 0 : undefined;
}

/** Looks whether a copy left after all. Resolves to the milliseconds after which to look again. */
async function lookFor(
  services: Services,
  access: GraphAccess,
  mailbox: WatchedMailbox,
  copy: CopyRow,
): Promise<number> {
  const { store, clock } = services;
  if (await hasLeft(access, mailbox, copy)) return accept(store.db, copy);
  const age = clock.now().getTime() - (copy.tried_at?.getTime() ?? 0);
  const next = LOOKS_MS.find((ms) => ms > age);
  if (next !== undefined) return next - age;
  if (age < GIVE_UP_MS) return GIVE_UP_MS - age;
  await setCopy(store.db, copy, { state: 'unclear' });
  return Infinity;
}

function problemOf(failure: GraphFailure): SendingProblem {
  const code = failure.code.toLowerCase();
  if (failure.kind === 'denied' || failure.kind === 'unauthorized') return 'right';
  if (failure.kind === 'mailboxUnavailable' || failure.kind === 'notFound') return 'mailbox';
  if (code.includes('recipient')) return 'address';
  if (failure.status === 413 || code.includes('size') || code.includes('toolarge')) return 'too-large';
  if (code.includes('quota') || code.includes('limit')) return 'quota';
  return 'rejected';
}

async function setCopy(
  db: Services['store']['db'] | Transaction<Database>,
  copy: Pick<CopyRow, 'account_id' | 'mail_id' | 'idx'>,
  set: Partial<Pick<CopyRow & CopyText, 'state' | 'problem' | 'subject' | 'html'>>,
): Promise<void> {
  await db
    .updateTable('outgoing_copies')
    .set(set)
    .where('account_id', '=', copy.account_id)
    .where('mail_id', '=', copy.mail_id)
    .where('idx', '=', copy.idx)
    .execute();
}

async function refuseAll(services: Services, mail: OutgoingRow): Promise<void> {
  await services.store.db
    .updateTable('outgoing_copies')
    .set({ state: 'refused', problem: 'mailbox' })
    .where('account_id', '=', mail.account_id)
    .where('mail_id', '=', mail.id)
    .where('state', '=', 'waiting')
    .execute();
  const now = services.clock.now();
  await services.store.tx((trx) => settle(trx, mail.account_id, mail.id, now));
}
