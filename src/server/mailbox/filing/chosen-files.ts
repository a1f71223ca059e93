import { createHash } from 'node:crypto';
import { foldedFileName } from '../../../core/file-names';

/**
 * The nth file of this name on a mail, as a choice keeps it: by a hash, so that nothing of a mail that is not logged in
 * the end is written down (R10).
 */
export const fileKey = (name: string, nth: number): string =>
  createHash('sha256')
    .update(`${nth} ${foldedFileName(name)}`)
    .digest('base64url');

/** Says of the files of a mail, asked in their order, whether each was chosen. Without a choice, all are. */
export function chooser(keep: readonly string[] | undefined): (name: string) => boolean {
  const seen = new Map<string, number>();
  return (name) => {
    if (!keep) return true;
    const nth = seen.get(foldedFileName(name)) ?? 0;
    seen.set(foldedFileName(name), nth + 1);
    return keep.includes(fileKey(name, nth));
  };
}
