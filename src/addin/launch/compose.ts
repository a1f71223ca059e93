import type { ComposeAnswer } from '../../core/api/launch';
import { sameAddress, type RecipientAnswer } from '../../core/policy';
import {
  composeItem,
  currentItem,
  makeGate,
  officeAccessToken,
  pause,
  roamingSettings,
  type ComposeItem,
  type Gate,
} from '../office';
import { appendImage } from './append-image';
import { baseUrl } from './base-url';
import { bookFrom, loadBook, saveBook, spareTicket, usableBook, type Book } from './book';
import { changed } from './changed';
import { completeOnce } from './complete';
import { postJson } from './http';
import { TOKEN_HEADER, writeMarks } from './marks';
import { readBookAnswer, readComposeAnswer } from './read-answer';
import {
  EARLIER_KEY,
  keepNewSession,
  loadSession,
  messageToken,
  newNonce,
  saveSession,
  usableSession,
  type ComposeSession,
} from './session';
import { clientOf, type LaunchEvent, type Surroundings } from './surroundings';
import { TEXTS } from './texts';
import { deliverUnsent } from './unsent';

/** Events of compose have no deadline of Outlook's but the runtime's 300 s; a user who is quick should find all done. */
const MOST_MS = 10_000;
const REQUEST_MS = 6_000;
const SIGN_IN_MS = 4_000;
/** Names are typed one after another: one request for all of them. */
const SETTLE_MS = 400;
/** Answers count as fresh for 15 minutes (resolvePolicy); asked anew well before, so that a slow sender has links. */
const REFRESH_MS = 8 * 60_000;
export const NOTICE = 'mailtrail.signIn';
/** Resource of the manifest, shown beside the notice. */
const NOTICE_ICON = 'Icon.16';

/** Runs `work` within a time and completes the event once, whatever becomes of it. */
function handle(
  event: LaunchEvent,
  around: Surroundings,
  work: (item: ComposeItem, gate: Gate) => Promise<void>,
): Promise<void> {
  return new Promise((resolve) => {
    const gate = makeGate(around.timers);
    const finish = completeOnce(gate, event, resolve);
    gate.after(MOST_MS, finish);
    try {
      const item = composeItem(currentItem(around.office), gate);
      if (item) work(item, gate).then(finish, finish);
      else finish();
    } catch {
      finish();
    }
  });
}

/** OnNewMessageCompose and OnMessageCompose. Both fire for a new mail: the second finds the session made. */
export const onCompose = (event: LaunchEvent, around: Surroundings): Promise<void> =>
  handle(event, around, (item, gate) => prepare(item, gate, around));

let latest = 0;

/** OnMessageRecipientsChanged, OnMessageFromChanged, OnMessageAttachmentsChanged: of several in a row, the last one works. */
export function onChanged(event: LaunchEvent, around: Surroundings): Promise<void> {
  const mine = ++latest;
  return handle(event, around, async (item, gate) => {
    await pause(gate, SETTLE_MS);
    if (mine === latest) await prepare(item, gate, around);
  });
}

/**
 * A ticket, the policy and an answer per recipient into the session; the token onto the message; the image to Outlook.
 * Then what could not be reported earlier. Safe to repeat.
 */
export async function prepare(item: ComposeItem, gate: Gate, around: Surroundings): Promise<void> {
  await prepareSession(item, gate, around);
  await deliverUnsent(gate, around);
}

async function prepareSession(item: ComposeItem, gate: Gate, around: Surroundings): Promise<void> {
  const data = await loadSession(item);
  const kept = data.ok ? usableSession(data.value, around.now()) : null;
  const people = await readPeople(item);
  const session = kept
    ? await refresh(item, gate, around, kept, people.known)
    : await begin(item, gate, around, people.known);
  if (!session) return;
  const token = messageToken(session);
  // A reopened, copied or taken back draft still bears the token it had: what was appended under it has to go.
  const marked = await item.header(TOKEN_HEADER);
  if (marked.ok && marked.value && marked.value !== token) await item.setSession(EARLIER_KEY, marked.value);
  await writeMarks(item, token, marked);
  // Looked at last, since a twin of this event may have put its own in place of it.
  const now = await loadSession(item);
  await appendImage(item, clientOf(around.office), (now.ok && now.value.compose) || session, {
    switches: now.ok ? now.value.switches : {},
    recipients: people.known,
    recipientsUnread: people.unread,
    now: around.now(),
  });
}

