import type { JobHandlers } from '../../jobs';
import type { Services } from '../../services';
import { importOn, tidyRun } from '../import/imports';
import { undoImportNext } from '../import/undo-import';
import { changeNext, undoNext } from './change-many';
import { undoListNext } from './list-many';
import { RUN_JOB, runOf, TIDY_JOB } from './runs';

export { beginRun, RunRequest, runOf, runsOf, runView, undoRun, type RunRow } from './runs';

/** A job gives way to others after so long, and goes on where it was. */
const AT_A_STRETCH_MS = 20_000;

/** Changes to many contacts, their taking back, and imports. */
export function contactJobs(services: Services): JobHandlers {
  const { store, clock } = services;
  return {
    [RUN_JOB]: async ({ account, key, signal }) => {
      const began = performance.now();
      for (;;) {
        const row = await runOf(store.db, account, key);
        if (!row || (row.state !== 'running' && row.state !== 'undoing')) return;
        const next =
          row.state === 'undoing'
            ? row.kind === 'import'
              ? undoImportNext(services, row)
              : row.kind === 'list'
                ? undoListNext(services, row)
                : undoNext(services, row)
            : row.kind === 'import'
              ? importOn(services, row, signal)
              : changeNext(services, row);
        if (await next) return;
        if (signal.aborted || performance.now() - began > AT_A_STRETCH_MS) return { again: clock.now() };
      }
    },
    [TIDY_JOB]: ({ account, key }) => tidyRun(services, account, key).then((again) => again),
  };
}
