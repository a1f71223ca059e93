import { inTime, type Gate } from './gate';

export interface OfficeFailure {
  ok: false;
  /** Office's number (9xxx) where it gave one. */
  code: number | null;
  /** `threw`: Office refused before it began (argument checks do); `timedOut`: no callback in time, or ever. */
  how: 'threw' | 'failed' | 'timedOut';
}
export type OfficeResult<T> = { ok: true; value: T } | OfficeFailure;

export const valueOr = <T>(result: OfficeResult<T>, otherwise: T): T =>
  result.ok ? result.value : otherwise;

/** Reads an answer of Office; undefined = not the shape that was promised. */
export type Reader<T> = (value: unknown) => T | undefined;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
export const readText: Reader<string> = (value) => (typeof value === 'string' ? value : undefined);
/** For calls whose answer says nothing. */
export const readNothing: Reader<true> = () => true;

/** `error`: whatever Office threw or answered with. */
const failure = (how: OfficeFailure['how'], error?: unknown): OfficeFailure => ({
  ok: false,
  how,
  code: isRecord(error) && typeof error.code === 'number' ? error.code : null,
});

/** `thrown`: what a throw on the way means. */
function attempt<T>(get: () => unknown, read: Reader<T>, thrown: OfficeFailure['how']): OfficeResult<T> {
  try {
    const value = read(get());
    return value === undefined ? failure('failed') : { ok: true, value };
  } catch (error) {
    return failure(thrown, error);
  }
}

/**
 * One Office call as a promise that always settles, exactly once, with the first of: the callback, a synchronous
 * throw, `ms` passed, the gate closed. Callbacks that come twice or late change nothing. An AsyncResult's `status` is
 * "succeeded" or "failed" in every client.
 */
export const callOffice = <T>(
  gate: Gate,
  ms: number,
  start: (callback: (result: unknown) => void) => void,
  read: Reader<T>,
): Promise<OfficeResult<T>> =>
  inTime<OfficeResult<T>>(gate, ms, failure('timedOut'), (settle) => {
    try {
      start((answer) =>
        settle(() => {
          const result = recordOf(answer);
          return result.status === 'succeeded'
            ? attempt(() => result.value, read, 'failed')
            : failure('failed', result.error);
        }),
      );
    } catch (thrown) {
      settle(() => failure('threw', thrown));
    }
  });

/** The same for a synchronous member of Office (a getter, `roamingSettings.get`). */
export const readOffice = <T>(get: () => unknown, read: Reader<T>): OfficeResult<T> =>
  attempt(get, read, 'threw');
