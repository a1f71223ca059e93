import { type Kysely, sql } from 'kysely';

/** Marketing mail: whom a message goes to, and addresses that were proven by a test mail (docs/marketing.md). */
const STATEMENTS: readonly string[] = [
  // M3: an address to which a test mail was sent; once it has arrived, it leads to that mailbox.
  `create table reply_addresses (
    account_id bigint not null,
    address text not null,
    token_hash text not null,
    asked_by bigint not null,
    asked_at timestamptz not null,
    sent_at timestamptz,
    failed_at timestamptz,
    mailbox_id uuid,
    arrived_at timestamptz,
    primary key (account_id, address)
  )`,
  `create unique index reply_addresses_by_token on reply_addresses (account_id, token_hash)`,
  `create index reply_addresses_by_mailbox on reply_addresses (account_id, mailbox_id) where mailbox_id is not null`,
  // M10: from when to when nobody saw what came into a mailbox; open while ended_at is null.
  `create table mailbox_gaps (
    account_id bigint not null,
    mailbox_id uuid not null,
    since timestamptz not null,
    noticed_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (account_id, mailbox_id, since)
  )`,
  `create unique index mailbox_gaps_open on mailbox_gaps (account_id, mailbox_id) where ended_at is null`,
  // Addresses with a plus tag, by what they are without it: two contacts may be one person.
  `create index contact_addresses_tagged on contact_addresses (account_id, (regexp_replace(address, '\\+[^@]*@', '@')))
    where address like '%+%@%'`,
  // M12: whose address failed for good or complained, of the few.
  `create index message_recipients_undelivered on message_recipients (account_id, address)
    where delivery in ('failed', 'complaint')`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
