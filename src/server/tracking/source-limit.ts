import { randomInt } from 'node:crypto';
import { addressPrefix, networkOf } from '../../core/hits';

const WINDOW_MS = 60_000;
const ROWS = 3;
const SLOTS = 2 ** 16;
/**
 * One image loaded again from one address says nothing new within a minute (O3); a person's mail program and its
 * previews stay far below.
 */
const SAME_THING_PER_WINDOW = 30;
/** Proxies and gateways load for thousands of people from a few addresses. */
const SHARED_FACTOR = 50;
const SHARED = new Set<string>(['apple', 'google', 'gateway', 'mail-service', 'relay']);

/**
 * How often each of many keys came in the present minute, in a fixed amount of memory: a count-min sketch. What it
 * says is never too low, and too high only if a key meets busier ones in all its rows. Nobody can read a key out of it,
 * or aim at another's: the seeds are drawn at start.
 */
class MinuteCounts {
  readonly #counts = new Uint32Array(ROWS * SLOTS);

  clear(): void {
    this.#counts.fill(0);
  }

  /** Counts a key by two hashes of it, and says how often it came; the rows' places follow from the two. */
  add(first: number, second: number): number {
    let least = Infinity;
    for (let row = 0; row < ROWS; row += 1) {
      const at = row * SLOTS + ((first + Math.imul(row, second | 1)) & (SLOTS - 1));
      const count = (this.#counts[at] ?? 0) + 1;
      this.#counts[at] = count;
      if (count < least) least = count;
    }
    return least;
  }
}

/** Murmur's mixing over the letters of a text, from two seeds at once: two hashes. */
function hashes(text: string, one: number, other: number): [number, number] {
  let [g, h] = [one, other];
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charCodeAt(i);
    g = Math.imul(g ^ letter, 0xcc9e2d51);
    g = Math.imul((g << 15) | (g >>> 17), 0x1b873593);
    h = Math.imul(h ^ letter, 0xcc9e2d51);
    h = Math.imul((h << 15) | (h >>> 17), 0x1b873593);
  }
  return [ended(g), ended(h)];
}

function ended(mixed: number): number {
  const h = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Something that can be asked for, as the limit counts it: by two hashes, which whoever is asked again may keep. */
export type Thing = readonly [number, number];

export interface SourceLimit {
  thing(name: string): Thing;
  /** False: so many came from there in this minute that this one is counted only, so that nobody fills the disk. */
  mayRecord(ip: string, thing: Thing): boolean;
}

function sourceKey(ip: string): string {
  if (!ip.includes(':')) return ip;
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return plain.includes(':') ? (addressPrefix(plain) ?? plain) : plain;
}

/**
 * At most `perMinute` hits of one source a minute are recorded (0: no limit), and 30 for one thing (an image, a link).
 * A source is an IPv4 address or an IPv6 /48; known shared proxies and gateways may send 50 times as many.
 */
export function sourceLimit(perMinute: number, now: () => Date): SourceLimit {
  const sources = new MinuteCounts();
  const things = new MinuteCounts();
  const [one, other] = [randomInt(2 ** 32), randomInt(2 ** 32)];
  let window = 0;
  return {
    thing: (name) => hashes(name, one, other),
    mayRecord(ip, thing) {
      if (perMinute === 0) return true;
      const current = Math.floor(now().getTime() / WINDOW_MS);
      if (current !== window) {
        window = current;
        sources.clear();
        things.clear();
      }
      const source = sourceKey(ip);
      const [first, second] = hashes(source, one, other);
      const all = sources.add(first, second);
      const same = things.add(ended(first ^ thing[0]), ended(second ^ thing[1]));
      if (all <= perMinute && same <= SAME_THING_PER_WINDOW) return true;
      const factor = SHARED.has(networkOf(ip).network) ? SHARED_FACTOR : 1;
      return all <= perMinute * factor && same <= SAME_THING_PER_WINDOW * factor;
    },
  };
}
