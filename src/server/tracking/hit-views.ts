import { sql, type Transaction } from 'kysely';
import type { HitView } from '../../core/api/hits';
import { namelessLink } from '../crm/nameless';
import { recipientVisibleTo, type Viewer } from '../crm/visibility';
import type { Database, Verdict } from '../store/schema';
import { possiblyForwarded, type NamedLook } from './forwarded';
import { Features, type HitRow } from './hit-rows';
import { ownMarkOf } from './known';
import { accountSettings } from './message-rows';
import { bareCause } from './standing';
import type { MessageRow } from './people-of';
import { whoseHits } from './whose';

const MOST_HITS = 100;
/** Of a page with a hundred hits, what is shown or decides it. */
const SHOWN = [
  'id',
  'kind',
  'at',
  'recipient_idx',
  'link_n',
  'target',
  'features',
  'source_hash',
  'key_epoch',
  'verdict',
  'via',
  'reasons',
  'settled_at',
  'overruled_by',
] as const;
type ShownHit = Pick<HitRow, (typeof SHOWN)[number]>;
/** A word on the mail of a large list may cover any number; more than so many are not counted. */
const MOST_SIMILAR = 1_000;

/** P2: nothing of how it was judged may tell the device or the place. */
const ANONYMOUS: Record<Verdict, string> = {
  person: 'no sign of a machine; shown without a name, since there is no legal basis',
  machine: 'signs of a machine; shown without them, since there is no legal basis',
  unsure: 'could not be told; shown without details, since there is no legal basis',
  self: 'the sender’s own',
};

/**
 * The hits of a message as people may see them, newest first. What belongs to nobody (O6, P3) is left out, but for the
 * sender's own; so is what a hidden recipient did (L5).
 */
export async function hitViews(
  trx: Transaction<Database>,
  viewer: Viewer,
  message: MessageRow,
): Promise<{ hits: HitView[]; more: boolean; possiblyForwarded: boolean }> {
  const key = { account: message.account_id, message: message.id };
  const rows = await trx
    .selectFrom('hits')
    .select(SHOWN)
    .where('account_id', '=', key.account)
    .where('token_key', '=', message.token_key ?? '')
    .where('message_id', '=', key.message)
    .where('at', '>=', earliestHit(message))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_HITS + 1)
    .execute();
  const shown = rows.slice(0, MOST_HITS);
  const more = rows.length > MOST_HITS;
  if (shown.length === 0) return { hits: [], more, possiblyForwarded: false };
  const settings = await accountSettings(trx, key.account);
  const copies = new Set(shown.map((row) => row.recipient_idx));
  const recipients = await visibleRecipients(trx, viewer, message, copies);
  const links = await trx
    .selectFrom('message_links')
    .select(['n', 'target', 'text'])
    .where('account_id', '=', key.account)
    .where('message_id', '=', key.message)
    .execute();
  const counted = await countedAmong(trx, message, shown);
  const words = await wordsOn(trx, key.account, shown);
  const whose = await whoseHits(trx, settings, message, copies);

  const hits: HitView[] = [];
  const looks = new Map<number, NamedLook[]>();
  for (const row of shown) {
    const owner = whose({ kind: row.kind, recipient: row.recipient_idx, at: row.at });
    const own = row.verdict === 'self';
    if (owner.told === 'nobody' && !own) continue;
    // A copy of one's own belongs to somebody, hidden or not.
    if (row.recipient_idx !== 0 && !recipients.all.has(row.recipient_idx)) continue;
    const who = owner.told === 'named' && !own ? recipients.all.get(owner.recipient) : undefined;
    if (owner.told === 'named' && !own && !who) continue;
    // That somebody says it was theirs opens nothing of what is not told.
    const proven = own && row.overruled_by === null;
    const anonymous = owner.told === 'someone' && owner.anonymous && !proven;
    if (who && row.verdict === 'person') {
      const look = { features: Features.parse(row.features), source: row.source_hash, epoch: row.key_epoch };
      looks.set(who.idx, [...(looks.get(who.idx) ?? []), look]);
    }
    const link = links.find(({ n }) => n === row.link_n);
    const target = row.target ?? link?.target;
    const word = words.get(row.id);
    hits.push({
      id: row.id,
      kind: row.kind,
      at: row.at.toISOString(),
      ...(row.settled_at !== null && row.verdict !== null && { verdict: row.verdict }),
      ...(row.via !== null && !anonymous && { via: row.via }),
      ...(row.verdict === 'self' &&
        row.overruled_by === null &&
        ownMarkOf(row)?.colleague && { colleague: true }),
      reasons: row.verdict === null ? [] : anonymous ? [ANONYMOUS[row.verdict]] : row.reasons,
      ...(who && {
        who: {
          name: who.name === '' ? who.address : who.name,
          address: who.address,
          ...(who.contact !== null && { contactId: who.contact }),
        },
      }),
      ...(row.kind === 'click' &&
        target !== undefined && {
          link: who ? { target, text: link?.text ?? '' } : namelessLink({ target, text: link?.text ?? '' }),
        }),
      counted: counted.has(row.id),
      ...(word && { overruled: word }),
    });
  }
  return { hits, more, possiblyForwarded: [...looks.values()].some(possiblyForwarded) };
}

/**
 * A mail is reported after it is written, its copy is found later still, and a draft that was stopped is sent again under
 * the same token (`messages/reports.ts`): of what asked for it before it was made, two months are looked through.
 */
