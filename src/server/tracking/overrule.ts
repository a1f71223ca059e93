import type { Selectable, Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { ledgerBeginsAt } from '../events';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { timeOfUuidV7, uuidV7 } from '../store/uuid-v7';
import { hitById, type HitRow } from './hit-rows';
import { judgeAgain } from './judge-again';
import { programOf } from './known';
import { accountSettings, lockMessage } from './message-rows';
import { learnFromHit, unlearnFromHit } from './own-devices';
import { EPOCH_MS } from './source-keys';
import type { MessageRow } from './people-of';
import { whoseHit } from './whose';

export type Word = 'person' | 'machine' | 'self';

export interface Overruled {
  /** Verdict of the hit now. */
  verdict: NonNullable<HitRow['verdict']>;
  /** Other hits of the message that followed. */
  similar: number;
  /** "This was me": hits on the sender's other mail, which follow in a moment. */
  elsewhere: number;
}

/**
 * V3: a user's word on a hit, or `null` to take it back. Hits of the same message by the same program from the same
 * place follow, those that come later too. Counts, the ledger and the contact's dates follow in this transaction, and no
 * later judging undoes it. Undefined when the account has no such hit on a message; `settled for good` when what it counted
 * as is kept no longer (P8).
 */
export async function overruleHit(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock' | 'log'>,
  who: { account: number; user: number },
  id: string,
  word: Word | null,
): Promise<Overruled | 'settled for good' | undefined> {
  const found = await hitById(trx, who.account, id);
  if (found?.message_id == null) return undefined;
  const message = await lockMessage(trx, who.account, found.message_id);
  const row = message && (await hitById(trx, who.account, id));
  if (!message || !row) return undefined;
  const before = await wordOn(trx, row);
  const same = (before?.verdict ?? null) === word;
  if (same)
    return { verdict: row.verdict ?? 'unsure', similar: await othersUnder(trx, before), elsewhere: 0 };

  const now = services.clock.now();
  const ledgerBegins = await ledgerBeginsAt(trx, who.account, now);
  if (row.at < ledgerBegins) return 'settled for good';
  const released = before ? await endWord(trx, before, who.user, now) : [];
  if (before?.verdict === 'self' && message.user_id !== null) {
    await unlearnFromHit(trx, message.user_id, row, now);
  }
  const followers =
    word === null ? released : await giveWord(trx, message, row, { user: who.user, word, now, ledgerBegins });
  // Both: what the earlier word covered and this one does not.
  const hits = new Map(
    [...released, ...followers]
      // What is older stays as it was counted: its event is gone, and would be written once more.
      .filter(({ at }) => at >= ledgerBegins)
      .map((hit) => [hit.id, hit]),
  );
  // In the order in which they came, since the first load of a minute is the open (O3); ids sort by time.
  const inOrder = [...hits.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  await judgeAgain(trx, services, who.account, inOrder);
  const elsewhere =
    word === 'self' && message.user_id !== null && !(await isAnonymous(trx, message, row))
      ? await learnFromHit(trx, message.user_id, row, now)
      : 0;
  const similar = hits.size - 1;
  await recordAudit(
    trx,
    who,
    now,
    word === null ? 'hit.overrule-undone' : 'hit.overrule',
    { kind: 'hit', id },
    {
      from: row.verdict,
      to: word,
      message: message.id,
      similar,
      elsewhere,
    },
  );
  const after = await hitById(trx, who.account, id);
  return { verdict: after?.verdict ?? 'unsure', similar, elsewhere };
}

/** Of somebody without a legal basis no device is told, so none may be learnt by saying that it was one's own (P2). */
async function isAnonymous(trx: Transaction<Database>, message: MessageRow, row: HitRow): Promise<boolean> {
  const settings = await accountSettings(trx, message.account_id);
  const whose = await whoseHit(trx, settings, message, {
    kind: row.kind,
    recipient: row.recipient_idx,
    at: row.at,
  });
  return whose.told === 'nobody' || (whose.told === 'someone' && whose.anonymous);
}

type OverruleRow = Selectable<Database['overrules']>;

const wordOn = (trx: Transaction<Database>, row: HitRow): Promise<OverruleRow | undefined> =>
  trx
    .selectFrom('overruled_hits as h')
    .innerJoin('overrules as o', (join) =>
      join.onRef('o.account_id', '=', 'h.account_id').onRef('o.id', '=', 'h.overrule_id'),
    )
    .selectAll('o')
    .where('h.account_id', '=', row.account_id)
    .where('h.hit_id', '=', row.id)
    .executeTakeFirst();

async function othersUnder(trx: Transaction<Database>, word: OverruleRow | undefined): Promise<number> {
  if (!word) return 0;
  const { count } = await trx
    .selectFrom('overruled_hits')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', word.account_id)
    .where('overrule_id', '=', word.id)
    .executeTakeFirstOrThrow();
  return count - 1;
}

/** Ends a word; resolves to the hits that were under it. */
async function endWord(
  trx: Transaction<Database>,
  word: OverruleRow,
  user: number,
  now: Date,
): Promise<HitRow[]> {
  await trx
    .updateTable('overrules')
    .set({ ended_at: now, ended_by: user })
    .where('account_id', '=', word.account_id)
    .where('id', '=', word.id)
    .execute();
  const under = await trx
    .deleteFrom('overruled_hits')
    .where('account_id', '=', word.account_id)
    .where('overrule_id', '=', word.id)
    .returning('hit_id')
    .execute();
  if (under.length === 0) return [];
  const ids = under.map(({ hit_id: hit }) => hit).sort();
  return trx
    .updateTable('hits')
    .set({ overruled_by: null })
    .where('account_id', '=', word.account_id)
    .where('id', 'in', ids)
    .where('at', '>=', timeOfUuidV7(ids.at(0) ?? word.hit_id))
    .where('at', '<=', timeOfUuidV7(ids.at(-1) ?? word.hit_id))
    .returningAll()
    .execute();
}

async function giveWord(
  trx: Transaction<Database>,
  message: MessageRow,
  row: HitRow,
  { user, word, now, ledgerBegins }: { user: number; word: Word; now: Date; ledgerBegins: Date },
): Promise<HitRow[]> {
  const { family } = programOf(row);
  const id = uuidV7(now);
  await trx
    .insertInto('overrules')
    .values({
      account_id: row.account_id,
      id,
      message_id: message.id,
      hit_id: row.id,
      user_id: user,
      verdict: word,
      source_hash: row.source_hash,
      family,
      at: now,
      ended_at: null,
      ended_by: null,
    })
    .execute();
  const like = (
    await trx
      .selectFrom('hits')
      .selectAll()
      .where('account_id', '=', row.account_id)
      .where('token_key', '=', row.token_key)
      .where('message_id', '=', message.id)
      .where('source_hash', '=', row.source_hash)
      .where('at', '>=', ledgerBegins)
      // No key of source hashes serves longer.
      .where('at', '>', new Date(row.at.getTime() - EPOCH_MS))
      .where('at', '<', new Date(row.at.getTime() + EPOCH_MS))
      .orderBy('at')
      .orderBy('id')
      .execute()
  ).filter((hit) => programOf(hit).family === family);
  const ids = like.map((hit) => hit.id);
  await trx
    .updateTable('hits')
    .set({ overruled_by: user, verdict: word })
    .where('account_id', '=', row.account_id)
    .where('id', 'in', ids)
    .where('at', '>=', like.at(0)?.at ?? row.at)
    .where('at', '<=', like.at(-1)?.at ?? row.at)
    .execute();
  await trx
    .insertInto('overruled_hits')
    .values(ids.map((hit) => ({ account_id: row.account_id, hit_id: hit, overrule_id: id })))
    .execute();
  return like;
}
