import type { FileHandle } from 'node:fs/promises';
import type { Services } from '../services';

/** Up to here a mail is held in memory: most are. */
const IN_MEMORY = 1024 * 1024;
/** What is told of an item: its headers are the most of it. */
const LARGEST_HEAD = 2 * 1024 * 1024;
const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;

/** One mail as a pane handed it over. */
export interface HandedMail {
  /** What Graph told of the item, as JSON. */
  head: string;
  /** The MIME from its beginning, as often as it is asked for. */
  mime: () => ReadableStream<Uint8Array>;
  /** Nothing of it stays. */
  end: () => Promise<void>;
}

/** `too-large`: more than may be handed over; `no-head`: there is no first line. */
export type NotHanded = 'too-large' | 'no-head';

/**
 * Takes in what a pane sends: a line of JSON, and then the MIME of the mail, held in memory where it is small, else in a
 * file that has no name any more, so that a process that is killed leaves nothing of it (R10). Rejects when the stream
 * breaks.
 */
export async function takeIn(
  { blobs }: Pick<Services, 'blobs'>,
  body: AsyncIterable<unknown>,
  most: number,
): Promise<HandedMail | NotHanded> {
  let head: Buffer | undefined;
  let held: Buffer[] = [];
  let heldSize = 0;
  let size = 0;
  let file: FileHandle | undefined;
  try {
    for await (const piece of body) {
      if (!(piece instanceof Uint8Array)) throw new TypeError('a mail is made of bytes');
      held.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
      heldSize += piece.length;
      if (head === undefined) {
        if (piece.indexOf(NEWLINE) < 0) {
          if (heldSize > LARGEST_HEAD) return 'no-head';
          continue;
        }
        const whole = Buffer.concat(held);
        const end = whole.indexOf(NEWLINE);
        head = whole.subarray(0, end);
        held = [whole.subarray(end + 1)];
        heldSize = whole.length - end - 1;
      }
      if (size + heldSize > most) {
        await file?.close();
        return 'too-large';
      }
      if (heldSize <= IN_MEMORY) continue;
      file ??= await blobs.unnamedFile();
      await file.appendFile(Buffer.concat(held));
      size += heldSize;
      held = [];
      heldSize = 0;
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  if (head === undefined) return 'no-head';
  const rest = Buffer.concat(held);
  const onDisk = file;
  return {
    head: head.toString('utf8'),
    mime: () => (onDisk ? streamOf(onDisk, rest) : oneChunk(rest)),
    end: async () => onDisk?.close(),
  };
}

const oneChunk = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });

/** What is in the file, and then the rest. */
function streamOf(file: FileHandle, rest: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, at);
      at += bytesRead;
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
      if (rest.length > 0) controller.enqueue(rest);
      controller.close();
    },
  });
}
