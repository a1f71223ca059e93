import { z } from 'zod';
import { folderId } from '../mailboxes';
import type { Folder, MailChange } from '../mailboxes';
import { badRequest, GraphRefusal, idOf } from './exchange';
import type { GraphReply } from './exchange';
import { parseFilter, passes } from './filter';
import { folderJson, foldersOf, ORIGIN, shows } from './folder';
import type { MailRead } from './folder';
import { etagOf, filterable, readMessage } from './message';
import type { Query } from './query';

/** Items on a page of a round when the caller prefers no number. */
const PAGE = 10;
/** Stands for a folder in the state of a round over the folders themselves. */
const FOLDERS_ROUND = '*';
const EARLIER_THAN = /^\s*receivedDateTime\s+(?:ge|gt)\s+\S+\s*$/i;

const stateShape = z.object({
  folder: z.string(),
  mailbox: z.string(),
  /** `all`: the first round, through the whole folder; `changes`: what came after `from`. */
  round: z.enum(['all', 'changes']),
  from: z.number(),
  /** The change up to which this round goes. */
  to: z.number(),
  /** Serial (first round) or sequence (later ones) of the last thing on the page before. */
  after: z.number(),
  select: z.array(z.string()).optional(),
  extended: z.array(z.string()),
  filter: z.string().optional(),
  changeType: z.string().optional(),
  newestFirst: z.boolean(),
  /** The first page of the round, where one without items comes before it, was given. */
  begun: z.boolean().optional(),
});

type State = z.infer<typeof stateShape>;

/** Tokens have `+` in them, as the service's do: who decodes and forgets to encode loses it. */
function token(read: MailRead, state: State): string {
  return encodeURIComponent(read.keys.seal('delta', state).replaceAll('.', '+'));
}

function link(read: MailRead, path: string, name: '$skiptoken' | '$deltatoken', state: State): string {
  return `${ORIGIN}/${path}?${name}=${token(read, state)}`;
}

function continued(read: MailRead, text: string, folder: string): State {
  const state = stateShape.safeParse(read.keys.unseal('delta', text.replaceAll('+', '.')));
  if (!state.success || state.data.mailbox !== read.owner.address || state.data.folder !== folder)
    throw unknownState();
  return state.data;
}

const unknownState = (): GraphRefusal =>
  badRequest(
    'The sync state generation is not found; continuing with a full synchronization is needed.',
    'syncStateNotFound',
  );

function begun(read: MailRead, folder: string): State {
  const { query } = read;
  if (query.filterText !== undefined && !EARLIER_THAN.test(query.filterText)) {
    throw badRequest(
      "The '$filter' parameter value is not supported for 'Messages' resource; only a value of 'receivedDateTime ge value' is supported.",
      'ErrorInvalidUrlQuery',
    );
  }
  const [order, ...more] = query.orderBy;
  if (
    order !== undefined &&
    (more.length > 0 || order.property.toLowerCase() !== 'receiveddatetime' || !order.descending)
  ) {
    throw badRequest(
      "The '$orderby' parameter value is not supported for 'Messages' resource; only 'receivedDateTime desc' is supported.",
      'ErrorInvalidUrlQuery',
    );
  }
  return {
    folder,
    mailbox: read.owner.address,
    round: 'all',
    from: 0,
    to: read.mailboxes.sequence(),
    after: 0,
    ...(query.select === undefined ? {} : { select: query.select }),
    extended: query.extended,
    ...(query.filterText === undefined ? {} : { filter: query.filterText }),
    ...(query.changeType === undefined ? {} : { changeType: query.changeType }),
    newestFirst: order !== undefined,
  };
}

const queryOf = (state: State): Query => ({
  ...(state.select === undefined ? {} : { select: state.select }),
  extended: state.extended,
  orderBy: [],
  skip: 0,
  count: false,
});

interface Row {
  /** Where a page that ends with this row is continued. */
  after: number;
  json: () => Promise<object>;
}

function allRows(read: MailRead, state: State, folder: Folder): Row[] {
  const filter = state.filter === undefined ? undefined : parseFilter(state.filter);
  const present = new Set(
    read.mailboxes
      .changes(state.mailbox, state.to)
      .filter((change) => change.kind === 'created')
      .map((change) => change.serial),
  );
  const rows = read.mailboxes
    .list(state.mailbox, folder)
    .filter((item) => !present.has(item.serial) && shows(read.faults, item))
    .filter(
      (item) =>
        filter === undefined ||
        passes(filter, { property: (path) => filterable(item, path), extended: () => undefined }),
    )
    .sort((a, b) => (state.newestFirst ? b.serial - a.serial : a.serial - b.serial))
    .map((item) => ({
      after: item.serial,
      json: () => readMessage(read.mailboxes, item, queryOf(state), read.prefer),
    }));
  const passed = (row: Row): boolean =>
    state.after === 0 || (state.newestFirst ? row.after < state.after : row.after > state.after);
  return rows.filter(passed);
}

