import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';
import { sendMails } from '../../fixtures/sent-mails';

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
