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

const nothing: WriteResult = { written: false, unverified: false, restored: false, reason: null };

/**
 * Writes the body, reads it back, and puts the old one back if text, pictures or the token are missing. `gate` bounds
 * all of it; a restore is never refused for lack of time, since a damaged mail is worse than a slow one.
 */
export async function writeBody(
  item: ComposeItem,
  gate: Gate,
  row: Pick<ClientRow, 'settleMs' | 'readBack'>,
  body: { before: string; next: string; token: string | null },
): Promise<WriteResult> {
  const write = await item.setBody('html', body.next);
  // Office checks arguments before it begins: a throw means that the body was not touched.
  if (!write.ok && write.how === 'threw') return { ...nothing, reason: 'writeFailed' };
  if (!gate.open) return { ...nothing, unverified: true, reason: 'unverified' };

  await pause(gate, row.settleMs);
  const verdict = await lookAgain(item, gate, row, body);
  if (verdict === 'asWritten') return { ...nothing, written: true };
  if (verdict === 'asBefore') return { ...nothing, unverified: write.ok, reason: 'writeFailed' };
  if (verdict === null) return { ...nothing, unverified: true, reason: 'unverified' };

  const restore = await item.setBody('html', body.before);
  const after = restore.ok ? await item.body('html') : restore;
  const whole = after.ok && judgeBody(after.value, body.before, body.before, body.token) === 'asWritten';
  return { ...nothing, restored: whole, unverified: !whole, reason: whole ? 'bodyDamaged' : 'restoreFailed' };
}

/** The last verdict; null when the body could not be read at all. Some editors show a write only after a while (#5983). */
async function lookAgain(
  item: ComposeItem,
  gate: Gate,
  row: Pick<ClientRow, 'settleMs' | 'readBack'>,
  body: { before: string; next: string; token: string | null },
): Promise<BodyVerdict | null> {
  let verdict: BodyVerdict | null = null;
  for (let look = 0; look < row.readBack.tries && gate.open; look++) {
    if (look > 0) await pause(gate, row.readBack.apartMs);
    const found = await item.body('html');
    if (!found.ok) continue;
    verdict = judgeBody(found.value, body.next, body.before, body.token);
    if (verdict === 'asWritten') return verdict;
  }
  return verdict;
}
