import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newDatabase, temporaryDirectory, testTemplate } from '../../fixtures/stores';
import { KILLED, SEED, USUAL } from './usual';

const bundled = temporaryDirectory();
const MAIN = join(bundled, 'main.js');
/** WebAssembly that runs for a minute is not worth compiling twice. */
const FLAGS = ['--max-semi-space-size=64', ...(USUAL.count > 100 ? [] : ['--no-wasm-tier-up'])];

interface Lived {
  code: number;
  said: string;
}

function lives(args: readonly string[]): Promise<Lived> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...FLAGS, MAIN, ...args], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 2;
      resolve({ code, said: code === 2 ? stdout + stderr : stdout });
    });
  });
}

const argsOf = (values: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(__dirname, '../../model/bundle.mjs'), bundled]);
});

test('a mailbox life ends with exactly the messages, answers, files and counts that its steps say', async () => {
  process.stdout.write(`mailbox lives: ${USUAL.count} of ${USUAL.length} steps, SEED=${SEED}\n`);
  const template = await testTemplate();
  const lived = await lives(argsOf({ template, first: SEED, count: USUAL.count, length: USUAL.length }));
  expect(lived).toEqual({ code: 0, said: '' });
}, 36_000_000);

test('so does one whose server is another process and dies by SIGKILL', async () => {
  const database = await newDatabase();
  if (database === undefined) {
    process.stdout.write('mailbox lives with a real SIGKILL: not lived (two processes need PostgreSQL)\n');
    return;
  }
  try {
    const { first, count, length } = KILLED;
    const lived = await lives(argsOf({ database: database.url, first, count, length, shrinks: 0 }));
    expect(lived).toEqual({ code: 0, said: '' });
  } finally {
    await database.drop();
  }
}, 3_600_000);
