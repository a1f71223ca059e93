import { type Transaction, sql } from 'kysely';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { mayGetNow } from '../audience';
import type { Lane } from './lanes';
import { tokenOf, type Send } from './sends';

/** A copy that a run has taken: stored as `trying`, so that nobody else tries it. */
export interface TakenCopy {
  idx: number;
  contact: string;
  address: string;
  name: string;
  token: string;
  replyTo: string;
  image: boolean;
  links: boolean;
  attempts: number;
}

/** `wait`: nothing is to be sent before; `lost`: another run has the lane; `over`: the message is not being sent. */
export type Taken =
  | { kind: 'copies'; copies: TakenCopy[] }
  | { kind: 'wait'; until: Date }
  | { kind: 'none' | 'lost' | 'over' };

/** Beyond a minute's worth of an hour's limit nothing leaves at once. */
const shareOf = (perHour: number): number => Math.max(1, Math.floor(perHour / 60));

/**
 * Takes the next copies of a message, in their order, in one transaction: each is asked about at this moment (M12), those
 * who may not get it are left out, the others are stored as being tried, and as recipients of the message, before the
 * first byte.
 */
export async function takeCopies(
  trx: Transaction<Database>,
  services: Pick<Services, 'secrets' | 'clock'>,
  send: Send,
  lane: Lane,
  most: number,
): Promise<Taken> {
  const { account, message } = send;
  const now = services.clock.now();
  const state = await trx
    .selectFrom('marketing_messages')
    .select('state')
    .where('account_id', '=', account)
    .where('id', '=', message)
    // Whoever pauses or cancels waits for this, and what comes after sees it.
    .forShare()
    .executeTakeFirst();
  // A single copy of one that is sent leaves as well.
  if (state?.state !== 'sending' && state?.state !== 'sent') return { kind: 'over' };
  const held = await trx
    .selectFrom('marketing_lanes')
    .select('run')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('lane', '=', lane.lane)
    .forShare()
    .executeTakeFirst();
  if (held?.run !== lane.run) return { kind: 'lost' };

  const slow = await trx
    .selectFrom('marketing_sends')
    .select(['next_at', 'quiet_until'])
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .$if(send.settings.perHour !== undefined, (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
  const until = Math.max(slow.next_at?.getTime() ?? 0, slow.quiet_until?.getTime() ?? 0);
  if (until > now.getTime()) return { kind: 'wait', until: new Date(until) };

  const { perHour } = send.settings;
  const limit = perHour === undefined ? most : Math.min(most, shareOf(perHour));
  const waiting = await trx
    .selectFrom('marketing_copies')
    .select(['idx', 'contact_id', 'address', 'name', 'attempts'])
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
    .orderBy('idx')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  if (waiting.length === 0) return nothingNow(trx, account, message);
  const copies = await leaving(trx, services, send, waiting, { lane, now });
  if (perHour !== undefined && copies.length > 0) {
    await trx
      .updateTable('marketing_sends')
      .set({ next_at: new Date(now.getTime() + (copies.length * 3_600_000) / perHour) })
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .execute();
  }
  return { kind: 'copies', copies };
}

/** `none`: no copy waits; else the moment at which the next one is to be tried again. */
async function nothingNow(trx: Transaction<Database>, account: number, message: string): Promise<Taken> {
  const next = await trx
    .selectFrom('marketing_copies')
    .select('retry_at')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('state', '=', 'waiting')
    .where('retry_at', 'is not', null)
    .orderBy('retry_at')
    .limit(1)
    .executeTakeFirst();
  return next?.retry_at ? { kind: 'wait', until: next.retry_at } : { kind: 'none' };
}

interface WaitingCopy {
  idx: number;
  contact_id: string | null;
  address: string;
  name: string;
  attempts: number;
}

/** Those of the waiting who may get it now, stored as being tried; the others as left out. */
export async function leaving(
  trx: Transaction<Database>,
  services: Pick<Services, 'secrets'>,
  send: Send,
  waiting: readonly WaitingCopy[],
  { lane, now }: { lane: Lane; now: Date },
): Promise<TakenCopy[]> {
  const { account, message } = send;
  const asked = waiting.flatMap(({ contact_id: contact, address }) =>
    contact === null ? [] : [{ contact, address }],
  );
  const answers = await mayGetNow(services, trx, account, send, asked);
  const copies: TakenCopy[] = [];
  const out: { idx: number; reason: string }[] = [];
  for (const { idx, contact_id: contact, address, name, attempts } of waiting) {
    const answer = contact === null ? undefined : answers.get(contact);
    if (contact === null || !answer?.ok) {
      out.push({ idx, reason: answer && !answer.ok ? answer.reason : 'erased' });
      continue;
    }
    const { image, links, replyTo } = answer;
    const token = tokenOf(send, idx);
    copies.push({ idx, contact, address, name, token, replyTo, image, links, attempts: attempts + 1 });
  }
  if (out.length > 0) {
    // One that a killed process had handed over perhaps: what came of it says whether it left, else nobody knows.
    const tried = sql`(c.attempts > 0 and c.tried_at is not null and c.reason is null)`;
    const arrived = sql`(c.unsubscribed_at is not null or c.delivery in ('delivered', 'failed', 'complaint')
      or c.opens + c.clicks + c.replies + c.machine_opens + c.machine_clicks > 0)`;
    await sql`update marketing_copies c set
        state = case when not ${tried} then 'left-out' when ${arrived} then 'accepted' else 'unclear' end,
        reason = case when not ${tried} then o.reason when not ${arrived} then 'process-ended' end,
        left_at = case when ${tried} and ${arrived} then c.tried_at else c.left_at end, retry_at = null
      from unnest(${out.map(({ idx }) => idx)}::integer[], ${out.map(({ reason }) => reason)}::text[]) as o (idx, reason)
      where c.account_id = ${account} and c.message_id = ${message} and c.idx = o.idx`.execute(trx);
  }
  if (copies.length === 0) return copies;
  const indices = copies.map(({ idx }) => idx);
  await sql`
    update marketing_copies c set state = 'trying', reason = null, tried_at = ${now}, retry_at = null,
        attempts = c.attempts + 1, lane = ${lane.lane}, run = ${lane.run}, reply_to = t.reply_to, image = t.image,
        links = t.links
      from unnest(${indices}::integer[], ${copies.map(({ replyTo }) => replyTo)}::text[],
        ${copies.map(({ image }) => image)}::boolean[], ${copies.map(({ links }) => links)}::boolean[])
        as t (idx, reply_to, image, links)
      where c.account_id = ${account} and c.message_id = ${message} and c.idx = t.idx`.execute(trx);
  await sql`
    insert into message_recipients (account_id, message_id, idx, address, name, via, contact_id, token, at)
      select ${account}, ${message}, r.idx, r.address, r.name, 'to', r.contact, r.token, ${now}
        from unnest(${indices}::integer[], ${copies.map(({ address }) => address)}::text[],
          ${copies.map(({ name }) => name)}::text[], ${copies.map(({ contact }) => contact)}::uuid[],
          ${copies.map(({ token }) => token)}::text[]) as r (idx, address, name, contact, token)
      on conflict (account_id, message_id, idx) do nothing`.execute(trx);
  return copies;
}
