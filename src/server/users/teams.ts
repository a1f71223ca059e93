import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { TeamView } from '../../core/api/users';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { lockUsers, type Administrator } from './change-user';
import { noTeam, UsersRefused } from './refused';

type Parts = Pick<Services, 'store' | 'clock'>;

const named = (id: string): { kind: string; id: string } => ({ kind: 'team', id });

/** Makes a team; resolves to its id. Throws `UsersRefused` where there is one of this name. */
export async function makeTeam(services: Parts, who: Administrator, name: string): Promise<string> {
  const id = randomUUID();
  await services.store.tx(async (trx) => {
    // Nobody else makes one of this name until this one is there.
    await lockUsers(trx, who.account, who.user);
    await refuseTaken(trx, who.account, name);
    await trx.insertInto('teams').values({ account_id: who.account, id, name }).execute();
    await recordAudit(trx, who, services.clock.now(), 'team.create', named(id), { name });
  });
  return id;
}

export async function renameTeam(
  services: Parts,
  who: Administrator,
  id: string,
  name: string,
): Promise<void> {
  await services.store.tx(async (trx) => {
    await lockUsers(trx, who.account, who.user);
    const before = await teamOf(trx, who.account, id);
    if (before === name) return;
    await refuseTaken(trx, who.account, name);
    await trx
      .updateTable('teams')
      .set({ name })
      .where('account_id', '=', who.account)
      .where('id', '=', id)
      .execute();
    await recordAudit(trx, who, services.clock.now(), 'team.rename', named(id), { from: before, to: name });
  });
}

/** Throws `UsersRefused` while a mailbox is the team's: it would be nobody's. */
export async function removeTeam(services: Parts, who: Administrator, id: string): Promise<void> {
  await services.store.tx(async (trx) => {
    await lockUsers(trx, who.account, who.user);
    const name = await teamOf(trx, who.account, id);
    const box = await trx
      .selectFrom('mailboxes')
      .select('id')
      .where('account_id', '=', who.account)
      .where('team_id', '=', id)
      .executeTakeFirst();
    if (box) throw new UsersRefused('team-in-use', 'A mailbox is this team’s, so it cannot be removed.');
    for (const table of ['team_members', 'handed_teams'] as const) {
      await trx.deleteFrom(table).where('account_id', '=', who.account).where('team_id', '=', id).execute();
    }
    await trx.deleteFrom('teams').where('account_id', '=', who.account).where('id', '=', id).execute();
    await recordAudit(trx, who, services.clock.now(), 'team.remove', named(id), { name });
  });
}

/** Puts a user into a team, or takes them out; done already is no error. */
export async function setMember(
  services: Parts,
  who: Administrator,
  { team, user, member }: { team: string; user: number; member: boolean },
): Promise<void> {
  const row = { account_id: who.account, team_id: team, user_id: user };
  await services.store.tx(async (trx) => {
    await lockUsers(trx, who.account, user);
    await teamOf(trx, who.account, team);
    const changed = member
      ? await trx
          .insertInto('team_members')
          .values(row)
          .onConflict((c) => c.doNothing())
          .returning('user_id')
          .executeTakeFirst()
      : await trx
          .deleteFrom('team_members')
          .where('account_id', '=', who.account)
          .where('team_id', '=', team)
          .where('user_id', '=', user)
          .returning('user_id')
          .executeTakeFirst();
    if (!changed) return;
    const action = member ? 'team.member-add' : 'team.member-remove';
    await recordAudit(trx, who, services.clock.now(), action, named(team), { user });
  });
}

async function teamOf(trx: Transaction<Database>, account: number, id: string): Promise<string> {
  const team = await trx
    .selectFrom('teams')
    .select('name')
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!team) throw noTeam();
  return team.name;
}

async function refuseTaken(trx: Transaction<Database>, account: number, name: string): Promise<void> {
  const taken = await trx
    .selectFrom('teams')
    .select('id')
    .where('account_id', '=', account)
    .where('name', '=', name)
    .executeTakeFirst();
  if (taken) throw new UsersRefused('name-taken', `There is a team called ${name} already.`);
}

/** The teams of an account by name, with who is in them; `id`: only that one. */
export async function teamViews(db: Kysely<Database>, account: number, id?: string): Promise<TeamView[]> {
  const teams = await db
    .selectFrom('teams')
    .select(['id', 'name'])
    .where('account_id', '=', account)
    .$if(id !== undefined, (q) => q.where('id', '=', id ?? ''))
    .orderBy('name')
    .orderBy('id')
    .execute();
  const members = await db
    .selectFrom('team_members as t')
    .innerJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 't.account_id').onRef('u.id', '=', 't.user_id'),
    )
    .select(['t.team_id', 'u.id', 'u.name', 'u.status'])
    .where('t.account_id', '=', account)
    .orderBy('u.name')
    .orderBy('u.id')
    .execute();
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['id', 'address', 'team_id'])
    .where('account_id', '=', account)
    .where('team_id', 'is not', null)
    .orderBy('address')
    .execute();
  return teams.map((team) => ({
    ...team,
    members: members
      .filter((one) => one.team_id === team.id)
      .map(({ id: user, name, status }) => ({ id: user, name, status })),
    mailboxes: mailboxes
      .filter((one) => one.team_id === team.id)
      .map(({ id: box, address }) => ({ id: box, address })),
  }));
}
