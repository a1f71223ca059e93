import { sql, type Kysely } from 'kysely';
import { granted, type Graph, type ListedMessage } from '../../graph';
import type { LookBack } from '../../core/api/mailboxes';
import { recordAudit } from '../audit';
import { AT_ONCE, enqueue } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { beginning } from './filing';
import { learnWellKnown, storedFolders, type FolderMap } from './folders';
import { ItemRun } from './item-run';
import { judgedItems } from './judged-items';
import { FOREVER, LOOK_BACK } from './job-types';
import type { WatchedMailbox } from './mailboxes';

const DAY_MS = 86_400_000;
/** R1. */
export const MOST_DAYS = 30;
/** Pages in one run of the job; then others have their turn, and what is done stays done. */
const PAGES_A_RUN = 5;

type Actor = { account: number; user: number };

/**
 * R1: asks for the one bounded look back at what came before a mailbox was connected. False: there was one, or it has
 * never been connected. One that was stopped may be begun again, no further back than it went.
 */
export async function beginLookBack(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  who: Actor,
  mailbox: string,
  days: number,
): Promise<boolean> {
  const now = clock.now();
  return store.tx(async (trx) => {
    const row = await trx
      .selectFrom('mailboxes')
      .select('connected_at')
      .where('account_id', '=', who.account)
      .where('id', '=', mailbox)
      .where('access', '!=', 'pane')
      .where('state', 'in', ['watching', 'connecting', 'failing'])
      .executeTakeFirst();
    if (!row) return false;
    const upto = beginning({ connectedAt: row.connected_at });
    const since = new Date(upto.getTime() - Math.min(days, MOST_DAYS) * DAY_MS);
    const made = await trx
      .insertInto('mailbox_look_backs')
      .values({
        account_id: who.account,
        mailbox_id: mailbox,
        asked_by: who.user,
        asked_at: now,
        since,
        upto,
        state: 'running',
        cursor: null,
        reached: since,
        ended_at: null,
      })
      .onConflict((c) =>
        c
          .columns(['account_id', 'mailbox_id'])
          .doUpdateSet({ state: 'running', ended_at: null })
          .where('mailbox_look_backs.state', '=', 'stopped'),
      )
      .returning('mailbox_id')
      .executeTakeFirst();
    if (!made) return false;
    await enqueue(trx, { account: who.account, type: LOOK_BACK, key: mailbox, maxAttempts: FOREVER });
    await recordAudit(trx, who, now, 'mailbox.look-back', { kind: 'mailbox', id: mailbox }, { days });
    return true;
  });
}

/** Stops a look back where it is; what it has filed stays. False: none runs. */
export async function stopLookBack(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  who: Actor,
  mailbox: string,
): Promise<boolean> {
  const now = clock.now();
  return store.tx(async (trx) => {
    const stopped = await trx
      .updateTable('mailbox_look_backs')
      .set({ state: 'stopped', ended_at: now })
      .where('account_id', '=', who.account)
      .where('mailbox_id', '=', mailbox)
      .where('state', '=', 'running')
      .returning('mailbox_id')
      .executeTakeFirst();
    if (stopped) {
      await recordAudit(trx, who, now, 'mailbox.look-back-stop', { kind: 'mailbox', id: mailbox });
    }
    return stopped !== undefined;
  });
}

/**
 * One stretch of a look back, oldest mail first: a page at a time, where it stands kept after each, so that a kill costs
 * no more than a page is looked at again. Throws `GraphFailed`.
 */
