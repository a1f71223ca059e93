import { sql } from 'kysely';
import type { MarketingSettingsInput } from '../../../src/core/api/marketing';
import { Content } from '../../../src/core/marketing/content';
import { DnsFailed } from '../../../src/server/checks/dns';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { recordBasis } from '../../../src/server/crm/legal-bases';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import { createMessage } from '../../../src/server/marketing/messages';
import { beginSending, marketingSendJobs, type MarketingTransport } from '../../../src/server/marketing/send';
import type { Services } from '../../../src/server/services';
import type { Store } from '../../../src/server/store';
import type { CopyState } from '../../../src/server/store/marketing-tables';
import { json } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { openMailSink, type MailSink } from '../../fixtures/mail-sink';

export const FROM = 'alice@brightwater.example';
export const CONTENT = Content.parse({
  form: 'html',
  lang: 'en',
  subject: 'News for {{ contact.first_name | default: "you" }}',
  html: `<html><body><p>Dear {{ contact.first_name | default: "reader" }},</p>
<p><a href="https://site.example/offer">our offer</a> and <a href="https://site.example/other">another</a></p>
<p>{{ company.name }}, {{ company.address }} <a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`,
});

export interface SendingWorld {
  store: Store;
  app: TestApp;
  services: Services;
  sink: MailSink;
  account: number;
  who: { account: number; user: number };
  list: string;
  contacts: string[];
  addContacts(names: readonly string[]): Promise<void>;
  /** A draft to the list. */
  draft(change?: MarketingSettingsInput, content?: Content): Promise<string>;
  /** A draft that has begun to be sent. */
  begin(change?: MarketingSettingsInput, content?: Content): Promise<string>;
  /** Hands of the queue for marketing mail, of one node. */
  hands(transport: MarketingTransport, services?: Services): Promise<RunningJobs>;
  states(message: string): Promise<Partial<Record<CopyState, number>>>;
  close(): Promise<void>;
}

export async function openSendingWorld(store: Store, people: number): Promise<SendingWorld> {
  const app = await openTestApp(store);
  const sink = await openMailSink();
  const services: Services = {
    ...app.services,
    marketingSmtp: { url: sink.url, connections: 3, dropsDoubles: false },
    // What DNS does not say stops nothing.
    dns: {
      txt: () => Promise.reject(new DnsFailed('TEST')),
      mx: () => Promise.reject(new DnsFailed('TEST')),
      addresses: () => Promise.reject(new DnsFailed('TEST')),
    },
  };
  const { account, user } = app.people.alice;
  const who = { account, user };
  const now = app.clock.now();
  const list = uuidV7(now);
  await sql`insert into segments (account_id, id, name, kind, created_at, updated_at)
    values (${account}, ${list}, 'Readers', 'list', ${now}, ${now})`.execute(store.db);
  await store.db
    .updateTable('mailboxes')
    .set({ state: 'watching', last_sync_at: now })
    .where('account_id', '=', account)
    .where('address', '=', FROM)
    .execute();
  await sql`update accounts set settings = settings || ${json({ postalAddress: 'Quay 1, Harbour' })}::jsonb
    where id = ${account}`.execute(store.db);

  const world: SendingWorld = {
    ...{ store, app, services, sink, account, who, list, contacts: [] },
    addContacts: (names) =>
      store.tx(async (trx) => {
        for (const name of names) {
          const made = { name, company: null, owner: null, source: 'by hand', at: now };
          const contact = await insertContact(trx, account, {
            ...made,
            addresses: [`${name.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@people.example`],
          });
          for (const purpose of ['marketing-mail', 'marketing-tracking'] as const) {
            const given = { basis: 'consent-given', source: 'form' } as const;
            await recordBasis(trx, { account, contact, purpose }, given, now);
          }
          await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
            values (${account}, ${list}, ${contact}, ${now}, 'by-hand')`.execute(trx);
          world.contacts.push(contact);
        }
      }),
    draft: (change = {}, content = CONTENT) =>
      store.tx((trx) =>
        createMessage(
          trx,
          who,
          {
            name: 'News',
            content,
            settings: {
              from: { address: FROM, name: 'Alice Moreau' },
              replyTo: { kind: 'from' },
              to: [list],
              ...change,
            },
          },
          app.clock.now(),
        ),
      ),
    begin: async (change, content) => {
      const id = await world.draft(change, content);
      expect(await beginSending(services, who, id, () => 0.5)).toEqual({ ok: true });
      return id;
    },
    hands: (transport, of = services) =>
      startJobs({
        store: of.store,
        clock: of.clock,
        log: of.log,
        handlers: marketingSendJobs(of, transport),
        concurrency: 4,
      }),
    states: async (message) => {
      const rows = await store.db
        .selectFrom('marketing_copies')
        .select(['state', sql<number>`count(*)::int`.as('n')])
        .where('account_id', '=', account)
        .where('message_id', '=', message)
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
    close: async () => {
      await app.close();
      await sink.close();
    },
  };
  await world.addContacts(Array.from({ length: people }, (_, i) => `Person ${i + 1}`));
  return world;
}
