import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { erasedAddress } from '../../crm/contacts';
import { colleaguesAmong } from '../../mailbox/filing/people';
import { json, type AccountSettings, type Database } from '../../store/schema';
import { scrubMarketingEvents } from './erase-marketing';
import { ERASED_NAME, likePatterns, scrubber, type ErasedPerson, type Scrubber } from './scrub';

export type MessageRow = Selectable<Database['messages']>;
type RecipientRow = Selectable<Database['message_recipients']>;

/** How many messages are looked at for one answer; their texts are read by the store, not by us. */
const RANGE = 500;

/** A person, and the contact that they were. */
export interface Erased extends ErasedPerson {
  account: number;
  contact: string | null;
}

/**
 * The next messages in which the person may stand, after a place; `upTo`: how far was looked, null at the end. More are
 * found than have to change.
 */
export async function messagesOf(
  db: Kysely<Database>,
  erased: Erased,
  after: string | null,
): Promise<{ ids: string[]; upTo: string | null }> {
  const { account, contact, addresses } = erased;
  const from = after ?? '00000000-0000-0000-0000-000000000000';
  const range = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account)
    .where('id', '>', from)
    .orderBy('id')
    .limit(RANGE)
    .execute();
  const upTo = range.at(-1)?.id ?? null;
  if (upTo === null) return { ids: [], upTo };
  const patterns = likePatterns(erased);
  // Of marketing mail the recipients and lines are not read one by one: there may be a million.
  const bulk = sql`m.kind = 'marketing' and m.direction = 'outgoing'`;
  const { rows } = await sql<{ id: string }>`
    select m.id from messages m
      where m.account_id = ${account} and m.id > ${from} and m.id <= ${upTo} and (
        lower(m.from_address) = any(${addresses}::text[])
        or ${bulk} and m.id = any(array(
          select message_id from message_recipients where account_id = ${account} and address = any(${addresses}::text[])
          union select message_id from message_recipients where account_id = ${account} and contact_id = ${contact}::uuid
          union select message_id from events where account_id = ${account} and contact_id = ${contact}::uuid))
        or ${bulk} and exists (select 1 from events e where e.account_id = m.account_id and e.message_id = m.id
          and e.kind = 'reply' and lower(e.detail::text) like any(${patterns}::text[]))
        or not (${bulk}) and exists (select 1 from message_recipients r where r.account_id = m.account_id and r.message_id = m.id
          and (lower(r.address) = any(${addresses}::text[]) or r.contact_id = ${contact}::uuid))
        or exists (select 1 from message_senders s where s.account_id = m.account_id and s.message_id = m.id
          and s.contact_id = ${contact}::uuid)
        or lower(concat_ws(' ', m.subject, m.from_name, m.html, m.text, m.new_html, m.quoted_html, m.new_text,
          m.headers::text, m.evidence::text, m.policy::text)) like any(${patterns}::text[])
        or exists (select 1 from message_links l where l.account_id = m.account_id and l.message_id = m.id
          and lower(l.target || ' ' || l.text) like any(${patterns}::text[]))
        or exists (select 1 from attachments a where a.account_id = m.account_id and a.message_id = m.id
          and lower(a.name) like any(${patterns}::text[]))
        or not (${bulk}) and exists (select 1 from message_recipients d where d.account_id = m.account_id and d.message_id = m.id
          and lower(d.delivery_detail) like any(${patterns}::text[]))
        or not (${bulk}) and exists (select 1 from events e where e.account_id = m.account_id and e.message_id = m.id
          and e.kind <> 'retracted' and lower(e.detail::text) like any(${patterns}::text[])))
      order by m.id`.execute(db);
  return { ids: rows.map(({ id }) => id), upTo };
}

/** What was done to one message. `files`: blobs that it no longer names. */
export interface Outcome {
  messages: number;
  scrubbed: number;
  hits: number;
  events: number;
  files: string[];
}

