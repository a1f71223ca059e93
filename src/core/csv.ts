/** RFC 4180, as spreadsheets write it: also with semicolons or tabs, bare line feeds and a byte order mark. */

/** What a spreadsheet would run as a formula, and what would be taken for one that `csvCell` wrote. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** One cell. What begins like a formula gets an apostrophe in front, which spreadsheets show as text. */
export function csvCell(value: string): string {
  const plain = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(plain) || plain !== plain.trim() ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A cell as it was before `csvCell` wrote it. */
export const cellAsGiven = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** The sign between the cells: of those that stand in the heading outside of quotes, the one that stands there most. */
export function separatorOf(heading: string): ',' | ';' | '\t' {
  const bare = heading.replace(/"(?:[^"]|"")*"/g, '');
  const count = (sign: string): number => bare.split(sign).length - 1;
  const [best] = ([',', ';', '\t'] as const)
    .map((sign) => ({ sign, n: count(sign) }))
    .sort((a, b) => b.n - a.n);
  return best?.sign ?? ',';
}

/** What is longer comes from a quote that was never closed, as a rule. */
const LONGEST_CELL = 100_000;
const MOST_CELLS = 1_000;

/** Why a file is no table, and in which row, as a spreadsheet counts them: the heading is row 1, empty rows count. */
export class CsvTrouble extends RangeError {
  constructor(
    readonly code: 'open-quote' | 'long-cell' | 'many-cells',
    readonly row: number,
  ) {
    super(`row ${row}: ${code}`);
  }
}

export interface CsvRow {
  /** As a spreadsheet counts: the heading is row 1, and empty rows count. */
  row: number;
  cells: string[];
}

/**
 * Reads rows as the text comes, in pieces of any size. `push` gives the rows that ended with this piece; `end` the last
 * one. Empty rows are counted and left out. Throws `CsvTrouble` for a quote that is never closed, a cell beyond 100,000
 * characters and a row of more than 1,000 cells.
 *
 * Our own, since of 250,000 rows csv-parse takes 10 s of processor time against 0.6, in each of an import's readings, and
 * Papa Parse makes one cell of all that follows `"x"y` or another line end than the first, without a bound.
 */
export class CsvReader {
  readonly #separator: string;
  #cell = '';
  #cells: string[] = [];
  #row = 1;
  /** `quote`: a quote was just read within a quoted cell; it ends it, or is doubled. */
  #state: 'start' | 'bare' | 'quoted' | 'quote' = 'start';
  #skipFeed = false;

  constructor(separator: ',' | ';' | '\t') {
    this.#separator = separator;
  }

  push(text: string): CsvRow[] {
    const rows: CsvRow[] = [];
    for (let i = 0; i < text.length; i += 1) {
      const char = text.charAt(i);
      if (this.#skipFeed) {
        this.#skipFeed = false;
        if (char === '\n') continue;
      }
      if (this.#state === 'quoted') {
        if (char === '"') this.#state = 'quote';
        else {
          // The whole run up to the next quote at once.
          const next = text.indexOf('"', i);
          const upTo = next === -1 ? text.length : next;
          this.#cell += text.slice(i, upTo);
          i = upTo - 1;
          if (this.#cell.length > LONGEST_CELL) throw new CsvTrouble('open-quote', this.#row);
        }
        continue;
      }
      if (this.#state === 'quote' && char === '"') {
        this.#cell += '"';
        this.#state = 'quoted';
      } else if (char === '"' && this.#state === 'start') {
        this.#state = 'quoted';
      } else if (char === this.#separator) {
        this.#endCell();
      } else if (char === '\n' || char === '\r') {
        this.#skipFeed = char === '\r';
        this.#endRow(rows);
      } else {
        this.#cell += char;
        this.#state = 'bare';
        if (this.#cell.length > LONGEST_CELL) throw new CsvTrouble('long-cell', this.#row);
      }
    }
    return rows;
  }

  end(): CsvRow[] {
    if (this.#state === 'quoted') throw new CsvTrouble('open-quote', this.#row);
    const rows: CsvRow[] = [];
    if (this.#cell !== '' || this.#cells.length > 0 || this.#state !== 'start') this.#endRow(rows);
    return rows;
  }

  #endCell(): void {
    if (this.#cells.length === MOST_CELLS) throw new CsvTrouble('many-cells', this.#row);
    this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  #endRow(rows: CsvRow[]): void {
    this.#endCell();
    if (this.#cells.some((cell) => cell.trim() !== '')) rows.push({ row: this.#row, cells: this.#cells });
    this.#cells = [];
    this.#row += 1;
  }
}
