import { fold } from './fold';
import { ABSENT_SUBJECT, AUTOMATIC_SUBJECT, AUTOMATIC_SUBJECT_END, says, type Saying } from './languages';
import { readNote, type Note } from './note';

export { departureOf, type Departure } from './departure';
export { fold } from './fold';
export { sentencesOf } from './note';

const LONGEST_SUBJECT = 300;

/** `automatic` when the subject itself says that a program answers, `absent` when only that somebody is away. */
export function automaticSubject(subject: string): 'absent' | 'automatic' | undefined {
  const folded = fold(subject.slice(0, LONGEST_SUBJECT));
  if (AUTOMATIC_SUBJECT.test(folded)) return 'automatic';
  if (AUTOMATIC_SUBJECT_END.test(folded)) return 'automatic';
  return ABSENT_SUBJECT.test(folded) ? 'absent' : undefined;
}

/** Whether a text, which is known to be an automatic answer, says that its writer is away. */
export function saysAbsent(text: string): boolean {
  const note = readNote(text);
  return note !== undefined && (note.said.has('away') || (note.said.has('back') && note.said.has('later')));
}

/** Whether a text says anything at all of what notes say. */
export function resemblesNote(text: string): boolean {
  const note = readNote(text);
  return note !== undefined && note.known > 0;
}

/** Whether a text says that the person is there no more. */
export function saysLeft(text: string): boolean {
  return readNote(text)?.said.has('gone') === true;
}

/** Whether a text says that the person, or the mailbox, is there no more. */
export function saysGone(text: string): boolean {
  const said = readNote(text)?.said;
  return said?.has('gone') === true || said?.has('unread') === true;
}

/** What surrounds a text and speaks for a person, or against one. */
export interface NoteContext {
  /** A quote of the earlier mail stands below: few programs quote, most people do. */
  quotes: boolean;
  /** The text greets one of the mail's recipients by name: programs do not know whom they answer. */
  greetsByName: boolean;
  /** "Sent from my iPhone" and the like stand below it. */
  device: boolean;
}

const TIMED_OR_PASSED_ON: readonly Saying[] = ['back', 'later', 'turnTo'];
const ADDED: readonly Saying[] = ['back', 'later', 'turnTo', 'thanks', 'automatic'];

/**
 * Whether a text, with no header to help, was written by an out-of-office program: it says before all else that the
 * writer is away or gone, adds what such notes add (when that ends, whom to turn to, thanks), and says hardly anything
 * besides. A person who mentions a holiday has something else to say, asks, greets by name or quotes.
 */
export function isAbsenceNote(text: string, context: NoteContext): boolean {
  const note = readNote(text);
  if (!note || context.greetsByName || context.device) return false;
  const added = ADDED.filter((saying) => note.said.has(saying)).length;
  if (note.person) return false;
  if (note.said.has('automatic') && added >= 2 && note.foreign <= note.known) return true;
  if (note.foreignBefore > (added >= 3 ? 1 : 0)) return false;
  if (context.quotes && (added < 2 || note.foreign > 0)) return false;
  if (note.said.has('away') || note.said.has('gone') || note.said.has('unread')) return tells(note, added);
  if (note.said.has('busy')) {
    return (
      !context.quotes && note.foreign === 0 && TIMED_OR_PASSED_ON.some((saying) => note.said.has(saying))
    );
  }
  // "I will answer on my return on Monday; for urgent matters call Jim": the absence goes without saying.
  if (note.foreign > 0 || !note.said.has('back'))
    return note.foreign === 0 && note.said.has('later') && added >= 3;
  return added >= 2 && (note.said.has('later') || (note.said.has('turnTo') && note.known >= 2));
}

function tells(note: Note, added: number): boolean {
  if (added === 0) return note.foreign === 0 && note.short === 0 && note.known === 1;
  return note.foreign <= Math.max(added >= 2 ? 2 : 1, note.known - 1);
}

/** Whether folded text says that its writer is away; for subjects, which have no sentences. */
export function subjectSaysAway(subject: string): boolean {
  return says(fold(subject.slice(0, LONGEST_SUBJECT)), 'away');
}
