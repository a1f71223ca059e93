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

/** Of a page in one of several orders: the order, the last row's key in it, and its id. */
const SortCursor = z.object({ sort: z.string().max(20), key: z.string().max(400), id: z.uuid() });
export type SortCursor = z.infer<typeof SortCursor>;

export const encodeSortCursor = (cursor: SortCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Undefined also for a cursor of another order. */
export function decodeSortCursor(text: string, sort: string): SortCursor | undefined {
  try {
    const cursor = SortCursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (cursor.sort !== sort || cursor.key.includes('\0')) return undefined;
    if (sort === 'activity')
      z.iso
        .datetime()
        .refine((at) => !at.startsWith('0000'))
        .parse(cursor.key);
    return cursor;
  } catch {
    return undefined;
  }
}
