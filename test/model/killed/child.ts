import fastify from 'fastify';
import { graphRoutes } from '../../../src/server/mailbox';
import type { Services } from '../../../src/server/services';
import { openStore } from '../../../src/server/store';
import { servicesOf } from '../services';
import { watchInProcess } from '../watch-server';
import { BODILESS, type Asked, type Fetched, type Told } from './messages';

/**
 * `node --import tsx test/model/killed/child.ts DATA_DIR DATABASE_URL`: the watching server in a process of its own.
 * The clock is its parent's, and so is the way to Microsoft.
 */
let now = 0;
let lastFetch = 0;
const fetches = new Map<number, (fetched: Fetched) => void>();

function tell(told: Told): void {
  process.send?.(told);
}

const microsoft: Services['microsoft'] = async (url, init) => {
  const fetch = (lastFetch += 1);
  const { method = 'GET', headers, body } = init ?? {};
  const heard = new Promise<Fetched>((resolve) => fetches.set(fetch, resolve));
  const text = typeof body === 'string' ? body : undefined;
  tell({ told: 'fetch', fetch, url, init: { method, headers: [...new Headers(headers)], body: text } });
  const { answer } = await heard;
  if (answer === undefined) throw new TypeError('fetch failed');
  const { status } = answer;
  return new Response(BODILESS.has(status) ? null : Buffer.from(answer.body), {
    status,
    headers: answer.headers,
  });
};

async function main(dataDir: string, databaseUrl: string): Promise<void> {
  const store = await openStore({ dataDir, databaseUrl, mode: 'sandbox', refuseNested: false });
  const services = await servicesOf({
    dataDir,
    ingestDir: `${dataDir}/ingest`,
    store,
    clock: { now: () => new Date(now) },
    microsoft,
    logged: (line) => tell({ told: 'log', line }),
  });
  const app = fastify();
  graphRoutes(app, services);
  await app.ready();
  const server = watchInProcess(services, app);

  async function answer(asked: Asked): Promise<number | undefined | Awaited<ReturnType<typeof server.call>>> {
    switch (asked.what) {
      case 'start':
        return void (await server.start());
      case 'stir':
        return void (await server.stir());
      case 'settle':
        return void (await server.settle());
      case 'next due':
        return server.nextDue();
      case 'call': {
        const { url, type, body } = asked;
        return server.call(url, { type, ...(body !== undefined && { body }) }, 0);
      }
    }
  }

  process.on('message', (message: Asked | Fetched) => {
    if ('fetched' in message) {
      fetches.get(message.fetched)?.(message);
      fetches.delete(message.fetched);
      return;
    }
    const { ask } = message;
    now = message.now;
    answer(message).then(
      (value) => tell({ told: 'answer', ask, value }),
      (error: unknown) => tell({ told: 'failure', ask, message: String(error) }),
    );
  });
  tell({ told: 'answer', ask: 0, value: undefined });
}

const [dataDir = '', databaseUrl = ''] = process.argv.slice(2);
main(dataDir, databaseUrl).catch((error: unknown) => {
  tell({ told: 'failure', ask: 0, message: String(error) });
});
