import { sql } from 'kysely';
import type { Step, Whom } from '../../../core/workflows';
import { recordEvents } from '../../events';
import { turnOf, type Outcome, type Round, type RunStep } from '../walker';

/** Tells people in the feed, and by notification: the contact's owner, one user, or a team. */
export const runNotify: RunStep<Extract<Step, { kind: 'notify' }>> = async (round, { whom, text }, group) => {
  const { trx, workflow, now, standing } = round;
  const account = workflow.account_id;
  const named = await usersNamed(round, whom);
  const addresses = await primaryAddresses(
    round,
    group.map(({ contact }) => contact),
  );
  const active = await activeAmong(round, [
    ...named,
    ...group.flatMap(({ contact }) => standing.get(contact)?.owner ?? []),
  ]);
  const told = group.map((walker) => {
    const owner = standing.get(walker.contact)?.owner;
    const users = whom.kind === 'owner' ? [owner ?? 0] : named;
    return users.filter((user) => active.has(user));
  });
  await recordEvents(
    trx,
    group.flatMap((walker, i) =>
      (told[i] ?? []).map((user) => ({
        account,
        kind: 'workflow' as const,
        at: now,
        recordedAt: now,
        user,
        contact: walker.contact,
        cause: `workflow:${walker.row.id}:${turnOf(walker)}:${user}`,
        detail: {
          workflow: workflow.id,
          note: text,
          from: {
            name: standing.get(walker.contact)?.name ?? '',
            address: addresses.get(walker.contact) ?? '',
          },
        },
        notify: true,
      })),
    ),
  );
  return told.map((users): Outcome => ({ go: 'on', result: { users } }));
};

async function usersNamed({ trx, workflow }: Round, whom: Whom): Promise<number[]> {
  if (whom.kind === 'user') return whom.user === null ? [] : [whom.user];
  if (whom.kind !== 'team' || whom.team === null) return [];
  const rows = await trx
    .selectFrom('team_members')
    .select('user_id')
    .where('account_id', '=', workflow.account_id)
    .where('team_id', '=', whom.team)
    .orderBy('user_id')
    .execute();
  return rows.map(({ user_id: user }) => user);
}

async function activeAmong({ trx, workflow }: Round, users: readonly number[]): Promise<Set<number>> {
  if (users.length === 0) return new Set();
  const rows = await trx
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', workflow.account_id)
    .where('id', 'in', [...new Set(users)])
    .where('status', '=', 'active')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

async function primaryAddresses(
  { trx, workflow }: Round,
  contacts: readonly string[],
): Promise<Map<string, string>> {
  if (contacts.length === 0) return new Map();
  const rows = await trx
    .selectFrom('contact_addresses')
    .select(['contact_id', sql<string>`min(address)`.as('address')])
    .where('account_id', '=', workflow.account_id)
    .where('contact_id', 'in', [...new Set(contacts)])
    .where('is_primary', '=', true)
    .groupBy('contact_id')
    .execute();
  return new Map(rows.map(({ contact_id: contact, address }) => [contact, address]));
}
