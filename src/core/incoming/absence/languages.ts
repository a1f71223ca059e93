import { chinese } from './chinese';
import { czech } from './czech';
import { dutch } from './dutch';
import { english } from './english';
import { french } from './french';
import { german } from './german';
import { italian } from './italian';
import { japanese } from './japanese';
import type { NoteWords } from './language';
import { others } from './others';
import { polish } from './polish';
import { portuguese } from './portuguese';
import { spanish } from './spanish';
import { swedish } from './swedish';

const LANGUAGES: readonly NoteWords[] = [
  english,
  polish,
  german,
  french,
  spanish,
  italian,
  dutch,
  portuguese,
  czech,
  swedish,
  japanese,
  chinese,
  others,
];

/** What a sentence of a note may say. */
export type Saying =
  'away' | 'busy' | 'back' | 'later' | 'turnTo' | 'thanks' | 'automatic' | 'gone' | 'unread' | 'person';

const SAYINGS: readonly Saying[] = [
  'away',
  'busy',
  'back',
  'later',
  'turnTo',
  'thanks',
  'automatic',
  'gone',
  'unread',
  'person',
];

/** Languages written without spaces, whose phrases no other sentence can hold, and theirs no other phrase. */
const EASTERN: ReadonlySet<NoteWords> = new Set([japanese, chinese]);
const EASTERN_SCRIPT = /[\u3040-\u30ff\u3400-\u9fff]/;

/** Each saying in every language: a note may be written in two, and short ones do not tell theirs. */
const patterns = SAYINGS.map((saying) => {
  const words = (languages: readonly NoteWords[]): RegExp[] =>
    languages.map((language) => new RegExp(language[saying].join('|'), 'u'));
  return {
    saying,
    eastern: words([...EASTERN, english]),
    spaced: words(LANGUAGES.filter((language) => !EASTERN.has(language))),
  };
});

type Pattern = (typeof patterns)[number];

const wordsFor = (pattern: Pattern, sentence: string): RegExp[] =>
  EASTERN_SCRIPT.test(sentence) ? pattern.eastern : pattern.spaced;

/** Words for somebody who takes another's place. */
export const SUCCESSOR =
  /successor|replaced by|my replacement|taken over by|takes over|nachfolge|ansprechpartner|ubernimmt|uebernimmt|ubernommen von|succede|successeur|remplacant|remplacee? par|sucesor|sustitu|reemplaz|successore|sostitu|subentr|opvolger|opvolgster|vervang|overgenomen door|sucessor|substitu|nastepc|zastepuje|przejal|przejela|nastupc|nahrad|eftertrad|efterfoljare|overtar|後任|引き継|接替|接手|преемник/u;

const PHONE =
  /(?<![\d.:-])(?!\d{1,4}-\d{1,2}-\d{1,4}(?!\d))(?:\+\d{1,3}[ ()-]{0,2})?\d{2,4}\)?(?:[ ()-]{1,2}\d{2,4}){2,5}(?![\d:]|\.\d)/u;
const ADDRESS = /[\p{L}\p{N}]@[\p{L}\p{N}-]{1,63}\./u;

/** What one folded sentence says, of what notes say. */
export function sayings(sentence: string): Saying[] {
  const found = patterns
    .filter((pattern) => wordsFor(pattern, sentence).some((word) => word.test(sentence)))
    .map(({ saying }) => saying);
  // Whatever the words around it: an address, a number or a successor in a note is whom to turn to.
  return !found.includes('turnTo') && [ADDRESS, PHONE, SUCCESSOR].some((whom) => whom.test(sentence))
    ? [...found, 'turnTo']
    : found;
}

/** Whether a folded sentence says this. */
export function says(sentence: string, saying: Saying): boolean {
  return patterns.some(
    (p) => p.saying === saying && wordsFor(p, sentence).some((word) => word.test(sentence)),
  );
}

/** Where a folded sentence says this first; -1 where it does not. */
export function saidAt(sentence: string, saying: Saying): number {
  const places = patterns
    .filter((p) => p.saying === saying)
    .flatMap((p) => wordsFor(p, sentence).map((word) => sentence.search(word)))
    .filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** A folded line by which a letter ends. */
export const CLOSING = new RegExp(`^[\\s*_]*(?:${LANGUAGES.flatMap((l) => l.closing).join('|')})`, 'u');

const any = (of: (words: NoteWords) => readonly string[]): string => LANGUAGES.flatMap(of).join('|');

/** A folded subject begins so: a bracket or not, the words, then what sets them off from the subject they answer. */
const begins = (words: string): RegExp =>
  new RegExp(
    `^\\s*(?:[[({【「]+\\s*(?:${words})\\s*[\\])}】」]|[<*]*\\s*(?:${words})\\s*[>*!.]*\\s*(?:[:\\-–—|/~>]|$|(?=[[(【「]|\\b(?:re|aw|odp|sv|vs|r|rif|antw|fwd?) ?:)))`,
    'u',
  );

/** "Automatic reply: …": no person writes so. */
export const AUTOMATIC_SUBJECT = begins(any((l) => l.automaticSubject));

/** "Out of office: …": people write that too. */
export const ABSENT_SUBJECT = begins(any((l) => l.absentSubject));

/** The same in brackets at the end: "prices (automatic response)". */
export const AUTOMATIC_SUBJECT_END = new RegExp(
  `[[({【「]\\s*(?:${any((l) => l.automaticSubject)})\\s*[\\])}】」]\\s*$`,
  'u',
);
