import type { BodyTrouble } from '../../core/policy/types';
import { reportCredential } from '../../core/token';
import {
  composeItem,
  currentItem,
  makeGate,
  roamingSettings,
  valueOr,
  type ComposeItem,
  type Gate,
} from '../office';
import { baseUrl } from './base-url';
import { loadBook, spareTicket, type Book } from './book';
import { changed } from './changed';
import { completeOnce } from './complete';
import { postJson } from './http';
import { removeMarks, TOKEN_HEADER, writeMarks } from './marks';
import { decideOutgoing, untracked, type Outcome } from './outgoing';
import { readMail } from './read-mail';
import { sentReport, type Sent, type Written } from './report';
import {
  keepNewSession,
  loadSession,
  messageToken,
  newNonce,
  saveSession,
  usableSession,
  type ComposeSession,
  type SessionData,
} from './session';
import { clientOf, type LaunchEvent, type Surroundings } from './surroundings';
import { loadUnsent, saveUnsent, wasRefused, wasTaken, withUnsent } from './unsent';
import { writeBody } from './write-body';

/** A4, by timers from the handler's start. Outlook itself begins to nag after 5 s, loading included. */
export const SEND_DEADLINES = {
  /** No write begins later. */
  write: 1200,
  /** The report is waited for until then. */
  report: 2000,
  /** One that began later, until then: what is left is for keeping it. */
  lateReport: 2300,
  /** Completed, unless a body write of ours is in flight: completing over it damages mail (#6792). */
  complete: 2500,
  completeOverWrite: 4000,
} as const;

/**
 * OnMessageSend. Whatever happens, `completed({allowEvent: true})` is called exactly once, in time, and nothing of
 * ours runs after it. Resolves when the event is completed.
 */
export function onMessageSend(event: LaunchEvent, around: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    const gate = makeGate(around.timers);
    const flight: Flight = { writing: false, late: false };
    const finish = completeOnce(gate, event, resolve, { allowEvent: true });
    gate.after(SEND_DEADLINES.complete, () => {
      flight.late = true;
      if (!flight.writing) finish();
    });
    gate.after(SEND_DEADLINES.completeOverWrite, finish);
    try {
      send(around, gate, flight).then(finish, finish);
    } catch {
      finish();
    }
  });
}

/** `writing`: a body write of ours is under way. `late`: only for its sake is the event not completed yet. */
interface Flight {
  writing: boolean;
  late: boolean;
}

async function send(around: Surroundings, gate: Gate, flight: Flight): Promise<void> {
  const startedAt = around.now();
  const untilWrite = gate.within(SEND_DEADLINES.write);
  const untilReport = gate.within(SEND_DEADLINES.report);
  const untilLate = gate.within(SEND_DEADLINES.lateReport);
  const raw = currentItem(around.office);
  const early = composeItem(raw, untilWrite);
  const item = composeItem(raw, gate);
  if (!early || !item) return;

  const client = clientOf(around.office);
  const book = loadBook(roamingSettings(around.office, gate));
  const loaded = await loadSession(early);
  const data: SessionData = loaded.ok ? loaded.value : { compose: null, switches: {}, earlier: null };
  const session =
    usableSession(data, startedAt) || (await spareSession(early, untilWrite, book, around)) || data.compose;
  // Without a session the policy alone can tell what may happen.
  const { ticket, nonce, policy, policyAt, answers } = session || {
    ticket: null,
    nonce: null,
    policy: book && book.policy,
    policyAt: book ? book.policyAt : 0,
    answers: [],
  };
  // Of an earlier sending, where compose had no time or no session to say so.
  const marked = await early.header(TOKEN_HEADER);
  const mail = await readMail(early, policy);
  const outcome = decideOutgoing({
    client,
    type: mail.type,
    traits: mail.traits,
    body: mail.body,
    recipients: [...mail.to, ...mail.cc, ...mail.bcc].map(({ address }) => address).filter(Boolean),
    recipientsUnread: mail.peopleUnread,
    files: mail.files,
    ticket,
    nonce,
    policy,
    policyAt,
    answers,
    switches: data.switches,
    earlier: data.earlier || valueOr(marked, null),
    now: startedAt,
  });

  const written: Written = {
    unverified: false,
    restored: false,
    reasons: [],
    image: outcome.image,
    links: outcome.links,
  };
  const report = once(async () => {
    if (!session || !isToReport(session, outcome)) return;
    const within = untilReport.open ? untilReport : untilLate;
    const sent: Sent = changed(mail, {
      client,
      token: messageToken(session),
      ticketVersion: session.ticket.v,
      at: startedAt,
      took: around.now() - startedAt,
      switches: changed(session.policy.defaults, data.switches),
      outcome,
      written,
      html: mail.type === 'html',
    });
    await post(around, { within, gate, item }, book, session, sent);
  });

  if (outcome.write !== null && mail.body !== null) {
    const body = { before: mail.body, next: outcome.write, token: outcome.token };
    if (!untilWrite.open) forgetWrite(written, outcome, 'late');
    else await writeAndTell(item, { gate, untilReport }, flight, { outcome, written, body, report });
  }
  // Completing is overdue, and the report is out since the time for it.
  if (flight.late) return;
  // After the body, which says more to the server than they do; nearly always they stand there since compose.
  if (outcome.nothing) await removeMarks(item, marked);
  else if (session) await writeMarks(early, messageToken(session), marked);
  await report();
}

