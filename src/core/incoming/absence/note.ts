import { fold } from './fold';
import { CLOSING, sayings, type Saying } from './languages';

/** A note is short; beyond this a text is a letter that happens to mention an absence. */
const LONGEST_NOTE = 2_500;
/** A sentence is read this far. */
const LONGEST_SENTENCE = 500;

/** What a note is about; all else only goes with it. */
const SETTLING: ReadonlySet<Saying> = new Set(['away', 'busy', 'gone', 'unread']);

/** What only holds while a note is sent. */
const NOW: ReadonlySet<Saying> = new Set(['away', 'busy']);

/** A text as a note: what it says of what notes say, and how much else. */
export interface Note {
  /** What is said, each once. */
  said: ReadonlySet<Saying>;
  /** Sentences that say something else, counted to the closing. */
  foreign: number;
  /** Of these, how many stand before the writer says to be away or gone. */
  foreignBefore: number;
  /** Sentences that say something of a note. */
  known: number;
  /** Sentences of two or three words that say nothing of a note. */
  short: number;
  /** A question that is none of a note's own, or what only people write. */
  person: boolean;
  /** Characters, folded. */
  length: number;
}

/** A person goes on in the same breath: "I am travelling, so let us talk on Friday". */
const CONNECTED =
  /\b(?:but|let's|let us|deshalb|aber|trotzdem|jedoch|mais|jednak|tuttavia|sin embargo|asi que|por lo que|echter|contudo|pero|quindi|percio|wiec|takze)\b|, ?(?:so|therefore|anyway|daher|darum|mais|donc|ma|maar|dus|daarom|mas|portanto|ale|dlatego|proto|men|darfor)\b|ので|但|所以|不过/u;
const QUESTION = /\?\S{0,2}$/u;
/** Without a mark: a request in the form of a question, which no note makes. */
const EASTERN_QUESTION = /(?:ます|です|でしょう|ません)か[。?]?$|[吗嗎呢][。?]?$/u;

/** Politeness that opens a letter and says nothing. */
const FORMULA =
  /^(?:(?:いつも|平素|日頃)?.{0,12}お世話に.{0,16}(?:ます|ました)|平素.{0,20}(?:厚く|誠に).{0,12}(?:ます|ました)|拝啓|(?:i )?hope (?:this|you|all)\b.{0,60}|mam nadzieje, ze .{0,60}|espero que .{0,50}|j'espere que .{0,50}|ich hoffe,? .{0,50}|(?:尊敬的|亲爱的|親愛的).{0,12})[。.!,:]?$/u;

/** The small print below; in the usual languages it speaks of confidence in its first words. */
const SMALL_PRINT =
  /^(?:[*_\s]*(?:important (?:note|notice)|disclaimer|confidential|haftungsausschluss|avis de confidentialite|aviso (?:legal|de confidencial)|avvertenza|klauzula|upozorneni|免责声明|重要提示)|.{0,120}(?:this|the information (?:in|contained)|any attach|diese|ce(?:t| )|este|esta|quest[oa]|dit|deze|ta|niniejsz|tato|detta).{0,80}(?:confidential|privileged|intended (?:only|solely|for)|designated recipient|vertraulich|confidentiel|confidencial|riservat|vertrouwelijk|poufn|duvern|konfidentiell|机密|保密))/u;

/** Reads a mail's own text as if it were an automatic note. Undefined when it is empty or far too long for one. */
export function readNote(text: string): Note | undefined {
  const lines = foldedLines(text);
  const own = beforeClosing(lines);
  const length = own.join(' ').length;
  if (length === 0 || length > LONGEST_NOTE) return undefined;

  const said = new Set<Saying>();
  let foreign = 0;
  let foreignBefore = 0;
  let known = 0;
  let short = 0;
  let person = false;
  let found = false;
  for (const [i, sentence] of sentences(own).entries()) {
    if (FORMULA.test(sentence)) continue;
    if (SMALL_PRINT.test(sentence)) break;
    const here = sayings(sentence);
    // A banner between rules says only that what follows matters.
    if (here.length === 0 && /[*=#_-]{3,}$/.test(sentence)) continue;
    // A greeting says nothing, however long.
    if (here.length === 0 && i === 0 && sentence.length < 60 && /[,!:]$/.test(sentence)) continue;
    // A note asks no more than whether it is urgent; who asks for something until then is a person.
    const announces = here.length > 0 && here.every((saying) => NOW.has(saying)) && AHEAD.test(sentence);
    const asks = QUESTION.test(sentence) && here.some((saying) => saying !== 'turnTo');
    if (announces || asks || here.includes('person') || EASTERN_QUESTION.test(sentence)) person = true;
    else if (here.length > 0) {
      known += 1;
      for (const saying of here) said.add(saying);
      if (!found && here.some((saying) => SETTLING.has(saying))) {
        found = true;
        foreignBefore = foreign;
      }
      foreign += besides(sentence, here);
      continue;
    }
    if (QUESTION.test(sentence)) person = true;
    if (isContent(sentence)) foreign += 1;
    else if (/\p{L}{2}\P{L}+\p{L}{2}/u.test(sentence)) short += 1;
  }
  if (!found) foreignBefore = foreign;
  return { said, foreign, foreignBefore, known, short, person, length };
}

/** The folded sentences of a text, and whether each is long enough to say something. */
export function sentencesOf(text: string): { sentence: string; content: boolean }[] {
  return sentences(foldedLines(text)).map((sentence) => ({ sentence, content: isContent(sentence) }));
}

function foldedLines(text: string): string[] {
  return fold(text.slice(0, 4 * LONGEST_NOTE))
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0\u3000]+/g, ' ').trim());
}

/** How much a sentence of a note goes on to say besides: two where the rest says nothing of a note at all. */
function besides(sentence: string, here: readonly Saying[]): number {
  const connection = CONNECTED.exec(sentence);
  if (!connection) return 0;
  const rest = sentence.slice(connection.index + connection[0].length);
  if (isContent(rest) && sayings(rest).length === 0) return 2;
  return here.every((saying) => SETTLING.has(saying)) ? 1 : 0;
}

/** The lines above "Kind regards"; all of them when there is none, or nothing stands above. */
function beforeClosing(lines: readonly string[]): string[] {
  const at = lines.findIndex((line, i) => i > 0 && line.length < 80 && CLOSING.test(line));
  const above = at < 0 ? lines : lines.slice(0, at);
  return above.some((line) => line !== '') ? [...above] : [...lines];
}

/** A stop between two sentences: not behind a number ("14. Juli") nor behind an abbreviation ("z. B.", "Mr."). */
const STOP =
  /(?<=(?:[^\d\s][^\d\s]{2,}|(?<![\p{L}.])(?!mr|ms|dr|st|nr|no|ca|ul|hr|fr|sr|jr|vs|al|tj|np|pn|wt|cz|pt|sb|nd|kl|mw|av|tr|co)\p{L}{2})[)"'»”]?[.!?]+)\s+(?=\S)|(?<=[。!?])(?=\S)/u;

/** Programs answer while somebody is away; who says so beforehand is a person. */
const AHEAD =
  /\b(?:next week|tomorrow|(?:nachste|naechste|kommende) woche|ab morgen|semaine prochaine|demain|proxima semana|semana que viene|manana|settimana prossima|prossima settimana|domani|volgende week|amanha|pristi tyden|zitra|za tydzien|(?:w )?przyszlym tygodniu|jutro|nasta vecka|imorgon|i morgon)\b|来週|明日|下周|下週|明天/u;

/** Joins the lines of a paragraph and takes them apart by sentence. */
function sentences(lines: readonly string[]): string[] {
  const found: string[] = [];
  let paragraph = '';
  const end = (): void => {
    for (const sentence of paragraph.split(STOP)) {
      const trimmed = sentence
        .replace(/^[\s*_#>~=-]+/, '')
        .slice(0, LONGEST_SENTENCE)
        .trim();
      if (trimmed !== '') found.push(trimmed);
    }
    paragraph = '';
  };
  for (const line of lines) {
    if (line === '') {
      end();
      continue;
    }
    paragraph = paragraph === '' ? line : `${paragraph} ${line}`;
    // A greeting stands on a line of its own.
    if (line.length < 60 && /[,!:]$/.test(line)) end();
  }
  end();
  return found;
}

/** Long enough to say something: four words, or eight characters where words are not set apart. Names and numbers are not. */
function isContent(sentence: string): boolean {
  const dense = sentence.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu)?.length ?? 0;
  if (dense >= 8) return true;
  return (sentence.match(/\p{L}{2,}/gu)?.length ?? 0) >= 4;
}
