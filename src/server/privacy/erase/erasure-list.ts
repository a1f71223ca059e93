import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Services } from '../../services';
import { addressHash } from '../address-hash';

/** One line: from when on an address was erased, or kept again by a person's decision. */
const Line = z.object({
  account: z.number().int(),
  hash: z.string(),
  at: z.string(),
  now: z.enum(['erased', 'kept']),
});
export type ErasureLine = z.infer<typeof Line>;

type Needs = Pick<Services, 'settings' | 'secrets' | 'clock'>;

export const erasureListFile = (dataDir: string): string => path.join(dataDir, 'erasures.jsonl');

/** Adds to the list beside the store, durably: it tells a restored backup whom to erase again, by hashes alone. */
export async function noteErased(
  { settings, secrets, clock }: Needs,
  account: number,
  addresses: readonly string[],
  now: ErasureLine['now'],
): Promise<void> {
  if (addresses.length === 0) return;
  const at = clock.now().toISOString();
  const lines = addresses.map((address): ErasureLine => ({
    account,
    hash: addressHash(secrets, account, address),
    at,
    now,
  }));
  const handle = await fs.promises.open(erasureListFile(settings.dataDir), 'a', 0o600);
  try {
    await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The lines of a list; throws with the number of one that is none. A last line cut off by a crash is passed over. */
export function readErasureList(text: string): ErasureLine[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [Line.parse(JSON.parse(line))];
    } catch {
      if (i === lines.length - 1) return [];
      throw new Error(`line ${i + 1} is no line of a list of erasures`);
    }
  });
}

/** Account and hash of those that stand erased at the end of all lists, whatever the order they are given in. */
export function standingErased(lines: readonly ErasureLine[]): { account: number; hash: string }[] {
  const last = new Map<string, ErasureLine>();
  for (const line of [...lines].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    last.set(`${line.account}|${line.hash}`, line);
  }
  return [...last.values()]
    .filter(({ now }) => now === 'erased')
    .map(({ account, hash }) => ({ account, hash }));
}
