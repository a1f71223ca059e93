/** The `code` of a system or SQL error: "ENOENT", "23505"; undefined = it has none. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Another transaction wrote the same key in this moment: SQLSTATE 23505, unique_violation. */
export const isTaken = (error: unknown): boolean => codeOf(error) === '23505';

/** What a thrown value says. */
export function messageOf(error: unknown): string {
  if (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    typeof error.message === 'string'
  ) {
    return error.message;
  }
  return String(error);
}
