import { ABSENCE_COMPANIONS, ABSENT, AUTOMATIC_SUBJECT, AUTOMATIC_SUBJECT_END, GONE } from './absence-words';

/** A note is short; beyond this a text is a letter that happens to mention an absence. */
const LONGEST_NOTE = 1500;
const LONGEST_SUBJECT = 400;
/** A note says so at once: the absence stands within its first characters (after greeting and thanks). */
const SAID_BY = 420;

/** `absent` when the subject itself says out of office, `automatic` when only that it is automatic. */
export function automaticSubject(subject: string): 'absent' | 'automatic' | undefined {
  const start = subject.slice(0, LONGEST_SUBJECT);
  if (!AUTOMATIC_SUBJECT.test(start) && !AUTOMATIC_SUBJECT_END.test(start)) return undefined;
  return /auto|odpowied|odpověď|svar|yanıt|atbilde|respons|repl|自動|自动|자동|автом/iu.test(
    subject.slice(0, 60),
  )
    ? 'automatic'
    : 'absent';
}

/** Whether the text says that its writer is away. */
export function saysAbsent(text: string): boolean {
  return ABSENT.some((pattern) => pattern.test(flat(text).slice(0, LONGEST_NOTE)));
}

/**
 * Whether a text, with no header to help, is an out-of-office note: it says early that the writer is away and also what
 * such notes say besides (when one returns, whom to turn to), and says nothing else. A person who mentions a holiday in
 * an answer does not write to a stranger, and has something else to say first.
 */
export function isAbsenceNote(text: string): boolean {
  const all = flat(text);
  if (all === '' || all.length > LONGEST_NOTE) return false;
  const early = all.slice(0, SAID_BY);
  if (!ABSENT.some((pattern) => pattern.test(early))) return GONE.test(early) && companions(all) >= 1;
  return companions(all) >= 1;
}

/** How many kinds of companion sentences a text has. */
export function companions(text: string): number {
  const all = flat(text).slice(0, LONGEST_NOTE);
  return ABSENCE_COMPANIONS.filter((pattern) => pattern.test(all)).length;
}

function flat(text: string): string {
  return text.slice(0, 20_000).replace(/\s+/g, ' ').trim();
}
