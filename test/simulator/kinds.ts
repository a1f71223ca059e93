import type { Random } from '../../src/sandbox/simulated/random';

/** One request as it reaches the server. */
export interface Request {
  at: number;
  kind: 'open' | 'click';
  link?: number;
  ip: string;
  userAgent: string;
  headers: Record<string, string>;
  method?: 'HEAD';
}

/** One copy of a mail, as its reader and the machines around them get it. */
export interface Copy {
  random: Random;
  sentAt: number;
  /** When it lies in the mailbox. */
  deliveredAt: number;
  /** How many links it has; 0: none. */
  links: number;
  /** The reader's own network at home, and the one they share with their office. */
  home: string;
  office: string;
  /** The sender's. */
  desk: string;
  /** Who scans for this reader's domain keeps one address for all its copies. */
  gateway: (pool: readonly string[]) => string;
}

export type Truth = 'human' | 'human behind Apple’s proxy' | 'machine' | 'own';

/** One kind of client, proxy, gateway, preview, sandbox or person. */
export interface Kind {
  name: string;
  truth: Truth;
  /** How often it is met, against the others of its sort. */
  weight: number;
  /** Nobody who sees only the requests can tell it. */
  untold?: true;
  /** Some of its requests are of another truth: a person's clicks beside Apple's preloads. */
  truthOf?: (request: Request) => Truth;
  act: (copy: Copy) => Request[];
}

export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => count * 60_000;
