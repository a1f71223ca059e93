import type { Transaction } from 'kysely';
import { judgeAsPerson, judgeHit, type Hit, type Judgement } from '../../core/hits';
import type { AccountSettings, Database, Verdict } from '../store/schema';
import { judgedHit, neighboursOf, type HitRow, type JudgedMessage } from './hit-rows';
import { frozenPolicy, type MessageRow } from './whose';

export async function accountSettings(trx: Transaction<Database>, account: number): Promise<AccountSettings> {
  const row = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirst();
  return row?.settings ?? {};
}

/** The message that a token belongs to, locked: its verdicts and counts are written one transaction at a time. */
export async function lockMessage(
  trx: Transaction<Database>,
  account: number,
  by: { token: string } | { id: string },
): Promise<MessageRow | undefined> {
  const query = trx.selectFrom('messages').selectAll().where('account_id', '=', account);
  const found = 'id' in by ? query.where('id', '=', by.id) : query.where('token_key', '=', by.token);
  return found.forUpdate().executeTakeFirst();
}

export const hitById = (
  trx: Transaction<Database>,
  account: number,
  id: string,
): Promise<HitRow | undefined> =>
  trx
    .selectFrom('hits')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();

/** What a stored hit is among its neighbours: by the rules, or by a user's own word where one was given (V3). */
export async function judgeRow(
  trx: Transaction<Database>,
  message: MessageRow,
  row: HitRow,
): Promise<Judgement> {
  const neighbours = (await neighboursOf(trx, row)).map(({ hit }) => hit);
  const hit = judgedHit(row, await judgedMessage(trx, message));
  const judged = judgeHit(hit, neighbours);
  return row.overruled_by === null || row.verdict === null
    ? judged
    : overruled(row.verdict, judged, hit, neighbours);
}

const WORDS: Record<Verdict, string> = {
  person: 'overruled by hand: this was a person',
  machine: 'overruled by hand: not a person',
  self: 'overruled by hand: the sender’s own',
  unsure: 'overruled by hand',
};

/** The user's verdict before what the rules say; a person's loads within a minute stay one open (O3). */
function overruled(verdict: Verdict, judged: Judgement, hit: Hit, neighbours: readonly Hit[]): Judgement {
  const { sameAs: _rules, ...rest } = judged;
  const sameAs = verdict === 'person' ? judgeAsPerson(hit, neighbours).sameAs : undefined;
  return {
    ...rest,
    verdict,
    reasons: [WORDS[verdict], ...judged.reasons],
    settle: 'now',
    ...(sameAs && { sameAs }),
  };
}

async function judgedMessage(trx: Transaction<Database>, message: MessageRow): Promise<JudgedMessage> {
  const later =
    message.conversation_id === null
      ? undefined
      : await trx
          .selectFrom('messages')
          .select('id')
          .where('account_id', '=', message.account_id)
          .where('conversation_id', '=', message.conversation_id)
          .where('direction', '=', 'outgoing')
          .where('tracked_image', '=', true)
          .where('at', '>', message.at)
          .limit(1)
          .executeTakeFirst();
  return {
    at: message.at,
    conversation: message.conversation_id,
    sender: frozenPolicy(message).device,
    superseded: later !== undefined,
  };
}
