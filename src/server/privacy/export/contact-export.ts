import { type Kysely, type Selectable, sql } from 'kysely';
import { NOTES } from '../../crm/change-contacts';
import { legalBases } from '../../crm/legal-bases';
import { messageVisibleTo, recipientVisibleTo } from '../../crm/visibility';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { hitsOfContact } from '../../tracking/hits-of-contact';
import { marketingOf } from './marketing-of';
import { keptInWorkflows } from '../../workflows/forget';
import { withoutBcc } from './without-bcc';
import type { ZipEntry } from './zip';

const AT_ONCE = 50;

/** Who asks for the copy: an administrator gets all of it, others what they may see. */
export interface Exporter {
  account: number;
  user: number;
  role: 'member' | 'marketer' | 'admin';
}

type Needs = Pick<Services, 'store' | 'blobs' | 'clock'>;

/** The mails to and by a contact, as a query over `messages`. */
function theirs(db: Kysely<Database>, who: Exporter, contact: string) {
  const all = db
    .selectFrom('messages')
    .where('messages.account_id', '=', who.account)
    .where('messages.state', '!=', 'undone')
    .where(
      sql<boolean>`(exists (select 1 from message_recipients r where r.account_id = messages.account_id
          and r.message_id = messages.id and r.contact_id = ${contact}
          and ${who.role === 'admin' ? sql`true` : recipientVisibleTo(who)})
        or exists (select 1 from message_senders s where s.account_id = messages.account_id
          and s.message_id = messages.id and s.contact_id = ${contact}))`,
    );
  return who.role === 'admin' ? all : all.where(messageVisibleTo(who));
}

/** What a copy of everything about a contact would hold. Undefined: there is no such contact. */
export async function exportSize(
  db: Kysely<Database>,
  who: Exporter,
  contact: string,
): Promise<{ messages: number; files: number; bytes: number; hidden: number } | undefined> {
  const found = await db
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', who.account)
    .where('id', '=', contact)
    .executeTakeFirst();
  if (!found) return undefined;
  const count = async (exporter: Exporter): Promise<number> =>
    (
      await theirs(db, exporter, contact)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n;
  const messages = await count(who);
  const files = await db
    .selectFrom('attachments as a')
    .select((eb) => [
      eb.fn.countAll<number>().as('n'),
      sql<number>`coalesce(sum(a.size), 0)::bigint`.as('bytes'),
    ])
    .where('a.account_id', '=', who.account)
    .where('a.blob_key', 'is not', null)
    .where('a.message_id', 'in', theirs(db, who, contact).select('messages.id'))
    .executeTakeFirstOrThrow();
  const hidden = who.role === 'admin' ? 0 : (await count({ ...who, role: 'admin' })) - messages;
  return { messages, files: files.n, bytes: files.bytes, hidden };
}

const pretty = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);

/**
 * P5: everything that is kept of a contact, file by file: who they are, with every property's history, legal bases and
 * objections; what was recorded under their name; their mail as it came, with its files. Of other people only what
 * stands on that mail for all to see.
 */
export async function* contactExport(
  services: Needs,
  who: Exporter,
  contact: string,
): AsyncGenerator<ZipEntry> {
  const { db } = services.store;
  const at = services.clock.now();
  yield { name: 'contact.json', at, content: pretty(await identity(db, who, contact, at)) };
  yield { name: 'marketing.json', at, content: pretty(await marketingOf(db, who.account, contact)) };
  yield {
    name: 'workflows.json',
    at,
    content: pretty(await keptInWorkflows(db, who.account, contact)),
  };
  for await (const [n, lines] of eventPages(db, who, contact)) {
    yield { name: `events-${String(n).padStart(4, '0')}.json`, at, content: pretty(lines) };
  }
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await theirs(db, who, contact)
      .selectAll('messages')
      .where('messages.id', '>', after)
      .orderBy('messages.id')
      .limit(AT_ONCE)
      .execute();
    for (const message of page) yield* messageFiles(services, who, contact, message);
    const last = page.at(-1);
    if (!last || page.length < AT_ONCE) return;
    after = last.id;
  }
}

