import path from 'node:path';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { pino } from 'pino';
import { BookAnswer, ComposeAnswer, type SentReport, type Ticket } from '../../../src/core/api/launch';
import { makeLink, makeNonce, makeToken, reportCredential } from '../../../src/core/token';
import { HttpProblem } from '../../../src/server/http/problem';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import type { Services } from '../../../src/server/services';
import { readSettings } from '../../../src/server/settings';
import type { Store } from '../../../src/server/store';
import { openBlobs } from '../../../src/server/store/blobs';
import { openIngestLog, type Drain } from '../../../src/server/store/ingest-log';
import { json, type AccountSettings } from '../../../src/server/store/schema';
import { openSecrets } from '../../../src/server/store/secrets';
import {
  applyIngested,
  launchRoutes,
  trackingJobs,
  trackingRoutes,
  type DoorCounts,
  openDoor,
} from '../../../src/server/tracking';
import { ManualClock } from '../../fixtures/manual-clock';
import { waitFor } from '../../fixtures/wait-for';

export const HOST = 'track.brightwater.example';
export const OUTLOOK = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
export const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';
export const ALICE_IP = '192.0.2.11';
export const BOB_IP = '198.51.100.23';

/** A mail that was written with a ticket: its token, and how to report it. */
export interface Written {
  ticket: Ticket;
  token: string;
  image: string;
  link(n: number, target: string): string;
}

export interface World {
  services: Services;
  app: FastifyInstance;
  clock: ManualClock;
  counts: DoorCounts;
  account: number;
  user: number;
  book: string;
  drain: Drain;
  jobs: RunningJobs;
  write(): Promise<Written>;
  report(written: Written, more?: Partial<SentReport>): Promise<number>;
  get(url: string, more?: { agent?: string; ip?: string; headers?: Record<string, string> }): Promise<number>;
  drained(): Promise<void>;
  close(): Promise<void>;
}

export const reportOf = (token: string, at: Date, more: Partial<SentReport> = {}): SentReport => ({
  token,
  ticketVersion: 1,
  client: { host: 'Outlook', platform: 'OfficeOnline', version: '16', bundle: 'test' },
  at: at.toISOString(),
  took: 200,
  from: { address: 'alice@brightwater.example', name: 'Alice Moreau' },
  subject: 'Offer',
  recipients: [{ address: 'Bob@partner.example', name: 'Bob Lindqvist', via: 'to' }],
  switches: { track: true, log: true },
  done: { image: true, unverified: false, restored: false, reasons: [] },
  links: [
    { n: 1, target: 'https://site.example/a?b=1&c=%20', text: 'the offer', tracked: true, reason: 'tracked' },
  ],
  html: '<p>Hello Bob</p>',
  attachments: [],
  ...more,
});

let accounts = 0;

