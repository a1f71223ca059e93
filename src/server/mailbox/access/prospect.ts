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
  return prospect(clock.now(), {
    account: who.account,
    owner: who.user,
    tenant: row.tenant_id,
    access,
    graphUser: row.oid,
    addresses: [foldAddress(row.email)],
    settings: row.settings,
  });
}

/** A team's likewise, by the application's permission. `graphUser`: as Graph knows it. */
export async function teamProspectOf(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  account: number,
  { address, graphUser }: { address: string; graphUser: string },
): Promise<WatchedMailbox> {
  const row = await store.db
    .selectFrom('accounts')
    .select(['tenant_id', 'settings'])
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  return prospect(clock.now(), {
    account,
    owner: null,
    tenant: row.tenant_id,
    access: 'application',
    graphUser,
    addresses: [foldAddress(address)],
    settings: row.settings,
  });
}

type Of = 'account' | 'owner' | 'tenant' | 'access' | 'graphUser' | 'addresses' | 'settings';

const prospect = (now: Date, of: Pick<WatchedMailbox, Of>): WatchedMailbox => ({
  ...of,
  id: NONE,
  ownerActive: true,
  state: 'connecting',
  rule: DEFAULT_RULE,
  connectedAt: now,
  watermark: now,
  subscription: null,
  quietUntil: null,
});
