import type { Selectable } from 'kysely';
import { GraphFailed, type Graph, type GraphFailure } from '../../graph';
import type { Job } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { copyLater, nameBlobs } from './filing/content';
import { contentAnew } from './filing/content-anew';
import { copyAttachment, ofFailure, type Copied } from './filing/copy-attachment';
import { copyParts, partOfId } from './filing/copy-part';
import { UnreadableMime } from './filing/fetched-mail';
import { BEING_COPIED, toCopy } from './filing/store-content';
import type { GraphAccess } from './graph-access';
import { loadMailbox, type WatchedMailbox } from './mailboxes';
import { GIVE_UP_MS, nextTry } from './problems';

export type FileRow = Selectable<Database['attachments']>;

/**
 * L10: copies the files of one message (the job's key) that are due, each streamed, and says when the next is due. What
 * cannot be copied is tried again for seven days, and then left to a person's word.
 */
export async function copyFiles(
  services: Services,
  access: GraphAccess,
  { account, key: message, signal }: Job,
): Promise<{ again: Date } | undefined> {
  const { db } = services.store;
  const due = await dueRows(services, account, message);
  const first = due[0];
  if (first) {
    const mailbox = first.mailbox_id === null ? undefined : await loadMailbox(db, account, first.mailbox_id);
    const item = first.item_id;
    const now = services.clock.now();
    if (!mailbox || item === null) {
      await settleAll(services, due, { state: 'failed', reason: NOT_CONNECTED });
    } else if (mailbox.state === 'disconnected') {
      // That can be undone, and who connects it again within the seven days has them.
      await settleAll(services, due, { state: 'pending', reason: NOT_CONNECTED });
    } else if (mailbox.quietUntil && mailbox.quietUntil > now) {
      return { again: mailbox.quietUntil };
    } else if (mailbox.state === 'paused' || mailbox.state === 'not-allowed' || !mailbox.ownerActive) {
      await settleAll(services, due, {
        state: 'pending',
        reason: 'Waits until the mailbox is watched again',
      });
    } else if (mailbox.access === 'pane') {
      return waitForPane(services, due);
    } else {
      await copyOf(services, access.graph(mailbox), mailbox, { item, message, rows: due, signal });
    }
  }
  const next = await services.store.db
    .selectFrom('attachments')
    .select(({ fn }) => fn.min('retry_at').as('at'))
    .where('account_id', '=', account)
    .where('message_id', '=', message)
    .where('state', '=', 'pending')
    .where('retry_at', 'is not', null)
    .executeTakeFirst();
  return next?.at ? { again: next.at } : undefined;
}

const NOT_CONNECTED = 'The mailbox is no longer connected';

/** Those of a message that stands, whose time has come; a mail that was taken back has none. */
async function dueRows(services: Services, account: number, message: string): Promise<FileRow[]> {
  return services.store.db
    .selectFrom('attachments as a')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'a.account_id').onRef('m.id', '=', 'a.message_id'),
    )
    .selectAll('a')
    .where('a.account_id', '=', account)
    .where('a.message_id', '=', message)
    .where('a.state', '=', 'pending')
    .where('a.retry_at', '<=', services.clock.now())
    .where('m.state', '!=', 'undone')
    .orderBy('a.n')
    .execute();
}

const ASK_AGAIN_MS = 6 * 3_600_000;
const WAITS_FOR_PANE = 'Waits until Mailtrail is opened in Outlook, which hands the mail over once more';

/**
 * The server has no way to these files: they come with their mail, when a pane hands it over once more
 * (`handed-files.ts`). Here they are only given up in the end. Another way into the mailbox may be found meanwhile.
 */
async function waitForPane(services: Services, rows: readonly FileRow[]): Promise<{ again: Date }> {
  const now = services.clock.now();
  let again = now.getTime() + ASK_AGAIN_MS;
  for (const row of rows) {
    const end = (row.first_tried_at ?? now).getTime() + GIVE_UP_MS;
    if (end <= now.getTime()) {
      await settleFile(services, row, { state: 'failed', reason: row.reason ?? WAITS_FOR_PANE });
      continue;
    }
    again = Math.min(again, end);
    if (row.reason !== BEING_COPIED) continue;
    await services.store.db
      .updateTable('attachments')
      .set({ reason: WAITS_FOR_PANE })
      .where('account_id', '=', row.account_id)
      .where('message_id', '=', row.message_id)
      .where('n', '=', row.n)
      .where('state', '=', 'pending')
      .where('reason', '=', BEING_COPIED)
      .execute();
  }
  return { again: new Date(again) };
}

interface Copying {
  item: string;
  message: string;
  rows: readonly FileRow[];
  signal: AbortSignal;
}

