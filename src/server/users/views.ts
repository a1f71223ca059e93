import { sql, type Kysely } from 'kysely';
import { can, type Role } from '../../core/access';
import type { Handover, UserView } from '../../core/api/users';
import type { Database } from '../store/schema';

/** The users of an account by name; `id`: only that one. What they have is told to who may change users. */
export async function userViews(
  db: Kysely<Database>,
  viewer: { account: number; role: Role },
  id?: number,
): Promise<UserView[]> {
  const { account } = viewer;
  const users = await db
    .selectFrom('users')
    .select(['id', 'name', 'email', 'role', 'seat', 'status', 'disabled_at'])
    .where('account_id', '=', account)
    .$if(id !== undefined, (q) => q.where('id', '=', id ?? 0))
    .orderBy('name')
    .orderBy('id')
    .execute();
  const teams = await db
    .selectFrom('team_members as m')
    .innerJoin('teams as t', (join) =>
      join.onRef('t.account_id', '=', 'm.account_id').onRef('t.id', '=', 'm.team_id'),
    )
    .select(['m.user_id', 't.id', 't.name'])
    .where('m.account_id', '=', account)
    .orderBy('t.name')
    .execute();
  const holds = can(viewer.role, 'change', 'users') ? await holdings(db, account) : undefined;
  return users.map(({ disabled_at: disabledAt, ...user }) => ({
    ...user,
    ...(disabledAt && { disabledAt: disabledAt.toISOString() }),
    teams: teams.filter((one) => one.user_id === user.id).map(({ id: team, name }) => ({ id: team, name })),
    ...(holds && { holds: holds(user.id) }),
  }));
}

async function holdings(
  db: Kysely<Database>,
  account: number,
): Promise<(user: number) => NonNullable<UserView['holds']>> {
  const contacts = await db
    .selectFrom('contacts')
    .select(['owner_user_id as user', sql<number>`count(*)::int`.as('count')])
    .where('account_id', '=', account)
    .where('owner_user_id', 'is not', null)
    .groupBy('owner_user_id')
    .execute();
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['owner_user_id as user', 'id', 'address'])
    .where('account_id', '=', account)
    .where('owner_user_id', 'is not', null)
    .execute();
  const handovers = await standingHandovers(db, account);
  return (user) => {
    const handover = handovers.get(user);
    return {
      contacts: contacts.find((one) => one.user === user)?.count ?? 0,
      mailboxes: mailboxes.filter((one) => one.user === user).map(({ id, address }) => ({ id, address })),
      ...(handover && { handover }),
    };
  };
}

/** By the user who left. */
async function standingHandovers(db: Kysely<Database>, account: number): Promise<Map<number, Handover>> {
  const rows = await db
    .selectFrom('handovers as h')
    .innerJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'h.account_id').onRef('u.id', '=', 'h.to_user_id'),
    )
    .select(['h.id', 'h.from_user_id', 'h.to_user_id', 'u.name', 'h.at'])
    .select(
      sql<number>`(select count(*)::int from handed_contacts c where c.account_id = h.account_id and c.handover_id = h.id)`.as(
        'contacts',
      ),
    )
    .select(
      sql<number>`(select count(*)::int from handed_teams t where t.account_id = h.account_id and t.handover_id = h.id)`.as(
        'teams',
      ),
    )
    .where('h.account_id', '=', account)
    .where('h.undone_at', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.from_user_id,
      {
        id: row.id,
        to: { id: row.to_user_id, name: row.name },
        at: row.at.toISOString(),
        contacts: row.contacts,
        teams: row.teams,
      },
    ]),
  );
}