/**
 * Takes the person out of one message. A mail that they wrote, or that went to nobody else outside, loses its text and
 * files, and leaves that it was: its day, its state and its counts. In a mail to several, and in one that quotes them,
 * their name and addresses go from headers, recipients and text; its original (.eml), in which they cannot be found for
 * certain, goes whole, its files stay.
 */
export async function eraseFromMessage(
  trx: Transaction<Database>,
  erased: Erased,
  id: string,
  now: Date,
): Promise<Outcome> {
  const { account, contact, addresses } = erased;
  const nothing: Outcome = { messages: 0, scrubbed: 0, hits: 0, events: 0, files: [] };
  const message = await trx
    .selectFrom('messages')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!message) return nothing;
  const bulk = message.kind === 'marketing' && message.direction === 'outgoing';
  const recipients = await trx
    .selectFrom('message_recipients')
    .selectAll()
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .$if(bulk, (q) =>
      q.where((eb) =>
        eb.or([
          eb.and([eb('via', '=', 'to'), eb('address', 'in', [...addresses, ''])]),
          ...(contact === null ? [] : [eb('contact_id', '=', contact)]),
        ]),
      ),
    )
    .orderBy('idx')
    .execute();
  const sender = await trx
    .selectFrom('message_senders')
    .select('contact_id')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .where('by_hand', '=', false)
    .executeTakeFirst();
  const isTheirs = (row: RecipientRow): boolean =>
    addresses.includes(row.address.toLowerCase()) || (contact !== null && row.contact_id === contact);
  const theirs = recipients.filter(isTheirs);
  const wrote =
    addresses.includes(message.from_address.toLowerCase()) ||
    (contact !== null && sender?.contact_id === contact);
  const { settings } = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  // A marketing message is the company's, whoever got it.
  const alone =
    !bulk &&
    theirs.length > 0 &&
    !(await othersOutside(
      trx,
      account,
      settings,
      message,
      recipients.filter((row) => !isTheirs(row)),
    ));
  const takesPart = wrote || theirs.length > 0;
  const clean = scrubber(erased, takesPart ? 'participant' : 'mentioned');
  await sql`select set_config('mailtrail.change', 'erasure', true)`.execute(trx);

  const place = {
    account,
    message,
    erased,
    theirs: theirs.map(({ idx }) => idx),
    wrote,
    contact,
    clean,
    // What went to thousands was written to nobody by name: a word of it is no recipient's.
    cleanText: bulk ? scrubber(erased, 'mentioned') : clean,
    now,
  };
  const outcome = wrote || alone ? await emptyMessage(trx, place) : await scrubMessage(trx, place);
  for (const row of theirs) {
    await trx
      .updateTable('message_recipients')
      .set({ address: erasedAddress(row.idx), name: ERASED_NAME, contact_id: null, delivery_detail: null })
      .where('account_id', '=', account)
      .where('message_id', '=', id)
      .where('idx', '=', row.idx)
      .execute();
  }
  return outcome;
}

async function othersOutside(
  trx: Transaction<Database>,
  account: number,
  settings: AccountSettings,
  message: MessageRow,
  others: readonly RecipientRow[],
): Promise<boolean> {
  const addresses = others.map(({ address }) => address.toLowerCase());
  if (message.direction === 'incoming') addresses.push(message.from_address.toLowerCase());
  const known = addresses.filter((address) => address !== '' && !address.endsWith('@erased.invalid'));
  const colleagues = await colleaguesAmong(trx, account, settings, [], known);
  return known.some((address) => !colleagues.has(address));
}

interface Place {
  account: number;
  erased: Erased;
  message: MessageRow;
  /** Their numbers among the recipients. */
  theirs: number[];
  wrote: boolean;
  contact: string | null;
  clean: Scrubber;
  /** For what all who got it read alike. */
  cleanText: Scrubber;
  now: Date;
}

