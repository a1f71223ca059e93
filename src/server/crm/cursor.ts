import { z } from 'zod';

/** Where a page ended: the sort key and the id of its last row. */
const Cursor = z.object({
  at: z.iso.datetime().refine((at) => !at.startsWith('0000'), 'PostgreSQL has no year 0'),
  id: z.uuid(),
});
export type Cursor = z.infer<typeof Cursor>;

export const encodeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Undefined for anything that is not a cursor of ours: the page then starts from the beginning. */
export function decodeCursor(text: string): Cursor | undefined {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
