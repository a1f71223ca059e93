import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../clock';
import { writeDurably } from '../journal';

const fileShape = z.record(z.string(), z.number());

/** What people's consents have come to. A consent is given by the sign-in page; only withdrawals need to be kept. */
export interface Consents {
  /** Takes back what a person had allowed until now: refresh tokens of before are refused from here on. */
  withdraw(person: string): Promise<void>;
  /** Whether a grant made at this time (ms) is still good. */
  stands(person: string, grantedAt: number): boolean;
}

/** Reads the withdrawals of earlier starts. */
export async function openConsents(dir: string, clock: Clock): Promise<Consents> {
  const path = join(dir, 'withdrawn-consents.json');
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const withdrawn = new Map(Object.entries(fileShape.parse(JSON.parse(text))));
  return {
    withdraw: async (person) => {
      withdrawn.set(person, clock.now().getTime());
      await writeDurably(path, JSON.stringify(Object.fromEntries(withdrawn)));
    },
    stands: (person, grantedAt) => grantedAt > (withdrawn.get(person) ?? Number.NEGATIVE_INFINITY),
  };
}
