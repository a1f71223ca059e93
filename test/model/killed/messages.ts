import type { Called } from '../../../src/sandbox/graph';

/** What the parent of a watching server asks of it; each with the time that it is. */
export type Asked =
  | { ask: number; now: number; what: 'start' | 'stir' | 'settle' | 'next due' }
  | { ask: number; now: number; what: 'call'; url: string; type: string; body: string | undefined };

export type Question = Asked extends infer A ? (A extends Asked ? Omit<A, 'ask' | 'now'> : never) : never;

/** What the parent answers to a request to Microsoft. */
export interface Fetched {
  fetched: number;
  /** Undefined: the network failed. */
  answer?: { status: number; headers: [string, string][]; body: Uint8Array } | undefined;
}

/** What the server tells its parent. */
export type Told =
  | { told: 'answer'; ask: number; value: number | Called | undefined }
  | { told: 'failure'; ask: number; message: string }
  | { told: 'log'; line: string }
  | {
      told: 'fetch';
      fetch: number;
      url: string;
      init: { method: string; headers: [string, string][]; body: string | undefined };
    };

export const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);
