import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { openEntraKeys, type EntraKeys } from '../../src/sandbox/entra';
import { insertContacts } from '../../src/server/crm/contacts-to-make';
import { connectMailbox, graphRoutes } from '../../src/server/mailbox';
import type { Services } from '../../src/server/services';
import type { Store } from '../../src/server/store';
import { json } from '../../src/server/store/schema';
import { uuidV7 } from '../../src/server/store/uuid-v7';
import { employeeCalled } from '../fixtures/sandbox';
import { watchByChild } from './killed/watch-by-child';
import { KNOWN } from './people';
import type { ConsentsOfLife, Way } from './ways';
import type { Owner } from './oracle';
import { servicesOf } from './services';
import { VirtualTime } from './virtual-time';
import { watchInProcess, type WatchServer } from './watch-server';

export const BEGINNING = '2026-03-02T09:00:00.000Z';

/** What all lives of a test share: a store, the server's parts, and the emulator's keys. Each has an account of its own. */
export interface World {
  services: Services;
  keys: EntraKeys;
  time: VirtualTime;
  server: WatchServer;
  /** The server is a process of its own. */
  apart: boolean;
  /** Where Microsoft is for the life that is lived now. */
  microsoft: { fetch: Services['microsoft'] };
  /** What the server logged. */
  logged: string[];
  close(): Promise<void>;
}

/** The server in a process of its own: what it runs, and on which PostgreSQL. */
export interface OwnProcess {
  entry: string;
  databaseUrl: string;
}

/** `own`: the server is a process of its own, and is killed by a signal; else it runs in this one. */
export async function openWorld(store: Store, own?: OwnProcess): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'life-'));
  const time = new VirtualTime(BEGINNING);
  const logged: string[] = [];
  const microsoft: World['microsoft'] = {
    fetch: async () => {
      throw new TypeError('no life is lived');
    },
  };
  const services = await servicesOf({
    dataDir,
    ingestDir: join(dataDir, own === undefined ? 'ingest' : 'unused'),
    store,
    clock: time,
    microsoft: (url, init) => microsoft.fetch(url, init),
    logged: (line) => void logged.push(line),
  });
  const app = fastify();
  graphRoutes(app, services);
  await app.ready();
  const parts = {
    store,
    dataDir,
    clock: time,
    fetch: services.microsoft,
    logged: (line: string) => void logged.push(line),
  };
  return {
    services,
    keys: await openEntraKeys(join(dataDir, 'entra')),
    time,
    server: own === undefined ? watchInProcess(services, app) : watchByChild({ ...parts, ...own }),
    apart: own !== undefined,
    microsoft,
    logged,
    close: async () => {
      await app.close();
      await services.ingest.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const USERS = ['alice', 'dan'] as const;

/** A company that begins: Alice, Dan, and those they know; one or both have their mailboxes connected, in one way. */
export async function foundCompany(
  world: World,
  owners: readonly Owner[],
  way: Way = 'application',
  consents?: ConsentsOfLife,
): Promise<{ account: number; mailboxes: string[] }> {
  const { store, clock } = world.services;
  const at = clock.now();
  const account = await store.tx(async (trx) => {
    const { id } = await trx
      .insertInto('accounts')
      .values({
        tenant_id: employeeCalled('alice').tenantId,
        name: 'Brightwater',
        settings: json({ ownDomains: ['brightwater.example'] }),
        created_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await trx.insertInto('account_counters').values({ account_id: id }).execute();
    for (const [index, key] of USERS.entries()) {
      const person = employeeCalled(key);
      await trx
        .insertInto('users')
        .values({
          account_id: id,
          id: index + 1,
          oid: person.objectId,
          name: person.name,
          email: person.address,
          role: 'member',
          seat: 'paid',
          created_at: at,
        })
        .execute();
    }
    const contacts = KNOWN.map(({ name, addresses }) => ({
      id: uuidV7(at),
      name,
      company: null,
      addresses: [...addresses],
      owner: 1,
      source: 'by hand',
      at,
      basis: 'legitimate-interest' as const,
    }));
    await insertContacts(trx, id, contacts);
    return id;
  });
  const mailboxes: string[] = [];
  const parts = { services: world.services, keys: world.keys, account };
  for (const [index, owner] of owners.entries()) {
    const who = { account, user: index + 1 };
    if (way === 'delegated') await consents?.give(parts, owner, who.user);
    mailboxes.push(await connectMailbox(world.services, who, { access: way }));
  }
  return { account, mailboxes };
}

/** L12: of received mail, what bears a category is wanted, and nothing else. */
export async function wantCategory(world: World, account: number, category: string): Promise<void> {
  await world.services.store.db
    .updateTable('mailboxes')
    .set({ log_rule: json({ received: 'category' as const, receivedCategory: category }) })
    .where('account_id', '=', account)
    .execute();
}

/** The company is over: its tenant can be another's, and nobody watches for it any more. */
export async function dissolve(world: World, account: number): Promise<void> {
  const { db } = world.services.store;
  await db
    .updateTable('mailboxes')
    .set({ state: 'disconnected' })
    .where('account_id', '=', account)
    .execute();
  await db.deleteFrom('jobs').where('account_id', '=', account).execute();
  const tenant = uuidV7(world.time.now());
  await db.updateTable('accounts').set({ tenant_id: tenant }).where('id', '=', account).execute();
}
