import type { Kysely, Selectable, Transaction } from 'kysely';
import type { NeverLogEntry, PurgeView } from '../../core/api/logs';
import { recordAudit } from '../audit';
import { refreshLastActivity } from '../events';
import { enqueue, type JobHandlers } from '../jobs';
// Not the folder's face, which leads back here.
import { colleaguesAmong } from '../mailbox/filing/people';
import { takeAway } from '../messages/take-away';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { listedAmong } from './contacts-to-make';
import { noteContactNeed } from './needs-contact';
import { previewPurge } from './preview-purge';
import { aliasesMeant, meant, messagesMeant, type Entry } from './purge-meant';
import type { Viewer } from './visibility';

/** Takes away what was kept of an entry of a never-log list. Its key is the purge's id. */
export const PURGE_JOB = 'never-log.purge';
const BATCH = 25;
const NOTHING = '00000000-0000-0000-0000-000000000000';

/** What is to become of one message: taken away, or kept for the others on it. */
async function fateOf(
  db: Kysely<Database>,
  account: number,
  user: number,
  id: string,
  { entry, aliases }: { entry: Entry; aliases: readonly string[] },
): Promise<{ goes: boolean; listed: Set<string> }> {
  const row = await db
    .selectFrom('messages as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['m.direction', 'm.kind', 'm.from_address', 'a.settings'])
    .where('m.account_id', '=', account)
    .where('m.id', '=', id)
    .executeTakeFirst();
  if (!row) return { goes: false, listed: new Set() };
  const bulk = row.kind === 'marketing' && row.direction === 'outgoing';
  const recipients = await db
    .selectFrom('message_recipients')
    .select('address')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    // What went to thousands is not read whole.
    .$if(bulk, (q) =>
      q.where((eb) => eb.or([meant('address', entry), eb('address', 'in', [...aliases, ''])])),
    )
    .execute();
  const addresses = recipients.map(({ address }) => address);
  const writer = row.direction === 'incoming' ? row.from_address : undefined;
  const all = writer === undefined ? addresses : [...addresses, writer];
  const listed = await listedAmong(db, account, user === 0 ? null : user, all);
  // A marketing message is the company's: it stays for all others.
  if (listed.size === 0 || bulk) return { goes: false, listed };
  if (row.settings.neverLogBlocks !== 'record') return { goes: true, listed };
  const colleagues = await colleaguesAmong(db, account, row.settings, [], addresses);
  const others = addresses.filter((address) => !colleagues.has(address) && !listed.has(address));
  return { goes: writer === undefined ? others.length === 0 : listed.has(writer), listed };
}

/** L4: begins to take away what was kept of an entry, which stands on the list by then. */
export async function beginPurge(
  trx: Transaction<Database>,
  who: Viewer,
  entry: NeverLogEntry,
  now: Date,
): Promise<string> {
  const id = uuidV7(now);
  const { messages, stay } = await previewPurge(trx, who, entry);
  await trx
    .insertInto('purges')
    .values({
      account_id: who.account,
      id,
      user_id: entry.scope === 'account' ? 0 : who.user,
      kind: entry.kind,
      value: entry.value,
      state: 'running',
      cursor: null,
      total: messages + stay,
      asked_by: who.user,
      asked_at: now,
      finished_at: null,
    })
    .execute();
  await enqueue(trx, { account: who.account, type: PURGE_JOB, key: id });
  await recordAudit(trx, who, now, 'never-log.purge', { kind: 'purge', id }, { messages });
  return id;
}

/** One batch, in one transaction with the note of how far it is. True: it is over. */
export async function purgeNext(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  account: number,
  id: string,
): Promise<boolean> {
  return store.tx(async (trx) => {
    const now = clock.now();
    const purge = await trx
      .selectFrom('purges')
      .selectAll()
      .where('account_id', '=', account)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!purge || purge.state === 'done') return true;
    const user = purge.user_id;
    const ids = await messagesMeant(trx, account, user, purge, purge.cursor ?? NOTHING, BATCH);
    const aliases = await aliasesMeant(trx, account, purge);
    let messages = 0;
    let records = 0;
    for (const message of ids) {
      const { goes, listed } = await fateOf(trx, account, user, message, { entry: purge, aliases });
      if (goes) {
        messages += 1;
        await takeAway(trx, account, message, { by: purge.asked_by, at: now, people: 'drop' });
      } else if (await takeOffRecord(trx, account, message, [...listed])) records += 1;
    }
    const over = ids.length < BATCH;
    await trx
      .updateTable('purges')
      .set({
        cursor: ids.at(-1) ?? purge.cursor,
        looked_at: purge.looked_at + ids.length,
        messages: purge.messages + messages,
        records: purge.records + records,
        ...(over && { state: 'done', finished_at: now }),
      })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    if (over) {
      await recordAudit(
        trx,
        { account, user: purge.asked_by },
        now,
        'never-log.purged',
        { kind: 'purge', id },
        { messages: purge.messages + messages, records: purge.records + records },
      );
    }
    return over;
  });
}

/** The mail stays for the others on it; on this person's record it stands no more. */
async function takeOffRecord(
  trx: Transaction<Database>,
  account: number,
  message: string,
  listed: readonly string[],
): Promise<boolean> {
  if (listed.length === 0) return false;
  const before = await trx
    .selectFrom('message_recipients')
    .select('contact_id')
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('address', 'in', [...listed])
    .where('contact_id', 'is not', null)
    .execute();
  await trx
    .updateTable('message_recipients')
    .set({ contact_id: null, moved_from: null })
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('address', 'in', [...listed])
    .execute();
  await noteContactNeed(trx, account, [message]);
  const contacts = before.flatMap(({ contact_id: contact }) => contact ?? []);
  await refreshLastActivity(trx, account, contacts);
  return contacts.length > 0;
}

const viewOf = (row: Selectable<Database['purges']>): PurgeView => ({
  id: row.id,
  scope: row.user_id === 0 ? 'account' : 'own',
  kind: row.kind,
  value: row.value,
  state: row.state,
  total: row.total,
  lookedAt: row.looked_at,
  messages: row.messages,
  records: row.records,
  askedAt: row.asked_at.toISOString(),
});

const SHOWN = 20;

/** The latest purges of the account's list and of the person's own. */
export async function purgeViews(db: Kysely<Database>, who: Viewer): Promise<PurgeView[]> {
  const rows = await db
    .selectFrom('purges')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('user_id', 'in', [0, who.user])
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map(viewOf);
}

export function purgeJobs(services: Pick<Services, 'store' | 'clock'>): JobHandlers {
  return {
    [PURGE_JOB]: async ({ account, key, signal }) => {
      while (!(await purgeNext(services, account, key))) {
        if (signal.aborted) return { again: services.clock.now() };
      }
      return undefined;
    },
  };
}
