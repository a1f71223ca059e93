import { latin1, MimeWalk, type Leaf, type MimeVisitor } from './mime-walk';

const NONE = Buffer.alloc(0);

/** Takes the content of one leaf apart, line by line as the mail has them. */
interface Decoder {
  add(line: Uint8Array): Buffer;
  end(): Buffer;
}

const WHOLE_LINE = /^(?:[A-Za-z0-9+/]{4})*\r?\n?$/;

/** RFC 2045, 6.8: what is not of its alphabet is passed by. */
function base64(): Decoder {
  let held = '';
  return {
    add: (line) => {
      const text = latin1(line);
      if (held === '' && WHOLE_LINE.test(text)) return Buffer.from(text, 'base64');
      const letters = held + text.replace(/[^A-Za-z0-9+/]/g, '');
      const whole = letters.length - (letters.length % 4);
      held = letters.slice(whole);
      return Buffer.from(letters.slice(0, whole), 'base64');
    },
    end: () => Buffer.from(held, 'base64'),
  };
}

const ESCAPE = /=([0-9A-Fa-f]{2})/g;
const unescaped = (text: string): Buffer =>
  Buffer.from(
    text.replace(ESCAPE, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

/** RFC 2045, 6.7. A line end is held back, since the last one is the boundary's. */
function quotedPrintable(): Decoder {
  let held = '';
  let lineEnd = '';
  return {
    add: (line) => {
      const text = held + latin1(line);
      const before = lineEnd;
      lineEnd = text.endsWith('\r\n') ? '\r\n' : text.endsWith('\n') ? '\n' : '';
      let end = text.length - lineEnd.length;
      if (lineEnd === '') {
        // A piece of a longer line: an escape may be cut.
        if (text.lastIndexOf('=') >= end - 2) end = Math.max(0, text.lastIndexOf('='));
        held = text.slice(end);
      } else {
        held = '';
        while (text[end - 1] === ' ' || text[end - 1] === '\t') end -= 1;
        if (text[end - 1] === '=') {
          end -= 1;
          lineEnd = '';
        }
      }
      return unescaped(before + text.slice(0, end));
    },
    end: () => unescaped(held),
  };
}

/** The line end before a boundary is the boundary's (RFC 2046, 5.1.1). */
function asItStands(): Decoder {
  let held = NONE;
  return {
    add: (line) => {
      const ready = held;
      held = Buffer.from(line);
      return ready;
    },
    end: () => {
      const last = held.at(-1) === 0x0a ? (held.at(-2) === 0x0d ? 2 : 1) : 0;
      return held.subarray(0, held.length - last);
    },
  };
}

class OnePart implements MimeVisitor {
  /** Decoded, and not yet taken. */
  ready: Buffer[] = [];
  found = false;
  over = false;
  #decoder: Decoder | undefined;

  constructor(private readonly place: number) {}

  header(): void {
    // The content alone is wanted.
  }

  begin({ place, encoding }: Leaf): void {
    if (place !== this.place) return;
    this.found = true;
    this.#decoder =
      encoding === 'base64' ? base64() : encoding === 'quoted-printable' ? quotedPrintable() : asItStands();
  }

  body(line: Uint8Array): void {
    if (this.#decoder && !this.over) this.ready.push(this.#decoder.add(line));
  }

  end(): void {
    if (!this.#decoder || this.over) return;
    this.ready.push(this.#decoder.end());
    this.over = true;
  }
}

/** The mail has no leaf at this place (any more). */
export class NoSuchPart extends Error {
  override readonly name = 'NoSuchPart';
}

/**
 * The decoded content of one leaf of a mail, by its place, in chunks; throws `NoSuchPart` where there is none, and what
 * the stream throws. Reads no further than the part, and holds no more of the mail than a chunk.
 */
export async function* partOf(
  mail: AsyncIterable<Uint8Array>,
  place: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const part = new OnePart(place);
  const walk = new MimeWalk(part);
  for await (const chunk of mail) {
    walk.add(chunk);
    if (part.ready.length > 0) yield Buffer.concat(part.ready);
    part.ready = [];
    if (part.over) return;
  }
  walk.end();
  if (!part.found) throw new NoSuchPart('the mail has no such part');
  if (part.ready.length > 0) yield Buffer.concat(part.ready);
}
