import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { testTemplate } from '../../fixtures/stores';
import { SEED, USUAL } from './usual';

const MAIN = join(__dirname, '../../model/main.ts');
/** WebAssembly that runs for a minute is not worth compiling twice. */
const FLAGS = ['--max-semi-space-size=64', ...(USUAL.count > 100 ? [] : ['--no-wasm-tier-up'])];

interface Lived {
  code: number;
  said: string;
}

function lives(args: readonly string[]): Promise<Lived> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...FLAGS, '--import', 'tsx', MAIN, ...args],
      { maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 2;
        resolve({ code, said: code === 2 ? stdout + stderr : stdout });
      },
    );
  });
}

test('a mailbox life ends with exactly the messages, answers, files and counts that its steps say', async () => {
  process.stdout.write(`mailbox lives: ${USUAL.count} of ${USUAL.length} steps, SEED=${SEED}\n`);
  const args = { template: await testTemplate(), first: SEED, count: USUAL.count, length: USUAL.length };
  const lived = await lives(Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]));
  expect(lived).toEqual({ code: 0, said: '' });
}, 36_000_000);
