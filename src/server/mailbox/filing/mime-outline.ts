import { MimeWalk, type Leaf, type MimeVisitor } from './mime-walk';

/** A file in the mail that is larger than this is left out of the outline: it is streamed by itself. */
const FILE = 256 * 1024;
/** A text is read whole up to here; beyond, its beginning is all that judging and showing can use. */
const TEXT = 4 * 1024 * 1024;
/** Of an attached or returned mail the beginning is evidence (its Message-ID, our marks). */
const MESSAGE = 500 * 1024;
/** What surrounds the parts, and is shown by nobody. */
const BETWEEN = 16 * 1024;
const ALL = 16 * 1024 * 1024;
const HEADERS = 4 * 1024 * 1024;

interface Kept {
  kind: Leaf['kind'] | 'between';
  place: number;
  base64: boolean;
  lines: Uint8Array[];
  size: number;
  full: boolean;
}

/**
 * Reduces a mail of any size to what can be held in memory: all headers and texts, the beginnings of attached mails,
 * small files; of a large file only its headers, and a mark for its content that tells its place (`leftOutAt`).
 */
export class MimeOutline implements MimeVisitor {
  readonly #walk = new MimeWalk(this);
  readonly #out: Uint8Array[] = [];
  #size = 0;
  #headerBytes = 0;
  #kept: Kept | undefined;

  /** `mark` stands for what was left out; nobody else may know it beforehand. */
  constructor(readonly mark: string) {}

  add(chunk: Uint8Array): void {
    this.#walk.add(chunk);
  }

  /** The outline; nothing can be added any more. */
  finish(): Uint8Array {
    this.#walk.end();
    const all = new Uint8Array(this.#out.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#out) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  header(line: Uint8Array): void {
    // What stood between the parts comes before this line.
    this.end();
    this.#headerBytes += line.length;
    if (this.#headerBytes > HEADERS) throw new RangeError('more headers than a mail has');
    this.#out.push(line.slice());
  }

  begin({ kind, place, encoding }: Leaf): void {
    const base64 = encoding === 'base64';
    this.#kept = keptOf(kind === 'message' && base64 ? 'file' : kind, place, base64);
  }

  body(line: Uint8Array): void {
    const kept = (this.#kept ??= keptOf('between', -1, false));
    if (kept.full) return;
    const most = { text: TEXT, file: FILE, message: MESSAGE, between: BETWEEN }[kept.kind];
    if (kept.size + line.length <= Math.min(most, Math.max(0, ALL - this.#size))) {
      // Not a view of the chunk, which it would keep in memory.
      kept.lines.push(line.slice());
      kept.size += line.length;
      return;
    }
    kept.full = true;
    const mark = `${kept.place} ${this.mark}`;
    if (kept.kind === 'file') kept.lines = [bytes(`${kept.base64 ? btoa(mark) : mark}\r\n`)];
    if (kept.kind === 'message') kept.lines.push(bytes(`\r\n${mark}\r\n`));
    if (kept.kind === 'text') kept.lines.push(bytes('\r\n'));
  }

  end(): void {
    const kept = this.#kept;
    if (!kept) return;
    this.#kept = undefined;
    this.#size += kept.lines.reduce((sum, line) => sum + line.length, 0);
    this.#out.push(...kept.lines);
  }
}

const keptOf = (kind: Kept['kind'], place: number, base64: boolean): Kept => ({
  ...{ kind, place, base64 },
  ...{ lines: [], size: 0, full: false },
});

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
