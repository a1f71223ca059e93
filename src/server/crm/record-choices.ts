import { createHash } from 'node:crypto';
import { type Kysely, sql, type SqlBool, type Transaction } from 'kysely';
import type { ChooseRecords, DraftRecords, LookAtRecords, RecordHolder } from '../../core/api/records';
import { messageKeyOf } from '../../core/token';
import { recordAudit } from '../audit';
import { refreshLastActivity } from '../events';
import { graphConversationId } from '../messages/conversation-id';
import { json, type Database } from '../store/schema';
import { contactsByAddress, foldAddress } from './contacts';
import { listedAmong } from './contacts-to-make';
import type { Viewer } from './visibility';

/** What a writer chose of the records that a mail is filed under (A1). */
export interface RecordChoice {
  /** Hashes of addresses that get no record. */
  without: ReadonlySet<string>;
  /** Contacts beside those whom it goes to. */
  added: readonly string[];
}

const SUGGESTED = 5;
/** A draft is sent within weeks or never; a conversation goes on for longer. */
const KEEP_DAYS = { draft: 60, conversation: 400, followed: 60 } as const;
const KINDS = ['draft', 'conversation', 'followed'] as const;
const DAY_MS = 86_400_000;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const addressHash = (address: string): string => hashOf(foldAddress(address));
const conversationKey = (id: string): string => hashOf(graphConversationId(id));

export const isLeftOut = (choice: RecordChoice | undefined, address: string): boolean =>
  choice !== undefined && choice.without.has(addressHash(address));

/**
 * What its writer chose for a mail: for this one, else for its conversation, as that stands now or, of a report, which
 * does not know its conversation, as it stood when the draft was looked at.
 */
export async function choiceFor(
  db: Kysely<Database>,
  account: number,
  user: number | null,
  mail: { tokenKey: string | null; conversationId: string | null },
): Promise<(RecordChoice & { remembered: boolean }) | undefined> {
  if (user === null || (mail.tokenKey === null && mail.conversationId === null)) return undefined;
  const conversation = mail.conversationId === null ? null : conversationKey(mail.conversationId);
  const rows = await db
    .selectFrom('record_choices')
    .select(['kind', 'without', 'added'])
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', 'in', ['draft', 'followed']), eb('key', '=', mail.tokenKey ?? '')]),
        eb.and([eb('kind', '=', 'conversation'), eb('key', '=', conversation ?? '')]),
      ]),
    )
    .execute();
  const [row] = KINDS.flatMap((one) => rows.find(({ kind }) => kind === one) ?? []);
  return row && { without: new Set(row.without), added: row.added, remembered: row.kind !== 'draft' };
}

/** Takes a filed message off the records of those whom its writer left out. */
export async function dropRecords(
  trx: Transaction<Database>,
  account: number,
  message: string,
  choice: RecordChoice,
): Promise<void> {
  if (choice.without.size === 0) return;
  const rows = await trx
    .selectFrom('message_recipients')
    .select(['idx', 'address'])
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('no_record', '=', false)
    // What was moved by hand since stays where it was moved to (L7).
    .where('moved_from', 'is', null)
    .execute();
  const left = rows.filter(({ address }) => isLeftOut(choice, address)).map(({ idx }) => idx);
  if (left.length === 0) return;
  await trx
    .updateTable('message_recipients')
    .set({ contact_id: null, no_record: true })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('idx', 'in', left)
    .execute();
}

/**
 * Puts a filed message on the records that its writer added; those on the never-log list get none (L4), nor those it was
 * moved away from by hand (L7).
 */
