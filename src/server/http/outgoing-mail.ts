import type { Kysely } from 'kysely';
import {
  MOST_APART_BYTES,
  SMALL_MAIL_BYTES,
  type DraftMail,
  type OutgoingMail,
} from '../../core/api/sending';
import {
  apartBytes,
  forecast,
  outgoingRow,
  outgoingViews,
  sendingOf,
  sendingPlaces,
  type OutgoingRow,
  type Writer,
} from '../sending';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { problem, type HttpProblem } from './problem';

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s]+$|^[^@\s]+@localhost$/;

export const noMail = (): HttpProblem => problem(404, 'no-such-mail', 'There is no such mail of yours.');
export const notADraft = (): HttpProblem =>
  problem(409, 'not-a-draft', 'This mail has left, or was put away.');
export const filesTooLarge = (): HttpProblem =>
  problem(413, 'files-too-large', 'All files together may have 150 MB.', 'files');
export const tooManyFiles = (): HttpProblem =>
  problem(409, 'too-many-files', 'A mail may have 100 files.', 'files');
export const noMailbox = (field: string): HttpProblem =>
  problem(409, 'no-mailbox', 'Connect a mailbox: mail is sent through your own.', field);

/** A mail of this person's. Throws 404. */
export async function rowOfWriter(db: Kysely<Database>, who: Writer, id: string): Promise<OutgoingRow> {
  const row = await outgoingRow(db, who, id);
  if (!row) throw noMail();
  return row;
}

/** `rowOfWriter`, as the API shows it. */
export async function viewOfWriter(db: Kysely<Database>, who: Writer, id: string): Promise<OutgoingMail> {
  const [view] = await outgoingViews(db, [await rowOfWriter(db, who, id)]);
  if (!view) throw noMail();
  return view;
}

/** The mailbox that a draft may leave from. Throws 409 with why it may not, before anything is done. */
export async function mayLeave(
  services: Services,
  who: Writer,
  draft: DraftMail,
  given: { leaveUnfilled: boolean; fileBytes: number },
): Promise<string> {
  const { db } = services.store;
  const people = [...draft.to, ...draft.cc, ...draft.bcc];
  if (people.length === 0) throw problem(409, 'no-recipients', 'Name somebody to send it to.', 'to');
  if (people.some(({ address }) => !ADDRESS.test(address))) {
    throw problem(409, 'bad-address', 'An address is not one that mail can be sent to.', 'to');
  }
  const large = given.fileBytes > SMALL_MAIL_BYTES;
  if (large && draft.apart) {
    throw problem(409, 'files-too-large', 'To each apart, all files together may have 3 MB.', 'files');
  }
  if (apartBytes(draft) > MOST_APART_BYTES) {
    throw problem(
      409,
      'too-much-apart',
      'This text is too large for so many copies. Shorten it, take out pictures, or write to fewer people at once.',
      'html',
    );
  }
  const places = await sendingPlaces(db, who);
  const place = places.find(({ id }) => id === draft.mailboxId) ?? (draft.mailboxId ? undefined : places[0]);
  if (!place) throw noMailbox('mailboxId');
  const { mailboxes } = await sendingOf(db, who);
  const mailbox = mailboxes.find(({ id }) => id === place.id);
  if (mailbox?.right === 'ask') {
    throw problem(409, 'not-allowed-to-send', 'Let Mailtrail send from your mailbox first.', 'mailboxId');
  }
  if (large && !mailbox?.largeFiles) {
    throw problem(
      409,
      'not-allowed-large-files',
      'Let Mailtrail put drafts into your mailbox first: files above 3 MB are sent by one.',
      'files',
    );
  }
  const seen = await forecast(db, services, who, draft);
  if (seen && seen.unfilled.length > 0 && !given.leaveUnfilled) {
    throw problem(409, 'unfilled', 'Fields of the text have no value for somebody on the mail.', 'html');
  }
  return place.id;
}
