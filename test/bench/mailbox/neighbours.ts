import { connectMailbox, wakeAllMailboxes } from '../../../src/server/mailbox';
import { BEGINNING, foundCompany } from '../../model/world';
import { quantile, table } from '../measure';
import { openWatchedWorld } from './watched';

const MAILBOXES = 200;
const FIRST_USER = 10;
const SLOW_MS = 1_000;
const SLOW_USER = `user-${FIRST_USER}`;

const ok = (body: object): Response => Response.json(body);
const DELTA = 'https://graph.microsoft.com/v1.0/users/x/mailfolders/delta?$deltatoken=t';

/** Graph for mailboxes in which there is nothing. */
function emptyGraph(url: string, init: RequestInit | undefined): Response {
  if (url.includes('/oauth2/')) return ok({ access_token: 'token' });
  const { pathname } = new URL(url);
  if (init?.method === 'POST')
    return ok({ id: crypto.randomUUID(), expirationDateTime: '2026-03-09T00:00:00Z' });
  if (pathname.endsWith('/delta') && !pathname.includes('/messages'))
    return ok({ value: [{ id: 'inbox' }], '@odata.deltaLink': DELTA });
  if (pathname.endsWith('/delta')) return ok({ value: [], '@odata.deltaLink': DELTA });
  const folder = /\/mailFolders\/(\w+)$/i.exec(pathname)?.[1];
  if (folder !== undefined) return ok({ id: folder });
  return pathname.endsWith('/messages') ? ok({ value: [] }) : ok({ id: 'user' });
}

/** How long each other mailbox was waited for, ms, from the moment all were to be looked at. */
async function waits(slow: boolean): Promise<number[]> {
  const { world, close } = await openWatchedWorld();
  const { services, server, time } = world;
  const last = new Map<string, number>();
  let isSlow = false;
  world.microsoft.fetch = async (url, init) => {
    const user = /\/users\/(user-\d+)/.exec(url)?.[1] ?? '';
    if (isSlow && user === SLOW_USER) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    last.set(user, performance.now());
    return emptyGraph(url, init);
  };
  try {
    time.restart(BEGINNING);
    const { account } = await foundCompany(world, ['alice']);
    const users = Array.from({ length: MAILBOXES }, (_, n) => FIRST_USER + n);
    await services.store.db
      .insertInto('users')
      .values(
        users.map((id) => ({
          account_id: account,
          id,
          oid: `user-${id}`,
          name: `User ${id}`,
          email: `user-${id}@brightwater.example`,
          role: 'member' as const,
          seat: 'free' as const,
          created_at: time.now(),
        })),
      )
      .execute();
    for (const user of users) await connectMailbox(services, { account, user });
    await server.start();
    await server.settle();
    isSlow = slow;
    last.clear();
    const began = performance.now();
    await wakeAllMailboxes(services);
    time.moveTo(time.ms + 11 * 60_000);
    await server.settle();
    return users.slice(1).map((id) => (last.get(`user-${id}`) ?? Infinity) - began);
  } finally {
    await close();
  }
}

export async function beside(): Promise<string> {
  const row = (name: string, times: readonly number[]): string[] => [
    name,
    ...[0.5, 0.99, 1].map((at) => quantile(times, at).toFixed(0)),
  ];
  return [
    `neighbours: ${MAILBOXES} mailboxes are to be looked at at once; ms until each of ${MAILBOXES - 1} was`,
    table([
      ['', 'median', 'p99', 'last'],
      row('all quick', await waits(false)),
      row(`one takes ${SLOW_MS} ms for each answer`, await waits(true)),
    ]),
  ].join('\n');
}
