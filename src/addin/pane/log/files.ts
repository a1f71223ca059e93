import { foldedFileName } from '../../../core/file-names';
import type { AttachedFile } from '../../office';

/** A file of the open mail that a person may leave out. */
export interface OfferedFile {
  name: string;
  /** Which of those with this name, from 0, in Outlook's order. */
  nth: number;
}

/** The files beside the text; pictures in it belong to it. */
export function offeredFiles(files: readonly AttachedFile[]): OfferedFile[] {
  const seen = new Map<string, number>();
  return files.flatMap(({ name, inline }) => {
    const nth = seen.get(foldedFileName(name)) ?? 0;
    seen.set(foldedFileName(name), nth + 1);
    return inline ? [] : [{ name, nth }];
  });
}

/** Which of the items are wanted, as the server is asked: undefined where all of them are. */
export const wantedOf = <T>(all: readonly T[], left: ReadonlySet<T>): T[] | undefined =>
  left.size === 0 ? undefined : all.filter((one) => !left.has(one));