async function copyOf(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  { item, message, rows, signal }: Copying,
): Promise<void> {
  const parts = rows.filter((row) => partOfId(row.graph_id) !== undefined);
  const listed = rows.filter((row) => partOfId(row.graph_id) === undefined);
  if (listed.length > 0) {
    const answer = await graph.listAttachments(mailbox.graphUser, item);
    if (!answer.ok) return settleAll(services, rows, ofNoList(answer.failure));
    const files = new Map(answer.value.map((file) => [file.id, file]));
    // In place of what was being scanned come files under other ids.
    if (listed.some((row) => !files.has(row.graph_id ?? ''))) {
      const anew = await takeAnew(services, graph, mailbox, { item, message });
      if (anew === true) return;
      if (anew !== false) return settleAll(services, rows, anew);
    }
    for (const row of listed) {
      if (signal.aborted) return;
      const file = files.get(row.graph_id ?? '');
      await settleFile(
        services,
        row,
        file
          ? await copyAttachment(services, graph, mailbox, item, toCopy(file))
          : { state: 'failed', reason: 'This file is no longer in the mail' },
      );
    }
  }
  if (parts.length === 0 || signal.aborted) return;
  const wanted = parts.map(({ graph_id: id, name, content_type: contentType }) => ({
    ...{ index: partOfId(id) ?? 0, name, contentType },
  }));
  const copied = await copyParts(services, graph, mailbox, item, wanted);
  for (const [i, row] of parts.entries()) {
    const one = copied[i];
    if (one) await settleFile(services, row, one);
  }
}

function ofNoList(failure: GraphFailure): Copied {
  if (failure.kind === 'notFound') return { state: 'failed', reason: 'The mail is no longer in the mailbox' };
  const waits: Copied = { state: 'pending', reason: 'Microsoft does not list the files of this mail' };
  return failure.kind === 'throttled' ? { ...waits, after: failure.retryAfter } : waits;
}

/** True: the files stand on the message anew; else why not now, or false: nothing has come in place of what is gone. */
async function takeAnew(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  at: { item: string; message: string },
): Promise<boolean | Copied> {
  try {
    return await contentAnew(services, graph, mailbox, at);
  } catch (error) {
    if (error instanceof GraphFailed) return ofFailure(error.failure);
    if (error instanceof UnreadableMime) return false;
    throw error;
  }
}

async function settleAll(services: Services, rows: readonly FileRow[], copied: Copied): Promise<void> {
  for (const row of rows) await settleFile(services, row, copied);
}

/** Writes what came of a try to copy a file; of a message that was taken back meanwhile nothing is written. */
export async function settleFile(
  services: Pick<Services, 'store' | 'clock'>,
  row: FileRow,
  copied: Copied,
): Promise<void> {
  const now = services.clock.now();
  const since = row.first_tried_at ?? now;
  const attempts = row.attempts + (copied.state === 'pending' && copied.after !== undefined ? 0 : 1);
  const given = copied.state === 'pending' ? laterOf(copied, attempts, since, now) : undefined;
  await services.store.tx(async (trx) => {
    const changed = await trx
      .updateTable('attachments')
      .set({
        attempts,
        retry_at: given?.retryAt ?? null,
        ...(copied.state === 'copied'
          ? {
              ...{ state: 'copied' as const, reason: null, blob_key: copied.blob, size: copied.size },
              ...{ name: copied.name, content_type: copied.contentType },
            }
          : { state: given?.state ?? copied.state, reason: given?.reason ?? copied.reason }),
      })
      .where('account_id', '=', row.account_id)
      .where('message_id', '=', row.message_id)
      .where('n', '=', row.n)
      .where('state', '=', 'pending')
      .returning('n')
      .executeTakeFirst();
    if (changed && copied.state === 'copied') {
      await nameBlobs(trx, row.account_id, [{ key: copied.blob, size: copied.size }], now);
    }
  });
}

/** What Exchange asked to wait is no failure; all else is given up after seven days. */
export function laterOf(
  copied: { reason: string; after?: number },
  attempts: number,
  since: Date,
  now: Date,
): { state: 'pending' | 'failed'; reason: string; retryAt: Date | null } {
  const { reason, after } = copied;
  const overdue = now.getTime() - since.getTime() >= GIVE_UP_MS;
  const retryAt =
    after === undefined || overdue ? nextTry(attempts, since, now) : new Date(now.getTime() + after * 1_000);
  return retryAt ? { state: 'pending', reason, retryAt } : { state: 'failed', reason, retryAt };
}

/**
 * A person's word to try again what was given up. False: this file cannot be fetched (it is copied, or lies nowhere
 * that we know).
 */
export async function copyAgain(
  services: Pick<Services, 'store' | 'clock'>,
  { account, message, n }: { account: number; message: string; n: number },
): Promise<boolean> {
  const now = services.clock.now();
  return services.store.tx(async (trx) => {
    const changed = await trx
      .updateTable('attachments')
      .set({ state: 'pending', reason: BEING_COPIED, attempts: 0, first_tried_at: now, retry_at: now })
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .where('n', '=', n)
      .where('state', 'in', ['failed', 'pending'])
      .where('graph_id', 'is not', null)
      .returning('n')
      .executeTakeFirst();
    if (changed) await copyLater(trx, account, message);
    return changed !== undefined;
  });
}
