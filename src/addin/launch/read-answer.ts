import type { BookAnswer, ComposeAnswer } from '../../core/api/launch';
import {
  BODY_WRITES,
  CLIENT_NAMES,
  RECIPIENT_REASONS,
  STANDINGS,
  type AccountPolicy,
  type ClientSwitch,
  type RecipientAnswer,
} from '../../core/policy/types';
import type { Ticket } from '../../core/token';
import { isRecord } from '../office';

/**
 * The launch API's answers, read by hand: the file carries no schema library. Unknown fields are ignored, so that an
 * old file goes on working with a new server; what is needed and not as promised makes the whole value null.
 */

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const texts = (value: unknown): string[] | null =>
  Array.isArray(value) && value.every(isText) ? value.filter(isText) : null;
const oneOf = <T extends string>(known: readonly T[], value: unknown): T | null =>
  known.filter((word) => word === value)[0] ?? null;

export function readTicket(value: unknown): Ticket | null {
  if (!isRecord(value) || value.v !== 1) return null;
  const { kid, id, imageKey, linkKey, reportKey, trackingUrl, expiresAt } = value;
  if (typeof kid !== 'number' || !isText(id) || !isText(imageKey) || !isText(reportKey)) return null;
  if (!isText(trackingUrl) || !/^https?:\/\/[^/]+$/.test(trackingUrl) || !isText(expiresAt)) return null;
  const ticket: Ticket = { v: 1, kid, id, imageKey, reportKey, trackingUrl, expiresAt };
  if (isText(linkKey)) ticket.linkKey = linkKey;
  return ticket;
}

export function readPolicy(value: unknown): AccountPolicy | null {
  if (!isRecord(value) || !isRecord(value.defaults)) return null;
  const { revision, opens, links, log, defaults } = value;
  const seat = oneOf(['free', 'paid'] as const, value.seat);
  const neverLogBlocks = oneOf(['mail', 'record'] as const, value.neverLogBlocks);
  const companyDomains = texts(value.companyDomains);
  const ownAddresses = texts(value.ownAddresses);
  const excludedDomains = texts(value.excludedDomains);
  const trackingHosts = texts(value.trackingHosts);
  if (typeof revision !== 'number' || !isFlag(opens) || !isFlag(links) || !isFlag(log)) return null;
  if (!seat || !neverLogBlocks || !isFlag(defaults.track) || !isFlag(defaults.log)) return null;
  if (!companyDomains || !ownAddresses || !excludedDomains || !trackingHosts) return null;
  return {
    revision,
    opens,
    links,
    log,
    seat,
    defaults: { track: defaults.track, log: defaults.log },
    companyDomains,
    ownAddresses,
    excludedDomains,
    trackingHosts,
    neverLogBlocks,
    clients: Array.isArray(value.clients) ? value.clients.map(readSwitch).filter(present) : [],
    privateLabels: texts(value.privateLabels) ?? [],
  };
}

/** A switch that names a client this file does not know is left out; a word it does not know switches nothing. */
function readSwitch(value: unknown): ClientSwitch | null {
  if (!isRecord(value)) return null;
  const { from, before, append, image, links } = value;
  const client = oneOf(CLIENT_NAMES, value.client);
  const writes = oneOf(BODY_WRITES, value.writes);
  // A bound that cannot be read would make the switch wider than it was meant.
  if (!client || [from, before].some((bound) => bound !== undefined && !isText(bound))) return null;
  return {
    client,
    ...(isText(from) ? { from } : {}),
    ...(isText(before) ? { before } : {}),
    ...(writes ? { writes } : {}),
    ...(isFlag(append) ? { append } : {}),
    ...(isFlag(image) ? { image } : {}),
    ...(isFlag(links) ? { links } : {}),
  };
}

const present = <T>(value: T | null): value is T => value !== null;

/** An answer with words this file does not know is left out: its recipient counts as not asked for. */
export function readAnswer(value: unknown): RecipientAnswer | null {
  if (!isRecord(value)) return null;
  const { address, image, links, log } = value;
  const standing = oneOf(STANDINGS, value.standing);
  const reason = oneOf(RECIPIENT_REASONS, value.reason);
  if (!isText(address) || !isFlag(image) || !isFlag(links) || !isFlag(log) || !standing || !reason)
    return null;
  return { address, standing, image, links, log, reason };
}

export const readAnswers = (value: unknown): RecipientAnswer[] =>
  Array.isArray(value) ? value.map(readAnswer).filter(present) : [];

/** What signs the events in (design: how events sign in). */
export type BookPage = BookAnswer['book'];

export function readBookPage(value: unknown): BookPage | null {
  if (!isRecord(value)) return null;
  const { credential, expiresAt, renewAfter } = value;
  return isText(credential) && isText(expiresAt) && isText(renewAfter)
    ? { credential, expiresAt, renewAfter }
    : null;
}

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