export async function addRecords(
  trx: Transaction<Database>,
  account: number,
  message: { id: string; at: Date; user: number | null },
  choice: RecordChoice,
): Promise<void> {
  if (choice.added.length === 0) return;
  const addresses = await trx
    .selectFrom('contact_addresses')
    .select(['contact_id', 'address'])
    .where('account_id', '=', account)
    .where('contact_id', 'in', [...choice.added])
    .execute();
  const listed = await listedAmong(
    trx,
    account,
    message.user,
    addresses.map(({ address }) => address),
  );
  const barred = new Set(
    addresses.filter(({ address }) => listed.has(foldAddress(address))).map((row) => row.contact_id),
  );
  const wanted = choice.added.filter((id) => !barred.has(id));
  if (wanted.length === 0) return;
  const { rows } = await sql<{ contact_id: string }>`
    insert into message_senders (account_id, message_id, contact_id, at, by_hand)
      select c.account_id, ${message.id}::uuid, c.id, ${message.at}, true from contacts c
      where c.account_id = ${account} and c.id = any(${wanted}::uuid[])
        and not exists (select 1 from message_recipients r where r.account_id = c.account_id
          and r.message_id = ${message.id}::uuid and (r.contact_id = c.id or r.moved_from = c.id))
        and not exists (select 1 from message_senders s where s.account_id = c.account_id
          and s.message_id = ${message.id}::uuid and s.moved_from = c.id)
    on conflict do nothing returning contact_id`.execute(trx);
  if (rows.length === 0) return;
  await refreshLastActivity(
    trx,
    account,
    rows.map(({ contact_id: id }) => id),
  );
}

/** Keeps what a writer chose for a draft and, where it answers one, for its conversation. */
export async function chooseRecords(
  trx: Transaction<Database>,
  who: Viewer,
  chosen: ChooseRecords,
  now: Date,
): Promise<void> {
  const { account, user } = who;
  const token = messageKeyOf(chosen.token);
  const places = [
    ...(token === null ? [] : [{ kind: 'draft' as const, key: token }]),
    ...(chosen.conversationId === undefined
      ? []
      : [{ kind: 'conversation' as const, key: conversationKey(chosen.conversationId) }]),
  ];
  // Whoever was left out earlier and is not on this mail was not asked about, and stays left out.
  const asked = new Set(chosen.addresses.map(addressHash));
  const earlier = await choiceFor(trx, account, user, {
    tokenKey: token,
    conversationId: chosen.conversationId ?? null,
  });
  const unasked = [...(earlier?.without ?? [])].filter((hash) => !asked.has(hash));
  const values = {
    without: json([...new Set([...unasked, ...chosen.without.map(addressHash)])]),
    added: json([...new Set(chosen.added)]),
    at: now,
  };
  for (const place of places) {
    await trx
      .insertInto('record_choices')
      .values({ account_id: account, user_id: user, ...place, ...values })
      .onConflict((c) => c.columns(['account_id', 'user_id', 'kind', 'key']).doUpdateSet(values))
      .execute();
    await recordAudit(
      trx,
      who,
      now,
      'message.records',
      { kind: place.kind, id: place.key },
      { added: chosen.added, without: chosen.without.length },
    );
  }
  await forgetOld(trx, who, now);
}

const forgetOld = (trx: Transaction<Database>, { account, user }: Viewer, now: Date) =>
  trx
    .deleteFrom('record_choices')
    .where('account_id', '=', account)
    .where('user_id', '=', user)
    .where((eb) =>
      eb.or(
        KINDS.map((kind) =>
          eb.and([eb('kind', '=', kind), eb('at', '<', new Date(now.getTime() - KEEP_DAYS[kind] * DAY_MS))]),
        ),
      ),
    )
    .execute();

/** P5: of somebody who is erased, no choice keeps a trace. */
export async function forgetInChoices(
  trx: Transaction<Database>,
  account: number,
  { contact, addresses }: { contact: string | null; addresses: readonly string[] },
): Promise<void> {
  const hashes = addresses.map(addressHash);
  await sql`
    update record_choices set without = without - ${hashes}::text[], added = added - ${contact ?? ''}::text
      where account_id = ${account} and (without ?| ${hashes}::text[] or added ? ${contact ?? ''}::text)`.execute(
    trx,
  );
}

/** L14: what was to be filed under a contact that is merged goes under the one that stays. */
export async function mergeInChoices(
  trx: Transaction<Database>,
  account: number,
  { kept, gone }: { kept: string; gone: string },
): Promise<void> {
  await sql`
    update record_choices set added = (added - ${kept}::text - ${gone}::text) || jsonb_build_array(${kept}::text)
      where account_id = ${account} and added ? ${gone}::text`.execute(trx);
}

