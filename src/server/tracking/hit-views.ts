import { sql, type Transaction } from 'kysely';
import type { HitView } from '../../core/api/hits';
import { recipientVisibleTo, type Viewer } from '../crm/visibility';
import type { Database, Verdict } from '../store/schema';
import { possiblyForwarded, type NamedLook } from './forwarded';
import { Features, type HitRow } from './hit-rows';
import { accountSettings } from './judging';
import { bareCause, standingEvents } from './standing';
import { whoseHits, type MessageRow } from './whose';

const MOST_HITS = 200;

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
    .selectAll()
    .where('account_id', '=', key.account)
    .where('token_key', '=', message.token_key ?? '')
    .where('message_id', '=', key.message)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_HITS + 1)
    .execute();
  const shown = rows.slice(0, MOST_HITS);
  const more = rows.length > MOST_HITS;
  if (shown.length === 0) return { hits: [], more, possiblyForwarded: false };
  const settings = await accountSettings(trx, key.account);
  const recipients = await visibleRecipients(trx, viewer, key.message);
  const links = await trx
    .selectFrom('message_links')
    .select(['n', 'target', 'text'])
    .where('account_id', '=', key.account)
    .where('message_id', '=', key.message)
    .execute();
  const counted = new Set(
    (await standingEvents(trx, key.account, key.message))
      .filter(({ inferred }) => !inferred)
      .map(({ cause }) => bareCause(cause)),
  );
  const words = await wordsOn(trx, key.account, shown);
  const whose = await whoseHits(trx, settings, message);

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
    const word = words.get(row.id);
    hits.push({
      id: row.id,
      kind: row.kind,
      at: row.at.toISOString(),
      ...(row.settled_at !== null && row.verdict !== null && { verdict: row.verdict }),
      ...(row.via !== null && !anonymous && { via: row.via }),
      reasons: row.verdict === null ? [] : anonymous ? [ANONYMOUS[row.verdict]] : row.reasons,
      ...(who && {
        who: {
          name: who.name === '' ? who.address : who.name,
          address: who.address,
          ...(who.contact !== null && { contactId: who.contact }),
        },
      }),
      ...(row.kind === 'click' &&
        (row.target ?? link?.target) !== undefined && {
          link: { target: row.target ?? link?.target ?? '', text: link?.text ?? '' },
        }),
      counted: counted.has(`hit:${row.id}`),
      ...(word && { overruled: word }),
    });
  }
  return { hits, more, possiblyForwarded: [...looks.values()].some(possiblyForwarded) };
}

async function visibleRecipients(trx: Transaction<Database>, viewer: Viewer, message: string) {
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
    .where(recipientVisibleTo(viewer))
    .execute();
  return { all: new Map(rows.map((row) => [row.idx, row])) };
}

async function wordsOn(
  trx: Transaction<Database>,
  account: number,
  rows: readonly HitRow[],
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
    .select((eb) => [
      'h.hit_id',
      'o.at',
      'u.name',
      eb
        .selectFrom('overruled_hits as others')
        .select(sql<number>`count(*) - 1`.as('similar'))
        .whereRef('others.account_id', '=', 'h.account_id')
        .whereRef('others.overrule_id', '=', 'h.overrule_id')
        .as('similar'),
    ])
    .where('h.account_id', '=', account)
    .where('h.hit_id', 'in', ids)
    .execute();
  return new Map(
    words.map((word) => [
      word.hit_id,
      { by: word.name ?? 'a colleague', at: word.at.toISOString(), similar: word.similar ?? 0 },
    ]),
  );
}
