import type { BookAnswer, ComposeAnswer } from '../../core/api/launch';
import {
  BODY_WRITES,
  STANDINGS,
  type AccountPolicy,
  type ClientSwitch,
  type MessageSwitches,
  type RecipientAnswer,
} from '../../core/policy/types';
import type { Ticket } from '../../core/token';
import { isRecord } from '../office';
import { ORIGIN } from './base-url';

/**
 * The launch API's answers, and what of them is kept in mailbox and draft, read by hand: the file carries no schema
 * library. Unknown fields are ignored, so that an old file goes on working with a new server; what is needed and not
 * as promised makes the whole value null.
 */

/** null: not as promised. undefined: left out. */
export type Read<T> = (value: unknown) => T | null;

export const text: Read<string> = (value) => (typeof value === 'string' ? value : null);
export const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : null);
export const number: Read<number> = (value) => (typeof value === 'number' ? value : null);
const texts: Read<string[]> = (value) =>
  Array.isArray(value) && value.every((one): one is string => typeof one === 'string') ? value : null;
const origin: Read<string> = (value) => (ORIGIN.test(String(value)) ? String(value) : null);
const among =
  <T extends string | number>(...known: readonly T[]): Read<T> =>
  (value) =>
    known.find((word) => word === value) || null;
/** A word that is only compared or handed on: no harm in one that this file does not know. */
const word = <T extends string>(value: unknown): T | null => text(value) as T | null;

export const optional =
  <T>(read: Read<T>): Read<T | undefined> =>
  (value) =>
    read(value) ?? undefined;

/** Without those that cannot be read; empty for what is no list. */
export const listOf =
  <T extends object>(read: Read<T>): Read<T[]> =>
  (value) =>
    Array.isArray(value) ? value.map(read).filter((one): one is T => one !== null) : [];

/** The named fields, if each is as promised; others are left behind. */
export const record =
  <T extends object>(fields: { [K in keyof T]-?: Read<T[K]> }): Read<T> =>
  (value) => {
    if (!isRecord(value)) return null;
    const found: Partial<T> = {};
    for (const name in fields) {
      const field = fields[name](value[name]);
      if (field === null) return null;
      if (field !== undefined) found[name] = field;
    }
    // Every field of T was read.
    return found as T;
  };

export const readTicket = record<Ticket>({
  v: among(1),
  kid: number,
  id: text,
  imageKey: text,
  linkKey: optional(text),
  reportKey: text,
  trackingUrl: origin,
  expiresAt: text,
});

/** A bound that cannot be read would make the switch wider than it was meant. */
const bound: Read<string | undefined> = (value) => (value === undefined ? value : text(value));

export const readPolicy = record<AccountPolicy>({
  revision: number,
  opens: flag,
  links: flag,
  log: flag,
  seat: among('free', 'paid'),
  defaults: record<MessageSwitches>({ track: flag, log: flag }),
  companyDomains: texts,
  ownAddresses: texts,
  excludedDomains: texts,
  trackingHosts: texts,
  neverLogBlocks: among('mail', 'record'),
  clients: listOf(
    record<ClientSwitch>({
      client: word,
      from: bound,
      before: bound,
      writes: optional(among(...BODY_WRITES)),
      append: optional(flag),
      image: optional(flag),
      links: optional(flag),
    }),
  ),
  privateLabels: (value) => texts(value) || [],
});

/** An answer with a standing this file does not know is left out: its recipient counts as not asked for. */
export const readAnswer = record<RecipientAnswer>({
  address: text,
  standing: among(...STANDINGS),
  image: flag,
  links: flag,
  log: flag,
  reason: word,
});

/** What signs the events in (design: how events sign in). */
export type BookPage = BookAnswer['book'];

export const readBookPage = record<BookPage>({ credential: text, expiresAt: text, renewAfter: text });

export const readBookAnswer = record<BookAnswer>({
  book: readBookPage,
  policy: readPolicy,
  spare: listOf(readTicket),
});

export const readComposeAnswer = record<ComposeAnswer>({
  policy: readPolicy,
  recipients: listOf(readAnswer),
  ticket: optional(readTicket),
  book: optional(readBookPage),
});

/** What a text says in JSON; undefined for what is none. */
export function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}
