import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { syncDirectory, writeFileDurably } from '../files';
import {
  decodeHeader,
  encodeEnd,
  encodeHeader,
  encodeRecords,
  findFrame,
  HEADER_BYTES,
  KEY_BYTES,
  openBody,
  readFrame,
  type Seal,
} from './format';

/** Of `fs.promises.FileHandle`, what a segment is written through. */
export interface SegmentFile {
  /** A write is on the disk when it resolves: `datasync` is asked for only after `truncate`. */
  writesThrough?: boolean;
  write(bytes: Buffer, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}
export type OpenSegmentFile = (file: string) => Promise<SegmentFile>;

/**
 * On Linux each write takes itself to the disk, as `fdatasync` after it would, and spares a second way to the thread that
 * does it. Elsewhere the flag is not there, or (macOS) stops at the disk's cache.
 */
export const openSegmentFile: OpenSegmentFile = async (file) => {
  const { O_WRONLY, O_CREAT, O_EXCL, O_DSYNC } = fs.constants;
  const writesThrough = process.platform === 'linux';
  const flags = O_WRONLY | O_CREAT | O_EXCL | (writesThrough ? O_DSYNC : 0);
  const handle = await fs.promises.open(file, flags, 0o600);
  return {
    writesThrough,
    write: (bytes, offset, length, position) => handle.write(bytes, offset, length, position),
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
};

export interface SegmentPlace {
  readonly log: string;
  readonly segment: number;
}

export type SegmentItem =
  | { found: 'record'; offset: number; next: number; kind: string; at: Date; payload: unknown }
  | { found: 'unreadable'; offset: number; next: number; torn: boolean };

const CHUNK_BYTES = 2 ** 20;
/** What a record takes as a rule; where it is more, the rest is read after. */
const USUAL_BYTES = 1_024;
const NAME = /^([0-9a-f-]{36})-(\d{10})\.log$/;

/** A segment on the disk: where its files are, how far it may be read. */
export class Segment implements SegmentPlace {
  readonly file: string;
  readonly keyFile: string;
  readonly seal: Seal;
  /** No more is appended. */
  final = false;
  /** Everything of it was drained; it stays until its time is over. */
  drained = false;

  constructor(
    readonly directory: string,
    readonly log: string,
    readonly segment: number,
    readonly openedAt: Date,
    /** Readable up to here: durable, or, once final, all there is. */
    public size: number,
    readonly key: Buffer,
  ) {
    this.file = path.join(directory, segmentName(log, segment));
    this.keyFile = keyName(this.file);
    this.seal = { key, log, segment };
  }

  /**
   * Up to `most` records from `offset` on. A stretch that cannot be read comes as one item, up to the next sound
   * record; `torn` = it is the tail of a segment that was not closed in order, as a power cut leaves it.
   */
  async read(offset: number, most: number): Promise<SegmentItem[]> {
    const items: SegmentItem[] = [];
    const limit = this.size;
    let at = Math.max(offset, HEADER_BYTES);
    let chunk = await this.#bytes(at, Math.min(CHUNK_BYTES, 2 ** 16 + most * USUAL_BYTES, limit - at));
    let base = at;
    let whole = base + chunk.length === limit;
    while (items.length < most && at < limit) {
      const frame = readFrame(chunk, at - base);
      if (frame.found === 'end') return items;
      if (!whole && frame.found !== 'record') {
        if (items.length > 0 && frame.found === 'cut') return items;
        // A record longer than a chunk, or a damaged place: only the rest of the segment tells which.
        chunk = await this.#bytes(at, limit - at);
        base = at;
        whole = true;
        continue;
      }
      const item = this.#item(chunk, at, base, limit);
      items.push(item);
      at = item.next;
    }
    return items;
  }

  #item(chunk: Buffer, at: number, base: number, limit: number): SegmentItem {
    const frame = readFrame(chunk, at - base);
    if (frame.found === 'record') {
      const record = parseRecord(openBody(this.seal, at, frame.body));
      const next = at + frame.length;
      return record
        ? { found: 'record', offset: at, next, ...record }
        : { found: 'unreadable', offset: at, next, torn: false };
    }
    const sound = findFrame(chunk, at - base + 1);
    if (sound === undefined) return { found: 'unreadable', offset: at, next: limit, torn: this.final };
    return { found: 'unreadable', offset: at, next: base + sound, torn: false };
  }

  async #bytes(from: number, most: number): Promise<Buffer> {
    const length = Math.max(0, most);
    const bytes = Buffer.alloc(length);
    const handle = await fs.promises.open(this.file, 'r');
    try {
      for (let read = 0; read < length;) {
        const { bytesRead } = await handle.read(bytes, read, length - read, from + read);
        if (bytesRead === 0) return bytes.subarray(0, read);
        read += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  }

  /** Destroys the key, then the file: from the first step on nobody can read it again. */
  destroy(): void {
    destroyKey(this.keyFile);
    fs.rmSync(this.file, { force: true });
    syncDirectory(this.directory);
  }
}

export const segmentName = (log: string, segment: number): string =>
  `${log}-${String(segment).padStart(10, '0')}.log`;

const keyName = (file: string): string => file.replace(/\.log$/, '.key');

export function destroyKey(keyFile: string): void {
  if (!fs.existsSync(keyFile)) return;
  const fd = fs.openSync(keyFile, 'r+');
  try {
    fs.writeSync(fd, Buffer.alloc(KEY_BYTES), 0, KEY_BYTES, 0);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.rmSync(keyFile);
}

function parseRecord(text: string | undefined): { kind: string; at: Date; payload: unknown } | undefined {
  if (text === undefined) return undefined;
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || !('kind' in parsed && 'at' in parsed))
    return undefined;
  const { kind, at } = parsed;
  if (typeof kind !== 'string' || typeof at !== 'number') return undefined;
  return { kind, at: new Date(at), payload: 'payload' in parsed ? parsed.payload : null };
}

/** The segment that is being written. */
export class SegmentWriter {
  readonly segment: Segment;
  readonly #file: SegmentFile;

  private constructor(segment: Segment, file: SegmentFile) {
    this.segment = segment;
    this.#file = file;
  }

  /** Makes key and file, both on the disk before the first record can be. */
  static async create(
    directory: string,
    place: SegmentPlace & { openedAt: Date },
    open: OpenSegmentFile,
  ): Promise<SegmentWriter> {
    const { log, segment, openedAt } = place;
    const made = new Segment(directory, log, segment, openedAt, HEADER_BYTES, randomBytes(KEY_BYTES));
    writeFileDurably(made.keyFile, made.key);
    const file = await open(made.file);
    const writer = new SegmentWriter(made, file);
    try {
      await writer.#write(encodeHeader({ log, segment, openedAt }), 0);
      syncDirectory(directory);
      return writer;
    } catch (error) {
      await file.close().catch(() => undefined);
      made.destroy();
      throw error;
    }
  }

  /** Appends the texts; resolves to their offsets when all are on the disk. */
  async append(texts: readonly string[]): Promise<number[]> {
    const start = this.segment.size;
    const { bytes, offsets } = encodeRecords(this.segment.seal, start, texts);
    await this.#write(bytes, start);
    this.segment.size = start + bytes.length;
    return offsets;
  }

  /** Ends the segment in order. */
  async finish(): Promise<void> {
    try {
      const end = encodeEnd();
      await this.#write(end, this.segment.size);
      this.segment.size += end.length;
    } finally {
      this.segment.final = true;
      await this.#file.close();
    }
  }

  /**
   * Ends the segment after an error. True = what the failed append may have left was cut off, so that its records can
   * be written elsewhere without being read twice.
   */
  async abandon(): Promise<boolean> {
    this.segment.final = true;
    try {
      await this.#file.truncate(this.segment.size);
      await this.#file.datasync();
      return true;
    } catch {
      return false;
    } finally {
      await this.#file.close().catch(() => undefined);
    }
  }

  /** Resolves once it is on the disk. */
  async #write(bytes: Buffer, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      if (bytesWritten === 0) throw new Error('the disk took no more');
      done += bytesWritten;
    }
    if (this.#file.writesThrough !== true) await this.#file.datasync();
  }
}

/**
 * The segments that earlier runs left, oldest first. `orphans` are files that cannot be read any more: a segment
 * without its key (its destruction was interrupted, or the key is lost) or without a header.
 */
export function findSegments(directory: string): { segments: Segment[]; orphans: string[] } {
  const names = fs.readdirSync(directory).sort();
  const segments: Segment[] = [];
  const orphans: string[] = [];
  for (const name of names) {
    const full = path.join(directory, name);
    if (!NAME.test(name)) {
      // A key whose segment was never made (or is gone) opens nothing.
      if (name.endsWith('.key') && !fs.existsSync(full.replace(/\.key$/, '.log'))) destroyKey(full);
      continue;
    }
    const header = decodeHeader(readStart(full));
    const key = fs.existsSync(keyName(full)) ? fs.readFileSync(keyName(full)) : Buffer.alloc(0);
    if (!header || key.length !== KEY_BYTES) {
      orphans.push(full);
      continue;
    }
    const { size } = fs.statSync(full);
    const segment = new Segment(directory, header.log, header.segment, header.openedAt, size, key);
    segment.final = true;
    segments.push(segment);
  }
  return { segments, orphans };
}

function readStart(file: string): Buffer {
  const fd = fs.openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    return bytes.subarray(0, fs.readSync(fd, bytes, 0, HEADER_BYTES, 0));
  } finally {
    fs.closeSync(fd);
  }
}