/** One account with one user, a server's tracking half in front of the suite's store, and a clock of its own. */
export async function makeWorld(
  store: Store,
  directory: string,
  options: {
    settings?: AccountSettings;
    seat?: 'free' | 'paid';
    log?: Services['log'];
    ack?: 'log' | 'db';
    /** How long the door waits for a hit to be durable; as the server by default. */
    withinMs?: number;
  } = {},
): Promise<World> {
  const clock = new ManualClock();
  const number = ++accounts;
  const dataDir = path.join(directory, `world${number}`);
  const read = readSettings({ DATA_DIR: dataDir, TRUSTED_PROXIES: 'loopback' });
  if (!read.ok) throw new Error(read.problems.join('; '));
  const secrets = await openSecrets({ dataDir, env: {}, mode: 'sandbox', store });
  const ingest = await openIngestLog(path.join(dataDir, 'ingest'), {
    clock,
    ...(options.ack && { ack: options.ack }),
  });
  const services: Services = {
    settings: read.settings,
    store,
    secrets,
    ingest,
    blobs: openBlobs({ dataDir, secrets }),
    clock,
    log: options.log ?? pino({ level: 'silent' }),
    microsoft: async () => {
      throw new Error('Tracking asks Microsoft nothing');
    },
    entra: { clientId: '', clientSecret: '', allowedClients: [], addinClientId: '', scope: '' },
    urls: {
      app: 'https://app.brightwater.example',
      tracking: `https://${HOST}`,
      files: 'https://files.brightwater.example',
    },
  };
  const { account, user } = await makeAccount(store, clock, number, options);

  const app = fastify({ trustProxy: 'loopback' });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(
    (error: Error & { statusCode?: number; code?: string; validation?: unknown }, _request, reply) => {
      const status = error.validation !== undefined ? 422 : (error.statusCode ?? 500);
      const code = error instanceof HttpProblem ? error.code : (error.code ?? 'internal');
      void reply.code(status).send({ error: { code, message: error.message } });
    },
  );
  app.decorateRequest('signedIn', null);
  app.decorate('authenticate', async (request) => {
    if (request.headers.authorization !== 'Bearer alice')
      throw new HttpProblem(401, 'not-signed-in', 'Sign in first.');
    request.signedIn = {
      account,
      user,
      name: 'Alice Moreau',
      email: 'alice@brightwater.example',
      oid: '',
      role: 'admin',
      seat: options.seat ?? 'paid',
      until: new Date(8e15),
    };
  });
  const counts = trackingRoutes(app, services, openDoor(services, options.withinMs));
  launchRoutes(app, services);
  await app.ready();
  const drain = ingest.drain(store, applyIngested(services), { retryMs: 2 });
  const jobs = await startJobs({ store, clock, handlers: trackingJobs(services) });

  const inject = async (request: InjectOptions) => app.inject(request);
  const booked = await inject({
    method: 'POST',
    url: '/api/launch/v1/book',
    headers: { authorization: 'Bearer alice' },
  });
  const book = BookAnswer.parse(booked.json()).book.credential;
  let written = 0;

  return {
    services,
    app,
    clock,
    counts,
    account,
    user,
    book,
    drain,
    jobs,
    write: async () => {
      const answer = await inject({
        method: 'POST',
        url: '/api/launch/v1/compose',
        headers: { authorization: `Book ${book}` },
        payload: { client: reportOf('', clock.now()).client, recipients: [] },
      });
      const { ticket } = ComposeAnswer.parse(answer.json());
      if (!ticket) throw new Error(answer.body);
      return writtenWith(ticket, ++written);
    },
    report: async ({ ticket, token }, more) => {
      const answer = await inject({
        method: 'POST',
        url: '/api/launch/v1/sent',
        headers: {
          authorization: reportCredential(ticket, token),
          'x-forwarded-for': ALICE_IP,
          'user-agent': EDGE,
        },
        payload: reportOf(token, clock.now(), more),
      });
      return answer.statusCode;
    },
    get: async (url, { agent = OUTLOOK, ip = BOB_IP, headers = {} } = {}) => {
      const answer = await inject({
        method: 'GET',
        url,
        headers: { host: HOST, 'user-agent': agent, 'x-forwarded-for': ip, ...headers },
      });
      return answer.statusCode;
    },
    drained: async () => {
      await waitFor('everything is drained', () => drain.backlog() === 0);
      await jobs.idle();
    },
    close: async () => {
      await jobs.stop();
      await drain.stop();
      await app.close();
      await ingest.close();
    },
  };
}

export function writtenWith(ticket: Ticket, seed: number): Written {
  const nonce = makeNonce(ticket, { time: 1, counter: seed, random: 0 });
  const token = makeToken(ticket, nonce, 0);
  return {
    ticket,
    token,
    image: `/o/${token}.gif`,
    link: (n, target) => {
      const link = makeLink(ticket, token, n, target);
      if (!link.ok) throw new Error(link.reason);
      return link.url.slice(ticket.trackingUrl.length);
    },
  };
}

async function makeAccount(
  store: Store,
  clock: ManualClock,
  number: number,
  { settings, seat = 'paid' }: { settings?: AccountSettings; seat?: 'free' | 'paid' },
): Promise<{ account: number; user: number }> {
  const { id: account } = await store.db
    .insertInto('accounts')
    .values({
      tenant_id: `tenant-${number}`,
      name: 'Brightwater',
      settings: json({ ownDomains: ['brightwater.example'], ...settings }),
      created_at: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db.insertInto('account_counters').values({ account_id: account, user_number: 1 }).execute();
  await store.db
    .insertInto('users')
    .values({
      account_id: account,
      id: 1,
      oid: 'alice',
      name: 'Alice Moreau',
      email: 'alice@brightwater.example',
      role: 'admin',
      seat,
      created_at: clock.now(),
    })
    .execute();
  return { account, user: 1 };
}
