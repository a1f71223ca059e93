import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import { recordAudit } from '../../audit';
import { foldAddress } from '../../crm/contacts';
import { addressHash } from '../../privacy/address-hash';
import type { Services } from '../../services';
import type { UnsubscribeWay } from '../../store/marketing-sending-tables';
import type { Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';

type Needs = Pick<Services, 'secrets' | 'clock'>;

/** Of which marketing mail: of one kind, or of all (null). */
export type OfKind = string | null;

export interface Unsubscribing {
  account: number;
  /** Folded. */
  address: string;
  kind: OfKind;
  way: UnsubscribeWay;
  /** The mail by which they came. */
  copy?: { message: string; recipient: number };
  /** Who did it, where it was a user of the account. */
  user?: number;
}

/**
 * M12: takes an address off a kind of marketing mail, or off all. Undefined: it was off it already, by itself or off all.
 * Resolves to what takes it back.
 */
export async function unsubscribe(
  trx: Transaction<Database>,
  { secrets, clock }: Needs,
  { account, address, kind, way, copy, user }: Unsubscribing,
): Promise<string | undefined> {
  const at = clock.now();
  const id = uuidV7(at);
  const hash = addressHash(secrets, account, address);
  const own = OWN_WAYS.includes(way);
  if (kind !== null && (await isOffAll(trx, account, hash, own))) return undefined;
  // Concurrent requests of one mail program are one unsubscription: the index decides. What a user had said for somebody
  // who says it now becomes theirs, so that nobody but them takes it back.
  const { rows } = await sql<{ id: string; message: string | null; recipient: number | null }>`
    insert into unsubscribes (account_id, id, address, address_hash, kind_id, way, message_id, recipient_idx, at)
    values (${account}, ${id}, ${address}, ${hash}, ${kind}, ${way}, ${copy?.message ?? null}, ${copy?.recipient ?? null}, ${at})
    on conflict (account_id, address_hash, (coalesce(kind_id, '00000000-0000-0000-0000-000000000000')))
      where ended_at is null do update set way = excluded.way,
        message_id = coalesce(unsubscribes.message_id, excluded.message_id),
        recipient_idx = case when unsubscribes.message_id is null then excluded.recipient_idx
          else unsubscribes.recipient_idx end
      where ${own}::boolean and unsubscribes.way in ('user', 'reply')
    returning id, message_id as message, recipient_idx as recipient`.execute(trx);
  const [made] = rows;
  if (!made) return undefined;
  if (made.message !== null && made.recipient !== null) {
    await trx
      .updateTable('message_recipients')
      .set({ unsubscribed_at: at })
      .where('account_id', '=', account)
      .where('message_id', '=', made.message)
      .where('idx', '=', made.recipient)
      .where('unsubscribed_at', 'is', null)
      .execute();
  }
  await recordAudit(
    trx,
    { account, user: user ?? null },
    at,
    'unsubscribe.make',
    { kind: 'unsubscribe', id: made.id },
    { way },
  );
  return made.id;
}

/** What recipients did themselves: they alone take it back. */
const OWN_WAYS: readonly UnsubscribeWay[] = ['one-click', 'page'];

/** `byThem`: by the recipient's own doing. */
async function isOffAll(
  trx: Transaction<Database>,
  account: number,
  hash: string,
  byThem: boolean,
): Promise<boolean> {
  const row = await trx
    .selectFrom('unsubscribes')
    .select('id')
    .where('account_id', '=', account)
    .where('address_hash', '=', hash)
    .where('kind_id', 'is', null)
    .where('ended_at', 'is', null)
    .$if(byThem, (query) => query.where('way', 'in', OWN_WAYS))
    .executeTakeFirst();
  return row !== undefined;
}

/** Kinds that an address is off now; null among them: all. */
export async function standing(db: Kysely<Database>, account: number, hash: string): Promise<Set<OfKind>> {
  const rows = await db
    .selectFrom('unsubscribes')
    .select('kind_id')
    .where('account_id', '=', account)
    .where('address_hash', '=', hash)
    .where('ended_at', 'is', null)
    .execute();
  return new Set(rows.map(({ kind_id: kind }) => kind));
}

/**
 * The address takes this mail again: off all no more, nor off this kind. By the recipient alone, or as the undo of what a
 * user did: nothing else revives anybody. Resolves to how many unsubscriptions it ended.
 */
export async function resubscribe(
  trx: Transaction<Database>,
  { secrets, clock }: Needs,
  { account, address, kind }: { account: number; address: string; kind: OfKind },
): Promise<number> {
  const ended = await trx
    .updateTable('unsubscribes')
    .set({ ended_at: clock.now() })
    .where('account_id', '=', account)
    .where('address_hash', '=', addressHash(secrets, account, address))
    .where('ended_at', 'is', null)
    .where('kind_id', kind === null ? 'is' : '=', kind)
    .returning(['id', 'message_id', 'recipient_idx'])
    .execute();
  await afterEnding(trx, { clock }, account, null, ended);
  return ended.length;
}

/** Takes one unsubscription back. False: there is none that stands. */
export async function endUnsubscription(
  trx: Transaction<Database>,
  { clock }: Pick<Services, 'clock'>,
  who: { account: number; user: number },
  id: string,
): Promise<boolean> {
  const ended = await trx
    .updateTable('unsubscribes')
    .set({ ended_at: clock.now() })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['id', 'message_id', 'recipient_idx'])
    .execute();
  await afterEnding(trx, { clock }, who.account, who.user, ended);
  return ended.length > 0;
}

/** A copy by which nobody is off anything is no copy that made somebody leave. */
async function afterEnding(
  trx: Transaction<Database>,
  { clock }: Pick<Services, 'clock'>,
  account: number,
  user: number | null,
  ended: readonly { id: string; message_id: string | null; recipient_idx: number | null }[],
): Promise<void> {
  for (const { id, message_id: message, recipient_idx: recipient } of ended) {
    await recordAudit(trx, { account, user }, clock.now(), 'unsubscribe.end', { kind: 'unsubscribe', id });
    if (message === null || recipient === null) continue;
    await sql`
      update message_recipients r set unsubscribed_at = null
        where r.account_id = ${account} and r.message_id = ${message} and r.idx = ${recipient} and not exists (
          select 1 from unsubscribes u where u.account_id = r.account_id and u.message_id = r.message_id
            and u.recipient_idx = r.idx and u.ended_at is null)`.execute(trx);
  }
}

/** What is said of an address, as its owner or a user of the account sees it: newest first. */
export async function unsubscriptionsOf(
  db: Kysely<Database>,
  { secrets }: Pick<Services, 'secrets'>,
  account: number,
  addresses: readonly string[],
) {
  if (addresses.length === 0) return [];
  return db
    .selectFrom('unsubscribes as u')
    .leftJoin('mail_kinds as k', (join) =>
      join.onRef('k.account_id', '=', 'u.account_id').onRef('k.id', '=', 'u.kind_id'),
    )
    .select(['u.id', 'u.address', 'u.kind_id', 'u.way', 'u.at', 'u.ended_at', 'k.name as kind_name'])
    .where('u.account_id', '=', account)
    .where(
      'u.address_hash',
      'in',
      addresses.map((address) => addressHash(secrets, account, foldAddress(address))),
    )
    .orderBy('u.at', 'desc')
    .orderBy('u.id', 'desc')
    .limit(100)
    .execute();
}