async function filesOf(trx: Transaction<Database>, { account, message }: Place): Promise<string[]> {
  const rows = await trx
    .selectFrom('attachments')
    .select('blob_key')
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .execute();
  return [...rows.map((row) => row.blob_key), message.mime_blob].filter((key) => key !== null);
}

async function emptyMessage(trx: Transaction<Database>, place: Place): Promise<Outcome> {
  const { account, message, now } = place;
  const files = await filesOf(trx, place);
  await trx
    .updateTable('messages')
    .set({
      subject: '',
      ...(place.wrote && { from_address: erasedAddress(0), from_name: ERASED_NAME }),
      internet_message_id: null,
      in_reply_to: null,
      references_ids: json([]),
      conversation_id: null,
      logged: false,
      // Whatever its image and links still bring is told to nobody.
      policy: json({ image: false, links: false, log: false }),
      evidence: json([]),
      html: null,
      text: null,
      new_html: null,
      quoted_html: null,
      new_text: null,
      headers: json([]),
      mime_blob: null,
      updated_at: now,
    })
    .where('account_id', '=', account)
    .where('id', '=', message.id)
    .execute();
  for (const table of ['attachments', 'message_links', 'message_senders', 'viewings'] as const) {
    await trx
      .deleteFrom(table)
      .where('account_id', '=', account)
      .where('message_id', '=', message.id)
      .execute();
  }
  if (message.message_id_hash !== null) {
    await trx
      .insertInto('tombstones')
      .values({
        account_id: account,
        message_id_hash: message.message_id_hash,
        direction: message.direction,
        by_user_id: 0,
        at: now,
      })
      .onConflict((c) => c.doNothing())
      .execute();
  }
  await trx
    .updateTable('sent_reports')
    .set({ report: json({}) })
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .execute();
  const hits = await dropHits(trx, place, 'all');
  const { numUpdatedRows } = await trx
    .updateTable('events')
    .set({ contact_id: null, detail: json({}) })
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .executeTakeFirstOrThrow();
  return { messages: 1, scrubbed: 0, hits, events: Number(numUpdatedRows), files };
}

async function scrubMessage(trx: Transaction<Database>, place: Place): Promise<Outcome> {
  const { account, message, cleanText: clean, now, theirs } = place;
  const text = (value: string | null): string | null => (value === null ? null : clean.scrub(value));
  const changed = {
    subject: clean.scrub(message.subject),
    from_name: clean.scrub(message.from_name),
    html: text(message.html),
    text: text(message.text),
    new_html: text(message.new_html),
    quoted_html: text(message.quoted_html),
    new_text: text(message.new_text),
    headers: json(clean.scrubJson(message.headers)),
    evidence: json(clean.scrubJson(message.evidence)),
    policy: json(clean.scrubJson(message.policy)),
  };
  const same =
    theirs.length === 0 &&
    json([message.headers, message.evidence, message.policy]) ===
      `[${changed.headers},${changed.evidence},${changed.policy}]` &&
    (['subject', 'from_name', 'html', 'text', 'new_html', 'quoted_html', 'new_text'] as const).every(
      (column) => changed[column] === message[column],
    );
  const parts = await scrubParts(trx, place);
  const hits = theirs.length === 0 ? 0 : await dropHits(trx, place, 'theirs');
  const events = await scrubEvents(trx, place);
  if (same && !parts) return { messages: 0, scrubbed: 0, hits, events, files: [] };
  await trx
    .updateTable('messages')
    .set({ ...changed, mime_blob: null, updated_at: now })
    .where('account_id', '=', account)
    .where('id', '=', message.id)
    .execute();
  const files = message.mime_blob === null ? [] : [message.mime_blob];
  return { messages: 0, scrubbed: 1, hits, events, files };
}

