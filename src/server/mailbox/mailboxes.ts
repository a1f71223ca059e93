import type { Kysely, Selectable } from 'kysely';
import type { MailboxView } from '../../core/api/app';
import { foldAddress } from '../crm/contacts';
import type { Services } from '../services';
import type { AccountSettings, Database, LogRule, MailboxState } from '../store/schema';

/** A connected mailbox, as far as watching and filing need it. */
export interface WatchedMailbox {
  account: number;
  id: string;
  owner: number | null;
  /** S5: a disabled owner's mailbox is no longer watched. */
  ownerActive: boolean;
  tenant: string;
  access: 'application' | 'delegated' | 'pane';
  graphUser: string;
  /** Primary address and aliases, folded. */
  addresses: string[];
  state: MailboxState;
  rule: Required<LogRule>;
  /** R1: what came before does not count. */
  connectedAt: Date;
  watermark: Date;
  subscription: string | null;
  settings: AccountSettings;
  /** When the subscription was made or renewed. */
  renewedAt?: Date | null;
  /** Until then Exchange wants to be asked nothing about it. */
  quietUntil?: Date | null;
}

/** L12, where the owner has chosen nothing yet: what is written to known contacts, and what answers it. */
export const DEFAULT_RULE: Required<LogRule> = { sent: 'known', received: 'replies' };

export async function loadMailbox(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<WatchedMailbox | undefined> {
  const row = await db
    .selectFrom('mailboxes as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'm.account_id').onRef('u.id', '=', 'm.owner_user_id'),
    )
    .selectAll('m')
    .select(['a.tenant_id', 'a.settings', 'u.status as owner_status'])
    .where('m.account_id', '=', account)
    .where('m.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    account,
    id,
    owner: row.owner_user_id,
    ownerActive: row.owner_user_id === null || row.owner_status === 'active',
    tenant: row.tenant_id,
    access: row.access,
    graphUser: row.graph_user,
    addresses: [row.address, ...row.aliases].map(foldAddress),
    state: row.state,
    rule: { ...DEFAULT_RULE, ...row.log_rule },
    connectedAt: row.connected_at,
    watermark: row.watermark,
    subscription: row.subscription_id,
    renewedAt: row.subscription_renewed_at,
    quietUntil: row.quiet_until,
    settings: row.settings,
  };
}

/** S4: a state is only ever set from an answer of Graph's, with the reason in words where it is not "watching". */
export async function setState(
  db: Kysely<Database>,
  mailbox: Pick<WatchedMailbox, 'account' | 'id'>,
  state: MailboxState,
  reason: string | null = null,
): Promise<void> {
  await db
    .updateTable('mailboxes')
    .set({ state, state_reason: reason })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .execute();
}

/** The mailboxes of one user, and the team mailboxes of their teams. */
export async function mailboxViews(
  services: Pick<Services, 'store'>,
  viewer: { account: number; user: number },
): Promise<MailboxView[]> {
  const rows = await services.store.db
    .selectFrom('mailboxes as m')
    .selectAll('m')
    .where('m.account_id', '=', viewer.account)
    .where((eb) =>
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
    )
    .orderBy('m.address')
    .execute();
  return rows.map(viewOf);
}

function viewOf(row: Selectable<Database['mailboxes']>): MailboxView {
  return {
    id: row.id,
    kind: row.kind,
    address: row.address,
    state: row.state,
    ...(row.state_reason !== null && { reason: row.state_reason }),
    connectedAt: row.connected_at.toISOString(),
    ...(row.subscription_expires_at && { subscriptionExpiresAt: row.subscription_expires_at.toISOString() }),
    ...(row.last_notification_at && { lastNotificationAt: row.last_notification_at.toISOString() }),
    ...(row.last_sync_at && { lastSyncAt: row.last_sync_at.toISOString() }),
  };
}
