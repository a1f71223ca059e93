import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { CommandIo } from './run';

/** One thing to work on: a file's name (`-` for standard input) and its bytes. */
export interface CommandInput {
  file: string;
  bytes: Uint8Array;
}

/** A wrong call; `message` is the one line that says how. */
export class BadUse extends Error {}

/** `[--json] [FILE…]`, as `classify` and `render` take it. Throws `BadUse` for any other option. */
export function jsonAndFiles(args: string[]): { json: boolean; files: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
      strict: true,
    });
    return { json: values.json, files: positionals };
  } catch (error) {
    throw new BadUse(messageOf(error).split(/\n|\. /)[0] ?? '');
  }
}

/** Reads the files in order, or standard input when there are none. All are read before any is worked on. */
export async function readInputs(files: string[], stdin: NodeJS.ReadableStream): Promise<CommandInput[]> {
  if (files.length === 0) return [{ file: '-', bytes: await readAll(stdin) }];
  const inputs: CommandInput[] = [];
  for (const file of files) {
    try {
      inputs.push({ file, bytes: file === '-' ? await readAll(stdin) : await readFile(file) });
    } catch (error) {
      throw new BadUse(`cannot read '${file}': ${reason(error)}`);
    }
  }
  return inputs;
}

/** Runs a command's work; a wrong call becomes one line on standard error and exit code 2. */
export async function withUse(command: string, io: CommandIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BadUse)) throw error;
    io.stderr.write(`mailtrail ${command}: ${error.message}\n`);
    return 2;
  }
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

function reason(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission denied';
  return messageOf(error);
}

/** What an error says, wherever it was made (`instanceof` fails between realms). */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
