import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { makeNonce, makeToken, reportCredential, type Ticket } from '../../../src/core/token';
import { issueTicket, type MasterKeys } from '../../../src/server/tracking/ticket-keys';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';

/** A server under load: a process of its own, which is stopped while others have their turn. */
export interface Contestant {
  name: string;
  port: number;
  paths: string[];
  pid: number;
  /** Hits that are in its store, if it has one. */
  stored?: () => Promise<number>;
  end(): Promise<void>;
}

const MESSAGES = 1_000;

async function plainServer(name: string, file: string): Promise<Contestant> {
  const port = await freePortPair();
  const child: ChildProcess = spawn(process.execPath, [join(__dirname, file), String(port)], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('is ready')) resolve();
    });
    child.once('exit', () => reject(new Error(`${name} did not start`)));
  });
  const [first = ''] = output.split('\n');
  return {
    name,
    port,
    pid: child.pid ?? 0,
    paths: first.startsWith('[') ? z.array(z.string()).parse(JSON.parse(first)) : ['/o/token.gif'],
    end: async () => void child.kill('SIGKILL'),
  };
}

export const bareServer = (): Promise<Contestant> => plainServer('bare node:http', 'bare-server.mjs');
export const mailTrackingServer = (): Promise<Contestant> =>
  plainServer('nodemailer-mail-tracking', 'mail-tracking-server.mjs');

const SecretsFile = z.object({ current: z.number(), master: z.record(z.string(), z.string()) });

/** The keys that the server made at its first start: with them a bench can make what Outlook would have sent. */
export function mastersOf(dataDir: string): MasterKeys {
  const { current, master } = SecretsFile.parse(JSON.parse(readFileSync(join(dataDir, 'secrets'), 'utf8')));
  const keys = Object.entries(master).map(
    ([kid, key]) => [Number(kid), Buffer.from(key, 'base64url')] as const,
  );
  return { current, keys: new Map(keys) };
}

/** The sandbox's first company and its first user. */
const ALICE = { account: 1, user: 1, address: 'alice@brightwater.example', name: 'Alice Moreau' };

export interface SentMail {
  ticket: Ticket;
  token: string;
}

/** Mails by Alice, each to one person, reported to the server as Outlook reports them. */
export async function sendMails(serve: Serve, count: number): Promise<SentMail[]> {
  const masters = mastersOf(serve.dataDir);
  const sent: SentMail[] = [];
  const send = async (i: number): Promise<void> => {
    const ticket = issueTicket(masters, {
      account: ALICE.account,
      user: ALICE.user,
      serial: 2_000_000_000 + i,
      day: Math.floor(Date.now() / 86_400_000),
      trackingUrl: serve.appUrl,
      paid: true,
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    const token = makeToken(ticket, makeNonce(ticket, { time: 1, counter: i, random: 0 }), 0);
    const report = {
      token,
      ticketVersion: 1,
      client: { host: 'Outlook', platform: 'OfficeOnline', version: '16', bundle: 'bench' },
      at: new Date(Date.now() - 60_000).toISOString(),
      took: 100,
      from: { address: ALICE.address, name: ALICE.name },
      subject: `Bench ${i}`,
      recipients: [{ address: `p${i}@crowd.example`, name: `Person ${i}`, via: 'to' }],
      switches: { track: true, log: true },
      done: { image: true, unverified: false, restored: false, reasons: [] },
      links: [],
      html: '<p>Hello</p>',
      attachments: [],
    };
    const answer = await fetch(`${serve.appUrl}/api/launch/v1/sent`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: reportCredential(ticket, token) },
      body: JSON.stringify(report),
    });
    if (answer.status !== 202)
      throw new Error(`a report was answered ${answer.status}: ${await answer.text()}`);
    sent.push({ ticket, token });
  };
  for (let i = 0; i < count; i += 50)
    await Promise.all(Array.from({ length: Math.min(50, count - i) }, (_, k) => send(i + k)));
  return sent;
}

/** Ours, as `npm start` runs it; `databaseUrl` names a server on which a database is made for it. */
export async function ourServer(databaseUrl?: string): Promise<Contestant> {
  const database = databaseUrl === undefined ? undefined : await newDatabase(databaseUrl);
  const dataDir = newDataDir();
  const serve = new Serve(await freePortPair(), dataDir, {
    LOG_LEVEL: 'error',
    ...(database && { DATABASE_URL: database.url }),
  });
  await serve.start();
  const mails = await sendMails(serve, MESSAGES);
  const name = `ours, ${database ? 'PostgreSQL' : 'embedded store'}`;
  return {
    name,
    port: serve.port,
    pid: serve.pid ?? 0,
    paths: mails.map(({ token }) => `/o/${token}.gif`),
    end: async () => {
      await serve.kill();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function newDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `mailtrail_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`create database ${name} encoding 'UTF8' template template0`);
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}
