import type { KeyHolder } from './api-keys';

/** Reading that needs a body. */
const READS_BY_POST: readonly string[] = [
  '/api/v1/lookup',
  '/api/v1/templates/fill',
  '/api/v1/outgoing/:id/outlook',
];
/** What only a person does: making keys, signing Outlook in, being told, ending the account. */
const PEOPLE_ONLY: readonly RegExp[] = [
  /^\/api\/v1\/api-keys/,
  /^\/api\/launch\//,
  /^\/auth\//,
  /^\/api\/v1\/me\/(?:push|presence|devices)/,
  /^\/api\/v1\/account\/(?:close|reopen)/,
];
/** What is somebody's own: an account's key is nobody. */
const PERSONAL: readonly RegExp[] = [
  /^\/api\/v1\/me(?:\/|$)/,
  /^\/api\/v1\/feed/,
  /^\/api\/v1\/mailboxes/,
  /^\/api\/v1\/logs?(?:\/|$)/,
  /^\/api\/v1\/(?:sending|outgoing|send-apart|templates|reminders|insights|draft-records)(?:\/|$)/,
  /^\/api\/v1\/messages\/:id\/mute$/,
];

export type BeyondKey = 'people-only' | 'no-person' | 'read-only-key';

/** Why a key may not ask for this, whatever its role; undefined: it may. `path` is that of the route. */
export function beyondKey(
  { kind, access }: KeyHolder['key'],
  { method, path }: { method: string; path: string },
): BeyondKey | undefined {
  if (PEOPLE_ONLY.some((form) => form.test(path))) return 'people-only';
  if (kind === 'account' && PERSONAL.some((form) => form.test(path))) return 'no-person';
  const reads = method === 'GET' || method === 'HEAD' || READS_BY_POST.includes(path);
  return access === 'read' && !reads ? 'read-only-key' : undefined;
}

/** A program in a loop, not one at work: ten a second for as long as it likes, a hundred at once. */
const PER_SECOND = 10;
const BURST = 100;
/** A full bucket is the same as none. */
const FULL_AFTER_MS = (BURST / PER_SECOND) * 1_000;
const KEYS_HELD = 10_000;

/** How fast keys may ask; per process. Resolves to the seconds to wait, or undefined where nothing has to wait. */
export function keyRate(now: () => number): (id: string) => number | undefined {
  const buckets = new Map<string, { left: number; at: number }>();
  return (id) => {
    const at = now();
    if (buckets.size > KEYS_HELD) {
      for (const [key, bucket] of buckets) if (at - bucket.at > FULL_AFTER_MS) buckets.delete(key);
    }
    const before = buckets.get(id) ?? { left: BURST, at };
    const left = Math.min(BURST, before.left + ((at - before.at) / 1_000) * PER_SECOND);
    if (left < 1) {
      buckets.set(id, { left, at });
      return Math.ceil((1 - left) / PER_SECOND);
    }
    buckets.set(id, { left: left - 1, at });
    return undefined;
  };
}
