import { type Kysely, sql } from 'kysely';
import type { NeverLogEntry, PurgePreview } from '../../core/api/logs';
// Not the folder's face, which leads back here.
import { colleaguesAmong } from '../mailbox/filing/people';
import type { AccountSettings, Database } from '../store/schema';
import { listedAmong } from './contacts-to-make';
import { aliasesMeant, meant, meantMessage, type Entry } from './purge-meant';
import type { Viewer } from './visibility';

/** What a purge of this entry would take away now, and what would stay for the others on it. */
export async function previewPurge(
  db: Kysely<Database>,
  who: Viewer,
  entry: NeverLogEntry,
): Promise<PurgePreview> {
  const { account } = who;
  const user = entry.scope === 'account' ? 0 : who.user;
  const aliases = await aliasesMeant(db, account, entry);
  const theirs = meantMessage(account, user, entry, aliases);
  const { settings } = await db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const keepers =
    settings.neverLogBlocks === 'record'
      ? await keepersOf(db, { account, user, settings }, entry, aliases)
      : { writers: [], recipients: [] };
  const { rows } = await sql<{ goes: boolean; messages: number; files: number }>`
    with meant as materialized (
      select m.id, not (m.kind = 'marketing' and m.direction = 'outgoing') and not (case when m.direction = 'incoming' then m.from_address = any(${keepers.writers}::text[])
        else exists (select 1 from message_recipients r where r.account_id = m.account_id and r.message_id = m.id
          and r.address = any(${keepers.recipients}::text[])) end) as goes
      from messages m where ${theirs})
    select goes, count(*)::int as messages,
      coalesce(sum((select count(*) from attachments f where f.account_id = ${account} and f.message_id = meant.id
        and f.blob_key is not null)), 0)::int as files from meant group by goes`.execute(db);
  const going = rows.find(({ goes }) => goes);
  const staying = rows.find(({ goes }) => !goes);
  return { messages: going?.messages ?? 0, files: going?.files ?? 0, stay: staying?.messages ?? 0 };
}

/**
 * Of those on mail that is meant, the people for whom it stays: writers who are on no list, and recipients outside the
 * company who are on none, now or by this entry.
 */
async function keepersOf(
  db: Kysely<Database>,
  { account, user, settings }: { account: number; user: number; settings: AccountSettings },
  entry: Entry,
  aliases: readonly string[],
): Promise<{ writers: string[]; recipients: string[] }> {
  const theirs = meantMessage(account, user, entry, aliases);
  const { rows } = await sql<{ address: string; writer: boolean; meant: boolean }>`
    with people as (
      select m.from_address as address, true as writer from messages m where m.direction = 'incoming' and ${theirs}
      union select r.address, false from messages m join message_recipients r
        on r.account_id = m.account_id and r.message_id = m.id where m.direction = 'outgoing' and ${theirs})
    select address, writer, (${meant('address', entry)} or address = any(${aliases}::text[])) as meant from people`.execute(
    db,
  );
  const addresses = [...new Set(rows.flatMap((row) => (row.meant ? [] : [row.address])))];
  const listed = await listedAmong(db, account, user === 0 ? null : user, addresses);
  const colleagues = await colleaguesAmong(db, account, settings, [], addresses);
  const free = rows.filter((row) => !row.meant && !listed.has(row.address));
  return {
    writers: free.filter(({ writer }) => writer).map(({ address }) => address),
    recipients: free
      .filter(({ writer, address }) => !writer && !colleagues.has(address))
      .map(({ address }) => address),
  };
}