/** Links, names of files, what servers said of deliveries, targets of clicks. True: something changed. */
async function scrubParts(
  trx: Transaction<Database>,
  { account, message, theirs, clean, cleanText }: Place,
): Promise<boolean> {
  let found = false;
  const links = await trx
    .selectFrom('message_links')
    .select(['n', 'target', 'text'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .execute();
  for (const { n, target, text } of links) {
    const now = { target: cleanText.scrub(target), text: cleanText.scrub(text) };
    if (now.target === target && now.text === text) continue;
    found = true;
    await trx
      .updateTable('message_links')
      .set(now)
      .where('account_id', '=', account)
      .where('message_id', '=', message.id)
      .where('n', '=', n)
      .execute();
    await trx
      .updateTable('hits')
      .set({ target: now.target })
      .where('account_id', '=', account)
      .where('token_key', '=', message.token_key ?? '')
      .where('link_n', '=', n)
      .execute();
  }
  const files = await trx
    .selectFrom('attachments')
    .select(['n', 'name'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .execute();
  for (const { n, name } of files) {
    if (cleanText.scrub(name) === name) continue;
    found = true;
    await trx
      .updateTable('attachments')
      .set({ name: cleanText.scrub(name) })
      .where('account_id', '=', account)
      .where('message_id', '=', message.id)
      .where('n', '=', n)
      .execute();
  }
  const deliveries = await trx
    .selectFrom('message_recipients')
    .select(['idx', 'delivery_detail'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .where('delivery_detail', 'is not', null)
    // Of marketing mail each report is about one copy; theirs goes with them.
    .$if(message.kind === 'marketing' && message.direction === 'outgoing', (q) =>
      q.where('idx', 'in', [...theirs, 0]),
    )
    .execute();
  for (const { idx, delivery_detail: detail } of deliveries) {
    if (detail === null || clean.scrub(detail) === detail) continue;
    found = true;
    await trx
      .updateTable('message_recipients')
      .set({ delivery_detail: clean.scrub(detail) })
      .where('account_id', '=', account)
      .where('message_id', '=', message.id)
      .where('idx', '=', idx)
      .execute();
  }
  return found;
}

/** Hits tell a device and a network; of mail to several, only those of the person's own copy are theirs. */
async function dropHits(
  trx: Transaction<Database>,
  { account, message, theirs }: Place,
  which: 'all' | 'theirs',
): Promise<number> {
  if (message.token_key === null) return 0;
  const gone = await trx
    .deleteFrom('hits')
    .where('account_id', '=', account)
    .where('token_key', '=', message.token_key)
    .where((eb) => (which === 'all' ? eb.lit(true) : eb('recipient_idx', 'in', theirs)))
    .returning('id')
    .execute();
  if (which === 'all') {
    await trx
      .deleteFrom('overruled_hits')
      .where('account_id', '=', account)
      .where(
        'overrule_id',
        'in',
        trx
          .selectFrom('overrules')
          .select('id')
          .where('account_id', '=', account)
          .where('message_id', '=', message.id),
      )
      .execute();
    await trx
      .deleteFrom('overrules')
      .where('account_id', '=', account)
      .where('message_id', '=', message.id)
      .execute();
  }
  return gone.length;
}

async function scrubEvents(trx: Transaction<Database>, place: Place): Promise<number> {
  const { account, message, theirs, contact, clean, erased } = place;
  if (message.kind === 'marketing' && message.direction === 'outgoing')
    return scrubMarketingEvents(trx, erased, { message: message.id, theirs, clean });
  const events = await trx
    .selectFrom('events')
    .select(['seq', 'recipient_idx', 'contact_id', 'detail'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .execute();
  let changed = 0;
  for (const { seq, recipient_idx: idx, contact_id: of, detail } of events) {
    const own = (contact !== null && of === contact) || theirs.includes(idx ?? 0);
    const now = json(clean.scrubJson(detail));
    if (!own && now === json(detail)) continue;
    changed += 1;
    await trx
      .updateTable('events')
      .set({ detail: now, ...(own && { contact_id: null }) })
      .where('account_id', '=', account)
      .where('seq', '=', seq)
      .execute();
  }
  return changed;
}
