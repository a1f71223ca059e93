import type { Selectable } from 'kysely';
import { can, type Role } from '../../core/access';
import type { MailboxView } from '../../core/api/mailboxes';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { LEFT_BY_PERSON } from './leave';
import { logRuleOf } from './log-rules';

export interface MailboxViewer {
  account: number;
  user: number;
  role: Role;
}

interface Row extends Selectable<Database['mailboxes']> {
  owner_name: string | null;
  owner_status: string | null;
}

/**
 * The mailboxes of one user, the team mailboxes of their teams, and, for who may see how others' stand, all (P7).
 * `id`: only that one.
 */
export async function mailboxViews(
  { store }: Pick<Services, 'store'>,
  viewer: MailboxViewer,
  id?: string,
): Promise<MailboxView[]> {
  const everybodys = can(viewer.role, 'read', 'others-mailbox');
  let query = store.db
    .selectFrom('mailboxes as m')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'm.account_id').onRef('u.id', '=', 'm.owner_user_id'),
    )
    .selectAll('m')
    .select(['u.name as owner_name', 'u.status as owner_status'])
    .where('m.account_id', '=', viewer.account);
  if (id !== undefined) query = query.where('m.id', '=', id);
  if (!everybodys) {
    query = query.where((eb) =>
      eb.or([
        eb('m.owner_user_id', '=', viewer.user),
        eb.exists(
          eb
            .selectFrom('team_members as t')
            .select('t.user_id')
            .whereRef('t.account_id', '=', 'm.account_id')
            .whereRef('t.team_id', '=', 'm.team_id')
            .where('t.user_id', '=', viewer.user),
        ),
      ]),
    );
  }
  const rows = await query.orderBy('m.address').execute();
  // One's own first.
  return [...rows.filter((row) => isOwn(row, viewer)), ...rows.filter((row) => !isOwn(row, viewer))].map(
    (row) => viewOf(row, viewer),
  );
}

const isOwn = (row: Pick<Row, 'owner_user_id'>, viewer: MailboxViewer): boolean =>
  row.owner_user_id === viewer.user;

function viewOf(row: Row, viewer: MailboxViewer): MailboxView {
  const own = isOwn(row, viewer);
  const subject = own ? 'own-mailbox' : row.kind === 'team' ? 'team-mailbox' : 'others-mailbox';
  const proofs = [row.last_sync_at, row.last_notification_at].flatMap((at) => at?.getTime() ?? []);
  return {
    id: row.id,
    kind: row.kind,
    address: row.address,
    state: row.state,
    ...(row.state_reason !== null && { reason: row.state_reason }),
    access: row.access,
    left: row.state === 'disconnected' && row.state_reason === LEFT_BY_PERSON,
    ...(!own &&
      row.owner_user_id !== null &&
      row.owner_name !== null && {
        owner: {
          id: row.owner_user_id,
          name: row.owner_name,
          disabled: row.owner_status !== 'active',
        },
      }),
    may: {
      change: can(viewer.role, 'change', subject),
      lookBack: can(viewer.role, 'create', 'look-back'),
      // What of a colleague's mail is logged is theirs to say.
      chooseRule: subject !== 'others-mailbox' && can(viewer.role, 'change', subject),
    },
    ...(subject !== 'others-mailbox' && { rule: logRuleOf(row.log_rule) }),
    connectedAt: row.connected_at.toISOString(),
    ...(row.subscription_expires_at && { subscriptionExpiresAt: row.subscription_expires_at.toISOString() }),
    ...(row.last_notification_at && { lastNotificationAt: row.last_notification_at.toISOString() }),
    ...(row.last_sync_at && { lastSyncAt: row.last_sync_at.toISOString() }),
    ...(proofs.length > 0 && { lastProofAt: new Date(Math.max(...proofs)).toISOString() }),
  };
}
