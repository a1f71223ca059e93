import type { Readable } from 'node:stream';
import { cellAsGiven, CsvReader, separatorOf, type CsvRow } from '../../../core/csv';

/** How the bytes of a file are letters: UTF-8 or UTF-16 by their mark, else UTF-8, else what Windows writes here. */
export function encodingOf(beginning: Uint8Array, fallback: string): string {
  const [a, b] = beginning;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  try {
    // A letter may be cut in two at the end of the piece.
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return 'utf-8';
  } catch {
    return fallback;
  }
}

const PROBE = 256 * 1024;

const asGiven = (rows: CsvRow[]): CsvRow[] =>
  rows.map(({ row, cells }) => ({ row, cells: cells.map(cellAsGiven) }));

/**
 * Rows of a CSV file as it is read, the heading first; what our own export wrote is as it was before. `fallback`: as for
 * `encodingOf`.
 */
export async function* rowsOfFile(file: Readable, fallback: string): AsyncGenerator<CsvRow> {
  let held: Buffer[] = [];
  let size = 0;
  let decoder: TextDecoder | undefined;
  let reader: CsvReader | undefined;
  let beginning = '';
  const read = (bytes: Uint8Array | undefined): CsvRow[] => {
    const text = decoder?.decode(bytes ?? new Uint8Array(), { stream: bytes !== undefined }) ?? '';
    if (reader) return asGiven(reader.push(text));
    beginning += text;
    const end = /[\r\n]/.exec(beginning);
    if (!end && bytes !== undefined && beginning.length < PROBE) return [];
    reader = new CsvReader(separatorOf(beginning.slice(0, end?.index)));
    return asGiven(reader.push(beginning));
  };
  const begin = (): CsvRow[] => {
    const first = Buffer.concat(held);
    held = [];
    decoder = new TextDecoder(encodingOf(first, fallback));
    return read(first);
  };
  for await (const chunk of file) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    if (decoder) yield* read(bytes);
    else {
      held.push(bytes);
      size += bytes.length;
      // Enough to tell letters that are not UTF-8.
      if (size >= PROBE) yield* begin();
    }
  }
  if (!decoder) yield* begin();
  yield* read(undefined);
  if (reader) yield* asGiven(reader.end());
}
