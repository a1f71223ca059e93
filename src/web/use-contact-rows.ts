import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContactCard } from '../core/api/shared';
import { asApiError, type ApiError } from './api';
import { setBehind } from './behind';
import { contactsApi, type Query } from './contacts-api';
import { mayPass } from './use-resource';

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

/**
 * The rows of a table of contacts, page by page by cursor. `next` loads the page behind the last, if there is one and none
 * is on its way; `reload` begins anew and keeps showing what is there meanwhile, also where the server cannot answer just
 * then (`behind.ts`).
 */
export function useContactRows(filter: Query): { rows: Rows; next: () => void; reload: () => void } {
  const key = JSON.stringify(filter);
  const [rows, setRows] = useState<Rows>(NONE);
  const run = useRef({ n: 0, cursor: undefined as string | undefined, busy: false, shows: false, filter });
  run.current.filter = filter;

  const begin = useCallback(() => {
    const part = run.current;
    const n = ++part.n;
    part.busy = true;
    contactsApi.page(part.filter).then(
      ({ contacts, next }) => {
        if (part.n !== n) return;
        part.cursor = next;
        part.busy = false;
        part.shows = true;
        setBehind(part, undefined);
        setRows({ state: 'ready', contacts, more: next !== undefined, loadingMore: false });
      },
      (problem: unknown) => {
        if (part.n !== n) return;
        part.busy = false;
        const error = asApiError(problem);
        part.shows &&= mayPass(error);
        setBehind(part, part.shows ? begin : undefined);
        if (!part.shows) setRows({ ...NONE, state: 'failed', error });
        // A page that was on its way is not waited for any more.
        else setRows((now) => ({ ...now, loadingMore: false }));
      },
    );
  }, []);

  useEffect(() => {
    const part = run.current;
    part.shows = false;
    setRows(NONE);
    begin();
    return () => {
      // An answer that is still under way is nobody's.
      part.n += 1;
      setBehind(part, undefined);
    };
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
        setRows((now) => ({ ...now, loadingMore: false, error: asApiError(problem) }));
      },
    );
  }, []);

  return { rows, next, reload: begin };
}
