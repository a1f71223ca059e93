import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal, writeDurably } from '../journal';
import type { Journal } from '../journal';

/** Where mail is kept: a journal of the steps, and the bytes by name. */
export interface Keep {
  /** Gives what was written before to `replay`, oldest first. */
  open(replay: (record: unknown) => void): Promise<Journal>;
  write(name: string, bytes: Buffer): Promise<void>;
  read(name: string): Promise<Buffer>;
}

/** Under a folder, made when absent; whatever a promise resolves for is on the disk. */
export function keptOnDisk(dir: string): Keep {
  const file = (name: string): string => join(dir, 'eml', `${name}.eml`);
  return {
    open: (replay) => openJournal(join(dir, 'mail.jsonl'), replay),
    write: (name, bytes) => writeDurably(file(name), bytes),
    read: (name) => readFile(file(name)),
  };
}

/** For as long as the process lives; for tests that play many mailboxes. */
export function keptInMemory(): Keep {
  const files = new Map<string, Buffer>();
  return {
    open: async () => ({ append: async () => undefined, close: async () => undefined }),
    write: async (name, bytes) => void files.set(name, bytes),
    read: async (name) => {
      const found = files.get(name);
      if (found === undefined) throw new Error(`nothing is kept under ${name}`);
      return found;
    },
  };
}
