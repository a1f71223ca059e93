import { TokenRefused } from '../../../graph';
import type { MailboxWays } from '../../../core/api/mailboxes';
import type { Services } from '../../services';
import type { GraphAccess } from '../graph-access';
import { logRuleOf } from '../log-rules';
import { consentOf } from './owner-consent';
import { probeMailbox, type Probe } from './probe';
import { refusalWords } from './refusal-words';

/** A person who might connect their own mailbox. */
interface Person {
  account: number;
  user: number;
}

/** Tries both ways of the server's into a person's own mailbox, at this moment. */
export async function mailboxWays(
  services: Pick<Services, 'store'>,
  access: GraphAccess,
  who: Person,
): Promise<MailboxWays> {
  const { db } = services.store;
  const person = await personOf(services, who);
  const reach = { account: who.account, tenant: person.tenant, owner: who.user };
  const given = await consentOf(db, who);
  const before = await db
    .selectFrom('mailboxes')
    .select('log_rule')
    .where('account_id', '=', who.account)
    .where('owner_user_id', '=', who.user)
    .where('graph_user', '=', person.oid)
    .executeTakeFirst();
  const [application, delegated] = await Promise.all([
    probeWay(() => probeMailbox(access.graph({ ...reach, access: 'application' }), person.oid)),
    given && probeWay(() => probeMailbox(access.graph({ ...reach, access: 'delegated' }), person.oid)),
  ]);
  return {
    address: person.email,
    application: saying(application),
    delegated:
      given && delegated
        ? { ...saying(delegated), grantedAt: given.grantedAt.toISOString() }
        : { says: 'not-given' },
    ...(before && { rule: logRuleOf(before.log_rule) }),
  };
}

const saying = (probe: Probe): { says: Probe['says']; reason?: string } =>
  probe.says === 'allowed' ? { says: 'allowed' } : { says: probe.says, reason: probe.reason };

async function probeWay(probe: () => Promise<Probe>): Promise<Probe> {
  try {
    return await probe();
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    return {
      says: 'not-allowed',
      reason: refusalWords(error.code),
      failure: { kind: 'unauthorized', status: 0, code: error.code },
    };
  }
}

/** Who somebody is to Microsoft. */
export async function personOf(
  { store }: Pick<Services, 'store'>,
  who: Person,
): Promise<{ tenant: string; oid: string; email: string }> {
  const row = await store.db
    .selectFrom('users as u')
    .innerJoin('accounts as a', 'a.id', 'u.account_id')
    .select(['u.oid', 'u.email', 'a.tenant_id'])
    .where('u.account_id', '=', who.account)
    .where('u.id', '=', who.user)
    .executeTakeFirstOrThrow();
  return { tenant: row.tenant_id, oid: row.oid, email: row.email };
}
