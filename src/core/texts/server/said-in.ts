/**
 * The server speaks English, in its API and in what it has stored: reasons, findings, refusals. A table of its sentences,
 * by language, lets whoever shows them say them otherwise. `{}` in a sentence stands for what varies; in the translation
 * `{1}`, `{2}` … put it where the grammar wants it.
 */
export type Sentences = Readonly<Record<string, string>>;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Says a sentence of the server in the language of the table; what is not in it stays as it is. What varies is asked for
 * in the table too: a name stays, a reason within a refusal is said in the same language.
 */
export function saidIn(table: Sentences): (sentence: string) => string {
  const patterns: { pattern: RegExp; said: string }[] = [];
  const whole = new Map<string, string>();
  for (const [sentence, said] of Object.entries(table)) {
    if (!sentence.includes('{}')) {
      whole.set(sentence, said);
      continue;
    }
    const source = sentence.split('{}').map(escaped).join('(.+?)');
    patterns.push({ pattern: new RegExp(`^${source}$`, 's'), said });
  }
  // The sentence with the most words of its own is meant where several fit.
  patterns.sort((one, other) => other.pattern.source.length - one.pattern.source.length);

  const say = (sentence: string, depth: number): string => {
    const known = whole.get(sentence);
    if (known !== undefined) return known;
    if (depth === 0) return sentence;
    for (const { pattern, said } of patterns) {
      const found = pattern.exec(sentence);
      if (found)
        return said.replace(/\{(\d)\}/g, (_all, n: string) => say(found[Number(n)] ?? '', depth - 1));
    }
    return sentence;
  };
  return (sentence) => say(sentence, 3);
}
