import type { BookAnswer } from '../../core/api/launch';
import type { AccountPolicy } from '../../core/policy/types';
import type { Ticket } from '../../core/token';
import type { OfficeResult, RoamingSettings } from '../office';
import {
  listOf,
  number,
  readBookPage,
  readPolicy,
  readTicket,
  record,
  text,
  type BookPage,
} from './read-answer';

/** Where the pane, or an event, keeps the ticket book in the user's mailbox. */
export const BOOK_KEY = 'mailtrail.book';
/** All of an add-in's settings share 32 kB. */
const MOST_CHARACTERS = 24_000;

export interface Book {
  page: BookPage;
  /** Origin of the API that issued it. */
  baseUrl: string;
  policy: AccountPolicy;
  /** The client's own clock when the policy came, in milliseconds. */
  policyAt: number;
  /** For mail written without network; image only. */
  spare: Ticket[];
}

/** null where there is none, or none that can be read. An expired one is still answered: its spare tickets may not be. */
export function loadBook(settings: RoamingSettings): Book | null {
  const kept = settings.get(BOOK_KEY);
  const page = readBookPage(kept);
  const rest = readRest(kept);
  return page && rest && Object.assign(rest, { page });
}

const readRest = record<Omit<Book, 'page'>>({
  baseUrl: text,
  policy: readPolicy,
  policyAt: number,
  spare: listOf(readTicket),
});

export const bookFrom = (answer: BookAnswer, baseUrl: string, now: number): Book => ({
  page: answer.book,
  baseUrl,
  policy: answer.policy,
  policyAt: now,
  spare: answer.spare,
});

/** Spare tickets give way where it would grow too large for the mailbox's settings. */
export function saveBook(
  settings: RoamingSettings,
  { page, baseUrl, policy, policyAt, spare }: Book,
): Promise<OfficeResult<true>> {
  const kept = Object.assign({ baseUrl, policy, policyAt, spare: spare.slice() }, page);
  while (kept.spare.length > 0 && JSON.stringify(kept).length > MOST_CHARACTERS) kept.spare.pop();
  return settings.save(BOOK_KEY, kept);
}

/** `time` is ISO 8601; what cannot be read is over. */
export const isOver = (time: string, now: number): boolean => !(Date.parse(time) > now);

export const usableBook = (book: Book | null, now: number): Book | null =>
  book && !isOver(book.page.expiresAt, now) ? book : null;

/** A ticket for a mail whose session holds none. One spare may serve several mails: the nonce tells them apart. */
export const spareTicket = (book: Book | null, now: number): Ticket | null =>
  book?.spare.find((ticket) => !isOver(ticket.expiresAt, now)) || null;
