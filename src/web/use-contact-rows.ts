import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContactCard } from '../core/api/shared';
import { ApiError } from './api';
import { contactsApi, type Query } from './contacts-api';

export interface Rows {
  state: 'loading' | 'ready' | 'failed';
  contacts: readonly ContactCard[];
  /** There are more behind those. */
  more: boolean;
  loadingMore: boolean;
  /** Why the first, or the next, could not be loaded. */
  error?: ApiError;
}

const NONE: Rows = { state: 'loading', contacts: [], more: false, loadingMore: false };
const asError = (problem: unknown): ApiError =>
  problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem));

/**
 * The rows of a table of contacts, page by page by cursor. `next` loads the page behind the last, if there is one and none
 * is on its way; `reload` begins anew and keeps showing what is there meanwhile.
 */
export function useContactRows(filter: Query): { rows: Rows; next: () => void; reload: () => void } {
  const key = JSON.stringify(filter);
  const [rows, setRows] = useState<Rows>(NONE);
  const run = useRef({ n: 0, cursor: undefined as string | undefined, busy: false, filter });
  run.current.filter = filter;

  const begin = useCallback(() => {
    const n = ++run.current.n;
    run.current.busy = true;
    contactsApi.page(run.current.filter).then(
      ({ contacts, next }) => {
        if (run.current.n !== n) return;
        run.current.cursor = next;
        run.current.busy = false;
        setRows({ state: 'ready', contacts, more: next !== undefined, loadingMore: false });
      },
      (problem: unknown) => {
        if (run.current.n !== n) return;
        run.current.busy = false;
        setRows({ ...NONE, state: 'failed', error: asError(problem) });
      },
    );
  }, []);

  useEffect(() => {
    setRows(NONE);
    begin();
  }, [key, begin]);

  const next = useCallback(() => {
    const { n, cursor, busy } = run.current;
    if (busy || cursor === undefined) return;
    run.current.busy = true;
    setRows(({ error: _error, ...now }) => ({ ...now, loadingMore: true }));
    contactsApi.page(run.current.filter, cursor).then(
      (page) => {
        if (run.current.n !== n) return;
        run.current.cursor = page.next;
        run.current.busy = false;
        setRows((now) => ({
          state: 'ready',
          contacts: [...now.contacts, ...page.contacts],
          more: page.next !== undefined,
          loadingMore: false,
        }));
      },
      (problem: unknown) => {
        if (run.current.n !== n) return;
        run.current.busy = false;
        setRows((now) => ({ ...now, loadingMore: false, error: asError(problem) }));
      },
    );
  }, []);

  return { rows, next, reload: begin };
}
