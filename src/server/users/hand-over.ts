import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { checkOwned } from '../mailbox';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { lockUsers, type Administrator } from './change-user';
import { noUser, UsersRefused } from './refused';

type Parts = Pick<Services, 'store' | 'clock'>;

/**
 * S5: hands what a disabled user has over to a colleague: contacts, places in teams, and the sight of their mail with
 * the news of it. Who wrote a mail stays as it was. Once at a time; throws `UsersRefused`.
 */
export async function handOver(services: Parts, who: Administrator, from: number, to: number): Promise<void> {
  const now = services.clock.now();
  const { account } = who;
  await services.store.tx(async (trx) => {
    const leaver = await lockUsers(trx, account, from);
    if (leaver.status !== 'disabled') {
      throw new UsersRefused('not-disabled', `${leaver.name} is active. Disable them first.`);
    }
    const heir = await activeUser(trx, account, to);
    const standing = await standingHandover(trx, account, from);
    if (standing) {
      throw new UsersRefused('handed-over', 'That was handed over already. Undo it first.');
    }
    const id = uuidV7(now);
    await trx
      .insertInto('handovers')
      .values({
        account_id: account,
        id,
        from_user_id: from,
        to_user_id: heir,
        by_user_id: who.user,
        at: now,
      })
      .execute();
    const moved = { account, id, from, to: heir, now };
    const contacts = await moveContacts(trx, moved);
    const teams = await joinTeams(trx, moved);
    await giveMail(trx, moved);
    await checkOwned(trx, account, from);
    const detail = { to: heir, contacts, teams };
    await recordAudit(trx, who, now, 'user.hand-over', { kind: 'user', id: String(from) }, detail);
  });
}

/**
 * Takes a hand-over back: contacts go back that still are the colleague's, places in teams that it gave end, and so does
 * the sight of the mail. Throws `UsersRefused` where nothing is handed over, or where it was handed on.
 */
export async function undoHandover(services: Parts, who: Administrator, from: number): Promise<void> {
  const now = services.clock.now();
  const { account } = who;
  await services.store.tx(async (trx) => {
    await lockUsers(trx, account, from);
    const standing = await standingHandover(trx, account, from);
    if (!standing) throw new UsersRefused('not-handed-over', 'Nothing of theirs is handed over.');
    const { id, to } = standing;
    const on = await standingHandover(trx, account, to);
    if (on && on.at > standing.at) {
      throw new UsersRefused('handed-on', 'It was handed on since to somebody else. Undo that first.');
    }
    await sql`
      update contacts c set owner_user_id = ${from}, updated_at = ${now} from handed_contacts h
      where h.account_id = ${account} and h.handover_id = ${id}
        and c.account_id = h.account_id and c.id = h.contact_id and c.owner_user_id = ${to}`.execute(trx);
    await sql`
      delete from team_members m using handed_teams h
      where h.account_id = ${account} and h.handover_id = ${id}
        and m.account_id = h.account_id and m.team_id = h.team_id and m.user_id = ${to}`.execute(trx);
    for (const table of ['handed_contacts', 'handed_teams', 'handed_mail'] as const) {
      await trx.deleteFrom(table).where('account_id', '=', account).where('handover_id', '=', id).execute();
    }
    await trx
      .updateTable('handovers')
      .set({ undone_at: now })
      .where('account_id', '=', account)
      .where('id', '=', id)
      .execute();
    await checkOwned(trx, account, from);
    await recordAudit(trx, who, now, 'user.hand-over-undo', { kind: 'user', id: String(from) }, { to });
  });
}

async function activeUser(trx: Transaction<Database>, account: number, id: number): Promise<number> {
  const user = await trx
    .selectFrom('users')
    .select(['name', 'status'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!user) throw noUser();
  if (user.status !== 'active') {
    throw new UsersRefused('not-active', `${user.name} is disabled too. Choose somebody else.`);
  }
  return id;
}

async function standingHandover(
  trx: Transaction<Database>,
  account: number,
  from: number,
): Promise<{ id: string; to: number; at: Date } | undefined> {
  return trx
    .selectFrom('handovers')
    .select(['id', 'to_user_id as to', 'at'])
    .where('account_id', '=', account)
    .where('from_user_id', '=', from)
    .where('undone_at', 'is', null)
    .executeTakeFirst();
}

interface Moved {
  account: number;
  id: string;
  from: number;
  to: number;
  now: Date;
}

async function moveContacts(
  trx: Transaction<Database>,
  { account, id, from, to, now }: Moved,
): Promise<number> {
  const { rows } = await sql<{ moved: number }>`
    with moved as (
      update contacts set owner_user_id = ${to}, updated_at = ${now}
      where account_id = ${account} and owner_user_id = ${from} returning id),
    kept as (
      insert into handed_contacts (account_id, handover_id, contact_id)
      select ${account}::bigint, ${id}::uuid, id from moved)
    select count(*)::int as moved from moved`.execute(trx);
  return rows[0]?.moved ?? 0;
}

/** The one who left stays in them: mail that is a team's is so by its writer's place in it (P7). */
async function joinTeams(trx: Transaction<Database>, { account, id, from, to }: Moved): Promise<number> {
  const { rows } = await sql<{ joined: number }>`
    with joined as (
      insert into team_members (account_id, team_id, user_id)
      select account_id, team_id, ${to}::bigint from team_members
      where account_id = ${account} and user_id = ${from}
      on conflict do nothing returning team_id),
    kept as (
      insert into handed_teams (account_id, handover_id, team_id)
      select ${account}::bigint, ${id}::uuid, team_id from joined)
    select count(*)::int as joined from joined`.execute(trx);
  return rows[0]?.joined ?? 0;
}

/** Their own, and what they had taken over themselves. */
async function giveMail(trx: Transaction<Database>, { account, id, from, to, now }: Moved): Promise<void> {
  await sql`
    insert into handed_mail (account_id, from_user_id, to_user_id, handover_id, at)
    select ${account}::bigint, whose, ${to}::bigint, ${id}::uuid, ${now}::timestamptz from (
      select ${from}::bigint as whose
      union select from_user_id from handed_mail where account_id = ${account} and to_user_id = ${from}) all_of_it
    where whose <> ${to}`.execute(trx);
}
