import { employees, PEOPLE, TENANTS } from '../sandbox/people';
import { companyOf, insertContact, setBasis } from '../server/crm/contacts';
import { connectMailbox } from '../server/mailbox';
import type { Services } from '../server/services';
import { json } from '../server/store/schema';

/**
 * First start of the sandbox: its companies, the people who may sign in, Alice's connected mailbox, and two contacts:
 * Bob with a legal basis, Frank with none (P2 can be seen). Does nothing when the companies are there.
 */
export async function seedSandbox(services: Services): Promise<void> {
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
      const { id: account } = await trx
        .insertInto('accounts')
        .values({
          tenant_id: tenant.id,
          name: tenant.name,
          settings: json({
            privacy: true,
            writtenToBasis: 'legitimate-interest',
            ownDomains: [tenant.domain],
          }),
          created_at: at,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const staff = employees(tenant.id);
      await trx
        .insertInto('account_counters')
        .values({ account_id: account, user_number: staff.length })
        .execute();
      for (const [i, person] of staff.entries()) {
        await trx
          .insertInto('users')
          .values({
            account_id: account,
            id: i + 1,
            oid: person.objectId,
            name: person.name,
            email: person.address,
            role: person.role ?? 'member',
            seat: person.seat ?? 'free',
            created_at: at,
          })
          .execute();
      }
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
  }
}
