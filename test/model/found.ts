import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Blobs } from '../../src/server/store/blobs';
import type { Store } from '../../src/server/store';
import { messageIdHash } from '../../src/server/messages/message-id';
import type { Facts, Incoming } from './oracle';

function grouped<T>(rows: readonly T[], key: (row: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = key(row);
    if (name === null) continue;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

const FILE = /^(?:File|Cloud) /;

/** What the store holds of an account, in the oracle's words. */
export async function foundFacts(
  { store, blobs }: { store: Store; blobs: Blobs },
  account: number,
  /** Received mail: of what was undone, the store knows no more than the hash of its id. */
  received: readonly Pick<Incoming, 'id' | 'undone' | 'movedTo'>[],
): Promise<{
  facts: Facts;
  items: Set<string>;
  logged: Set<string>;
  answers: Set<string>;
  files: Map<string, string[]>;
}> {
  const { db } = store;
  const messages = await db.selectFrom('messages').selectAll().where('account_id', '=', account).execute();
  const sightings = grouped(
    await db.selectFrom('sightings').selectAll().where('account_id', '=', account).execute(),
    (row) => row.message_id,
  );
  const attachments = grouped(
    await db.selectFrom('attachments').selectAll().where('account_id', '=', account).execute(),
    (row) => row.message_id,
  );
  const events = grouped(
    await db.selectFrom('events').selectAll().where('account_id', '=', account).execute(),
    (row) => row.message_id,
  );
  const people = grouped(
    await db.selectFrom('message_recipients').selectAll().where('account_id', '=', account).execute(),
    (row) => row.message_id,
  );
  const names = new Map(messages.map((row) => [row.id, row.internet_message_id]));
  const contacts = await db
    .selectFrom('contact_addresses')
    .select('address')
    .where('account_id', '=', account)
    .execute();
  const left = await db
    .selectFrom('mailbox_items')
    .select(['item_id', 'kind'])
    .where('account_id', '=', account)
    .where('outcome', '=', 'left')
    .execute();

  async function filesOf(message: string): Promise<string[]> {
    const rows = (attachments.get(message) ?? []).filter((row) => FILE.test(row.name));
    const lines = rows.map(async (row) => {
      if (row.blob_key === null)
        return row.name.startsWith('Cloud') ? `${row.name} link` : `${row.name} nothing`;
      const content = await buffer(blobs.openBlob(account, row.blob_key));
      const sha = createHash('sha256').update(content).digest('hex');
      return `${row.name} ${content.length} ${sha.slice(0, 12)}`;
    });
    return (await Promise.all(lines)).sort();
  }

  const known = new Map(received.map((mail) => [messageIdHash(mail.id), mail]));
  const writers = await db
    .selectFrom('message_senders as s')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 's.account_id').onRef('c.id', '=', 's.contact_id'),
    )
    .select(['s.message_id as message', 'c.name'])
    .where('s.account_id', '=', account)
    .orderBy('c.name')
    .execute();
  const recordOf = (message: string): string =>
    writers
      .filter((one) => one.message === message)
      .map(({ name }) => name)
      .join();

  const facts: Facts = new Map();
  const logged = new Set<string>();
  const answers = new Set<string>();
  const filesById = new Map<string, string[]>();
  for (const row of messages) {
    const mail = row.direction === 'incoming' ? known.get(row.message_id_hash ?? '') : undefined;
    const id = row.internet_message_id ?? mail?.id ?? `without an id: ${row.id}`;
    if (row.logged) logged.add(id);
    if (row.reply_to_message !== null) answers.add(id);
    const name = `${row.direction} ${id}`;
    const seen = (sightings.get(row.id) ?? []).map((each) => each.item_id.slice(-12)).sort();
    const files = await filesOf(row.id);
    filesById.set(id, files);
    const told = (events.get(row.id) ?? [])
      .filter(({ kind }) => kind !== 'open')
      .map(({ kind }) => String(kind));
    const fact =
      row.direction === 'outgoing'
        ? {
            state: row.state,
            logged: row.logged,
            image: row.tracked_image,
            links: row.links_tracked,
            replies: row.replies,
            opens: row.opens,
            to: (people.get(row.id) ?? [])
              .filter(({ address }) => !address.endsWith('@brightwater.example'))
              .map(({ address, delivery }) => `${address} ${delivery}`)
              .sort(),
            files,
            sightings: seen,
            events: told.sort(),
          }
        : {
            kind: row.judged_kind,
            answers: names.get(row.reply_to_message ?? '') ?? null,
            logged: row.logged,
            files,
            sightings: mail?.undone === undefined ? seen : 'of what was undone',
            ...(mail?.movedTo !== undefined && { record: recordOf(row.id) }),
          };
    facts.set(facts.has(name) ? `${name} once more` : name, JSON.stringify(fact));
  }
  facts.set('contacts', JSON.stringify(contacts.map(({ address }) => address).sort()));
  for (const row of left) facts.set(`left ${row.item_id.slice(-12)}`, row.kind);
  const items = new Set([...sightings.values()].flat().map((row) => row.item_id));
  return { facts, items, logged, answers, files: filesById };
}

/** Where what was found differs from what must be; of what was left, more may be known than still lies there. */
export function differences(expected: Facts, found: Facts): string[] {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].sort().flatMap((name) => {
    const wanted = expected.get(name);
    const got = found.get(name);
    if (wanted === got || (wanted === undefined && name.startsWith('left '))) return [];
    return [`${name}\n    must be ${wanted ?? 'not there'}\n    is      ${got ?? 'not there'}`];
  });
}
