import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, protocol } from '@electric-sql/pglite';
import { glanceAt, readAnswer } from './answer';
import { DurableNodeFS } from './durable-fs';
import { startParams } from './start-params';
import { Statements } from './statements';
import type { FromWorker, ToWorker } from './wire';
import { messageOf } from '../errors';

const { serialize } = protocol;
/** Command tags after which tables may look otherwise. */
const CHANGES_TABLES = /^(?:CREATE|ALTER|DROP)/;

/**
 * One statement by the extended protocol, everything as text. The answer is what PostgreSQL wrote, byte for byte: it goes
 * to the other thread without being copied and is read there. Handing over rows took longer than finding them: 219 rows of
 * the ledger came in 8.4 ms, and come in 3.3.
 */
async function run(
  pg: PGlite,
  statements: Statements,
  sql: string,
  parameters: readonly (string | Uint8Array | null)[],
): Promise<Uint8Array<ArrayBuffer>> {
  const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
  const { name, parse, close } = statements.next(sql);
  const request = Buffer.concat([
    ...close.map((closed) => serialize.close({ type: 'S', name: closed })),
    ...(parse ? [serialize.parse({ name, text: sql })] : []),
    serialize.bind({ statement: name, values }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ]);
  const pieces: Uint8Array[] = [];
  await pg.execProtocolRawStream(request, {
    syncToFs: false,
    // A view of the engine's memory, which is written over by the next piece.
    onRawData: (piece) => pieces.push(piece.slice()),
  });
  const answer = joined(pieces);
  const { failed, tag } = glanceAt(answer);
  if (failed) statements.failed(sql);
  else if (CHANGES_TABLES.test(tag)) statements.forgetAll();
  return answer;
}

/** In memory of their own, as what is handed over to a thread has to be. */
function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Proves that a commit reaches the disk; an answer other than nothing is a reason not to start. */
async function selfTest(pg: PGlite, statements: Statements, fs: DurableNodeFS): Promise<string | undefined> {
  const shown = readAnswer(await run(pg, statements, 'show fsync', []));
  if (shown.result.rows[0]?.[0] !== 'on') return 'PostgreSQL inside runs with fsync off';
  const before = fs.syncs;
  const written = readAnswer(
    await run(pg, statements, `select pg_logical_emit_message(true, 'mailtrail', 'self-test')`, []),
  );
  if (written.failure) return `a commit failed: ${written.failure.message}`;
  if (fs.syncs === before) return 'a commit did not reach the disk (the fsync hook was not called)';
  return undefined;
}

async function main(): Promise<void> {
  const port = parentPort;
  const directory: unknown = workerData;
  if (!port || typeof directory !== 'string')
    throw new Error('this file is the worker of the embedded store');
  const tell = (message: FromWorker) => port.postMessage(message);

  const fs = new DurableNodeFS(directory);
  const pg = await PGlite.create({ fs, startParams: startParams() });
  const statements = new Statements(() => performance.now());
  const problem = await selfTest(pg, statements, fs);
  if (problem !== undefined) return tell({ what: 'failed', message: problem });

  const answer = async (request: ToWorker): Promise<void> => {
    const { id } = request;
    try {
      if (request.op === 'close') {
        await run(pg, statements, 'checkpoint', []);
        await pg.close();
        tell({ what: 'answer', id, bytes: new Uint8Array() });
        return;
      }
      const bytes = await run(pg, statements, request.sql, request.parameters);
      port.postMessage({ what: 'answer', id, bytes } satisfies FromWorker, [bytes.buffer]);
    } catch (error) {
      // Anything thrown here is a trap or an abort of the machine below, not an SQL error: those come as messages.
      tell({ what: 'broken', id, message: messageOf(error) });
    }
  };
  let queue = Promise.resolve();
  port.on('message', (request: ToWorker) => {
    queue = queue.then(() => answer(request));
  });
  tell({ what: 'ready' });
}

main().catch((error: unknown) => {
  const message = messageOf(error);
  parentPort?.postMessage({ what: 'failed', message } satisfies FromWorker);
});
