import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { CommandIo } from './run';

/** One thing to work on: a file's name (`-` for standard input) and its bytes. */
export interface CommandInput {
  file: string;
  bytes: Uint8Array;
}

/** A wrong call; `message` is the one line that says how. */
export class BadUse extends Error {}

/** Node's `parseArgs`, whose errors become `BadUse`. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new BadUse(messageOf(error).split(/\n|\. /)[0] ?? '');
  }
}

/** `[--json] [FILE…]`, as `classify` and `render` take it. Throws `BadUse` for any other option. */
export function jsonAndFiles(args: string[]): { json: boolean; files: string[] } {
  const { values, positionals } = readOptions({
    args,
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
    strict: true,
  });
  return { json: values.json, files: positionals };
}

/** Bytes that are not UTF-8 are taken as Latin-1, where every byte is a character and can go out as it came in (A5). */
export function decode(bytes: Uint8Array): { text: string; encoding: 'utf8' | 'latin1' } {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { text: Buffer.from(bytes).toString(encoding), encoding };
}

/** What a caller gave may hold line breaks; what is said about it is one line. */
export const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ');

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
    io.stderr.write(`mailtrail ${command}: ${oneLine(error.message)}\n`);
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
