import type { Kysely, Selectable, Transaction } from 'kysely';
import { foldAddress } from '../../crm/contacts';
import type { Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import type { Recipient } from './people';

export type MessageRow = Pick<
  Selectable<Database['messages']>,
  | 'id'
  | 'direction'
  | 'state'
  | 'token_key'
  | 'user_id'
  | 'subject'
  | 'from_address'
  | 'at'
  | 'sent_at'
  | 'message_id_hash'
  | 'variant'
  | 'conversation_id'
  | 'logged'
  | 'tracked_image'
  | 'links_total'
  | 'links_tracked'
  | 'reply_to_message'
  | 'visibility'
  | 'kind'
  | 'policy'
  | 'mime_blob'
>;

export const MESSAGE_COLUMNS = [
  'id',
  'direction',
  'state',
  'token_key',
  'user_id',
  'subject',
  'from_address',
  'at',
  'sent_at',
  'message_id_hash',
  'variant',
  'conversation_id',
  'logged',
  'tracked_image',
  'links_total',
  'links_tracked',
  'reply_to_message',
  'visibility',
  'kind',
  'policy',
  'mime_blob',
] as const;

const DAY_MS = 86_400_000;
const PER_STATEMENT = 200;

/** Two copies are one message only if From and Date (± 1 day) agree too: a Message-ID is written by the sender. */
function agrees(row: MessageRow, copy: CopyFacts): boolean {
  // Of what came before migration 0041 only the time received is known.
  const [ofRow, ofCopy] =
    row.direction === 'incoming' && row.sent_at === null
      ? [row.at, copy.receivedAt]
      : [row.sent_at ?? row.at, copy.sentAt];
  return (
    foldAddress(row.from_address) === foldAddress(copy.from) &&
    Math.abs(ofRow.getTime() - ofCopy.getTime()) <= DAY_MS
  );
}

interface CopyFacts {
  from: string;
  sentAt: Date;
  receivedAt: Date;
}

/** Of the messages under one Message-ID, the one that this copy is of; else the variant that its own message takes. */
export function messageOfCopy(
  rows: readonly MessageRow[],
  direction: 'outgoing' | 'incoming',
  copy: CopyFacts,
): { row?: MessageRow; variant: number } {
  const own = rows.filter((row) => row.direction === direction);
  const row = own.find((r) => agrees(r, copy));
  return row ? { row, variant: row.variant } : { variant: (own.at(-1)?.variant ?? -1) + 1 };
}

export async function messageByToken(
  db: Kysely<Database>,
  account: number,
  tokenKey: string,
): Promise<MessageRow | undefined> {
  return db
    .selectFrom('messages')
    .select(MESSAGE_COLUMNS)
    .where('account_id', '=', account)
    .where('token_key', '=', tokenKey)
    .executeTakeFirst();
}

/** What was fetched by the server outranks what a signed-in client said, and that what came with a ticket. */
const TRUST = ['ticket', 'client', 'server'] as const;
type Trust = (typeof TRUST)[number];

/** A copy of the message lies in this mailbox (L5). One that was trusted more before stays so. */
export async function addSighting(
  trx: Transaction<Database>,
  mailbox: Pick<WatchedMailbox, 'account' | 'id' | 'trust'>,
  sighting: { item: string; message: string; showsBcc: boolean; at: Date; trust?: Trust },
): Promise<void> {
  const trust = sighting.trust ?? mailbox.trust ?? 'server';
  const row = {
    message_id: sighting.message,
    trust,
    shows_bcc: sighting.showsBcc,
    at: sighting.at,
  };
  await trx
    .insertInto('sightings')
    .values({ account_id: mailbox.account, mailbox_id: mailbox.id, item_id: sighting.item, ...row })
    .onConflict((c) =>
      c
        .columns(['account_id', 'mailbox_id', 'item_id'])
        .doUpdateSet(row)
        .where('sightings.trust', 'in', TRUST.slice(0, TRUST.indexOf(trust) + 1)),
    )
    .execute();
}

/** L8: a message stands on no records but these. */
export async function leaveRecords(
  trx: Transaction<Database>,
  account: number,
  message: string,
  contacts: readonly string[],
): Promise<void> {
  await trx
    .updateTable('message_recipients')
    .set({ contact_id: null, moved_from: null })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('contact_id', 'not in', [...contacts])
    .execute();
  await trx
    .deleteFrom('message_senders')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('contact_id', 'not in', [...contacts])
    .execute();
}

/**
 * Writes who stands on a message. Rows that a report made keep their number, since hits and events point at it; who is
 * new takes the next one.
 */
export async function writeRecipients(
  trx: Transaction<Database>,
  account: number,
  message: { id: string; at: Date },
  people: readonly Recipient[],
  contacts: ReadonlyMap<string, string>,
): Promise<void> {
  const before = await trx
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'via', 'moved_from', 'no_record'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .execute();
  const standing = new Map(before.map((r) => [`${r.via} ${foldAddress(r.address)}`, r]));
  const rows = people.map((person) => ({
    person,
    contact: contacts.get(person.address) ?? null,
    known: standing.get(`${person.via} ${person.address}`),
  }));
  for (const { person, contact, known } of rows) {
    if (!known) continue;
    await trx
      .updateTable('message_recipients')
      .set({
        at: message.at,
        // L7: what was moved by hand stays where it was moved to.
        ...(contact !== null && known.moved_from === null && !known.no_record && { contact_id: contact }),
        ...(person.name !== '' && { name: person.name }),
      })
      .where('account_id', '=', account)
      .where('message_id', '=', message.id)
      .where('idx', '=', known.idx)
      .execute();
  }
  const first = before.reduce((max, r) => Math.max(max, r.idx), 0) + 1;
  const added = rows
    .filter(({ known }) => !known)
    .map(({ person, contact }, i) => ({
      account_id: account,
      message_id: message.id,
      idx: first + i,
      address: person.address,
      name: person.name,
      via: person.via,
      contact_id: contact,
      at: message.at,
      token: null,
      delivery_detail: null,
      unsubscribed_at: null,
    }));
  for (let at = 0; at < added.length; at += PER_STATEMENT) {
    await trx
      .insertInto('message_recipients')
      .values(added.slice(at, at + PER_STATEMENT))
      .execute();
  }
  if (before.length === 0) return;
  // Who stands in the report alone stays; a timeline is read in the order of these times, so they are the message's.
  await trx
    .updateTable('message_recipients')
    .set({ at: message.at })
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .where('at', '!=', message.at)
    .execute();
}
