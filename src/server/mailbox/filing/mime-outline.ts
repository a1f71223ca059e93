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
/** A line longer than this is no boundary and no header field that matters. */
const LINE = 64 * 1024;

const NEWLINE = 0x0a;
const DASH = 0x2d;

interface Leaf {
  kind: 'text' | 'file' | 'message' | 'between';
  base64: boolean;
  kept: Uint8Array[];
  size: number;
  full: boolean;
}

/**
 * Reduces a mail of any size to what can be held in memory: all headers and texts, the beginnings of attached mails,
 * small files; of a large file only its headers, and `mark` for its content. Fed in chunks as they come.
 */
export class MimeOutline {
  readonly #out: Uint8Array[] = [];
  readonly #boundaries: string[] = [];
  #size = 0;
  #headerBytes = 0;
  #header: string | undefined = '';
  #leaf: Leaf | undefined;
  #rest: Uint8Array = new Uint8Array(0);
  /** The rest of a line of which the beginning was too long. */
  #within = false;

  /** `mark` stands for what was left out; nobody else may know it beforehand. */
  constructor(readonly mark: string) {}

  add(chunk: Uint8Array): void {
    let at = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, at);
      if (end < 0) break;
      this.#line(joined(this.#rest, chunk.subarray(at, end + 1)), true);
      this.#rest = new Uint8Array(0);
      at = end + 1;
    }
    this.#rest = joined(this.#rest, chunk.slice(at));
    if (this.#rest.length > LINE) {
      this.#line(this.#rest, false);
      this.#rest = new Uint8Array(0);
    }
  }

  end(): Uint8Array {
    if (this.#rest.length > 0) this.#line(this.#rest, true);
    this.#endLeaf();
    const all = new Uint8Array(this.#out.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#out) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  #line(line: Uint8Array, ended: boolean): void {
    const begins = !this.#within;
    this.#within = !ended;
    if (begins && ended && line[0] === DASH && line[1] === DASH && this.#boundary(line)) return;
    if (this.#header === undefined) return this.#body(line);
    this.#headerBytes += line.length;
    if (this.#headerBytes > HEADERS) throw new RangeError('more headers than a mail has');
    // Not a view of the chunk, which it would keep in memory.
    this.#out.push(line.slice());
    if (begins && ended && isBlank(line)) return this.#beginBody(this.#header);
    if (this.#header.length < LINE) this.#header += latin1(line);
  }

  #boundary(line: Uint8Array): boolean {
    if (this.#boundaries.length === 0) return false;
    const text = latin1(line).trimEnd();
    for (let depth = this.#boundaries.length; depth > 0; depth -= 1) {
      const boundary = `--${this.#boundaries[depth - 1] ?? ''}`;
      const closes = text === `${boundary}--`;
      if (!closes && text !== boundary) continue;
      this.#endLeaf();
      this.#boundaries.length = closes ? depth - 1 : depth;
      this.#out.push(line.slice());
      this.#headerBytes += line.length;
      this.#header = closes ? undefined : '';
      if (closes) this.#leaf = leafOf('between', false);
      return true;
    }
    return false;
  }

  #beginBody(header: string): void {
    this.#header = undefined;
    const fields = header.replace(/\r?\n[ \t]+/g, ' ');
    const field = (name: string): string =>
      new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'im').exec(fields)?.[1]?.trim() ?? '';
    const type = field('content-type');
    const base64 = /^base64/i.test(field('content-transfer-encoding'));
    const boundary = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(type);
    const name = boundary?.[1] ?? boundary?.[2];
    if (/^multipart\//i.test(type) && name !== undefined) {
      this.#boundaries.push(name);
      this.#leaf = leafOf('between', false);
      return;
    }
    const attached = /^attachment/i.test(field('content-disposition'));
    const kind = /^message\//i.test(type)
      ? 'message'
      : !attached && (type === '' || /^text\//i.test(type))
        ? 'text'
        : 'file';
    this.#leaf = leafOf(kind === 'message' && base64 ? 'file' : kind, base64);
  }

  #body(line: Uint8Array): void {
    const leaf = (this.#leaf ??= leafOf('between', false));
    if (leaf.full) return;
    const most = { text: TEXT, file: FILE, message: MESSAGE, between: BETWEEN }[leaf.kind];
    if (leaf.size + line.length <= Math.min(most, Math.max(0, ALL - this.#size))) {
      leaf.kept.push(line.slice());
      leaf.size += line.length;
      return;
    }
    leaf.full = true;
    if (leaf.kind === 'file') leaf.kept = [bytes(`${leaf.base64 ? btoa(this.mark) : this.mark}\r\n`)];
    if (leaf.kind === 'message') leaf.kept.push(bytes(`\r\n${this.mark}\r\n`));
    if (leaf.kind === 'text') leaf.kept.push(bytes('\r\n'));
  }

  #endLeaf(): void {
    const leaf = this.#leaf;
    if (!leaf) return;
    this.#leaf = undefined;
    this.#size += leaf.kept.reduce((sum, line) => sum + line.length, 0);
    this.#out.push(...leaf.kept);
  }
}

const leafOf = (kind: Leaf['kind'], base64: boolean): Leaf => ({
  kind,
  base64,
  kept: [],
  size: 0,
  full: false,
});

const isBlank = (line: Uint8Array): boolean => line.length === 1 || (line.length === 2 && line[0] === 0x0d);

const latin1 = (line: Uint8Array): string => Array.from(line, (b) => String.fromCharCode(b)).join('');

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
