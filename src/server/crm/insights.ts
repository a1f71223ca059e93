import type { Kysely } from 'kysely';
import type { Insights, InsightsQuery } from '../../core/api/insights';
import { insightsOf, type CountedEvent } from '../../core/insights';
import type { Database } from '../store/schema';
import { silencedSince } from './nameless';
import { stoodFor, type Viewer } from './visibility';

const DAY_MS = 86_400_000;
/** More than anybody's own mail meets with in a year. */
const MOST = 50_000;
const KINDS = ['sent', 'open', 'click', 'reply'] as const;

const kindOf = (kind: string): CountedEvent['kind'] | undefined => KINDS.find((known) => known === kind);

/**
 * What the viewer's own mail met with. Only what belongs to a person counts: not Someone's (O10, P2), nor that of who has
 * withdrawn or objects (P3, P6), nor what was taken back, nor what a look back added (R1).
 */
export async function insights(
  db: Kysely<Database>,
  viewer: Viewer,
  query: InsightsQuery,
  now: Date,
): Promise<Insights> {
  // Asked first: asked of each row, the whole ledger would be read.
  const users = await stoodFor(db, viewer);
  const from = new Date(now.getTime() - query.days * DAY_MS);
  const rows = await db
    .selectFrom('events as e')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.account_id', '=', 'e.account_id').onRef('m.id', '=', 'e.message_id'),
    )
    .leftJoin('message_recipients as r', (join) =>
      join
        .onRef('r.account_id', '=', 'e.account_id')
        .onRef('r.message_id', '=', 'e.message_id')
        .onRef('r.idx', '=', 'e.recipient_idx'),
    )
    .select([
      'e.kind',
      'e.at',
      'e.inferred',
      'e.contact_id',
      'r.address',
      'm.id as message_id',
      'm.at as sent_at',
    ])
    .where('e.account_id', '=', viewer.account)
    .where('e.user_id', 'in', users)
    .where('e.kind', 'in', KINDS)
    .where('e.at', '>=', from)
    .where('e.historic', '=', false)
    .where('m.state', 'in', ['sent', 'received'])
    .where('m.kind', '=', 'one-to-one')
    .where((eb) =>
      eb.or([
        eb('e.kind', 'in', ['sent', 'reply']),
        eb.and([eb('e.recipient_idx', 'is not', null), eb('e.recipient_idx', '>', 0)]),
      ]),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('events as b')
            .select('b.seq')
            .whereRef('b.account_id', '=', 'e.account_id')
            .whereRef('b.retracts', '=', 'e.seq'),
        ),
      ),
    )
    .orderBy('e.seq', 'desc')
    .limit(MOST)
    .execute();
  const silenced = await silencedSince(
    db,
    viewer.account,
    rows.map((row) => ({ ...row, marketing: false })),
  );
  const counted = rows.flatMap((row): CountedEvent[] => {
    const kind = kindOf(row.kind);
    if (kind === undefined || silenced({ ...row, marketing: false })) return [];
    return [{ kind, at: row.at, inferred: row.inferred, message: { id: row.message_id, at: row.sent_at } }];
  });
  return { ...insightsOf(counted, { now, ...query }), cut: rows.length === MOST };
}
