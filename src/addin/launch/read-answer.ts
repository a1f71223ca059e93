import type { BookAnswer, ComposeAnswer } from '../../core/api/launch';
import {
  BODY_WRITES,
  CLIENT_NAMES,
  RECIPIENT_REASONS,
  STANDINGS,
  type AccountPolicy,
  type ClientSwitch,
  type MessageSwitches,
  type RecipientAnswer,
} from '../../core/policy/types';
import type { Ticket } from '../../core/token';
import { isRecord } from '../office';

/**
 * The launch API's answers, read by hand: the file carries no schema library. Unknown fields are ignored, so that an
 * old file goes on working with a new server; what is needed and not as promised makes the whole value null.
 */

type Check<T> = (value: unknown) => value is T;

const isText: Check<string> = (value): value is string => typeof value === 'string';
const isFlag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';
const isNumber: Check<number> = (value): value is number => typeof value === 'number';
const isTexts: Check<string[]> = (value): value is string[] => Array.isArray(value) && value.every(isText);
const isOrigin: Check<string> = (value): value is string => isText(value) && /^https?:\/\/[^/]+$/.test(value);
const among =
  <T extends string | number>(...known: readonly T[]): Check<T> =>
  (value): value is T =>
    known.some((word) => word === value);

/** The named fields, if each is as promised; others are left behind. */
function fieldsOf<T extends object>(value: unknown, checks: { [K in keyof T]: Check<T[K]> }): T | null {
  if (!isRecord(value)) return null;
  const found: Partial<T> = {};
  for (const name in checks) {
    const field = value[name];
    if (!checks[name](field)) return null;
    found[name] = field;
  }
  // Every field of T has a check, and has passed it.
  return found as T;
}

const present = <T>(value: T | null): value is T => value !== null;

export function readTicket(value: unknown): Ticket | null {
  const ticket = fieldsOf<Omit<Ticket, 'linkKey'>>(value, {
    v: among(1),
    kid: isNumber,
    id: isText,
    imageKey: isText,
    reportKey: isText,
    trackingUrl: isOrigin,
    expiresAt: isText,
  });
  return ticket && isRecord(value) && isText(value.linkKey) ? { ...ticket, linkKey: value.linkKey } : ticket;
}

const isSwitches: Check<MessageSwitches> = (value): value is MessageSwitches =>
  fieldsOf<MessageSwitches>(value, { track: isFlag, log: isFlag }) !== null;

export function readPolicy(value: unknown): AccountPolicy | null {
  const policy = fieldsOf<Omit<AccountPolicy, 'clients' | 'privateLabels'>>(value, {
    revision: isNumber,
    opens: isFlag,
    links: isFlag,
    log: isFlag,
    seat: among('free', 'paid'),
    defaults: isSwitches,
    companyDomains: isTexts,
    ownAddresses: isTexts,
    excludedDomains: isTexts,
    trackingHosts: isTexts,
    neverLogBlocks: among('mail', 'record'),
  });
  if (!policy || !isRecord(value)) return null;
  return {
    ...policy,
    clients: Array.isArray(value.clients) ? value.clients.map(readSwitch).filter(present) : [],
    privateLabels: isTexts(value.privateLabels) ? value.privateLabels : [],
  };
}

const isClient = among(...CLIENT_NAMES);
const isWrites = among(...BODY_WRITES);

/** A switch that names a client this file does not know is left out; a word it does not know switches nothing. */
function readSwitch(value: unknown): ClientSwitch | null {
  if (!isRecord(value)) return null;
  const { client, from, before, writes, append, image, links } = value;
  // A bound that cannot be read would make the switch wider than it was meant.
  if (!isClient(client) || [from, before].some((bound) => bound !== undefined && !isText(bound))) return null;
  return {
    client,
    ...(isText(from) ? { from } : {}),
    ...(isText(before) ? { before } : {}),
    ...(isWrites(writes) ? { writes } : {}),
    ...(isFlag(append) ? { append } : {}),
    ...(isFlag(image) ? { image } : {}),
    ...(isFlag(links) ? { links } : {}),
  };
}

/** An answer with words this file does not know is left out: its recipient counts as not asked for. */
export const readAnswer = (value: unknown): RecipientAnswer | null =>
  fieldsOf<RecipientAnswer>(value, {
    address: isText,
    standing: among(...STANDINGS),
    image: isFlag,
    links: isFlag,
    log: isFlag,
    reason: among(...RECIPIENT_REASONS),
  });

export const readAnswers = (value: unknown): RecipientAnswer[] =>
  Array.isArray(value) ? value.map(readAnswer).filter(present) : [];

/** What signs the events in (design: how events sign in). */
export type BookPage = BookAnswer['book'];

export const readBookPage = (value: unknown): BookPage | null =>
  fieldsOf<BookPage>(value, { credential: isText, expiresAt: isText, renewAfter: isText });

export function readBookAnswer(value: unknown): BookAnswer | null {
  if (!isRecord(value)) return null;
  const book = readBookPage(value.book);
  const policy = readPolicy(value.policy);
  const spare = Array.isArray(value.spare) ? value.spare.map(readTicket).filter(present) : [];
  return book && policy ? { book, policy, spare } : null;
}

export function readComposeAnswer(value: unknown): ComposeAnswer | null {
  if (!isRecord(value)) return null;
  const policy = readPolicy(value.policy);
  if (!policy) return null;
  const ticket = readTicket(value.ticket);
  const book = readBookPage(value.book);
  return {
    policy,
    recipients: readAnswers(value.recipients),
    ...(ticket ? { ticket } : {}),
    ...(book ? { book } : {}),
  };
}
