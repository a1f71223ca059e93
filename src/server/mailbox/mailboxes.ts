import type { Kysely } from 'kysely';
import { DEFAULT_LOG_RULE, type LogRule } from '../../core/api/log-rules';
import { foldAddress } from '../crm/contacts';
import { enqueue } from '../jobs';
import { CHECK } from './job-types';
import { logRuleOf } from './log-rules';
import type { AccountSettings, Database, MailboxState } from '../store/schema';

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
  rule: LogRule;
  /** R1: what came before does not count. */
  connectedAt: Date;
  watermark: Date;
  subscription: string | null;
  settings: AccountSettings;
  /** R1: what is filed now was found by looking back: it fills the timeline, and counts nowhere. */
  historic?: boolean;
  /** Who says that the items are there: the server itself unless said otherwise. */
  trust?: 'server' | 'client';
  /** When the subscription was made or renewed. */
  renewedAt?: Date | null;
  /** Until then Exchange wants to be asked nothing about it. */
  quietUntil?: Date | null;
}

export const DEFAULT_RULE = DEFAULT_LOG_RULE;

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
    rule: logRuleOf(row.log_rule),
    connectedAt: row.connected_at,
    watermark: row.watermark,
    subscription: row.subscription_id,
    renewedAt: row.subscription_renewed_at,
    quietUntil: row.quiet_until,
    settings: row.settings,
  };
}

/**
 * S4: a state is only ever set from an answer of Graph's, with the reason in words where it is not "watching". What has
 * changed is looked at by the doctor at once. A mailbox that a person has paused or disconnected meanwhile stays so.
 */
export async function setState(
  db: Kysely<Database>,
  mailbox: Pick<WatchedMailbox, 'account' | 'id'>,
  state: MailboxState,
  reason: string | null = null,
): Promise<void> {
  const changed = await db
    .updateTable('mailboxes')
    .set({ state, state_reason: reason })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .where('state', 'not in', ['paused', 'disconnected'])
    .where((eb) => eb.or([eb('state', '!=', state), eb('state_reason', 'is distinct from', reason)]))
    .returning('id')
    .executeTakeFirst();
  if (changed) await enqueue(db, { account: mailbox.account, type: CHECK, key: mailbox.id });
}
