import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, messages, protocol } from '@electric-sql/pglite';
import { DurableNodeFS } from './durable-fs';
import { startParams } from './start-params';
import { Statements } from './statements';
import type { FromWorker, ToWorker, WireError, WireResult } from './wire';
import { messageOf } from '../errors';

type Answer = { ok: true; result: WireResult } | { ok: false; error: WireError; inTransaction: boolean };

const { serialize } = protocol;
const IDLE = 'I';
/** Command tags after which tables may look otherwise. */
const CHANGES_TABLES = /^(?:CREATE|ALTER|DROP)/;

function toWireError(error: InstanceType<typeof messages.DatabaseError>): WireError {
  const { message, severity, code, detail, hint, schema, table, column, constraint } = error;
  return { message, severity, code, detail, hint, schema, table, column, constraint };
}

/** One statement by the extended protocol, everything as text: parameters and values are read by the caller. */
async function run(
  pg: PGlite,
  statements: Statements,
  sql: string,
  parameters: readonly (string | Uint8Array | null)[],
): Promise<Answer> {
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
  const result: WireResult = { fields: [], rows: [], tag: '', inTransaction: false };
  let failure: WireError | undefined;
  for (const message of await pg.execProtocolStream(request, { throwOnError: false, syncToFs: false })) {
    if (message instanceof messages.DataRowMessage) result.rows.push(message.fields);
    else if (message instanceof messages.RowDescriptionMessage)
      result.fields = message.fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID }));
    else if (message instanceof messages.CommandCompleteMessage) result.tag = message.text;
    else if (message instanceof messages.DatabaseError) failure ??= toWireError(message);
    else if (message instanceof messages.ReadyForQueryMessage) result.inTransaction = message.status !== IDLE;
  }
  if (failure) {
    statements.failed(sql);
    return { ok: false, error: failure, inTransaction: result.inTransaction };
  }
  if (CHANGES_TABLES.test(result.tag)) statements.forgetAll();
  return { ok: true, result };
}

/** Proves that a commit reaches the disk; an answer other than nothing is a reason not to start. */
async function selfTest(pg: PGlite, statements: Statements, fs: DurableNodeFS): Promise<string | undefined> {
  const shown = await run(pg, statements, 'show fsync', []);
  if (!shown.ok || shown.result.rows[0]?.[0] !== 'on') return 'PostgreSQL inside runs with fsync off';
  const before = fs.syncs;
  const written = await run(
    pg,
    statements,
    `select pg_logical_emit_message(true, 'mailtrail', 'self-test')`,
    [],
  );
  if (!written.ok) return `a commit failed: ${written.error.message}`;
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
  pg.onNotification((channel, payload) => tell({ what: 'notification', channel, payload }));

  const answer = async (request: ToWorker): Promise<void> => {
    const { id } = request;
    try {
      if (request.op === 'close') {
        await run(pg, statements, 'checkpoint', []);
        await pg.close();
        tell({ what: 'result', id, result: { fields: [], rows: [], tag: 'CLOSE', inTransaction: false } });
        return;
      }
      const answered = await run(pg, statements, request.sql, request.parameters);
      if (answered.ok) tell({ what: 'result', id, result: answered.result });
      else if (answered.error.severity === 'PANIC')
        tell({ what: 'broken', id, message: answered.error.message });
      else tell({ what: 'error', id, error: answered.error, inTransaction: answered.inTransaction });
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
