import type { Transaction } from 'kysely';
import type { Step } from '../../core/workflows';
import type { Standing } from '../crm/change-contacts';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import type { EnrolmentRow, Version, WorkflowRow } from './load';

/** What no trigger tells of (a legal basis, that a mail left) is noticed within this. */
export const LOOK_EVERY_MS = 3_600_000;

export type Needs = Pick<Services, 'store' | 'clock' | 'log' | 'secrets'>;

/** A contact on their way through a workflow, while a batch of them is moved on. */
export interface Walker {
  readonly row: EnrolmentRow;
  readonly contact: string;
  readonly version: Version;
  /** Where they stand; null: they are through. */
  at: string | null;
  /** They have waited at this step before now. */
  waiting: boolean;
  /** Of a branch that waits: until when at most. */
  until: Date | null;
  done: number;
  /** What they do next. */
  stay: { due: Date; watches: boolean } | undefined;
  left: 'goal' | 'contact-gone' | undefined;
  /** From then on time alone may bring the goal. */
  goalUntil?: Date | undefined;
}

/** What running a step needs: all of a batch run in one transaction. */
export interface Round {
  needs: Needs;
  trx: Transaction<Database>;
  workflow: WorkflowRow;
  now: Date;
  /** The contacts of the batch as they stand, locked. */
  standing: Map<string, Standing>;
}

/** What became of a step for one contact: on to where, or waiting until when. */
export type Outcome =
  | { go: 'on'; result?: Record<string, unknown> }
  | { go: 'to'; to: string | null; result?: Record<string, unknown> }
  | { go: 'wait'; due: Date; until?: Date; watches?: boolean };

/** A step for all who stand at it; the n-th outcome is the n-th walker's. `turn`: which step of theirs this is. */
export type RunStep<S extends Step> = (
  round: Round,
  step: S,
  group: readonly Walker[],
) => Promise<readonly Outcome[]>;

/** The number of the step that a walker is about to do: with the enrolment, the key of its effects. */
export const turnOf = ({ done }: Walker): number => done + 1;
