import { COPY_FILES } from '../../src/server/mailbox/job-types';
import type { World } from './world';

/** When what is still to be done is done next; undefined: every mailbox was looked through, and nothing is left. */
export async function waitsFor(
  world: Pick<World, 'services' | 'server'>,
  account: number,
  from: Date,
): Promise<number | undefined> {
  const { db } = world.services.store;
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['state', 'last_sync_at'])
    .where('account_id', '=', account)
    .execute();
  const isWell = ({ state, last_sync_at: at }: (typeof mailboxes)[number]): boolean =>
    state === 'watching' && at !== null && at > from;
  if (!mailboxes.every(isWell)) return world.server.nextDue();
  const problems = await db
    .selectFrom('mailbox_problems')
    .select('retry_at as at')
    .where('account_id', '=', account)
    .execute();
  const copying = await db
    .selectFrom('jobs')
    .select('run_at as at')
    .where('account_id', '=', account)
    .where('type', '=', COPY_FILES)
    .where('state', '!=', 'done')
    .execute();
  const open = [...problems, ...copying];
  return open.length === 0 ? undefined : Math.min(...open.map(({ at }) => at?.getTime() ?? Infinity));
}

/** What is to be known of a watch that does not come back. */
export async function stateOf(world: Pick<World, 'services' | 'time'>, account: number): Promise<string> {
  const { db } = world.services.store;
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['state', 'state_reason', 'last_sync_at', 'subscription_id'])
    .where('account_id', '=', account)
    .execute();
  const jobs = await db
    .selectFrom('jobs')
    .select(['type', 'state', 'run_at', 'attempts', 'last_error'])
    .where('account_id', '=', account)
    .execute();
  return JSON.stringify({ now: world.time.now(), mailboxes, jobs }, null, 1);
}
