import { crc32, createDeflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';

/**
 * A ZIP archive as it is made (PKWARE APPNOTE 6.3.9), never held whole. What is known beforehand is stored as it is;
 * what streams is deflated and followed by its length, since readers that do not seek take a length behind deflated
 * entries only. Beyond 4 GB or 65,535 entries the directory is ZIP64; a single entry is at most 4 GB.
 */
export interface ZipEntry {
  /** Relative, with slashes. */
  name: string;
  at: Date;
  content: Buffer | AsyncIterable<Uint8Array>;
}

interface Written {
  name: Buffer;
  at: Date;
  streamed: boolean;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

const LIMIT = 0xffffffff;
/** Names are UTF-8; the length stands behind the content. */
const UTF8 = 0x0800;
const LENGTH_BEHIND = 0x0008;
const DEFLATED = 8;
const NEEDS_ZIP64 = 45;

/** MS-DOS date and time, in UTC; it has no years before 1980 and no odd seconds. */
function dosTime(at: Date): { date: number; time: number } {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107);
  return {
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}

/** What local header and directory say alike, from "version needed" to the name's length. */
function common(entry: Omit<Written, 'offset'>, known: boolean): Buffer {
  const { date, time } = dosTime(entry.at);
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(NEEDS_ZIP64, 0);
  bytes.writeUInt16LE(UTF8 | (entry.streamed ? LENGTH_BEHIND : 0), 2);
  bytes.writeUInt16LE(entry.streamed ? DEFLATED : 0, 4);
  bytes.writeUInt16LE(time, 6);
  bytes.writeUInt16LE(date, 8);
  bytes.writeUInt32LE(known ? entry.crc : 0, 10);
  bytes.writeUInt32LE(known ? entry.packed : 0, 14);
  bytes.writeUInt32LE(known ? entry.size : 0, 18);
  bytes.writeUInt16LE(entry.name.length, 22);
  return bytes;
}

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const short = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

function directoryLine(entry: Written): Buffer {
  const far = entry.offset >= LIMIT;
  const extra = far ? Buffer.concat([short(0x0001), short(8), long(entry.offset)]) : Buffer.alloc(0);
  return Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    short(NEEDS_ZIP64),
    common(entry, true),
    short(extra.length),
    // No comment, one disk, no attributes.
    Buffer.alloc(10),
    word(far ? LIMIT : entry.offset),
    entry.name,
    extra,
  ]);
}

function ending(count: number, start: number, length: number): Buffer {
  const large = count >= 0xffff || start >= LIMIT || length >= LIMIT;
  const zip64 = Buffer.concat([
    Buffer.from('PK\x06\x06', 'latin1'),
    long(44),
    short(NEEDS_ZIP64),
    short(NEEDS_ZIP64),
    Buffer.alloc(8),
    long(count),
    long(count),
    long(length),
    long(start),
    Buffer.from('PK\x06\x07', 'latin1'),
    word(0),
    long(start + length),
    word(1),
  ]);
  return Buffer.concat([
    large ? zip64 : Buffer.alloc(0),
    Buffer.from('PK\x05\x06', 'latin1'),
    word(0),
    short(Math.min(count, 0xffff)),
    short(Math.min(count, 0xffff)),
    word(Math.min(length, LIMIT)),
    word(Math.min(start, LIMIT)),
    short(0),
  ]);
}

/** The archive's bytes, in order. An entry's content is asked for when its turn comes. */
export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, at, content } of entries) {
    const start = offset;
    const entry: Written = {
      name: Buffer.from(name, 'utf8'),
      at,
      streamed: !Buffer.isBuffer(content),
      crc: 0,
      packed: 0,
      size: 0,
      offset: start,
    };
    if (Buffer.isBuffer(content)) {
      Object.assign(entry, { crc: crc32(content), packed: content.length, size: content.length });
    }
    const head = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      common(entry, !entry.streamed),
      short(0),
      entry.name,
    ]);
    yield head;
    offset += head.length;
    if (Buffer.isBuffer(content)) {
      yield content;
      offset += content.length;
    } else {
      for await (const chunk of deflated(content, entry)) {
        yield chunk;
        offset += chunk.length;
      }
      const tail = Buffer.concat([
        Buffer.from('PK\x07\x08', 'latin1'),
        word(entry.crc),
        word(entry.packed),
        word(entry.size),
      ]);
      yield tail;
      offset += tail.length;
    }
    written.push(entry);
  }
  const start = offset;
  for (const entry of written) {
    const line = directoryLine(entry);
    yield line;
    offset += line.length;
  }
  yield ending(written.length, start, offset - start);
}

/** Deflates, and notes length and check sum as they become known. */
async function* deflated(content: AsyncIterable<Uint8Array>, entry: Written): AsyncGenerator<Buffer> {
  const measured = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      entry.crc = crc32(chunk, entry.crc);
      entry.size += chunk.length;
      yield chunk;
    }
  };
  const source = Readable.from(measured(), { objectMode: false });
  const packer = createDeflateRaw({ level: 1 });
  source.on('error', (error) => packer.destroy(error));
  for await (const chunk of source.pipe(packer)) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) throw new TypeError('deflate gives bytes');
    entry.packed += bytes.length;
    if (entry.size > LIMIT || entry.packed > LIMIT) throw new RangeError('an entry is larger than 4 GB');
    yield bytes;
  }
}
