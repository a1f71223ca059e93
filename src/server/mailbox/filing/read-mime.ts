import { MimeOutline } from './mime-outline';

/** A mail up to here is held whole; larger ones, as an outline. */
const WHOLE = 2 * 1024 * 1024;

export interface ReadMime {
  /** As Exchange made it, or its outline. */
  raw: Uint8Array;
  /** Stands for the content of what was left out; undefined: nothing was. */
  mark?: string;
}

/**
 * Reads a mail of any size within a few megabytes of memory: its files are not in it where it is large (`MimeOutline`).
 * Rejects when the stream breaks. `mark`: unguessable, fresh for each mail.
 */
export async function readMime(
  stream: ReadableStream<Uint8Array>,
  mark: string,
  whole = WHOLE,
): Promise<ReadMime> {
  let held: Uint8Array[] = [];
  let size = 0;
  let outline: MimeOutline | undefined;
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      if (outline) outline.add(read.value);
      else {
        held.push(read.value);
        size += read.value.length;
        if (size <= whole) continue;
        outline = new MimeOutline(mark);
        for (const chunk of held) outline.add(chunk);
        held = [];
      }
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
  return outline ? { raw: outline.finish(), mark } : { raw: Buffer.concat(held) };
}

/** At which place of the mail (`Leaf`) the whole of this content is, of which the outline has the mark or the beginning. */
export function leftOutAt(content: Uint8Array, mark: string | undefined): number | undefined {
  if (mark === undefined || content.length < mark.length) return undefined;
  const tail = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    .subarray(-mark.length - 16)
    .toString('latin1')
    .trimEnd();
  const place = tail.endsWith(mark) ? /(\d+) $/.exec(tail.slice(0, -mark.length))?.[1] : undefined;
  return place === undefined ? undefined : Number(place);
}