function changedRows(read: MailRead, state: State, folder: Folder): Row[] {
  const bySerial = new Map<number, MailChange[]>();
  for (const change of read.mailboxes.changes(state.mailbox, state.from)) {
    if (change.sequence > state.to || change.folder !== folder) continue;
    bySerial.set(change.serial, [...(bySerial.get(change.serial) ?? []), change]);
  }
  const items = new Map(read.mailboxes.list(state.mailbox, folder).map((item) => [item.serial, item]));
  const rows: (Row & { kind: string })[] = [];
  for (const [serial, changes] of bySerial) {
    const last = changes.at(-1);
    const item = items.get(serial);
    if (last === undefined || (item !== undefined && !shows(read.faults, item))) continue;
    if (item === undefined) {
      const removed = {
        '@odata.type': '#microsoft.graph.message',
        id: idOf(last, read.prefer),
        '@removed': { reason: 'deleted' },
      };
      rows.push({ after: last.sequence, kind: 'deleted', json: async () => removed });
    } else if (changes.every(({ kind }) => kind === 'updated')) {
      // The service gives only what changed, whatever is selected.
      const partial = {
        '@odata.type': '#microsoft.graph.message',
        '@odata.etag': etagOf(item),
        id: idOf(item, read.prefer),
        isRead: item.isRead,
        ...(item.categories !== undefined && { categories: item.categories }),
        parentFolderId: folderId(state.mailbox, folder),
      };
      rows.push({ after: last.sequence, kind: 'updated', json: async () => partial });
    } else {
      rows.push({
        after: last.sequence,
        kind: 'created',
        json: () => readMessage(read.mailboxes, item, queryOf(state), read.prefer),
      });
    }
  }
  return rows
    .filter((row) => state.changeType === undefined || state.changeType === row.kind)
    .filter((row) => row.after > state.after)
    .sort((a, b) => a.after - b.after);
}

/** Where the round that this request asks for stands. */
function stateOf(read: MailRead, folder: Folder): State {
  const { query, faults } = read;
  const given = query.skipToken ?? query.deltaToken;
  const lost = given === undefined ? undefined : faults.deltaLost?.(read.request);
  if (lost === 'gone') {
    const fresh = `${ORIGIN}${read.request.path}`;
    throw new GraphRefusal(410, 'resyncRequired', 'Resync required.', { location: fresh });
  }
  if (lost === 'syncStateNotFound') throw unknownState();
  const before = given === undefined ? begun(read, folder) : continued(read, given, folder);
  if (query.deltaToken === undefined) return before;
  return {
    ...before,
    round: 'changes',
    from: faults.replays === true ? before.from : before.to,
    to: read.mailboxes.sequence(),
    after: 0,
    begun: false,
  };
}

/** One page of a folder's delta. */
export async function messagesDelta(read: MailRead, folder: Folder): Promise<GraphReply> {
  const { query, owner, faults } = read;
  const state = stateOf(read, folder);
  const path = `${read.base}/mailfolders('${folderId(owner.address, folder)}')/messages/delta`;
  const answer = (links: object, value: object[]): GraphReply => ({
    status: 200,
    body: { '@odata.context': `${ORIGIN}/$metadata#Collection(message)`, ...links, value },
  });
  const next = (state: State): object => ({ '@odata.nextLink': link(read, path, '$skiptoken', state) });
  if (faults.emptyPages === true && state.after === 0 && state.begun !== true) {
    return answer(next({ ...state, begun: true }), []);
  }
  const rows = state.round === 'all' ? allRows(read, state, folder) : changedRows(read, state, folder);
  const size = Math.min(read.prefer.maxPageSize ?? query.top ?? PAGE, faults.pageSize ?? Infinity);
  if (size < 1) throw new GraphRefusal(400, 'ErrorInvalidUrlQuery', 'odata.maxpagesize must be at least 1.');
  const shown = rows.slice(0, size);
  const value: object[] = [];
  for (const row of shown) value.push(await row.json());
  const [repeated] = value;
  if (faults.replays === true && repeated !== undefined) value.push(repeated);
  const links =
    rows.length > shown.length
      ? next({ ...state, after: shown.at(-1)?.after ?? 0 })
      : { '@odata.deltaLink': link(read, path, '$deltatoken', state) };
  return answer(links, value);
}

/** One page of the delta of the folders. */
export function foldersDelta(read: MailRead): GraphReply {
  const state = stateOf(read, FOLDERS_ROUND);
  const { mailboxes, owner, prefer, query } = read;
  const path = `${read.base}/mailfolders/delta`;
  const standing = new Map(foldersOf(mailboxes, owner).map((folder) => [folder.folder, folder]));
  const changed = new Set(
    mailboxes
      .folderChanges(owner.address, state.from)
      .filter(({ sequence }) => sequence <= state.to)
      .map(({ folder }) => folder),
  );
  const named = state.round === 'all' ? [...standing.keys()] : [...changed];
  const rows = named.map((name): object => {
    const folder = standing.get(name);
    return folder === undefined
      ? { id: folderId(owner.address, name), '@removed': { reason: 'deleted' } }
      : folderJson(read, folder);
  });
  const size = prefer.maxPageSize ?? query.top ?? rows.length + 1;
  const end = state.after + size;
  return {
    status: 200,
    body: {
      '@odata.context': `${ORIGIN}/$metadata#Collection(mailFolder)`,
      ...(end < rows.length
        ? { '@odata.nextLink': link(read, path, '$skiptoken', { ...state, after: end }) }
        : { '@odata.deltaLink': link(read, path, '$deltatoken', state) }),
      value: rows.slice(state.after, end),
    },
  };
}
