import { type Kysely, sql, type Transaction } from 'kysely';
import type { KeptMail } from '../../core/api/logs';
import { recordAudit } from '../audit';
import { refreshLastActivity } from '../events';
import type { Database } from '../store/schema';
import { foldAddress } from './contacts';
import { listedAmong } from './contacts-to-make';
import { noteContactNeed } from './needs-contact';
import { messageVisibleTo, recipientVisibleTo, type Viewer } from './visibility';

const SAMPLES = 5;

/** L14: messages that are kept, with this address on them as nobody's. Over `messages`. */
const keptOf = (address: string) => sql<boolean>`(
  exists (select 1 from message_recipients r where r.account_id = messages.account_id and r.message_id = messages.id
    and r.address = ${address} and r.contact_id is null and not r.no_record)
  or (messages.direction = 'incoming' and messages.from_address = ${address}
    and not exists (select 1 from message_senders s where s.account_id = messages.account_id and s.message_id = messages.id
      and not s.by_hand)))`;

/** Ids of kept messages with this address on them, found by index. */
async function candidates(db: Kysely<Database>, account: number, address: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select message_id as id from message_recipients
      where address = ${address} and account_id = ${account} and contact_id is null and not no_record
    union
    select id from messages
      where account_id = ${account} and direction = 'incoming' and from_address = ${address}`.execute(db);
  return rows.map(({ id }) => id);
}

/** L4: of those whose mail these are, the ones who have the address on their own never-log list; 0: it is on the account's. */
async function listedFor(
  db: Kysely<Database>,
  account: number,
  address: string,
  messages: readonly string[],
): Promise<number[]> {
  if ((await listedAmong(db, account, null, [address])).size > 0) return [0];
  if (messages.length === 0) return [];
  const owners = await db
    .selectFrom('messages')
    .select('user_id')
    .distinct()
    .where('account_id', '=', account)
    .where('id', 'in', [...messages])
    .where('user_id', 'is not', null)
    .execute();
  const listed: number[] = [];
  for (const { user_id: user } of owners) {
    if (user !== null && (await listedAmong(db, account, user, [address])).size > 0) listed.push(user);
  }
  return listed;
}

/** L14: kept mail that this folded address would bring onto a contact's record, newest first. */
export async function keptMessages(db: Kysely<Database>, viewer: Viewer, address: string) {
  const ids = await candidates(db, viewer.account, address);
  const listed = await listedFor(db, viewer.account, address, ids);
  if (ids.length === 0 || listed.includes(0)) return [];
  return (
    db
      .selectFrom('messages')
      .select(['messages.id', 'messages.at', 'messages.subject', 'messages.direction'])
      .where(messageVisibleTo(viewer))
      .where('messages.id', 'in', ids)
      .where(keptOf(address))
      .where(sql<boolean>`coalesce(messages.user_id, 0) <> all(${listed}::bigint[])`)
      // L5: a bcc that they may not see is not told by a count either.
      .where(
        sql<boolean>`(messages.direction = 'incoming' and messages.from_address = ${address}
        or exists (select 1 from message_recipients r where r.account_id = messages.account_id
          and r.message_id = messages.id and r.address = ${address} and ${recipientVisibleTo(viewer)}))`,
      )
      .orderBy('messages.at', 'desc')
      .execute()
  );
}

/** The same as it is told, with who holds the address already. */
export async function keptMail(db: Kysely<Database>, viewer: Viewer, given: string): Promise<KeptMail> {
  const address = foldAddress(given);
  const holder = await db
    .selectFrom('contact_addresses as a')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 'a.account_id').onRef('c.id', '=', 'a.contact_id'),
    )
    .select(['c.id', 'c.name'])
    .where('a.account_id', '=', viewer.account)
    .where('a.address', '=', address)
    .executeTakeFirst();
  const rows = await keptMessages(db, viewer, address);
  return {
    messages: rows.length,
    samples: rows.slice(0, SAMPLES).map(({ id, at, subject, direction }) => ({
      id,
      at: at.toISOString(),
      subject,
      direction,
    })),
    ...(holder && { heldBy: holder }),
  };
}

/**
 * L14: gives the address to the contact and puts on their record what was kept of it. What the ledger and the counts say
 * stays as it was. False: another contact holds the address. Addresses on the never-log list (L4) bring nothing.
 */
export async function fileKept(
  trx: Transaction<Database>,
  who: Viewer,
  given: { contact: string; address: string },
  now: Date,
): Promise<boolean> {
  const { account } = who;
  const { contact } = given;
  const address = foldAddress(given.address);
  const written = await trx
    .insertInto('contact_addresses')
    .values({ account_id: account, address, contact_id: contact, is_primary: false, created_at: now })
    .onConflict((c) => c.doNothing())
    .returning('address')
    .executeTakeFirst();
  if (!written) {
    const holder = await trx
      .selectFrom('contact_addresses')
      .select('contact_id')
      .where('account_id', '=', account)
      .where('address', '=', address)
      .executeTakeFirst();
    if (holder?.contact_id !== contact) return false;
  } else {
    await recordAudit(trx, who, now, 'contact.address', { kind: 'contact', id: contact });
  }
  await fileOf(trx, account, contact, address);
  return true;
}

/** Puts kept mail on the record of the contact that holds the address. Resolves to how many messages. */
export async function fileOf(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  address: string,
): Promise<number> {
  const listed = await listedFor(trx, account, address, await candidates(trx, account, address));
  if (listed.includes(0)) return 0;
  const { rows: recipients } = await sql<{ message_id: string }>`
    update message_recipients r set contact_id = ${contact}
      where r.account_id = ${account} and r.address = ${address} and r.contact_id is null and not r.no_record
        and not exists (select 1 from messages m where m.account_id = r.account_id and m.id = r.message_id
          and m.user_id = any(${listed}::bigint[]))
      returning r.message_id`.execute(trx);
  const { rows: senders } = await sql<{ message_id: string }>`
    insert into message_senders (account_id, message_id, contact_id, at)
      select m.account_id, m.id, ${contact}, m.at from messages m
      where m.account_id = ${account} and m.direction = 'incoming' and m.from_address = ${address} and m.state <> 'undone'
        and coalesce(m.user_id, 0) <> all(${listed}::bigint[])
    on conflict do nothing returning message_id`.execute(trx);
  const filed = [...new Set([...recipients, ...senders].map(({ message_id: id }) => id))];
  await noteContactNeed(trx, account, filed);
  await refreshLastActivity(trx, account, [contact]);
  return filed.length;
}

/** Takes an address off a contact; its mail stays where it stands. False: it is not theirs, or their last one. */
export async function dropAddress(
  trx: Transaction<Database>,
  who: Viewer,
  { contact, address: given }: { contact: string; address: string },
  now: Date,
): Promise<boolean> {
  const rows = await trx
    .selectFrom('contact_addresses')
    .select(['address', 'is_primary'])
    .where('account_id', '=', who.account)
    .where('contact_id', '=', contact)
    .orderBy('created_at')
    .forUpdate()
    .execute();
  const address = foldAddress(given);
  const gone = rows.find((row) => row.address === address);
  const next = rows.find((row) => row.address !== address);
  if (!gone || !next) return false;
  await trx
    .deleteFrom('contact_addresses')
    .where('account_id', '=', who.account)
    .where('address', '=', address)
    .execute();
  if (gone.is_primary) {
    await trx
      .updateTable('contact_addresses')
      .set({ is_primary: true })
      .where('account_id', '=', who.account)
      .where('address', '=', next.address)
      .execute();
  }
  await recordAudit(trx, who, now, 'contact.address-removed', { kind: 'contact', id: contact });
  return true;
}