const EARLIER_MS = 62 * 86_400_000;
export const earliestHit = ({ at, created_at: made }: Pick<MessageRow, 'at' | 'created_at'>): Date =>
  new Date(Math.min(at.getTime(), made.getTime()) - EARLIER_MS);

/** The ledger rows of a message that are looked through before causes are looked up, beyond one for each hit. */
const SLACK = 20;

/**
 * Of these hits, the ids of those that made an open or a click that stands: a message may have any number of events, so
 * its latest are read, which are mostly those of its latest hits; what is not among them is looked up by its cause.
 */
async function countedAmong(
  trx: Transaction<Database>,
  message: MessageRow,
  rows: readonly ShownHit[],
): Promise<Set<string>> {
  const asked = rows.filter(({ verdict, settled_at: at }) => verdict === 'person' && at !== null);
  if (asked.length === 0) return new Set();
  const latest = await trx
    .selectFrom('events')
    .select(['seq', 'kind', 'cause', 'inferred', 'retracts'])
    .where('account_id', '=', message.account_id)
    .where('message_id', '=', message.id)
    .orderBy('seq', 'desc')
    .limit(asked.length + SLACK)
    .execute();
  // What takes an event back comes after it, and so does what stands in its place: here the whole of its story is told.
  const back = new Set(latest.map(({ retracts }) => retracts));
  const own = latest.filter(({ inferred }) => !inferred);
  const told = new Set(own.map(({ kind, cause }) => `${kind} ${bareCause(cause)}`));
  const standing = new Set(
    own.filter(({ seq }) => !back.has(seq)).map(({ kind, cause }) => `${kind} ${bareCause(cause)}`),
  );
  const nameOf = ({ kind, id }: ShownHit): string => `${kind} hit:${id}`;
  const older = asked.filter((row) => !told.has(nameOf(row)));
  const counted = await countedByCause(trx, message.account_id, older);
  for (const row of asked) if (standing.has(nameOf(row))) counted.add(row.id);
  return counted;
}

/** What was taken back and holds after all stands under the cause's next number. */
async function countedByCause(
  trx: Transaction<Database>,
  account: number,
  rows: readonly ShownHit[],
): Promise<Set<string>> {
  const counted = new Set<string>();
  let asked = rows;
  for (let number = 1; asked.length > 0; number += 1) {
    const causeOf = ({ id }: ShownHit): string => (number === 1 ? `hit:${id}` : `hit:${id}#${number}`);
    const events = await trx
      .selectFrom('events as e')
      .leftJoin('events as b', (join) =>
        join.onRef('b.account_id', '=', 'e.account_id').onRef('b.retracts', '=', 'e.seq'),
      )
      .select(['e.cause', 'e.kind', 'b.seq as back'])
      .where('e.account_id', '=', account)
      .where('e.kind', 'in', ['open', 'click'])
      .where('e.inferred', '=', false)
      .where('e.cause', 'in', asked.map(causeOf))
      .execute();
    const found = new Map(events.map(({ cause, kind, back }) => [`${kind} ${cause}`, back]));
    const backOf = (row: ShownHit) => found.get(`${row.kind} ${causeOf(row)}`);
    for (const row of asked) if (backOf(row) === null) counted.add(row.id);
    asked = asked.filter((row) => typeof backOf(row) === 'number');
  }
  return counted;
}

/** Of marketing mail, those of these copies alone. */
async function visibleRecipients(
  trx: Transaction<Database>,
  viewer: Viewer,
  { id: message, kind }: MessageRow,
  copies: ReadonlySet<number>,
) {
  const rows = await trx
    .selectFrom('message_recipients as r')
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.account_id', '=', 'r.account_id').onRef('c.id', '=', 'r.contact_id'),
    )
    .select([
      'r.idx',
      'r.address',
      'r.contact_id as contact',
      sql<string>`coalesce(c.name, r.name)`.as('name'),
    ])
    .where('r.account_id', '=', viewer.account)
    .where('r.message_id', '=', message)
    .$if(kind === 'marketing', (q) => q.where('r.idx', 'in', [...copies]))
    .where(recipientVisibleTo(viewer))
    .execute();
  return { all: new Map(rows.map((row) => [row.idx, row])) };
}

async function wordsOn(
  trx: Transaction<Database>,
  account: number,
  rows: readonly ShownHit[],
): Promise<Map<string, NonNullable<HitView['overruled']>>> {
  const ids = rows.filter(({ overruled_by: by }) => by !== null).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const words = await trx
    .selectFrom('overruled_hits as h')
    .innerJoin('overrules as o', (join) =>
      join.onRef('o.account_id', '=', 'h.account_id').onRef('o.id', '=', 'h.overrule_id'),
    )
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'o.account_id').onRef('u.id', '=', 'o.user_id'),
    )
    .select(['h.hit_id', 'h.overrule_id', 'o.at', 'u.name'])
    .where('h.account_id', '=', account)
    .where('h.hit_id', 'in', ids)
    .execute();
  const covered = new Map<string, number>();
  for (const id of new Set(words.map((word) => word.overrule_id))) {
    const under = await trx
      .selectFrom('overruled_hits')
      .select('hit_id')
      .where('account_id', '=', account)
      .where('overrule_id', '=', id)
      .limit(MOST_SIMILAR + 1)
      .execute();
    covered.set(id, under.length - 1);
  }
  return new Map(
    words.map((word) => [
      word.hit_id,
      {
        by: word.name ?? 'a colleague',
        at: word.at.toISOString(),
        similar: covered.get(word.overrule_id) ?? 0,
      },
    ]),
  );
}
