import { Agent, get } from 'node:http';
import { rmSync } from 'node:fs';
import { openStore } from '../../../src/server/store';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';
import { unreportedMails, type SentMail } from '../../fixtures/sent-mails';
import { waitFor } from '../../fixtures/wait-for';

const KILLS = process.env.LONG === '1' ? Number(process.env.KILLS ?? 100) : 1;
const CONNECTIONS = 16;
/** The door answers after 100 ms without waiting any longer for the disk; what came sooner was on it. */
const SURELY_KEPT_MS = 90;
const MAILS = 10;
/** A server that has just started is slow at first: it is killed some time after so many. */
const ENOUGH = 20;

/** Asks for images, each with a number of its own, until the server is gone; the numbers that it acknowledged. */
async function loadUntilKilled(serve: Serve, mails: readonly SentMail[], from: number, killAfterMs: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const kept: number[] = [];
  let next = from;
  let killed = false;
  const ask = (number: number): Promise<void> =>
    new Promise((resolve) => {
      const began = performance.now();
      const token = mails[number % MAILS]?.tokenOf(number) ?? '';
      get(
        `${serve.appUrl}/o/${token}.gif`,
        {
          agent,
          headers: { 'x-forwarded-for': `11.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => {
            if (answer.statusCode === 200 && performance.now() - began < SURELY_KEPT_MS) kept.push(number);
            resolve();
          });
          answer.on('error', () => resolve());
        },
      ).on('error', () => resolve());
    });
  const asking = async (): Promise<void> => {
    while (!killed) await ask(next++);
  };
  const all = Promise.all(Array.from({ length: CONNECTIONS }, asking));
  await waitFor('a good many are acknowledged', () => kept.length >= ENOUGH);
  await new Promise((resolve) => setTimeout(resolve, killAfterMs));
  await serve.kill();
  killed = true;
  await all;
  agent.destroy();
  return { kept, next };
}

test(
  `a server that is killed ${KILLS} times under load has every hit it acknowledged in its store, once`,
  async () => {
    const dataDir = newDataDir();
    const serve = new Serve(await freePortPair(), dataDir, { LOG_LEVEL: 'error' });
    const kept: number[] = [];
    let next = 1;
    await serve.start();
    const mails = unreportedMails(serve, MAILS);
    for (let kill = 0; kill < KILLS; kill += 1) {
      if (kill > 0) await serve.start();
      const run = await loadUntilKilled(serve, mails, next, (kill * 137) % 500);
      kept.push(...run.kept);
      ({ next } = run);
    }
    await serve.start();
    await waitFor(
      'the log is drained',
      async () =>
        /^mailtrail_ingest_backlog_bytes 0$/m.test(await (await fetch(`${serve.appUrl}/metrics`)).text()),
      60_000 + KILLS * 2_000,
    );
    await serve.stop();
    const store = await openStore({ dataDir, mode: 'sandbox' });
    const rows = await store.db.selectFrom('hits').select('recipient_idx').execute();
    const rejects = await store.db.selectFrom('ingest_rejects').select('kind').execute();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });

    const stored = new Set(rows.map(({ recipient_idx }) => recipient_idx));
    process.stdout.write(`${KILLS} kills: ${kept.length} acknowledged, ${rows.length} in the store\n`);
    expect(kept.length).toBeGreaterThanOrEqual(KILLS * ENOUGH);
    expect(kept.filter((number) => !stored.has(number))).toEqual([]);
    expect(rows.length - stored.size).toBe(0);
    expect(rejects).toEqual([]);
  },
  120_000 + KILLS * 30_000,
);
