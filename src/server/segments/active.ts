import { type Kysely, sql } from 'kysely';
import { needsOf, Rule, type Needs } from '../../core/rules';
import type { Database } from '../store/schema';

export interface ActiveSegment {
  id: string;
  version: number;
  rule: Rule;
  uses: readonly string[];
}

/** The active segments of an account. */
export interface ActiveSegments {
  /** Each behind those that it names. */
  inOrder: readonly ActiveSegment[];
  needs: Needs;
}

interface Kept {
  signature: string;
  segments: ActiveSegments;
}

/** Rules as they were read last, by account; reading some hundred of them takes longer than asking them. */
const kept = new WeakMap<object, Map<number, Kept>>();
const MOST_KEPT = 100;

/** Reads them, but for what `by` (whoever lives as long as the store) has read before and nobody has changed since. */
export async function activeSegments(
  trx: Kysely<Database>,
  account: number,
  by: object,
): Promise<ActiveSegments> {
  const {
    rows: [said],
  } = await sql<{ signature: string | null }>`
    select string_agg(id || ' ' || version, ',' order by id) as signature from segments
    where account_id = ${account} and kind = 'active' and removed_at is null`.execute(trx);
  const signature = said?.signature ?? '';
  const accounts = kept.get(by) ?? new Map<number, Kept>();
  kept.set(by, accounts);
  const known = accounts.get(account);
  if (known?.signature === signature) return known.segments;
  const rows = await trx
    .selectFrom('segments')
    .select(['id', 'version', 'rule', 'uses'])
    .where('account_id', '=', account)
    .where('kind', '=', 'active')
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  const all = rows.map(({ id, version, rule, uses }) => ({ id, version, uses, rule: Rule.parse(rule) }));
  const segments = { inOrder: usedFirst(all), needs: needsOf(all.map(({ rule }) => rule)) };
  if (accounts.size >= MOST_KEPT) accounts.clear();
  accounts.set(account, { signature, segments });
  return segments;
}

/** Those that are named before those that name them; there are no loops. */
function usedFirst(all: readonly ActiveSegment[]): ActiveSegment[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const placed = new Set<ActiveSegment>();
  const place = (one: ActiveSegment, above: ReadonlySet<string>): void => {
    if (placed.has(one) || above.has(one.id)) return;
    for (const id of one.uses) {
      const used = byId.get(id);
      if (used) place(used, new Set([...above, one.id]));
    }
    placed.add(one);
  };
  for (const one of all) place(one, new Set());
  return [...placed];
}
