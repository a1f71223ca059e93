/** A line longer than this is no boundary and no header field that matters. */
const LINE = 64 * 1024;

const NEWLINE = 0x0a;
const DASH = 0x2d;

/** A part of a mail that has no parts itself; an attached mail is one. */
export interface Leaf {
  /** Its place among the leaves of the mail; 0 is the first. */
  place: number;
  kind: 'text' | 'file' | 'message';
  /** Content-Transfer-Encoding in lower case; '' where none is said. */
  encoding: string;
}

/** What a walk comes by, in the order of the mail. Lines are views of what was fed: copy what is to be kept. */
export interface MimeVisitor {
  /** A line of a header or a boundary, or the blank line after a header. */
  header(line: Uint8Array): void;
  begin(leaf: Leaf): void;
  /** A line, or a piece of one that is too long, of the present leaf; before the first leaf, and after one, of none. */
  body(line: Uint8Array): void;
  /** Of the present leaf, if there is one. */
  end(): void;
}

/** Goes through a mail of any size in chunks as they come, holding no more of it than a line. */
export class MimeWalk {
  readonly #boundaries: string[] = [];
  #places = 0;
  /** Undefined: within a body. */
  #header: string | undefined = '';
  #rest: Uint8Array = new Uint8Array(0);
  /** The rest of a line of which the beginning was too long. */
  #within = false;

  constructor(private readonly visitor: MimeVisitor) {}

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

  end(): void {
    if (this.#rest.length > 0) this.#line(this.#rest, true);
    this.visitor.end();
  }

  #line(line: Uint8Array, ended: boolean): void {
    const begins = !this.#within;
    this.#within = !ended;
    if (begins && ended && line[0] === DASH && line[1] === DASH && this.#boundary(line)) return;
    if (this.#header === undefined) return this.visitor.body(line);
    this.visitor.header(line);
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
      this.visitor.end();
      this.#boundaries.length = closes ? depth - 1 : depth;
      this.#header = closes ? undefined : '';
      this.visitor.header(line);
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
    const encoding = /^[\w-]*/.exec(field('content-transfer-encoding').toLowerCase())?.[0] ?? '';
    const boundary = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(type);
    const name = boundary?.[1] ?? boundary?.[2];
    if (/^multipart\//i.test(type) && name !== undefined) {
      this.#boundaries.push(name);
      return;
    }
    const attached = /^attachment/i.test(field('content-disposition'));
    const kind = /^message\//i.test(type)
      ? 'message'
      : !attached && (type === '' || /^text\//i.test(type))
        ? 'text'
        : 'file';
    this.visitor.begin({ place: this.#places, kind, encoding });
    this.#places += 1;
  }
}

const isBlank = (line: Uint8Array): boolean => line.length === 1 || (line.length === 2 && line[0] === 0x0d);

export const latin1 = (line: Uint8Array): string =>
  Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('latin1');

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
