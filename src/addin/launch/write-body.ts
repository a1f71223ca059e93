import type { BodyTrouble } from '../../core/policy/types';
import { pause, type ComposeItem, type Gate } from '../office';
import { judgeBody, type BodyVerdict } from './body-check';
import type { ClientRow } from './client-table';

export interface WriteResult {
  /** The body was written and shows it. */
  written: boolean;
  /** Nobody could see what became of the write. */
  unverified: boolean;
  /** The write damaged the body, and the sender's own was put back. */
  restored: boolean;
  reason: BodyTrouble | null;
}

const failed = (reason: BodyTrouble, unverified: boolean, restored = false): WriteResult => ({
  written: false,
  unverified,
  restored,
  reason,
});

/**
 * Writes the body, reads it back, and puts the old one back if text, pictures or the token are missing. `gate` bounds
 * all of it; a restore is never refused for lack of time, since a damaged mail is worse than a slow one.
 */
export async function writeBody(
  item: ComposeItem,
  gate: Gate,
  { settleMs, readBack }: Pick<ClientRow, 'settleMs' | 'readBack'>,
  { before, next, token }: { before: string; next: string; token: string | null },
): Promise<WriteResult> {
  const write = await item.setBody('html', next);
  // Office checks arguments before it begins: a throw means that the body was not touched.
  if (!write.ok && write.how === 'threw') return failed('writeFailed', false);

  // The last one seen; null when the body could not be read at all. Some editors show a write only after a while (#5983).
  let verdict: BodyVerdict | null = null;
  for (let look = 0; look < readBack.tries && gate.open && verdict !== 'asWritten'; look++) {
    await pause(gate, look ? readBack.apartMs : settleMs);
    const found = await item.body('html');
    if (found.ok) verdict = judgeBody(found.value, next, before, token);
  }
  // Nobody could look: a refusal is believed, an answer that never came is not.
  if (verdict === null)
    return failed(write.ok || write.how === 'timedOut' ? 'unverified' : 'writeFailed', true);
  if (verdict === 'asWritten') return { written: true, unverified: false, restored: false, reason: null };
  if (verdict === 'asBefore') return failed('writeFailed', write.ok);

  const restore = await item.setBody('html', before);
  const after = restore.ok ? await item.body('html') : restore;
  const whole = after.ok && judgeBody(after.value, before, before, token) !== 'damaged';
  return failed(whole ? 'bodyDamaged' : 'restoreFailed', !whole, whole);
}
