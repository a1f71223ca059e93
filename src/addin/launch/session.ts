import type { AccountPolicy, RecipientAnswer, SetSwitches } from '../../core/policy/types';
import { makeNonce, makeToken, type Ticket } from '../../core/token';
import { pause, type ComposeItem, type Gate, type OfficeResult } from '../office';
import { isOver } from './book';
import { changed } from './changed';
import {
  flag,
  listOf,
  number,
  optional,
  parsed,
  readAnswer,
  readPolicy,
  readTicket,
  record,
  text,
} from './read-answer';

/** Keys in `sessionData`: what events and pane hand to one another while a mail is written. One writer each. */
export const SESSION_KEY = 'mailtrail.compose';
export const SWITCHES_KEY = 'mailtrail.switches';
/** The token a draft bore when it was opened: of a compose session before this one. */
export const EARLIER_KEY = 'mailtrail.earlier';
/** Before Mailbox 1.16 all values of a session may be 50,000 characters. */
const MOST_CHARACTERS = 40_000;

/** What one compose session holds. */
export interface ComposeSession {
  ticket: Ticket;
  /** Made once per session: tells this message from every other. */
  nonce: string;
  policy: AccountPolicy;
  /** The client's own clock when policy and answers came, in milliseconds. */
  policyAt: number;
  answers: RecipientAnswer[];
  /** What Outlook was asked to append: the image with this token, or "" for nothing. Absent: not asked yet. */
  appended?: string;
  /** A send of this draft was reported; whether the mail went, only Outlook knows. */
  reported?: boolean;
}

export interface SessionData {
  compose: ComposeSession | null;
  switches: SetSwitches;
  earlier: string | null;
}

/** Header and custom property carry this one: its message key is the same for every recipient's token. */
export const messageToken = (session: Pick<ComposeSession, 'ticket' | 'nonce'>): string =>
  makeToken(session.ticket, session.nonce, 0);

let counter = 0;

export const newNonce = (ticket: Ticket, now: number, random: () => number): string =>
  makeNonce(ticket, { time: now, counter: ++counter, random: random() });

export const loadSession = (item: ComposeItem): Promise<OfficeResult<SessionData>> =>
  item.sessionAll().then((all) => (all.ok ? { ok: true, value: readSessionData(all.value) } : all));

export function readSessionData(all: Record<string, unknown>): SessionData {
  return {
    compose: readCompose(parsed(all[SESSION_KEY])),
    switches: readSwitches(parsed(all[SWITCHES_KEY])) || {},
    earlier: text(all[EARLIER_KEY]) || null,
  };
}

export const saveSwitches = (item: ComposeItem, switches: SetSwitches) =>
  item.setSession(SWITCHES_KEY, JSON.stringify(switches));

/** Answers beyond what a session may hold are left out; their recipients count as not asked for. */
export function saveSession(item: ComposeItem, session: ComposeSession): Promise<OfficeResult<true>> {
  const rows = session.answers.map(packAnswer);
  const json = () => JSON.stringify(changed(session, { answers: rows }));
  while (rows.length > 0 && json().length > MOST_CHARACTERS) rows.splice(-Math.ceil(rows.length / 10));
  return item.setSession(SESSION_KEY, json());
}

/** A session whose ticket still signs; a draft may be left open for weeks. */
export const usableSession = ({ compose }: SessionData, now: number): ComposeSession | null =>
  compose && !isOver(compose.ticket.expiresAt, now) ? compose : null;

/** Longer than a twin needs from its look at the session to its own saving. */
const TWIN_MS = 100;

/**
 * Keeps a session just made and answers with the one that stands: Outlook may run two handlers for one mail at once
 * (#6706), and both must go on with one nonce. null where Outlook keeps no session.
 */
export async function keepNewSession(
  item: ComposeItem,
  gate: Gate,
  made: ComposeSession,
  now: number,
): Promise<ComposeSession | null> {
  const before = await loadSession(item);
  const twin = before.ok ? usableSession(before.value, now) : null;
  if (twin) return twin;
  if (!(await saveSession(item, made)).ok) return null;
  await pause(gate, TWIN_MS);
  const after = await loadSession(item);
  return (after.ok && after.value.compose) || made;
}

/** 500 recipients must fit: a row of words instead of an object with names. */
const packAnswer = (a: RecipientAnswer) => [
  a.address,
  a.standing,
  a.reason,
  (a.image ? 4 : 0) + (a.links ? 2 : 0) + (a.log ? 1 : 0),
];

const unpackAnswer = (row: unknown): RecipientAnswer | null => {
  const [address, standing, reason, flags] = Array.isArray(row) ? (row as unknown[]) : [];
  const has = (bit: number): boolean => (Number(flags) & bit) > 0;
  return readAnswer({ address, standing, reason, image: has(4), links: has(2), log: has(1) });
};

const readCompose = record<ComposeSession>({
  ticket: readTicket,
  nonce: text,
  policy: readPolicy,
  policyAt: number,
  answers: listOf(unpackAnswer),
  appended: optional(text),
  reported: optional(flag),
});

const readSwitches = record<SetSwitches>({
  track: optional(flag),
  log: optional(flag),
  test: optional(flag),
});
