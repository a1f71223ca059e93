import fs from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Emscripten's number for EIO. */
const EIO = 29;

type Init = NodeFS['init'];

/**
 * PGlite's Node file system with a working fsync. As shipped, PGlite starts PostgreSQL with `-F` and its NODEFS has no
 * fsync at all, so that a power cut loses everything (measured: 3 of 3). This leans on internals of the exact version
 * in package.json; the start-up self-test refuses a store where the hook no longer bites.
 */
export class DurableNodeFS extends NodeFS {
  /** How often a file was brought to the disk. */
  syncs = 0;

  override async init(...[pg, options]: Parameters<Init>): ReturnType<Init> {
    const made = await super.init(pg, options);
    const preRun = made.emscriptenOpts.preRun ?? [];
    made.emscriptenOpts.preRun = [
      (mod: unknown) => this.#hook(mod),
      ...(Array.isArray(preRun) ? preRun : [preRun]),
    ];
    return made;
  }

  #hook(mod: unknown): void {
    const operations = streamOperations(mod);
    operations.fsync = (stream: { nfd: number }) => {
      try {
        fs.fdatasyncSync(stream.nfd);
        this.syncs += 1;
        return 0;
      } catch {
        return EIO;
      }
    };
  }
}

function streamOperations(mod: unknown): Record<string, unknown> {
  if (typeof mod === 'object' && mod !== null && 'NODEFS' in mod) {
    const nodefs = mod.NODEFS;
    if (typeof nodefs === 'object' && nodefs !== null && 'stream_ops' in nodefs) {
      const operations = nodefs.stream_ops;
      if (typeof operations === 'object' && operations !== null) return operations as Record<string, unknown>;
    }
  }
  throw new Error('PGlite no longer has NODEFS.stream_ops: its files cannot be made durable');
}
