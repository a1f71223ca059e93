import { reportCredential } from '../../core/token';
import {
  composeItem,
  currentItem,
  makeGate,
  roamingSettings,
  type BodyType,
  type ComposeItem,
  type Gate,
  type OfficeResult,
} from '../office';
import { baseUrl } from './base-url';
import { loadBook, spareTicket, type Book } from './book';
import { clientRow } from './client-table';
import { postJson } from './http';
import { removeMarks, writeMarks } from './marks';
import { decideOutgoing, type Outcome } from './outgoing';
import { sentReport, type Sent, type Written } from './report';
import { loadSession, messageToken, newNonce, type ComposeSession, type SessionData } from './session';
import { clientOf, type LaunchEvent, type Surroundings } from './surroundings';
import { writeBody } from './write-body';

/** A4, by timers from the handler's start. Outlook itself begins to nag after 5 s, loading included. */
export const SEND_DEADLINES = {
  /** No write begins later. */
  write: 1200,
  /** The report is waited for until then. */
  report: 2000,
  /** Completed, unless a body write of ours is in flight: completing over it damages mail (#6792). */
  complete: 2500,
  completeOverWrite: 4000,
} as const;

/** Answers of the item, or a plain value where one did not come: a lost subject is no reason to lose the rest. */
const or = <T>(result: OfficeResult<T>, otherwise: T): T => (result.ok ? result.value : otherwise);

/**
 * OnMessageSend. Whatever happens, `completed({allowEvent: true})` is called exactly once, in time, and nothing of
 * ours runs after it. Resolves when the event is completed.
 */
export function onMessageSend(event: LaunchEvent, around: Surroundings): Promise<void> {
  return new Promise((resolve) => {
    const gate = makeGate(around.timers);
    let writing = false;
    const finish = (): void => {
      if (!gate.open) return;
      gate.close();
      try {
        event.completed({ allowEvent: true });
      } catch {
        // Outlook has dropped the event: there is nobody left to tell.
      }
      resolve();
    };
    gate.after(SEND_DEADLINES.complete, () => {
      if (!writing) finish();
    });
    gate.after(SEND_DEADLINES.completeOverWrite, finish);
    try {
      send(around, gate, (busy) => (writing = busy)).then(finish, finish);
    } catch {
      finish();
    }
  });
}

async function send(around: Surroundings, gate: Gate, busy: (writing: boolean) => void): Promise<void> {
  const startedAt = around.now();
  const untilWrite = gate.within(SEND_DEADLINES.write);
  const untilReport = gate.within(SEND_DEADLINES.report);
  const raw = currentItem(around.office);
  const early = composeItem(raw, untilWrite);
  const item = composeItem(raw, gate);
  if (!early || !item) return;

  const client = clientOf(around.office);
  const data = await loadSession(early);
  const book = loadBook(roamingSettings(around.office, gate));
  const session = sessionFor(data.ok ? data.value : null, book, around);
  const mail = await readMail(early);
  const outcome = decideOutgoing({
    client,
    html: mail.type === 'html',
    body: mail.body,
    recipients: mail.people.map(({ address }) => address),
    recipientsUnread: mail.peopleUnread,
    ticket: session?.ticket ?? null,
    nonce: session?.nonce ?? null,
    policy: session?.policy ?? book?.policy ?? null,
    policyAt: session?.policyAt ?? book?.policyAt ?? 0,
    answers: session?.answers ?? [],
    switches: data.ok ? data.value.switches : {},
    appended: session?.appended,
    now: startedAt,
  });

  const written: Written = {
    unverified: false,
    restored: false,
    reasons: [],
    image: outcome.image,
    links: outcome.links,
  };
  const report = reporter(around, gate, untilReport, () => {
    if (!session || !outcome.token || outcome.nothing) return null;
    const defaults = session.policy.defaults;
    const switches = { ...defaults, ...(data.ok ? data.value.switches : {}) };
    return {
      book,
      session,
      sent: {
        ...mail,
        client,
        token: outcome.token,
        ticketVersion: session.ticket.v,
        at: startedAt,
        took: around.now() - startedAt,
        switches,
        outcome,
        written,
        html: mail.type === 'html',
      },
    };
  });

  if (outcome.write !== null && mail.body !== null) {
    if (!untilWrite.open) forgetWrite(written, outcome, 'client.late');
    else {
      busy(true);
      // The report cannot wait for a write that takes this long; what it says is then not yet proven.
      const stopWaiting = gate.after(SEND_DEADLINES.report, () => {
        written.unverified = true;
        void report();
      });
      const body = { before: mail.body, next: outcome.write, token: outcome.image ? outcome.token : null };
      const result = await writeBody(item, gate, clientRow(client), body);
      stopWaiting();
      busy(false);
      written.unverified = written.unverified || result.unverified;
      written.restored = result.restored;
      if (result.reason) written.reasons.push(`body.${result.reason}`);
      if (!result.written && !result.unverified) forgetWrite(written, outcome, null);
    }
  }
  // After the body, which says more to the server than they do; nearly always they stand there since compose.
  if (outcome.nothing) await removeMarks(early);
  else if (session) await writeMarks(early, messageToken(session));
  await report();
}

/** Of what was to be written, nothing stands in the message. */
function forgetWrite(written: Written, outcome: Outcome, reason: string | null): void {
  written.image = false;
  written.links = outcome.links.map((link) =>
    link.tracked ? { ...link, tracked: false, reason: 'notWritten' } : link,
  );
  if (reason) written.reasons.push(reason);
}

/** Without a session of its own (no network at compose, no session data) a mail takes a spare ticket: image only. */
function sessionFor(
  data: SessionData | null,
  book: Book | null,
  around: Surroundings,
): ComposeSession | null {
  if (data?.compose) return data.compose;
  const ticket = spareTicket(book, around.now());
  if (!book || !ticket) return null;
  const nonce = newNonce(ticket, around.now(), around.random);
  return { ticket, nonce, policy: book.policy, policyAt: book.policyAt, answers: [] };
}

/** One call after another: Outlook on the web takes three at once, of all add-ins together. */
async function readMail(item: ComposeItem) {
  const type: BodyType = or(await item.bodyType(), 'text');
  const lists = [await item.people('to'), await item.people('cc'), await item.people('bcc')] as const;
  const [to, cc, bcc] = [or(lists[0], []), or(lists[1], []), or(lists[2], [])];
  const body = or<string | null>(await item.body(type), null);
  return {
    type,
    body,
    to,
    cc,
    bcc,
    people: [...to, ...cc, ...bcc],
    peopleUnread: lists.some(({ ok }) => !ok),
    subject: or(await item.subject(), ''),
    from: or<Sent['from']>(await item.from(), null),
    files: or(await item.files(), []),
    composeType: or(await item.composeType(), ''),
  };
}

/** Posts what was sent, once, however often it is asked to. */
function reporter(
  around: Surroundings,
  gate: Gate,
  untilReport: Gate,
  compose: () => { book: Book | null; session: ComposeSession; sent: Sent } | null,
): () => Promise<void> {
  let asked = false;
  return async () => {
    if (asked || !gate.open) return;
    asked = true;
    const what = compose();
    const origin = baseUrl(what?.book?.baseUrl);
    if (!what || !origin) return;
    await postJson(untilReport.open ? untilReport : gate, around.send, {
      url: `${origin}/api/launch/v1/sent`,
      authorization: reportCredential(what.session.ticket, what.sent.token),
      body: sentReport(what.sent),
      ms: SEND_DEADLINES.complete,
    });
  };
}
