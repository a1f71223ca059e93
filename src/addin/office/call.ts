import type { Gate } from './gate';

export interface OfficeFailure {
  ok: false;
  /** Office's number (9xxx) where it gave one. */
  code: number | null;
  /** `threw`: Office refused before it began (argument checks do); `timedOut`: no callback in time, or ever. */
  how: 'threw' | 'failed' | 'timedOut';
}
export type OfficeResult<T> = { ok: true; value: T } | OfficeFailure;

/** Reads an answer of Office; undefined = not the shape that was promised. */
export type Reader<T> = (value: unknown) => T | undefined;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const readText: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);
/** For calls whose answer says nothing. */
export const readNothing: Reader<true> = () => true;

/** `error`: whatever Office threw or answered with. */
const failure = (how: OfficeFailure['how'], error?: unknown): OfficeFailure => ({
  ok: false,
  how,
  code: isRecord(error) && typeof error.code === 'number' ? error.code : null,
});

/** Reads Office's AsyncResult. `status` is "succeeded" or "failed" in every client. */
function readResult<T>(result: unknown, read: Reader<T>): OfficeResult<T> {
  if (!isRecord(result)) return failure('failed');
  if (result.status !== 'succeeded') return failure('failed', result.error);
  try {
    const value = read(result.value);
    return value === undefined ? failure('failed') : { ok: true, value };
  } catch {
    return failure('failed');
  }
}

/**
 * One Office call as a promise that always settles, exactly once, with the first of: the callback, a synchronous
 * throw, `ms` passed, the gate closed. Callbacks that come twice or late change nothing.
 */
export function callOffice<T>(
  gate: Gate,
  ms: number,
  start: (callback: (result: unknown) => void) => void,
  read: Reader<T>,
): Promise<OfficeResult<T>> {
  return new Promise((resolve) => {
    if (!gate.open) return resolve(failure('timedOut'));
    let settled = false;
    const settle = (result: OfficeResult<T>): void => {
      if (settled) return;
      settled = true;
      cancel();
      forget();
      resolve(result);
    };
    const cancel = gate.after(ms, () => settle(failure('timedOut')));
    const forget = gate.onClose(() => settle(failure('timedOut')));
    try {
      start((result) => {
        // A late callback must not even be read: its values may belong to an item that is gone.
        if (!settled) settle(readResult(result, read));
      });
    } catch (thrown) {
      settle(failure('threw', thrown));
    }
  });
}

/** The same for a synchronous member of Office (a getter, `roamingSettings.get`). */
export function readOffice<T>(get: () => unknown, read: Reader<T>): OfficeResult<T> {
  try {
    const value = read(get());
    return value === undefined ? failure('failed') : { ok: true, value };
  } catch (thrown) {
    return failure('threw', thrown);
  }
}
