import { sql, type Kysely, type RawBuilder } from 'kysely';
import { foldAddress } from '../../crm/contacts';
import { heldAs, listedUnder, neverLogEntries, type NeverLogRows } from '../../crm/contacts-to-make';
import { addressHash } from '../../privacy/address-hash';
import type { Services } from '../../services';
import type { LogChoice } from '../../store/log-tables';
import type { Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import { MESSAGE_COLUMNS, type MessageRow } from './message-rows';
import type { KnownPlace } from './people';
import type { MailKey, Wish } from './wishes';

type Direction = MailKey['direction'];

/** What a mail names of other mails. */
export interface NamedMail {
  /** Hashes of Message-IDs. */
  hashes: readonly string[];
  tokenKeys: readonly string[];
  conversationId?: string | undefined;
}

/** What the store is asked of one mail. */
export interface Asking {
  /** Of its own Message-ID; absent: it has none, or none that matters. */
  hash?: string;
  names: NamedMail;
  /** Of everybody on it. */
  addresses: readonly string[];
}

/** Rows of messages that are tracked or logged (R10), by what led to them. */
export interface NamedRows {
  byHash: MessageRow[];
  byKey: MessageRow[];
  /** Newest first. */
  conversation: MessageRow[];
}

/** What the store knows of one mail. All addresses are folded. */
export interface Told extends NamedRows {
  /** Messages under its own Message-ID, lowest variant first. */
  copies: MessageRow[];
  /** L7: what was taken away under it. */
  undone: ReadonlySet<Direction>;
  wishes: readonly Wish[];
  /** Users' addresses among those asked for, and mailboxes that have one of them. */
  users: readonly string[];
  places: readonly KnownPlace[];
  erased: ReadonlySet<string>;
  /** Address → contact. */
  contacts: ReadonlyMap<string, string>;
  /** L4: the account's list and that of the mailbox's owner. */
  neverLog: NeverLogRows;
}

const MOST_MESSAGES = 100;
/** A row of a message travels as JSON, which has no times. */
type SentRow = Omit<MessageRow, 'at' | 'sent_at'> & { at: string; sent_at: string | null };

type Answer =
  | { what: 'copy' | 'named' | 'marked' | 'conversation'; told: SentRow }
  | { what: 'undone'; told: Direction }
  | { what: 'wish'; told: { direction: Direction; choice: LogChoice } }
  | { what: 'user' | 'erased'; told: string }
  | { what: 'place'; told: KnownPlace }
  | { what: 'contact'; told: { address: string; contact: string } }
  | { what: 'alias'; told: { address: string; alias: string } }
  | { what: 'listed'; told: NeverLogRows['entries'][number] };

const columns = sql.join(MESSAGE_COLUMNS.map((name) => sql.ref(`m.${name}`)));
/** The same of a mail that went to each apart (O11), under the Message-ID of one of its copies. */
const columnsOfCopy = sql.join(
  MESSAGE_COLUMNS.map((name) => sql.ref(name === 'message_id_hash' ? `c.${name}` : `m.${name}`)),
);
/** R10: what is neither tracked nor logged is found by nothing. */
const found = sql`m.state <> 'undone'
  and (m.logged or m.tracked_image or m.links_tracked > 0 or m.direction = 'incoming' or m.kind = 'marketing')`;

function messagesBy(account: number, what: Answer['what'], where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select ${sql.lit(what)} as what, to_jsonb(row) as told from (
    select ${columns} from messages m where m.account_id = ${account} and ${where}) row`;
}

/**
 * Asks everything that filing one mail depends on in one statement, since every mail of every mailbox asks it; each part
 * is found by an index. Its text is always the same, so that it is planned once. A second statement is made where
 * somebody on the mail has several addresses.
 */
export async function ask(
  { secrets }: Pick<Services, 'secrets'>,
  db: Kysely<Database>,
  { account, owner }: Pick<WatchedMailbox, 'account' | 'owner'>,
  { hash = '', names, addresses: given }: Asking,
): Promise<Told> {
  const addresses = [...new Set(given.map(foldAddress))];
  const hashes = new Map(addresses.map((address) => [addressHash(secrets, account, address), address]));
  const held = heldAs(addresses);
  const listed = listedUnder(addresses);
  const any = (values: Iterable<string>) => sql`any(${[...values]}::text[])`;
  const questions = [
    messagesBy(account, 'copy', sql`m.message_id_hash = ${hash}`),
    messagesBy(account, 'named', sql`m.message_id_hash = ${any(names.hashes)} and ${found}`),
    sql`select 'named', to_jsonb(row) from (
      select ${columnsOfCopy} from outgoing_copies c
        join outgoing_mails o on o.account_id = c.account_id and o.id = c.mail_id
        join messages m on m.account_id = o.account_id and m.id = o.message_id
        where c.account_id = ${account} and c.message_id_hash = ${any(names.hashes)}
          and m.message_id_hash is distinct from c.message_id_hash and ${found}) row`,
    messagesBy(account, 'marked', sql`m.token_key = ${any(names.tokenKeys)} and ${found}`),
    messagesBy(
      account,
      'conversation',
      sql`m.conversation_id = ${names.conversationId ?? null} and ${found} order by m.at desc limit ${sql.lit(MOST_MESSAGES)}`,
    ),
    sql`select 'undone', to_jsonb(direction) from tombstones where account_id = ${account} and message_id_hash = ${hash}`,
    sql`select 'wish', jsonb_build_object('direction', direction, 'choice', choice) from log_wishes
      where account_id = ${account} and message_id_hash = ${hash} and refused is null`,
    sql`select 'user', to_jsonb(email) from users where account_id = ${account} and email = ${any(addresses)}`,
    sql`select 'place', jsonb_build_object('address', address, 'aliases', aliases, 'state', state) from mailboxes
      where account_id = ${account} and (address = ${any(addresses)} or aliases ?| ${addresses}::text[])`,
    sql`select 'erased', to_jsonb(address_hash) from erased_addresses
      where account_id = ${account} and address_hash = ${any(hashes.keys())}`,
    sql`select 'contact', jsonb_build_object('address', address, 'contact', contact_id) from contact_addresses
      where account_id = ${account} and address = ${any(addresses)}`,
    sql`select 'alias', jsonb_build_object('address', a.address, 'alias', b.address) from contact_addresses a
      join contact_addresses b on b.account_id = a.account_id and b.contact_id = a.contact_id and b.address <> a.address
      where a.account_id = ${account} and a.address = ${any(held)}`,
    sql`select 'listed', jsonb_build_object('user', user_id, 'kind', kind, 'value', value) from never_log
      where account_id = ${account} and user_id = any(${[0, owner ?? 0]}::bigint[])
        and (kind = 'address' and value = ${any(listed.addresses)} or kind = 'domain' and value = ${any(listed.domains)})`,
  ];
  const { rows } = await sql<Answer>`${sql.join(questions, sql` union all `)}`.execute(db);

  const told = {
    copies: new Array<MessageRow>(),
    byHash: new Array<MessageRow>(),
    byKey: new Array<MessageRow>(),
    conversation: new Array<MessageRow>(),
    undone: new Set<Direction>(),
    wishes: new Array<Wish>(),
    users: new Array<string>(),
    places: new Array<KnownPlace>(),
    erased: new Set<string>(),
    contacts: new Map<string, string>(),
  };
  const aliases = new Map<string, string[]>();
  const entries = new Array<NeverLogRows['entries'][number]>();
  for (const row of rows) {
    switch (row.what) {
      case 'copy':
        told.copies.push(messageOf(row.told));
        break;
      case 'named':
        told.byHash.push(messageOf(row.told));
        break;
      case 'marked':
        told.byKey.push(messageOf(row.told));
        break;
      case 'conversation':
        told.conversation.push(messageOf(row.told));
        break;
      case 'undone':
        told.undone.add(row.told);
        break;
      case 'wish':
        told.wishes.push({ mail: { hash, direction: row.told.direction }, choice: row.told.choice });
        break;
      case 'user':
        told.users.push(row.told);
        break;
      case 'place':
        told.places.push(row.told);
        break;
      case 'erased':
        told.erased.add(hashes.get(row.told) ?? '');
        break;
      case 'contact':
        told.contacts.set(row.told.address, row.told.contact);
        break;
      case 'alias':
        aliases.set(row.told.address, [...(aliases.get(row.told.address) ?? []), row.told.alias]);
        break;
      case 'listed':
        entries.push(row.told);
    }
  }
  told.copies.sort((a, b) => a.variant - b.variant);
  const others = [...aliases.values()].flat();
  if (others.length > 0) entries.push(...(await neverLogEntries(db, account, [owner], others)));
  return { ...told, neverLog: { aliases, entries } };
}

const messageOf = ({ at, sent_at: sentAt, ...row }: SentRow): MessageRow => ({
  ...row,
  at: new Date(at),
  sent_at: sentAt === null ? null : new Date(sentAt),
});
