import { employees, PEOPLE, TENANTS, type Employee } from '../sandbox/people';
import { POSTAL_ADDRESS } from '../sandbox/world/newsletter';
import { createAccount } from '../server/accounts';
import { companyOf, setBasis } from '../server/crm/contacts';
import { insertContact } from '../server/crm/contacts-to-make';
import { connectMailbox } from '../server/mailbox';
import type { Services } from '../server/services';
import { seedContacts, seedMarketing } from './seed-marketing';

export interface SeedOptions {
  /** The world of marketing mail too: Mia, a team's mailbox, and 500 contacts (M1). */
  marketing: boolean;
}

/**
 * First start of the sandbox: its companies, the people who may sign in, Alice's connected mailbox, and two contacts:
 * Bob with a legal basis, Frank with none (P2 can be seen). Does nothing when the companies are there.
 */
export async function seedSandbox(
  services: Services,
  options: SeedOptions = { marketing: false },
): Promise<void> {
  const { store, clock } = services;
  const at = clock.now();
  for (const tenant of TENANTS) {
    const there = await store.db
      .selectFrom('accounts')
      .select('id')
      .where('tenant_id', '=', tenant.id)
      .executeTakeFirst();
    if (there) continue;
    await store.tx(async (trx) => {
      const account = await createAccount(
        trx,
        {
          tenantId: tenant.id,
          name: tenant.name,
          settings: {
            privacy: true,
            writtenToBasis: 'legitimate-interest',
            ownDomains: [tenant.domain],
            ...(options.marketing && tenant === TENANTS[0] && { postalAddress: POSTAL_ADDRESS }),
          },
          users: seats(tenant.id, options).map(({ objectId, name, address, role, seat }) => ({
            oid: objectId,
            name,
            email: address,
            role: role ?? 'member',
            seat: seat ?? 'free',
          })),
        },
        at,
      );
      for (const key of ['bob', 'frank']) {
        const person = PEOPLE.find((one) => one.key === key);
        if (!person || tenant !== TENANTS[0]) continue;
        const contact = await insertContact(trx, account, {
          name: person.name,
          company: companyOf(person.address),
          addresses: [person.address],
          owner: 1,
          source: 'sandbox',
          at,
        });
        await setBasis(trx, account, contact, key === 'bob' ? 'legitimate-interest' : 'none', 'sandbox', at);
      }
      if (options.marketing && tenant === TENANTS[0]) await seedContacts(trx, account, at);
    });
  }
  const alice = await store.db
    .selectFrom('users as u')
    .leftJoin('mailboxes as b', (join) =>
      join.onRef('b.account_id', '=', 'u.account_id').onRef('b.owner_user_id', '=', 'u.id'),
    )
    .select(['u.account_id', 'u.id', 'b.id as mailbox'])
    .where('u.email', '=', 'alice@brightwater.example')
    .executeTakeFirst();
  if (alice && alice.mailbox === null) {
    await connectMailbox(services, { account: alice.account_id, user: alice.id });
    if (options.marketing) await seedMarketing(services, { account: alice.account_id, user: alice.id });
  }
}

const seats = (tenant: string, { marketing }: SeedOptions): Employee[] =>
  employees(tenant).filter(({ role }) => marketing || role !== 'marketer');
