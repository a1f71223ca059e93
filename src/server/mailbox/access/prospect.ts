import { foldAddress } from '../../crm/contacts';
import type { Services } from '../../services';
import { DEFAULT_RULE, type WatchedMailbox } from '../mailboxes';

/** No mailbox has it: nothing that is kept of mailboxes is found under it. */
const NONE = '00000000-0000-0000-0000-000000000000';

/** A person's own mailbox as it would be connected: for looking at it beforehand (L12). Nothing is written. */
export async function prospectOf(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  who: { account: number; user: number },
  access: WatchedMailbox['access'],
): Promise<WatchedMailbox> {
  const row = await store.db
    .selectFrom('users as u')
    .innerJoin('accounts as a', 'a.id', 'u.account_id')
    .select(['u.oid', 'u.email', 'a.tenant_id', 'a.settings'])
    .where('u.account_id', '=', who.account)
    .where('u.id', '=', who.user)
    .executeTakeFirstOrThrow();
  const now = clock.now();
  return {
    account: who.account,
    id: NONE,
    owner: who.user,
    ownerActive: true,
    tenant: row.tenant_id,
    access,
    graphUser: row.oid,
    addresses: [foldAddress(row.email)],
    state: 'connecting',
    rule: DEFAULT_RULE,
    connectedAt: now,
    watermark: now,
    subscription: null,
    quietUntil: null,
    settings: row.settings,
  };
}
