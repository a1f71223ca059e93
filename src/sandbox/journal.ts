import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Append-only lines of JSON. What `append` has resolved for survives SIGKILL and a power cut. */
export interface Journal {
  append(record: unknown): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  line: string;
  done: () => void;
  refuse: (error: unknown) => void;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes a file whole or not at all: under another name first, then renamed, both made durable. */
export async function writeDurably(path: string, bytes: Uint8Array | string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await syncFolder(dirname(path));
}

/**
 * Opens the journal at `path`, giving every whole record to `replay` in order first.
 * A line that was cut off by a crash can only be the last one; it was never acknowledged and is removed.
 *
 * @throws when a line before the last is not JSON: the file was damaged by something else
 */
export async function openJournal(path: string, replay: (record: unknown) => void): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+', 0o600);
  const bytes = await file.readFile();
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch (error) {
      await file.close();
      throw new Error(
        `${path}: line ${index + 1} is damaged; move the file away to start the sandbox empty`,
        {
          cause: error,
        },
      );
    }
    replay(record);
  }
  if (whole < bytes.length) await file.truncate(whole);
  await file.sync();
  await syncFolder(dirname(path));

  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let failed: unknown;

  /** Whatever came while the disk was busy is written together. */
  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        // A half-written line in the middle would make the journal unreadable: after one failure nothing more is written.
        if (failed !== undefined) throw new Error(`${path}: an earlier write failed`, { cause: failed });
        await file.appendFile(group.map(({ line }) => line).join(''));
        await file.datasync();
        for (const { done } of group) done();
      } catch (error) {
        failed ??= error;
        for (const { refuse } of group) refuse(error);
      }
    }
    writing = undefined;
  }
  return {
    append: (record) =>
      new Promise((done, refuse) => {
        waiting.push({ line: `${JSON.stringify(record)}\n`, done, refuse });
        writing ??= writeWaiting();
      }),
    async close() {
      await writing;
      await file.close();
    },
  };
}
