import type { Selectable, Transaction } from 'kysely';
import type { UserChange } from '../../core/api/users';
import { recordAudit } from '../audit';
import { recordEvents } from '../events';
import { leaveOwned, takeUpOwned } from '../mailbox';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { revokeBooks } from '../tracking';
import { noUser, UsersRefused } from './refused';

type Parts = Pick<Services, 'store' | 'clock'>;
export interface Administrator {
  account: number;
  user: number;
}
type User = Selectable<Database['users']>;

/**
 * S5: changes a user's role or seat, disables them or lets them in again; what is so already is left alone. From the
 * moment a disabling commits, nobody gets in as them: sessions are gone, access tokens and ticket books are refused, and
 * their mailbox is read no more. What they sent goes on leading on (C4). Throws `UsersRefused`.
 */
export async function changeUser(
  services: Parts,
  who: Administrator,
  id: number,
  change: UserChange,
): Promise<void> {
  const now = services.clock.now();
  await services.store.tx(async (trx) => {
    // Two administrators who disable each other wait here for their turn.
    const before = await lockUsers(trx, who.account, id);
    await refuseLast(trx, who, before, change);
    const { role, seat, status } = change;
    if (role !== undefined && role !== before.role) {
      await set(trx, who.account, id, { role });
      await recordAudit(trx, who, now, 'user.role', nameOf(id), { from: before.role, to: role });
    }
    if (seat !== undefined && seat !== before.seat) {
      await set(trx, who.account, id, { seat });
      await recordAudit(trx, who, now, 'user.seat', nameOf(id), { from: before.seat, to: seat });
      if (seat === 'free') await tellSeatGone(trx, who.account, before, now);
    }
    if (status === 'disabled' && before.status === 'active') await disable(trx, who, before, now);
    if (status === 'active' && before.status === 'disabled') {
      await set(trx, who.account, id, { status, disabled_at: null });
      await takeUpOwned(trx, who.account, id);
      await recordAudit(trx, who, now, 'user.enable', nameOf(id));
    }
  });
}

const nameOf = (id: number): { kind: string; id: string } => ({ kind: 'user', id: String(id) });

/** The user, with nobody else changing users of this account until the transaction ends. */
export async function lockUsers(trx: Transaction<Database>, account: number, id: number): Promise<User> {
  await trx
    .selectFrom('account_counters')
    .select('account_id')
    .where('account_id', '=', account)
    .forUpdate()
    .execute();
  const user = await trx
    .selectFrom('users')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!user) throw noUser();
  return user;
}

const set = (
  trx: Transaction<Database>,
  account: number,
  id: number,
  values: Partial<Pick<User, 'role' | 'seat' | 'status' | 'disabled_at'>>,
): Promise<unknown> =>
  trx.updateTable('users').set(values).where('account_id', '=', account).where('id', '=', id).execute();

async function refuseLast(
  trx: Transaction<Database>,
  who: Administrator,
  before: User,
  change: UserChange,
): Promise<void> {
  const disables = change.status === 'disabled' && before.status === 'active';
  if (disables && before.id === who.user) {
    throw new UsersRefused('own-user', 'You cannot disable yourself. Ask another administrator.');
  }
  const demotes = change.role !== undefined && change.role !== 'admin' && before.role === 'admin';
  if (before.role !== 'admin' || before.status !== 'active' || !(disables || demotes)) return;
  const other = await trx
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', who.account)
    .where('id', '!=', before.id)
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (!other) {
    throw new UsersRefused('last-admin', 'This is the only administrator. Make somebody else one first.');
  }
}

async function disable(trx: Transaction<Database>, who: Administrator, user: User, now: Date): Promise<void> {
  const { account } = who;
  const { id, name } = user;
  await set(trx, account, id, { status: 'disabled', disabled_at: now });
  for (const table of ['sessions', 'push_subscriptions'] as const) {
    await trx.deleteFrom(table).where('account_id', '=', account).where('user_id', '=', id).execute();
  }
  await revokeBooks(trx, account, id, now);
  await leaveOwned(trx, account, id, now);
  await recordAudit(trx, who, now, 'user.disable', nameOf(id));
  await tell(
    trx,
    { account, about: user, cause: 'disabled' },
    () =>
      `${name} is disabled: their mailbox is read no more, links in their mail still lead on. Settings, Users hands over what is theirs.`,
    now,
  );
}

const tellSeatGone = (trx: Transaction<Database>, account: number, user: User, now: Date): Promise<void> =>
  tell(
    trx,
    { account, about: user, cause: 'seat' },
    (own) =>
      `${own ? 'You have' : `${user.name} has`} a free seat now: links in mail sent from here on are not tracked. Mail already sent stays as it is.`,
    now,
  );

/** S5: tells whom it is about, if they can still get in, and every administrator. */
async function tell(
  trx: Transaction<Database>,
  { account, about, cause }: { account: number; about: User; cause: string },
  note: (own: boolean) => string,
  now: Date,
): Promise<void> {
  const told = await trx
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', account)
    .where('status', '=', 'active')
    .where((eb) => eb.or([eb('role', '=', 'admin'), eb('id', '=', about.id)]))
    .orderBy('id')
    .execute();
  await recordEvents(
    trx,
    told.map(({ id }) => ({
      account,
      kind: 'mailbox' as const,
      at: now,
      recordedAt: now,
      user: id,
      cause: `${cause}:${about.id}:${now.toISOString()}:${id}`,
      detail: { note: note(id === about.id) },
      notify: true,
    })),
  );
}
