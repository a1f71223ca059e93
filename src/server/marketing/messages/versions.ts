import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { MarketingVersion, MarketingVersions } from '../../../core/api/marketing-messages';
import { Content } from '../../../core/marketing/content';
import { recordAudit } from '../../audit';
import { json, type Database } from '../../store/schema';
import { changeMessage, type ChangeRefusal, type MarketingUser } from './change';
import type { MarketingMessage } from './load';

/** A person's changes are one version until they rest for so long, */
const REST_MS = 5 * 60_000;
/** and at most for so long. */
const LONGEST_MS = 30 * 60_000;
/** Of one message; the oldest go. */
const MOST = 100;

/**
 * Keeps what a message says now. Resolves to whether that is a version of its own; else it takes the place of the one
 * before, which the same person was writing just now.
 */
export async function keepVersion(
  trx: Transaction<Database>,
  who: MarketingUser,
  now: { id: string; version: number; content: Content; settings: Record<string, unknown> },
  at: Date,
  apart: boolean,
): Promise<boolean> {
  const latest = await trx
    .selectFrom('marketing_versions')
    .select(['version', 'by_user_id', 'at', 'begun_at'])
    .where('account_id', '=', who.account)
    .where('message_id', '=', now.id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const kept = { version: now.version, content: json(now.content), settings: json(now.settings), at };
  const goesOn =
    !apart &&
    latest?.by_user_id === who.user &&
    at.getTime() - latest.at.getTime() < REST_MS &&
    at.getTime() - latest.begun_at.getTime() < LONGEST_MS;
  if (goesOn) {
    await trx
      .updateTable('marketing_versions')
      .set(kept)
      .where('account_id', '=', who.account)
      .where('message_id', '=', now.id)
      .where('version', '=', latest.version)
      .execute();
    return false;
  }
  await trx
    .insertInto('marketing_versions')
    .values({ account_id: who.account, message_id: now.id, by_user_id: who.user, begun_at: at, ...kept })
    .execute();
  await sql`delete from marketing_versions where account_id = ${who.account} and message_id = ${now.id}
    and version < (select min(version) from (select version from marketing_versions
      where account_id = ${who.account} and message_id = ${now.id}
      order by version desc limit ${sql.lit(MOST)}) newest)`.execute(trx);
  return true;
}

/** The versions of a message, newest first; at most the last hundred are kept. */
export async function versionsOf(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<MarketingVersions['versions']> {
  const rows = await db
    .selectFrom('marketing_versions as v')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'v.account_id').onRef('u.id', '=', 'v.by_user_id'),
    )
    .select(['v.version', 'v.begun_at', 'v.at', 'u.name'])
    .select(sql<string>`coalesce(v.content->>'subject', '')`.as('subject'))
    .where('v.account_id', '=', account)
    .where('v.message_id', '=', id)
    .orderBy('v.version', 'desc')
    .execute();
  return rows.map(({ version, subject, name, begun_at: begun, at }) => ({
    version,
    subject,
    ...(name !== null && { by: name }),
    begunAt: begun.toISOString(),
    at: at.toISOString(),
  }));
}

export async function versionOf(
  db: Kysely<Database>,
  account: number,
  id: string,
  version: number,
): Promise<MarketingVersion | undefined> {
  const row = await db
    .selectFrom('marketing_versions')
    .select(['version', 'content', 'at'])
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row && { version: row.version, content: Content.parse(row.content), at: row.at.toISOString() };
}

/** Makes an earlier content the newest one, as a version of its own; settings stay as they are. */
export async function restoreVersion(
  trx: Transaction<Database>,
  who: MarketingUser,
  id: string,
  given: { wanted: number; version: number },
  now: Date,
): Promise<ChangeRefusal | MarketingMessage> {
  const earlier = await versionOf(trx, who.account, id, given.wanted);
  if (!earlier) return 'absent';
  const change = { version: given.version, content: earlier.content };
  const changed = await changeMessage(trx, who, id, change, now, true);
  if (typeof changed !== 'string')
    await recordAudit(trx, who, now, 'marketing.version', { kind: 'marketing', id });
  return changed;
}
