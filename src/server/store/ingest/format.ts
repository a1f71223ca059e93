import { createCipheriv, createDecipheriv } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * A segment file: header, records, and an end mark where it was closed in order.
 *
 *   header  "MTLOG1\0\0" | log uuid 16 | segment u64 | opened at, ms u64 | CRC-32 of the 40 bytes before | 4 zero bytes
 *   record  "MTr1" | length of the body u32 | CRC-32 of length and body u32 | body
 *   end     "MTe1" | 0 u32 | CRC-32 u32
 *
 * A body is AES-256-GCM under the segment's key: nonce = the record's offset (a key serves one segment, whose offsets
 * never repeat), associated = log uuid and segment, so that no record can be moved. Numbers are big-endian.
 */

export const HEADER_BYTES = 48;
export const FRAME_BYTES = 12;
export const KEY_BYTES = 32;
const TAG_BYTES = 16;
const MAGIC = Buffer.from('MTLOG1\0\0');
const RECORD = Buffer.from('MTr1');
const END = Buffer.from('MTe1');
/** Larger than any body the server takes, small enough that a damaged length is seen to be one. */
export const LONGEST_BODY = 32 * 2 ** 20;

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

function nonceAt(offset: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(offset), 4);
  return nonce;
}

const associations = new WeakMap<Seal, Buffer>();

function associated(seal: Seal): Buffer {
  const known = associations.get(seal);
  if (known) return known;
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(seal.segment));
  const bytes = Buffer.concat([uuidBytes(seal.log), number]);
  associations.set(seal, bytes);
  return bytes;
}

function frame(magic: Buffer, ...body: Buffer[]): Buffer {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const out = Buffer.allocUnsafe(FRAME_BYTES + length);
  magic.copy(out, 0);
  out.writeUInt32BE(length, 4);
  let at = FRAME_BYTES;
  for (const part of body) at += part.copy(out, at);
  out.writeUInt32BE(crc32(out.subarray(FRAME_BYTES), crc32(out.subarray(4, 8))), 8);
  return out;
}

/** A record as it stands at `offset`. Throws when the text is longer than a record may be. */
export function encodeRecord(seal: Seal, offset: number, text: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', seal.key, nonceAt(offset));
  cipher.setAAD(associated(seal));
  const sealed = cipher.update(text, 'utf8');
  const record = frame(RECORD, sealed, cipher.final(), cipher.getAuthTag());
  const length = record.length - FRAME_BYTES;
  if (length > LONGEST_BODY) throw new RangeError(`a record of ${length} bytes is too long for the log`);
  return record;
}

export const encodeEnd = (): Buffer => frame(END);

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
  if (body.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', seal.key, nonceAt(offset), { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(seal));
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
