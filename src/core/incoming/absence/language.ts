/**
 * What the automatic notes of one language say, each as alternatives of a regular expression over folded text (`fold`):
 * lower case, no marks on Latin letters. A phrase is looked for within one sentence.
 */
export interface NoteWords {
  /** The writer, or the whole office, is not there: in the first person, now or for a stated time. */
  away: readonly string[];
  /** What keeps the writer from mail for a time, or has the office closed; people say that as well. */
  busy: readonly string[];
  /** When that ends. */
  back: readonly string[];
  /** Mail is read seldom, late or not at all, answered afterwards, not passed on. */
  later: readonly string[];
  /** Whom to turn to meanwhile. */
  turnTo: readonly string[];
  /** Thanks for the mail, or that it arrived. */
  thanks: readonly string[];
  /** That a program wrote this. */
  automatic: readonly string[];
  /** The person has left the company. */
  gone: readonly string[];
  /** Nobody reads this mailbox any more. */
  unread: readonly string[];
  /** What people write who speak of absences: of a past one, of another's automatic answer, or asking for something. */
  person: readonly string[];
  /** How a letter ends; below it stands a signature. Compared with the beginning of a line. */
  closing: readonly string[];
  /** What a program puts before the subject that it answers: it says that it is automatic. */
  automaticSubject: readonly string[];
  /** The same, by saying that somebody is away: people write that too. */
  absentSubject: readonly string[];
}
