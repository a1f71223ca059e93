import { sql, type SqlBool } from 'kysely';
import type { Graph } from '../../graph';
import type { Services } from '../services';
import { settleFile, type FileRow } from './copy-files';
import type { Copied } from './filing/copy-attachment';
import { copyParts, partOfId } from './filing/copy-part';
import type { WatchedMailbox } from './mailboxes';

type Parts = Pick<Services, 'store' | 'clock'>;
/** What a look needs of them. */
interface Asked {
  store: Pick<Services['store'], 'db'>;
  clock: Services['clock'];
}
type Key = Pick<WatchedMailbox, 'account' | 'id'>;

/** So many mails are asked for in one look. */
const AT_ONCE = 50;

/** Files of mail of this mailbox that wait for another try now, and are parts of its MIME; a mail that was taken back has none. */
const filesDue = ({ store, clock }: Asked, mailbox: Key) =>
  store.db
    .selectFrom('attachments as a')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'a.account_id').onRef('m.id', '=', 'a.message_id'),
    )
    .where('a.account_id', '=', mailbox.account)
    .where('a.mailbox_id', '=', mailbox.id)
    // Written out: a plan for any state could not use `attachments_waiting`.
    .where(sql<SqlBool>`a.state = 'pending'`)
    .where('a.retry_at', '<=', clock.now())
    .where('a.graph_id', 'like', 'part:%')
    .where('m.state', '!=', 'undone');

/** L10: items of which a file could not be kept (the virus scanner gave no verdict) and is to be tried again now. */
export async function itemsWithFilesDue(services: Asked, mailbox: Key): Promise<string[]> {
  const rows = await filesDue(services, mailbox)
    .select('a.item_id as item')
    .distinct()
    .orderBy('item')
    .limit(AT_ONCE)
    .execute();
  return rows.flatMap(({ item }) => item ?? []);
}

const rowsOf = (services: Parts, mailbox: Key, item: string): Promise<FileRow[]> =>
  filesDue(services, mailbox).where('a.item_id', '=', item).selectAll('a').orderBy('a.n').execute();

/**
 * Keeps the files of a handed-over mail that are still wanting: large ones, which filing leaves for later, and those for
 * which the virus scanner had no verdict. Each is streamed.
 */
export async function copyHanded(
  services: Services,
  graph: Graph,
  mailbox: WatchedMailbox,
  item: string,
): Promise<void> {
  const rows = await rowsOf(services, mailbox, item);
  if (rows.length === 0) return;
  const wanted = rows.map(({ graph_id: id, name, content_type: contentType }) => ({
    ...{ index: partOfId(id) ?? 0, name, contentType },
  }));
  const copied = await copyParts(services, graph, mailbox, item, wanted);
  for (const [i, row] of rows.entries()) {
    const one = copied[i];
    if (one) await settleFile(services, row, one);
  }
}

const WHY: Record<'too-large' | 'not-read' | 'gone', Copied> = {
  'too-large': { state: 'failed', reason: 'The mail is too large to be handed over from Outlook' },
  'not-read': { state: 'pending', reason: 'Microsoft did not give the mail to Outlook’s pane' },
  gone: { state: 'failed', reason: 'The mail is no longer in the mailbox' },
};

/** A pane that was asked for a mail once more, for its files, cannot hand it over. */
export async function noteNoFiles(
  services: Parts,
  mailbox: Key,
  item: string,
  why: keyof typeof WHY,
): Promise<void> {
  for (const row of await rowsOf(services, mailbox, item)) await settleFile(services, row, WHY[why]);
}
