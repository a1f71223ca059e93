import { type Kysely, sql } from 'kysely';
import { foldAddress, contactsByAddress } from '../crm/contacts';
import { basesOf } from '../crm/contacts';
import type { Services } from '../services';
import type { Basis, Database } from '../store/schema';
import { addressHash } from './address-hash';

const MOST_RECORDED = 100;

/** One thing that an account recorded of a recipient, under their name. */
export interface Recorded {
  kind: 'open' | 'click' | 'reply';
  at: Date;
  subject: string;
  target?: string;
}

/** What one account knows of one address, in the words of a page. */
export interface KnownOfRecipient {
  account: number;
  company: string;
  address: string;
  /** The one mail that the page was asked for. */
  mail?: { subject: string; at: Date; image: boolean; links: number; linksTotal: number; kept: boolean };
  mails: number;
  trackedMails: number;
  /** Newest first, at most 100. */
  recorded: Recorded[];
  moreRecorded: boolean;
  basis: Basis | undefined;
  privacy: boolean;
  hasRecord: boolean;
  objectedAt: Date | undefined;
}

type Needs = Pick<Services, 'secrets'>;

/** The recipient of a copy; undefined: there is no such copy, or its recipient was erased. */
export async function recipientOfCopy(
  db: Kysely<Database>,
  copy: { account: number; message: string; recipient: number },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('message_recipients as r')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'r.account_id').onRef('m.id', '=', 'r.message_id'),
    )
    .select('r.address')
    .where('r.account_id', '=', copy.account)
    .where('r.message_id', '=', copy.message)
    .where('r.idx', '=', copy.recipient)
    .where('m.state', '!=', 'undone')
    .executeTakeFirst();
  return row && !row.address.endsWith('@erased.invalid') ? foldAddress(row.address) : undefined;
}

/** The accounts that wrote to an address or hold it on a record, in order. */
export async function accountsKnowing(db: Kysely<Database>, address: string): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select account_id from message_recipients where address = ${address}
    union select account_id from contact_addresses where address = ${address}
    union select account_id from objections where address = ${address} and ended_at is null
    order by 1`.execute(db);
  return rows.map((row) => row.account_id);
}

/** What the account knows of the address: of one message, or of all. */
export async function knownOfRecipient(
  db: Kysely<Database>,
  { secrets }: Needs,
  account: number,
  address: string,
  copy?: { message: string; recipient: number },
): Promise<KnownOfRecipient> {
  const { name: company, settings } = await db
    .selectFrom('accounts')
    .select(['name', 'settings'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const contact = (await contactsByAddress(db, account, [address])).get(address);
  const bases = await basesOf(db, account, contact === undefined ? [] : [contact]);
  const mail = copy && (await mailOf(db, account, copy));
  const counts = await db
    .selectFrom('message_recipients as r')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'r.account_id').onRef('m.id', '=', 'r.message_id'),
    )
    // Of marketing mail each copy carries what its recipient allows (P2).
    .leftJoin('marketing_copies as c', (join) =>
      join
        .onRef('c.account_id', '=', 'r.account_id')
        .onRef('c.message_id', '=', 'r.message_id')
        .onRef('c.idx', '=', 'r.idx'),
    )
    .select([
      sql<number>`count(distinct m.id)`.as('mails'),
      sql<number>`count(distinct m.id) filter (where m.tracked_image and coalesce(c.image, true)
        or m.links_tracked > 0 and coalesce(c.links, true))`.as('tracked'),
    ])
    .where('r.address', '=', address)
    .where('r.account_id', '=', account)
    .where('m.direction', '=', 'outgoing')
    .where('m.state', '!=', 'undone')
    .executeTakeFirstOrThrow();
  const recorded = await recordedOf(db, account, address, copy);
  const objection = await db
    .selectFrom('objections')
    .select('at')
    .where('account_id', '=', account)
    .where('address_hash', '=', addressHash(secrets, account, address))
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return {
    account,
    company,
    address,
    ...(mail && { mail }),
    mails: counts.mails,
    trackedMails: counts.tracked,
    recorded: recorded.slice(0, MOST_RECORDED),
    moreRecorded: recorded.length > MOST_RECORDED,
    basis: contact === undefined ? undefined : bases.get(contact),
    privacy: settings.privacy !== false,
    hasRecord: contact !== undefined,
    objectedAt: objection?.at,
  };
}

async function mailOf(
  db: Kysely<Database>,
  account: number,
  { message, recipient }: { message: string; recipient: number },
): Promise<KnownOfRecipient['mail']> {
  const row = await db
    .selectFrom('messages as m')
    .leftJoin('marketing_copies as c', (join) =>
      join
        .onRef('c.account_id', '=', 'm.account_id')
        .onRef('c.message_id', '=', 'm.id')
        .on('c.idx', '=', recipient),
    )
    .select(['m.subject', 'm.at', 'm.tracked_image', 'm.links_tracked', 'm.links_total', 'm.logged'])
    .select(['c.image', 'c.links', 'c.left_at'])
    .where('m.account_id', '=', account)
    .where('m.id', '=', message)
    .executeTakeFirst();
  return (
    row && {
      subject: row.subject,
      at: row.left_at ?? row.at,
      image: row.tracked_image && row.image !== false,
      links: row.links === false ? 0 : row.links_tracked,
      linksTotal: row.links_total,
      kept: row.logged,
    }
  );
}

async function recordedOf(
  db: Kysely<Database>,
  account: number,
  address: string,
  copy: { message: string; recipient: number } | undefined,
): Promise<Recorded[]> {
  const { rows } = await sql<{ kind: Recorded['kind']; at: Date; subject: string; target: string | null }>`
    select e.kind, e.at, m.subject, e.detail -> 'link' ->> 'target' as target
      from message_recipients r
      join messages m on m.account_id = r.account_id and m.id = r.message_id and m.state <> 'undone'
      join events e on e.account_id = r.account_id and e.message_id = r.message_id and e.recipient_idx = r.idx
      where r.account_id = ${account} and r.address = ${address} and e.kind in ('open', 'click', 'reply')
        ${copy ? sql`and r.message_id = ${copy.message} and r.idx = ${copy.recipient}` : sql``}
        and not exists (select 1 from events b where b.account_id = e.account_id and b.retracts = e.seq)
      order by e.at desc limit ${MOST_RECORDED + 1}`.execute(db);
  return rows.map(({ kind, at, subject, target }) => ({
    kind,
    at,
    subject,
    ...(target !== null && { target }),
  }));
}