async function begin(
  item: ComposeItem,
  gate: Gate,
  around: Surroundings,
  people: string[],
): Promise<ComposeSession | null> {
  const { book, answer } = await ask(item, gate, around, people, true);
  const ticket = (answer && answer.ticket) || spareTicket(book, around.now());
  if (!ticket || !book) return null;
  const made = {
    ticket,
    nonce: newNonce(ticket, around.now(), around.random),
    policy: answer ? answer.policy : book.policy,
    policyAt: answer ? around.now() : book.policyAt,
    answers: answer ? answer.recipients : [],
  };
  return keepNewSession(item, gate, made, around.now());
}

async function refresh(
  item: ComposeItem,
  gate: Gate,
  around: Surroundings,
  kept: ComposeSession,
  people: string[],
): Promise<ComposeSession> {
  const age = around.now() - kept.policyAt;
  const stale = age < 0 || age > REFRESH_MS;
  const unknown = people.filter((one) => !kept.answers.some((answer) => sameAddress(answer.address, one)));
  // Begun without network, with a spare ticket: that one signs no links.
  const better = !kept.ticket.linkKey && kept.policy.seat === 'paid' && !kept.reported;
  if (!stale && !better && unknown.length === 0) return kept;
  const { answer } = await ask(item, gate, around, stale ? people : unknown, better);
  if (!answer) return kept;
  const fresh: ComposeSession = changed(kept, {
    ticket: answer.ticket || kept.ticket,
    policy: answer.policy,
    // Old answers keep their age: the whole is as old as its oldest part.
    policyAt: stale ? around.now() : kept.policyAt,
    answers: stale ? answer.recipients : merged(kept.answers, answer.recipients),
  });
  await saveSession(item, fresh);
  return fresh;
}

const merged = (old: RecipientAnswer[], fresh: RecipientAnswer[]): RecipientAnswer[] => [
  ...old.filter((answer) => !fresh.some((other) => sameAddress(other.address, answer.address))),
  ...fresh,
];

/** POST compose; a book that is not accepted any more is made anew, once. */
async function ask(
  item: ComposeItem,
  gate: Gate,
  around: Surroundings,
  recipients: string[],
  ticket: boolean,
): Promise<{ book: Book | null; answer: ComposeAnswer | null }> {
  const settings = roamingSettings(around.office, gate);
  const kept = loadBook(settings);
  const first = usableBook(kept, around.now());
  const post = (book: Book) =>
    postJson(gate, around.send, {
      url: `${baseUrl(book.baseUrl)}/api/launch/v1/compose`,
      authorization: `Book ${book.page.credential}`,
      body: { client: clientOf(around.office), recipients: recipients.slice(0, 500), ticket },
      ms: REQUEST_MS,
    });

  let book = first || (await signIn(gate, around, kept));
  let result = book ? await post(book) : null;
  if (book && book === first && result && !result.ok && result.status === 401) {
    book = await signIn(gate, around, kept);
    result = book ? await post(book) : null;
  }
  if (!book) {
    await item.notify(NOTICE, TEXTS.openOnce, NOTICE_ICON);
    return { book: kept, answer: null };
  }
  const answer = result && result.ok ? readComposeAnswer(result.answer) : null;
  if (answer && (answer.book || answer.policy.revision !== book.policy.revision)) {
    book = changed(book, {
      page: answer.book || book.page,
      policy: answer.policy,
      policyAt: around.now(),
    });
    await saveBook(settings, book);
  }
  return { book, answer };
}

/** A book by Outlook's own single sign-on, where there is no usable one; null when that fails, as it may for good reasons. */
async function signIn(gate: Gate, around: Surroundings, kept: Book | null): Promise<Book | null> {
  const origin = baseUrl(kept ? kept.baseUrl : '');
  if (!origin) return null;
  const token = await officeAccessToken(around.runtime, gate, SIGN_IN_MS);
  if (!token.ok) return null;
  const result = await postJson(gate, around.send, {
    url: `${origin}/api/launch/v1/book`,
    authorization: `Bearer ${token.value}`,
    body: {},
    ms: REQUEST_MS,
  });
  const answer = result.ok ? readBookAnswer(result.answer) : null;
  if (!answer) return null;
  const book = bookFrom(answer, origin, around.now());
  await saveBook(roamingSettings(around.office, gate), book);
  return book;
}

async function readPeople(item: ComposeItem): Promise<{ known: string[]; unread: boolean }> {
  const known: string[] = [];
  let unread = false;
  for (const field of ['to', 'cc', 'bcc'] as const) {
    const list = await item.people(field);
    const addresses = list.ok ? list.value.map(({ address }) => address) : [''];
    known.push(...addresses.filter(Boolean));
    unread = unread || addresses.indexOf('') >= 0;
  }
  return { known, unread };
}
