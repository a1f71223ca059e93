import { storedFolders } from '../../src/server/mailbox/folders';
import { COPY_FILES, LOG_BY_HAND_JOB, LOOK_BACK } from '../../src/server/mailbox/job-types';
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
    .select(['id', 'state', 'last_sync_at'])
    .where('account_id', '=', account)
    .execute();
  const isWell = ({ state, last_sync_at: at }: (typeof mailboxes)[number]): boolean =>
    state === 'watching' && at !== null && at > from;
  if (!mailboxes.every(isWell)) return world.server.nextDue();
  // What was moved lies among the changes of its folder, which are not asked for at each look.
  const read = await Promise.all(
    mailboxes.map(({ id }) => storedFolders(world.services, { account, id, settings: {} })),
  );
  const folders = read.flatMap(({ watched }) => watched.map(({ readAt }) => readAt));
  if (folders.some((at) => at <= from)) return world.server.nextDue();
  const problems = await db
    .selectFrom('mailbox_problems')
    .select('retry_at as at')
    .where('account_id', '=', account)
    .execute();
  const wishes = await db
    .selectFrom('log_wishes')
    .select('id')
    .where('account_id', '=', account)
    .where('refused', 'is', null)
    .execute();
  const waiting = await db
    .selectFrom('jobs')
    .select(['run_at as at', 'type', 'key'])
    .where('account_id', '=', account)
    .where('type', 'in', [COPY_FILES, LOOK_BACK, LOG_BY_HAND_JOB])
    .where('state', '!=', 'done')
    .execute();
  const open = [
    ...problems,
    // What was refused waits only to be forgotten.
    ...waiting.filter(({ type, key }) => type !== LOG_BY_HAND_JOB || wishes.some(({ id }) => id === key)),
  ];
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
  const folders = await db
    .selectFrom('mailbox_folders')
    .select(['folder_id', 'name', 'updated_at', 'delta_link'])
    .where('account_id', '=', account)
    .execute();
  return JSON.stringify({ now: world.time.now(), mailboxes, jobs, folders }, null, 1);
}
