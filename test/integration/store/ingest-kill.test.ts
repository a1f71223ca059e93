import { spawn } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { openIngestLog } from '../../../src/server/store/ingest-log';
import { ManualClock } from '../../fixtures/manual-clock';
import { describeOnBothStores, temporaryDirectory, testTemplate } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

const KILLS = process.env.LONG === '1' ? 100 : 3;
const CHILD = path.join(__dirname, '../../fixtures/ingest-child.ts');
/** Each run counts from another million, so that no number is appended twice. */
const RUN = 1_000_000;

/** Runs the writer and kills it so many ms after its first acknowledgement; the numbers it had acknowledged. */
async function runAndKill(args: string[], afterMs: number): Promise<number[]> {
  const child = spawn(process.execPath, ['-r', 'tsx/cjs', CHILD, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let killing = false;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (killing) return;
    killing = true;
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (!killing) throw new Error(`the writer ended by itself with ${String(code)}`);
  // The last line may be cut by the kill.
  return text.split('\n').slice(0, -1).map(Number);
}

describeOnBothStores('the ingest log under SIGKILL', (open, databaseUrl) => {
  const dataDir = temporaryDirectory();

  test(
    `nothing acknowledged is lost and nothing is doubled in ${KILLS} kills`,
    async () => {
      const acknowledged: number[] = [];
      await (await open({ dataDir })).close();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const args = [
          dataDir,
          await testTemplate(),
          String(kill * RUN),
          ...(databaseUrl ? [databaseUrl] : []),
        ];
        acknowledged.push(...(await runAndKill(args, 20 + ((kill * 137) % 400))));
      }
      const store = await open({ dataDir });
      const log = await openIngestLog(path.join(dataDir, 'ingest'), { clock: new ManualClock() });
      const drain = log.drain(store, async (trx, records) => {
        const numbers = records.map(({ payload }) => Number(payload));
        await sql`insert into taken select unnest(${numbers}::bigint[])`.execute(trx);
      });
      await waitFor('everything is drained', () => drain.backlog() === 0);
      await drain.stop();
      const { rows } = await sql<{ number: number }>`select number from taken`.execute(store.db);
      await log.close();
      await store.close();

      const taken = rows.map(({ number }) => number);
      const there = new Set(taken);
      expect(acknowledged.length).toBeGreaterThan(KILLS * 10);
      expect(acknowledged.filter((number) => !there.has(number))).toEqual([]);
      expect(taken.length - there.size).toBe(0);
      process.stdout.write(`${KILLS} kills: ${acknowledged.length} acknowledged, ${taken.length} taken\n`);
    },
    60_000 + KILLS * 30_000,
  );
});