async function identity(db: Kysely<Database>, who: Exporter, contact: string, at: Date) {
  const { account } = who;
  const row = await db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', 'a.id', 'c.account_id')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'c.account_id').onRef('u.id', '=', 'c.owner_user_id'),
    )
    .selectAll('c')
    .select(['a.name as company_asked', 'u.name as owner_name'])
    .where('c.account_id', '=', account)
    .where('c.id', '=', contact)
    .executeTakeFirstOrThrow();
  const addresses = await db
    .selectFrom('contact_addresses')
    .select(['address', 'is_primary', 'created_at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .orderBy('address')
    .execute();
  const history = await db
    .selectFrom('contact_property_changes')
    .select(['property', 'value', 'amount', 'changed_at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .orderBy('property')
    .orderBy('seq')
    .execute();
  const named = addresses.map(({ address }) => address);
  const objections =
    named.length === 0
      ? []
      : await db
          .selectFrom('objections')
          .select(['address', 'way', 'at', 'ended_at'])
          .where('account_id', '=', account)
          .where('address', 'in', named)
          .orderBy('at')
          .execute();
  const changes = await db
    .selectFrom('contact_changes')
    .select(['property', 'before', 'after', 'at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .where('property', 'not in', NOTES)
    .orderBy('id')
    .execute();
  const limits = await db
    .selectFrom('tracking_limits')
    .select(['scope', 'value', 'level', 'source', 'at'])
    .where('account_id', '=', account)
    .where('value', 'in', [contact, ...named])
    .execute();
  const { company_asked: keptBy, owner_name: owner, ...columns } = row;
  return {
    keptBy,
    exportedAt: at,
    id: columns.id,
    name: columns.name,
    company: columns.company,
    phone: columns.phone,
    addresses: addresses.map(({ address, is_primary: primary, created_at: since }) => ({
      address,
      primary,
      since,
    })),
    owner,
    source: columns.source,
    properties: {
      ...columns.properties,
      lastActivity: columns.last_activity_at,
      lastOpen: columns.last_open_at,
      lastClick: columns.last_click_at,
      lastReply: columns.last_reply_at,
      lastEngagement: columns.last_engagement_at,
      firstMarketingReply: columns.first_marketing_reply_at,
      lastMarketingReply: columns.last_marketing_reply_at,
      marketingReplied: columns.marketing_replied,
    },
    propertyHistory: history.map(({ property, value, amount, changed_at: changedAt }) => ({
      property,
      value: amount ?? value,
      changedAt,
    })),
    changedByHand: changes,
    legalBases: (await legalBases(db, account, contact))?.purposes ?? [],
    objections: objections.map(({ address, way, at: from, ended_at: until }) => ({
      address,
      way,
      from,
      until,
    })),
    noTracking: limits,
    createdAt: columns.created_at,
    updatedAt: columns.updated_at,
  };
}

const EVENTS_AT_ONCE = 1_000;

/** What the ledger tells of them, oldest first; of mail, of what the exporter may see alone (P7, L5). */
async function* eventPages(
  db: Kysely<Database>,
  who: Exporter,
  contact: string,
): AsyncGenerator<[number, unknown[]]> {
  const mail = theirs(db, who, contact)
    .select('messages.id')
    .where('messages.id', '=', sql.ref<string>('events.message_id'));
  let after = 0;
  for (let n = 1; ; n += 1) {
    const rows = await db
      .selectFrom('events')
      .select([
        'seq',
        'kind',
        'at',
        'recorded_at',
        'message_id',
        'inferred',
        'historic',
        'retracts',
        'detail',
      ])
      .where('account_id', '=', who.account)
      .where('contact_id', '=', contact)
      .where('seq', '>', after)
      .$if(who.role !== 'admin', (q) =>
        q.where((eb) => eb.or([eb('message_id', 'is', null), eb.exists(mail)])),
      )
      .orderBy('seq')
      .limit(EVENTS_AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    yield [
      n,
      rows.map(({ recorded_at: recordedAt, message_id: message, ...row }) => ({
        ...row,
        recordedAt,
        message,
      })),
    ];
    after = last.seq;
  }
}

type Message = Selectable<Database['messages']>;

/** A name that every file system takes; what it was stands in message.json. */
const fileName = (n: number, name: string): string =>
  `${String(n).padStart(2, '0')}-${name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Surrogate}<>:"/\\|?*]/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 120)}`;

async function* messageFiles(
  { store, blobs }: Needs,
  who: Exporter,
  contact: string,
  message: Message,
): AsyncGenerator<ZipEntry> {
  const { db } = store;
  const { account } = who;
  const folder = `messages/${message.at.toISOString().slice(0, 10)}-${message.id}`;
  const recipients = await db
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'name', 'via', 'contact_id', 'delivery'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .where((eb) =>
      eb.or([
        // Of marketing mail nobody sees who else got it.
        ...(message.kind === 'marketing' && message.direction === 'outgoing' ? [] : [eb('via', '!=', 'bcc')]),
        eb('contact_id', '=', contact),
      ]),
    )
    .orderBy('idx')
    .execute();
  const files = await db
    .selectFrom('attachments')
    .select(['n', 'name', 'content_type', 'size', 'blob_key', 'state'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .orderBy('n')
    .execute();
  const { direction, kind, state, subject, at, html, text } = message;
  yield {
    name: `${folder}/message.json`,
    at,
    content: pretty({
      id: message.id,
      direction,
      kind,
      state,
      at,
      subject,
      from: { address: message.from_address, name: message.from_name },
      recipients: recipients.map(({ address, name, via, delivery }) => ({ address, name, via, delivery })),
      tracked: { image: message.tracked_image, links: message.links_tracked, of: message.links_total },
      judged: message.judged_kind,
      headers: message.headers.filter(({ name }) => !/^(?:resent-)?bcc$/i.test(name)),
      text,
      html,
      files: files.map(({ n, name, content_type: type, size, state: kept }) => ({
        n,
        name,
        type,
        size,
        kept,
      })),
    }),
  };
  const requests = await store.tx((trx) => hitsOfContact(trx, message, contact));
  if (requests.length > 0) yield { name: `${folder}/requests.json`, at, content: pretty(requests) };
  const kept = async (key: string): Promise<boolean> =>
    (await db
      .selectFrom('blobs')
      .select('key')
      .where('account_id', '=', account)
      .where('key', '=', key)
      .executeTakeFirst()) !== undefined;
  if (message.mime_blob !== null && (await kept(message.mime_blob))) {
    yield {
      name: `${folder}/message.eml`,
      at,
      content: withoutBcc(blobs.openBlob(account, message.mime_blob)),
    };
  }
  for (const { n, name, blob_key: key } of files) {
    if (key === null || !(await kept(key))) continue;
    yield { name: `${folder}/files/${fileName(n, name)}`, at, content: blobs.openBlob(account, key) };
  }
}
