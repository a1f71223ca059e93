import { type Cipher, createCipheriv } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * A segment file: header, records, and an end mark where it was closed in order.
 *
 *   header  "MTLOG2\0\0" | log uuid 16 | segment u64 | opened at, ms u64 | CRC-32 of the 40 bytes before | 4 zero bytes
 *   record  "MTr1" | length of the body u32 | CRC-32 of length and body u32 | body
 *   end     "MTe1" | 0 u32 | CRC-32 u32
 *
 * A body is the record's text behind a CRC-32 of log uuid, segment and text, under AES-256-CTR with the segment's key;
 * the key stream's position is the byte's own place in the file, which is written once (after an error the log goes on
 * in another segment, under another key). A record that was moved, or is opened by another key, fails its check. No
 * signature: who may change the file may read the key beside it. One cipher serves all records of a write, since
 * making one costs more than all else that a record takes.
 *
 * Numbers are big-endian.
 */

export const HEADER_BYTES = 48;
export const FRAME_BYTES = 12;
export const KEY_BYTES = 32;
/** Of the text's own CRC, at the begin of a body. */
const CHECK_BYTES = 4;
const BLOCK_BYTES = 16;
const MAGIC = Buffer.from('MTLOG2\0\0');
const RECORD = Buffer.from('MTr1');
const END = Buffer.from('MTe1');
/** Larger than any body the server takes, small enough that a damaged length is seen to be one. */
const LONGEST_BODY = 32 * 2 ** 20;
/** In bytes of UTF-8. */
export const LONGEST_TEXT = LONGEST_BODY - CHECK_BYTES;

export interface SegmentHeader {
  log: string;
  segment: number;
  openedAt: Date;
}

const uuidBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

export function encodeHeader({ log, segment, openedAt }: SegmentHeader): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header, 0);
  uuidBytes(log).copy(header, 8);
  header.writeBigUInt64BE(BigInt(segment), 24);
  header.writeBigUInt64BE(BigInt(openedAt.getTime()), 32);
  header.writeUInt32BE(crc32(header.subarray(0, 40)), 40);
  return header;
}

/** undefined = not a header, or a damaged one. */
export function decodeHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return undefined;
  if (crc32(bytes.subarray(0, 40)) !== bytes.readUInt32BE(40)) return undefined;
  const log = bytes.toString('hex', 8, 24).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return {
    log,
    segment: Number(bytes.readBigUInt64BE(24)),
    openedAt: new Date(Number(bytes.readBigUInt64BE(32))),
  };
}

/** What a segment's records are sealed with. */
export interface Seal {
  readonly key: Buffer;
  readonly log: string;
  readonly segment: number;
}

/** Seals, or opens, what stands at `offset` of the file. */
function cipherAt(seal: Seal, offset: number): Cipher {
  const counter = Buffer.alloc(BLOCK_BYTES);
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / BLOCK_BYTES)), 8);
  const cipher = createCipheriv('aes-256-ctr', seal.key, counter);
  cipher.update(Buffer.alloc(offset % BLOCK_BYTES));
  return cipher;
}

const checks = new WeakMap<Seal, number>();

/** What the check of each text of a segment begins with. */
function checkOf(seal: Seal): number {
  const known = checks.get(seal);
  if (known !== undefined) return known;
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(seal.segment));
  const check = crc32(Buffer.concat([uuidBytes(seal.log), number]));
  checks.set(seal, check);
  return check;
}

function checkOfLength(length: number): number {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(length);
  return crc32(bytes);
}
/** Made once for the lengths that hits have: asking zlib for four bytes takes as long as for a whole hit. */
const SHORT = Uint32Array.from({ length: 2_048 }, (_, length) => checkOfLength(length));

function writeFrame(out: Buffer, at: number, magic: Buffer, length: number): void {
  magic.copy(out, at);
  out.writeUInt32BE(length, at + 4);
  const body = out.subarray(at + FRAME_BYTES, at + FRAME_BYTES + length);
  out.writeUInt32BE(crc32(body, SHORT[length] ?? checkOfLength(length)), at + 8);
}

/**
 * Records as they stand one behind the other from `start` on, and where each begins in the file. Throws when a text is
 * longer than a record may be.
 */
export function encodeRecords(
  seal: Seal,
  start: number,
  texts: readonly string[],
): { bytes: Buffer; offsets: number[] } {
  const lengths = texts.map((text) => CHECK_BYTES + Buffer.byteLength(text));
  const plain = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + FRAME_BYTES + length, 0));
  const places: number[] = [];
  let at = 0;
  texts.forEach((text, i) => {
    const length = lengths[i] ?? 0;
    if (length > LONGEST_BODY) throw new RangeError(`a record of ${length} bytes is too long for the log`);
    const from = at + FRAME_BYTES + CHECK_BYTES;
    plain.write(text, from, 'utf8');
    plain.writeUInt32BE(
      crc32(plain.subarray(from, from + length - CHECK_BYTES), checkOf(seal)),
      from - CHECK_BYTES,
    );
    places.push(at);
    at += FRAME_BYTES + length;
  });
  const bytes = cipherAt(seal, start).update(plain);
  places.forEach((place, i) => writeFrame(bytes, place, RECORD, lengths[i] ?? 0));
  return { bytes, offsets: places.map((place) => start + place) };
}

export function encodeEnd(): Buffer {
  const end = Buffer.alloc(FRAME_BYTES);
  writeFrame(end, 0, END, 0);
  return end;
}

export type Framed =
  | { found: 'record'; body: Buffer; length: number }
  | { found: 'end'; length: number }
  /** The bytes end before the record does; `length` is what the whole of it takes (0 = not even known). */
  | { found: 'cut'; length: number }
  | { found: 'bad' };

/** Looks at the frame at `at`. */
export function readFrame(bytes: Buffer, at: number): Framed {
  if (at + FRAME_BYTES > bytes.length) return { found: 'cut', length: 0 };
  const magic = bytes.subarray(at, at + 4);
  const isRecord = magic.equals(RECORD);
  if (!isRecord && !magic.equals(END)) return { found: 'bad' };
  const size = bytes.readUInt32BE(at + 4);
  if (size > LONGEST_BODY) return { found: 'bad' };
  const length = FRAME_BYTES + size;
  if (at + length > bytes.length) return { found: 'cut', length };
  const body = bytes.subarray(at + FRAME_BYTES, at + length);
  if (crc32(body, crc32(bytes.subarray(at + 4, at + 8))) !== bytes.readUInt32BE(at + 8))
    return { found: 'bad' };
  return isRecord ? { found: 'record', body, length } : { found: 'end', length };
}

/** The next place from `from` on where a whole, sound frame stands; undefined = none. */
export function findFrame(bytes: Buffer, from: number): number | undefined {
  for (let at = from; ; at += 1) {
    const record = bytes.indexOf(RECORD, at);
    const end = bytes.indexOf(END, at);
    if (record < 0 && end < 0) return undefined;
    at = record < 0 ? end : end < 0 ? record : Math.min(record, end);
    const { found } = readFrame(bytes, at);
    if (found === 'record' || found === 'end') return at;
  }
}

/** The text of a record's body; undefined = it was not sealed by this key for this place. */
export function openBody(seal: Seal, offset: number, body: Buffer): string | undefined {
  if (body.length < CHECK_BYTES) return undefined;
  const opened = cipherAt(seal, offset + FRAME_BYTES).update(body);
  const text = opened.subarray(CHECK_BYTES);
  return crc32(text, checkOf(seal)) === opened.readUInt32BE(0) ? text.toString('utf8') : undefined;
}