/** What is neither tracked nor logged is told to nobody, unless an earlier try of this draft was told as something else. */
const isToReport = (session: ComposeSession, outcome: Outcome): boolean =>
  outcome.token !== null && (!outcome.nothing || session.reported === true);

const once = (run: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  return () => running || (running = run());
};

/** Writes the body and looks what became of it; when that takes longer than the report may wait, reports it unproven. */
async function writeAndTell(
  item: ComposeItem,
  { gate, untilReport }: { gate: Gate; untilReport: Gate },
  flight: Flight,
  what: {
    outcome: Outcome;
    written: Written;
    body: { before: string; next: string; token: string | null };
    report: () => Promise<void>;
  },
): Promise<void> {
  const { outcome, written } = what;
  flight.writing = true;
  const stopWaiting = untilReport.onClose(() => {
    if (!gate.open) return;
    written.unverified = true;
    written.reasons.push('unverified');
    void what.report();
  });
  const result = await writeBody(item, gate, outcome.row, what.body);
  stopWaiting();
  flight.writing = false;
  written.unverified = written.unverified || result.unverified;
  written.restored = result.restored;
  if (result.written) return;
  // Where nobody could look, it most likely went in.
  if (result.reason === 'unverified') written.reasons.push(result.reason);
  else forgetWrite(written, outcome, result.reason);
}

/** Of what was to be written, nothing stands in the message. */
function forgetWrite(written: Written, outcome: Outcome, reason: BodyTrouble | null): void {
  written.image = outcome.imageStands;
  written.links = outcome.links.map((link) => (link.tracked ? untracked(link, 'notWritten') : link));
  if (reason) written.reasons.push(reason);
}

/**
 * Without a session (no network at compose, or none was begun) a mail takes a spare ticket: image only. Kept like any
 * other, so that a second send of this draft, or a second handler at the same time, has the same nonce.
 */
async function spareSession(
  item: ComposeItem,
  gate: Gate,
  book: Book | null,
  around: Surroundings,
): Promise<ComposeSession | null> {
  const ticket = spareTicket(book, around.now());
  if (!book || !ticket) return null;
  const nonce = newNonce(ticket, around.now(), around.random);
  const made = { ticket, nonce, policy: book.policy, policyAt: book.policyAt, answers: [] };
  return (await keepNewSession(item, gate, made, around.now())) || made;
}

/** Tells the server; what does not get there is kept for the next event, as long as the mail is not gone. */
async function post(
  around: Surroundings,
  time: { within: Gate; gate: Gate; item: ComposeItem },
  book: Book | null,
  session: ComposeSession,
  sent: Sent,
): Promise<void> {
  const origin = baseUrl(book ? book.baseUrl : '');
  if (!origin) return;
  const authorization = reportCredential(session.ticket, sent.token);
  const report = sentReport(sent);
  // Set even if the report does not get there: the one that says "neither" changes nothing then.
  const noted = session.reported ? null : saveSession(time.item, changed(session, { reported: true }));
  const result = await postJson(time.within, around.send, {
    url: `${origin}/api/launch/v1/sent`,
    authorization,
    body: report,
    ms: SEND_DEADLINES.complete,
  });
  if (!time.gate.open) return;
  if (!wasTaken(result)) {
    const settings = roamingSettings(around.office, time.gate);
    const unsent = { authorization, report, refused: wasRefused(result) ? 1 : 0 };
    await saveUnsent(settings, withUnsent(loadUnsent(settings), unsent));
  }
  await noted;
}
