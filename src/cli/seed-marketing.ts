import type { Transaction } from 'kysely';
import type { MarketingSettingsInput } from '../core/api/marketing';
import { Content } from '../core/marketing/content';
import type { Rule } from '../core/rules';
import { personByKey } from '../sandbox/people';
import { newsletter } from '../sandbox/world/newsletter';
import { INTERESTS, sandboxContacts, type SandboxContact } from '../sandbox/world/contacts';
import { createMessage, type MarketingUser } from '../server/marketing/messages';
import { addToList } from '../server/segments';
import { makeSegment } from '../server/segments/segments';
import { connectTeamMailbox } from '../server/mailbox';
import type { Services } from '../server/services';
import { insertContacts, type NewContact } from '../server/crm/contacts-to-make';
import { json, type Database, type Purpose } from '../server/store/schema';
import { uuidV7 } from '../server/store/uuid-v7';

const DAY_MS = 86_400_000;

/** Keys as `makeField` makes them of these names. */
const FIELDS = [
  { key: 'city', name: 'City', kind: 'text', choices: [] },
  { key: 'interest', name: 'Interest', kind: 'choice', choices: [...INTERESTS] },
] as const;

/**
 * The world of marketing mail at the first start of the sandbox: 500 contacts with owners, companies, properties of the
 * account's own, and legal bases; of some none, and some withdrew. A few statements, whatever their number. Resolves to
 * the contacts' ids by address.
 */
export async function seedContacts(
  trx: Transaction<Database>,
  account: number,
  at: Date,
): Promise<Map<string, string>> {
  const owners = await trx
    .selectFrom('users')
    .select(['id', 'email'])
    .where('account_id', '=', account)
    .execute();
  const userOf = (key: SandboxContact['owner']): number | null => {
    const address = key && personByKey(key)?.address;
    return owners.find(({ email }) => email === address)?.id ?? null;
  };
  await trx
    .insertInto('contact_fields')
    .values(
      FIELDS.map(({ key, name, kind, choices }, i) => ({
        account_id: account,
        key,
        name,
        kind,
        choices: json([...choices]),
        position: i + 1,
        created_at: at,
      })),
    )
    .execute();
  const people = sandboxContacts();
  const made = people.map((person): NewContact => {
    const since = new Date(at.getTime() - person.daysAgo * DAY_MS);
    return {
      id: uuidV7(since),
      name: person.name,
      company: person.company,
      addresses: [person.address],
      owner: userOf(person.owner),
      source: 'sandbox',
      at: since,
      phone: person.phone,
      properties: { custom: { city: person.city, interest: person.interest } },
    };
  });
  await insertContacts(trx, account, made);
  const bases = people.flatMap((person, i) => {
    const contact = made[i];
    const given = [
      ['marketing-mail', person.mail],
      ['marketing-tracking', person.tracking],
    ] as const;
    return given.flatMap(([purpose, basis]: readonly [Purpose, SandboxContact['mail']]) =>
      contact === undefined || basis === undefined
        ? []
        : [
            {
              account_id: account,
              contact_id: contact.id,
              purpose,
              at: contact.at,
              basis,
              source: 'sandbox',
              proof: null,
              given_on: contact.at.toISOString().slice(0, 10),
            },
          ],
    );
  });
  await trx.insertInto('legal_bases').values(bases).execute();
  return new Map(made.map(({ id, addresses: [address = ''] }) => [address, id]));
}

const NEWSLETTER = 'Newsletter';

/**
 * What is ready beside the contacts: the mailbox of a team that takes answers, kinds of mail, a list of everybody, a segment
 * that follows a property, and a newsletter of Mia's that only waits to be sent.
 */
export async function seedMarketing(services: Services, admin: MarketingUser): Promise<void> {
  const { store, clock, urls } = services;
  const hello = personByKey('hello');
  const mia = personByKey('mia');
  if (hello?.objectId === undefined || mia === undefined) return;
  await connectTeamMailbox(services, admin, {
    address: hello.address,
    graphUser: hello.objectId,
    team: 'Marketing',
    members: [mia.address],
  });
  await store.tx(async (trx) => {
    const now = clock.now();
    const { account } = admin;
    const { id: user } = await trx
      .selectFrom('users')
      .select('id')
      .where('account_id', '=', account)
      .where('email', '=', mia.address)
      .executeTakeFirstOrThrow();
    const who = { account, user };
    const kinds = [NEWSLETTER, 'Invitations'].map((name, position) => ({
      account_id: account,
      id: uuidV7(now),
      name,
      position,
      created_at: now,
    }));
    await trx.insertInto('mail_kinds').values(kinds).execute();
    const list = await makeSegment(trx, who, { name: 'Everybody', kind: 'list' }, now);
    const sailors: Rule = {
      kind: 'text',
      property: 'custom:interest',
      test: { is: 'equal', values: ['Sailing'] },
    };
    await makeSegment(trx, who, { name: 'Sailors', kind: 'active', rule: sailors }, now);
    if ('refused' in list) throw new Error(`the sandbox's list was refused: ${list.refused.code}`);
    const contacts = await trx
      .selectFrom('contacts')
      .select('id')
      .where('account_id', '=', account)
      .where('source', '=', 'sandbox')
      .execute();
    await addToList(
      trx,
      account,
      list.id,
      contacts.map(({ id }) => id),
      `user:${user}`,
      now,
    );
    const settings: MarketingSettingsInput = {
      from: { address: hello.address, name: hello.name },
      replyTo: { kind: 'mailbox', address: hello.address },
      track: { opens: true, clicks: true },
      to: [list.id],
      ...(kinds[0] && { mailKind: kinds[0].id }),
    };
    const content = Content.parse(newsletter(`${urls.sandbox ?? urls.app}/site`));
    await createMessage(trx, who, { name: 'Spring newsletter', content, settings }, now);
  });
}
