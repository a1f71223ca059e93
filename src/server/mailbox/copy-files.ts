import type { Selectable } from 'kysely';
import type { Attachment, Graph } from '../../graph';
import type { Job } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { addFile, copyLater, nameBlob } from './filing/content';
import { BEING_SCANNED, copyAttachment, type Copied } from './filing/copy-attachment';
import { toCopy } from './filing/store-content';
import type { GraphAccess } from './graph-access';
import { loadMailbox, type WatchedMailbox } from './mailboxes';
import { GIVE_UP_MS, nextTry } from './problems';

type Row = Selectable<Database['attachments']>;

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
    if (!mailbox || item === null || mailbox.state === 'disconnected') {
      await settleAll(services, due, { state: 'failed', reason: 'The mailbox is no longer connected' });
    } else if (mailbox.quietUntil && mailbox.quietUntil > now) {
      return { again: mailbox.quietUntil };
    } else if (mailbox.state === 'paused' || mailbox.state === 'not-allowed' || !mailbox.ownerActive) {
      await settleAll(services, due, {
        state: 'pending',
        reason: 'Waits until the mailbox is watched again',
      });
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

/** Those of a message that stands, whose time has come; a mail that was taken back has none. */
async function dueRows(services: Services, account: number, message: string): Promise<Row[]> {
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

interface Copying {
  item: string;
  message: string;
  rows: readonly Row[];
  signal: AbortSignal;
}

async function copyOf(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  { item, message, rows, signal }: Copying,
): Promise<void> {
  const answer = await graph.listAttachments(mailbox.graphUser, item);
  if (!answer.ok) {
    const reason = 'Microsoft does not list the files of this mail';
    const gone = answer.failure.kind === 'notFound';
    const after = answer.failure.kind === 'throttled' ? answer.failure.retryAfter : undefined;
    const waits: Copied = { state: 'pending', reason, ...(after !== undefined && { after }) };
    return settleAll(
      services,
      rows,
      gone ? { state: 'failed', reason: 'The mail is no longer in the mailbox' } : waits,
    );
  }
  const listed = new Map(answer.value.map((file) => [file.id, file]));
  // In place of what was being scanned come files under other ids.
  if (rows.some((row) => row.reason === BEING_SCANNED)) {
    await takeScanned(services, mailbox, { item, message }, answer.value);
  }
  for (const row of rows) {
    if (signal.aborted) return;
    const file = listed.get(row.graph_id ?? '');
    if (!file) {
      await settle(services, row, { state: 'failed', reason: 'This file is no longer in the mail' });
      continue;
    }
    await settle(services, row, await copyAttachment(services, graph, mailbox, item, toCopy(file)));
  }
}

/** The files that a scan has let through stand on the message from now on, to be copied; their stand-ins go. */
async function takeScanned(
  services: Services,
  mailbox: WatchedMailbox,
  { item, message }: { item: string; message: string },
  listed: readonly Attachment[],
): Promise<void> {
  const { account } = mailbox;
  const files = listed.map(toCopy).filter((file) => file.kind !== 'scanning' && file.kind !== 'signature');
  const now = services.clock.now();
  await services.store.tx(async (trx) => {
    const rows = await trx
      .selectFrom('attachments')
      .select(['n', 'name', 'graph_id', 'reason', 'state'])
      .where('account_id', '=', account)
      .where('message_id', '=', message)
      .forUpdate()
      .execute();
    const known = new Set(rows.map((row) => row.graph_id));
    const standIns = rows.filter((row) => row.state === 'pending' && row.reason === BEING_SCANNED);
    const fresh = files.filter((file) => !known.has(file.id));
    if (fresh.length === 0 || standIns.length === 0) return;
    const ids = new Set(listed.map((file) => file.id));
    const over = standIns.filter((row) => !ids.has(row.graph_id ?? ''));
    for (const row of over) {
      await trx
        .deleteFrom('attachments')
        .where('account_id', '=', account)
        .where('message_id', '=', message)
        .where('n', '=', row.n)
        .execute();
    }
    let n = rows.reduce((most, row) => Math.max(most, row.n), 0);
    for (const file of fresh) {
      n += 1;
      const waiting = {
        contentId: null,
        inline: false,
        copied: { state: 'pending', reason: 'being copied' },
      } as const;
      await addFile(
        trx,
        { account, message, n },
        {
          ...waiting,
          name: file.name,
          contentType: file.contentType,
          size: file.size,
          aside: file.aside,
          graphId: file.id,
        },
        { mailbox: mailbox.id, item },
        now,
      );
    }
    await copyLater(trx, account, message);
  });
}

async function settleAll(services: Services, rows: readonly Row[], copied: Copied): Promise<void> {
  for (const row of rows) await settle(services, row, copied);
}

/** Writes what came of a try; of a message that was taken back meanwhile nothing is written. */
async function settle(services: Services, row: Row, copied: Copied): Promise<void> {
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
      await nameBlob(trx, row.account_id, { key: copied.blob, size: copied.size }, now);
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
      .set({ state: 'pending', reason: 'being copied', attempts: 0, first_tried_at: now, retry_at: now })
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
