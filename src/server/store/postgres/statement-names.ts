import { createHash } from 'node:crypto';

/** So many texts are prepared; each costs every connection a plan. */
const MOST = 400;
/** Texts that came once; lists of every length would fill the names with what never comes again. */
const REMEMBERED = 2_000;

/**
 * Names under which statements are prepared, so that a connection parses each once and, after five runs, plans it once
 * where that is no worse (PostgreSQL's `plan_cache_mode = auto`). Undefined for a text that is seen the first time.
 * Plans go with their connection, which lives for ten minutes.
 */
export function statementNames(): (sql: string) => string | undefined {
  const names = new Map<string, string>();
  const seenOnce = new Set<string>();
  return (sql) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (!seenOnce.delete(sql)) {
      if (seenOnce.size >= REMEMBERED) seenOnce.clear();
      seenOnce.add(sql);
      return undefined;
    }
    if (names.size >= MOST) return undefined;
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
    names.set(sql, name);
    return name;
  };
}
