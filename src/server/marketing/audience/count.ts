import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  type AudienceCount,
  type AudiencePeople,
  type AudiencePeopleQuery,
  LEFT_OUT_REASONS,
  type LeftOutReason,
  type MarketingSettings,
} from '../../../core/api/marketing';
import type { Database } from '../../store/schema';
import { accountSettingsOf, settingsOf, type ToAudience } from './load';
import { doublesSql, standingSql } from './standing';

const PAGE = 50;

/** Of a `StandingRow`: no owner, or none with a connected mailbox (M2). Who is left out otherwise is not listed. */
const WITHOUT_OWNER_MAILBOX = sql`(s.owner_mailbox is null and coalesce(s.reason, 'owner-without-mailbox') = 'owner-without-mailbox')`;

async function wholeAudience(
  db: Kysely<Database>,
  account: number,
  settings: MarketingSettings,
): Promise<RawBuilder<unknown>> {
  const accountSettings = await accountSettingsOf(db, account);
  const { rows } = await sql<{ id: string }>`${doublesSql(account, settings.to)}`.execute(db);
  const doubles = rows.map(({ id }) => id);
  return standingSql({ account, settings, accountSettings, among: { all: true, doubles } });
}

/**
 * Whom a message would go to now, and why others of its audience would be left out. Each contact is counted once, under the
 * first of `LEFT_OUT_REASONS` that holds.
 */
export async function countAudience(
  db: Kysely<Database>,
  account: number,
  message: ToAudience,
): Promise<AudienceCount> {
  const settings = settingsOf(message);
  const asked = await wholeAudience(db, account, settings);
  const { rows } = await sql<{
    reason: LeftOutReason | null;
    people: number;
    untracked: number;
    without: number;
  }>`
    select s.reason, count(*)::int as people, count(*) filter (where not s.trackable)::int as untracked,
      count(*) filter (where ${WITHOUT_OWNER_MAILBOX})::int as without
    from (${asked}) s group by s.reason`.execute(db);
  const of = (reason: LeftOutReason | null) => rows.find((row) => row.reason === reason);
  return {
    to: of(null)?.people ?? 0,
    leftOut: LEFT_OUT_REASONS.flatMap((reason) => {
      const count = of(reason)?.people ?? 0;
      return count > 0 ? [{ reason, count }] : [];
    }),
    untracked: of(null)?.untracked ?? 0,
    withoutOwnerMailbox: rows.reduce((sum, { without }) => sum + without, 0),
  };
}

const meant = (which: AudiencePeopleQuery['which']): RawBuilder<unknown> => {
  if (which === 'to') return sql`s.reason is null`;
  return which === 'without-owner-mailbox' ? WITHOUT_OWNER_MAILBOX : sql`s.reason = ${which}`;
};

/** The people behind one number of `countAudience`, in order of their ids. */
export async function audiencePeople(
  db: Kysely<Database>,
  account: number,
  message: ToAudience,
  { which, after }: AudiencePeopleQuery,
): Promise<AudiencePeople> {
  const settings = settingsOf(message);
  const asked = await wholeAudience(db, account, settings);
  const { rows } = await sql<{ id: string; name: string; address: string | null; owner: string | null }>`
    select s.id, s.name, s.address, u.name as owner from (${asked}) s
    left join users u on u.account_id = ${account} and u.id = s.owner
    where ${meant(which)} ${after === undefined ? sql`` : sql`and s.id > ${after}::uuid`}
    order by s.id limit ${PAGE + 1}`.execute(db);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    people: shown.map(({ id, name, address, owner }) => ({
      contactId: id,
      name,
      ...(address !== null && { address }),
      ...(owner !== null && { owner }),
    })),
    ...(rows.length > PAGE && last && { next: last.id }),
  };
}