export async function lookBack(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  signal: AbortSignal,
): Promise<{ again: Date } | undefined> {
  const { db } = services.store;
  let folders = await storedFolders(services, mailbox);
  if (folders.sent === undefined) {
    await learnWellKnown(services, graph, mailbox);
    folders = await storedFolders(services, mailbox);
  }
  for (let page = 0; page < PAGES_A_RUN && !signal.aborted; page += 1) {
    const row = await running(db, mailbox);
    if (!row) return undefined;
    const answer = await graph.listMessages(mailbox.graphUser, row.reached, row.cursor ?? undefined);
    if (!answer.ok && (answer.failure.kind === 'gone' || answer.failure.kind === 'notFound') && row.cursor) {
      await keep(db, mailbox, { cursor: null });
      continue;
    }
    const listed = granted(answer, 'looking back');
    const items = listed.items.filter((item) => timeOf(item) < row.upto.getTime());
    const added = await fileOld(
      services,
      graph,
      { ...mailbox, historic: true, connectedAt: row.since },
      {
        folders,
        items,
        signal,
      },
    );
    if (added === undefined) break;
    const last = items.at(-1);
    // Of an item without a time nothing follows.
    const isOver =
      listed.next === undefined || listed.items.some((item) => timeOf(item) >= row.upto.getTime());
    await keep(db, mailbox, {
      cursor: isOver ? null : (listed.next ?? null),
      reached: isOver ? row.upto : last ? new Date(timeOf(last)) : row.reached,
      seen: items.length,
      added,
      ...(isOver && { ended: services.clock.now() }),
    });
    if (isOver) return undefined;
  }
  return { again: AT_ONCE };
}

/** How many were filed; undefined when the server is stopping. */
async function fileOld(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  page: { folders: FolderMap; items: readonly ListedMessage[]; signal: AbortSignal },
): Promise<number | undefined> {
  const wanted = page.items.filter(
    (item) => item.isDraft !== true && !page.folders.notWatched.has(item.parentFolderId ?? ''),
  );
  const judged = await judgedItems(
    services.store.db,
    mailbox,
    wanted.map(({ id }) => id),
  );
  const run = await ItemRun.begin(services, graph, mailbox);
  const fresh = wanted.map(({ id }) => id).filter((id) => !judged.has(id) && !run.isHeld(id));
  for (const id of fresh) {
    if (page.signal.aborted) return undefined;
    await run.file(id, page.folders);
  }
  return filedAmong(services.store.db, mailbox, fresh);
}

async function filedAmong(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  items: readonly string[],
): Promise<number> {
  if (items.length === 0) return 0;
  const { filed } = await db
    .selectFrom('mailbox_items')
    .select(sql<number>`count(*)::int`.as('filed'))
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('item_id', 'in', items)
    .where('outcome', '=', 'filed')
    .executeTakeFirstOrThrow();
  return filed;
}

const timeOf = (item: ListedMessage): number => Date.parse(item.receivedDateTime ?? '');

const running = (db: Kysely<Database>, mailbox: WatchedMailbox) =>
  db
    .selectFrom('mailbox_look_backs')
    .select(['since', 'upto', 'cursor', 'reached'])
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('state', '=', 'running')
    .executeTakeFirst();

async function keep(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  step: { cursor: string | null; reached?: Date; seen?: number; added?: number; ended?: Date },
): Promise<void> {
  await db
    .updateTable('mailbox_look_backs')
    .set({
      cursor: step.cursor,
      seen: sql<number>`seen + ${step.seen ?? 0}`,
      added: sql<number>`added + ${step.added ?? 0}`,
      ...(step.reached && { reached: step.reached }),
      ...(step.ended && { state: 'done', ended_at: step.ended }),
    })
    .where('account_id', '=', mailbox.account)
    .where('mailbox_id', '=', mailbox.id)
    .where('state', '=', 'running')
    .execute();
}

/** How a mailbox's look back stands. */
export async function lookBackOf(
  db: Kysely<Database>,
  account: number,
  mailbox: string,
): Promise<LookBack | undefined> {
  const row = await db
    .selectFrom('mailbox_look_backs')
    .selectAll()
    .where('account_id', '=', account)
    .where('mailbox_id', '=', mailbox)
    .executeTakeFirst();
  return (
    row && {
      state: row.state,
      since: row.since.toISOString(),
      until: row.upto.toISOString(),
      reached: row.reached.toISOString(),
      seen: row.seen,
      added: row.added,
      ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    }
  );
}
