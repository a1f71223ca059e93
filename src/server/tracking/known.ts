import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { BURST_WINDOW_MS } from '../../core/hits';
import { json, type AccountSettings, type Database } from '../store/schema';
import type { HitRow } from './hit-rows';
import type { MessageRow } from './people-of';

/** How long around a look at our screens a load from the same place is the sender's own (O7). */
export const VIEWING_MS = BURST_WINDOW_MS;

/**
 * What of a hit was found to be the sender's own, or a colleague's where those count no more (O7); stands in its
 * features, so that judging again finds the same.
 */
export const OwnMark = z.object({
  by: z.enum(['device', 'viewing']),
  device: z.string().optional(),
  colleague: z.literal(true).optional(),
});
export type OwnMark = z.infer<typeof OwnMark>;
export const ownMarkOf = ({ features }: Pick<HitRow, 'features'>): OwnMark | undefined =>
  'own' in features ? OwnMark.safeParse(features['own']).data : undefined;

/** The hit, marked as the sender's own; `undefined` takes the mark off. */
export function withOwnMark(row: HitRow, mark: OwnMark | undefined): HitRow {
  const { own: _before, ...features } = row.features;
  return { ...row, features: { ...features, ...(mark && { own: mark }) } };
}

/** The form in which a program is told apart: equal = the same program on the same kind of machine. */
export const programOf = ({ features }: Pick<HitRow, 'features'>): { family: string; platform: string } => ({
  family: wordOr(features['family'], 'unknown'),
  platform: wordOr(features['platform'], 'other'),
});
/** Undefined: it tells of no device. */
export const placeOfHit = ({ features }: Pick<HitRow, 'features'>): string | undefined =>
  typeof features['place'] === 'string' ? features['place'] : undefined;
const wordOr = (value: unknown, or: string): string => (typeof value === 'string' ? value : or);

/** What is known of a hit beside its own features. */
export type Known =
  | { what: 'word'; overrule: string; user: number; verdict: 'person' | 'machine' | 'self' }
  | { what: 'own'; mark: OwnMark };

interface KnownRow {
  hit: string;
  what: 'word' | 'device' | 'viewing';
  id: string | null;
  user: number | null;
  verdict: 'person' | 'machine' | 'self' | null;
  colleague: boolean;
}

/**
 * What is known of hits beside their own features, by hit: a user's word on its like (V3), which a hit that comes later
 * follows too; a device of the sender's, or a look at the mail in a screen of ours (O7); a colleague's, where the account says
 * so. One query.
 */
export async function knownOf(
  trx: Transaction<Database>,
  account: number,
  { colleaguesLikewise: likewise = false }: Pick<AccountSettings, 'colleaguesLikewise'>,
  hits: readonly { row: HitRow; message: MessageRow }[],
): Promise<Map<string, Known>> {
  const asked = hits
    .filter(({ row }) => row.overruled_by === null)
    .map(({ row, message }) => ({
      hit: row.id,
      message: message.id,
      user: message.user_id,
      source: row.source_hash,
      at: row.at,
      from: new Date(row.at.getTime() - VIEWING_MS),
      to: new Date(row.at.getTime() + VIEWING_MS),
      place: placeOfHit(row),
      ...programOf(row),
    }));
  if (asked.length === 0) return new Map();
  const { rows } = await sql<KnownRow>`
    with asked as (select * from jsonb_to_recordset(${json(asked)}::jsonb) as a (hit uuid, message uuid, "user" bigint,
      source text, at timestamptz, "from" timestamptz, "to" timestamptz, place text, family text, platform text))
    select a.hit, 'viewing' as what, null::uuid as id, null::bigint as "user", null::text as verdict,
      v.user_id is distinct from a."user" as colleague
      from asked a join viewings v on v.account_id = ${account} and v.message_id = a.message
        and v.source_hash = a.source and v.at between a."from" and a."to"
        and (v.user_id = a."user" or ${likewise})
    union all
    select a.hit, 'device', d.id, null, null, d.user_id is distinct from a."user"
      from asked a join own_devices d on d.account_id = ${account} and (d.user_id = a."user" or ${likewise})
        and d.family = a.family and d.platform = a.platform
        and (d.place_hash = a.place or d.next_place_hash = a.place)
        and d.learnt_at <= a.at and d.expires_at > a.at
    union all
    select a.hit, 'word', o.id, o.user_id, o.verdict, false
      from asked a join overrules o on o.account_id = ${account} and o.message_id = a.message
        and o.ended_at is null and o.source_hash = a.source and o.family = a.family`.execute(trx);
  // Of several, the last says most: the sender's own before a colleague's.
  const order = ['viewing', 'device', 'word'];
  const weight = ({ what, colleague }: KnownRow): number => order.indexOf(what) - (colleague ? 3 : 0);
  rows.sort((one, other) => weight(one) - weight(other));
  return new Map(rows.flatMap((row) => [[row.hit, knownBy(row)] as const]));
}

function knownBy({ what, id, user, verdict, colleague }: KnownRow): Known {
  if (what === 'word' && id !== null && user !== null && verdict !== null)
    return { what, overrule: id, user, verdict };
  return {
    what: 'own',
    mark: {
      ...(what === 'device' && id !== null ? { by: what, device: id } : { by: 'viewing' }),
      ...(colleague && { colleague }),
    },
  };
}