/**
 * Keeps with a draft what holds for its conversation: where no mailbox is connected, nothing but the report tells of the
 * mail, and that knows no conversation.
 */
export async function followConversation(
  trx: Transaction<Database>,
  who: Viewer,
  mail: LookAtRecords,
  now: Date,
): Promise<void> {
  const { account, user } = who;
  const key = messageKeyOf(mail.token);
  if (key === null || mail.conversationId === undefined) return;
  // A draft that is looked at still is followed anew.
  await forgetOld(trx, who, now);
  const choice = await choiceFor(trx, account, user, { tokenKey: null, conversationId: mail.conversationId });
  if (!choice) return;
  const values = { without: json([...choice.without]), added: json([...choice.added]), at: now };
  await trx
    .insertInto('record_choices')
    .values({ account_id: account, user_id: user, kind: 'followed', key, ...values })
    .onConflict((c) =>
      c
        .columns(['account_id', 'user_id', 'kind', 'key'])
        .doUpdateSet(values)
        // Each look at a draft asks, and seldom is there anything new.
        .where(
          sql<SqlBool>`(record_choices.without, record_choices.added) is distinct from (excluded.without, excluded.added)`,
        ),
    )
    .execute();
}

/** What leaves from here in place of a draft of Outlook's, under a token of its own (O11), is filed as chosen for that. */
export async function carryChoice(
  trx: Transaction<Database>,
  { account, user }: Viewer,
  draft: string,
  sent: string,
): Promise<void> {
  await sql`
    insert into record_choices (account_id, user_id, kind, key, without, added, at)
      select account_id, user_id, kind, ${messageKeyOf(sent)}, without, added, at from record_choices
      where account_id = ${account} and user_id = ${user} and kind in ('draft', 'followed')
        and key = ${messageKeyOf(draft)}
    on conflict do nothing`.execute(trx);
}

/** How the records of a draft stand, and whose might be added. */
export async function draftRecords(
  db: Kysely<Database>,
  { account, user }: Viewer,
  mail: LookAtRecords,
): Promise<DraftRecords> {
  const choice = await choiceFor(db, account, user, {
    tokenKey: messageKeyOf(mail.token),
    conversationId: mail.conversationId ?? null,
  });
  const known = await contactsByAddress(db, account, mail.addresses);
  const on = [...new Set([...known.values(), ...(choice?.added ?? [])])];
  return {
    without: mail.addresses.filter((address) => isLeftOut(choice, address)),
    added: await holders(db, account, choice?.added ?? []),
    remembered: choice?.remembered ?? false,
    suggested: await suggestions(db, account, [...known.values()], on),
  };
}

async function holders(
  db: Kysely<Database>,
  account: number,
  ids: readonly string[],
): Promise<RecordHolder[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<RecordRow>`
    select c.id, c.name, c.company, (${primaryAddress}) as address from contacts c
    where c.account_id = ${account} and c.id = any(${[...ids]}::uuid[]) order by c.name, c.id`.execute(db);
  return rows.map(holderOf);
}

/** Contacts of the companies that the mail goes to. */
async function suggestions(
  db: Kysely<Database>,
  account: number,
  recipients: readonly string[],
  without: readonly string[],
): Promise<RecordHolder[]> {
  if (recipients.length === 0) return [];
  const { rows } = await sql<RecordRow>`
    select c.id, c.name, c.company, (${primaryAddress}) as address from contacts c
    where c.account_id = ${account} and c.company_id in (
        select r.company_id from contacts r
        where r.account_id = ${account} and r.id = any(${[...recipients]}::uuid[]) and r.company_id is not null)
      and c.id <> all(${[...without]}::uuid[])
    order by c.last_activity_at desc nulls last, c.name, c.id limit ${SUGGESTED}`.execute(db);
  return rows.map(holderOf);
}

interface RecordRow {
  id: string;
  name: string;
  company: string | null;
  address: string | null;
}

const primaryAddress = sql`select a.address from contact_addresses a
  where a.account_id = c.account_id and a.contact_id = c.id order by a.is_primary desc, a.address limit 1`;

const holderOf = ({ id, name, company, address }: RecordRow): RecordHolder => ({
  id,
  name,
  ...(company !== null && { company }),
  ...(address !== null && { address }),
});
