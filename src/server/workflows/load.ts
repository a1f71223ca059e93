import type { Kysely, Selectable } from 'kysely';
import { Definition, programOf, type Program } from '../../core/workflows';
import type { Database } from '../store/schema';

export type WorkflowRow = Selectable<Database['workflows']>;
export type EnrolmentRow = Selectable<Database['workflow_enrolments']>;

/** A definition that is run: read, and its steps by their ids. */
export interface Version {
  definition: Definition;
  program: Program;
}

/** The workflow, unless it was removed. */
export async function loadWorkflow(
  db: Kysely<Database>,
  account: number,
  id: string,
): Promise<WorkflowRow | undefined> {
  return db
    .selectFrom('workflows')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** Versions of a workflow, as they were when they were saved. */
export async function loadVersions(
  db: Kysely<Database>,
  account: number,
  workflow: string,
  versions: readonly number[],
): Promise<Map<number, Version>> {
  if (versions.length === 0) return new Map();
  const rows = await db
    .selectFrom('workflow_versions')
    .select(['version', 'definition'])
    .where('account_id', '=', account)
    .where('workflow_id', '=', workflow)
    .where('version', 'in', [...new Set(versions)])
    .execute();
  return new Map(
    rows.map(({ version, definition }) => {
      const read = Definition.parse(definition);
      return [version, { definition: read, program: programOf(read) }];
    }),
  );
}
