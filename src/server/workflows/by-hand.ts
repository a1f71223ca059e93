import type { Transaction } from 'kysely';
import { recordAudit } from '../audit';
import type { Viewer } from '../crm/visibility';
import { enqueue } from '../jobs';
import type { Database } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';
import { enrol } from './enrol';
import { RUN_JOB } from './job-types';
import { loadVersions } from './load';

type Trx = Transaction<Database>;

export type EnrolRefusal = 'no-such-workflow' | 'not-on' | 'no-such-contact' | 'not-let-in';

/** Puts a contact into a workflow that is on. Its filter and its setting for coming again hold for people too. */
export async function enrolByHand(
  trx: Trx,
  who: Viewer,
  workflow: string,
  contact: string,
  now: Date,
): Promise<{ id: string } | EnrolRefusal> {
  const row = await trx
    .selectFrom('workflows')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('id', '=', workflow)
    .where('removed_at', 'is', null)
    .forShare()
    .executeTakeFirst();
  if (!row) return 'no-such-workflow';
  if (row.state !== 'on') return 'not-on';
  const there = await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', who.account)
    .where('id', '=', contact)
    // Two who press at once put them in one after the other.
    .forUpdate()
    .executeTakeFirst();
  if (!there) return 'no-such-contact';
  const version = (await loadVersions(trx, who.account, workflow, [row.version])).get(row.version);
  if (!version) return 'no-such-workflow';
  const cause = `hand:${uuidV7(now)}`;
  const id = (await enrol(trx, row, version, [{ contact, cause, by: who.user }], now)).get(cause);
  if (id === undefined) return 'not-let-in';
  await recordAudit(trx, who, now, 'workflow.enrol', { kind: 'workflow', id: workflow }, { contact });
  return { id };
}

/** Takes somebody out of a workflow, or puts them back where they were. Undefined: there is nothing to do so with. */
export async function leaveByHand(
  trx: Trx,
  who: Viewer,
  enrolment: string,
  restore: boolean,
  now: Date,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('workflow_enrolments')
    .select(['id', 'workflow_id', 'state', 'why', 'due_at', 'contact_id'])
    .where('account_id', '=', who.account)
    .where('id', '=', enrolment)
    .forUpdate()
    .executeTakeFirst();
  const possible = restore
    ? row?.state === 'left' && row.why === 'by-hand'
    : row?.state === 'in' || row?.state === 'failed';
  if (!row || !possible) return undefined;
  // What they waited for stays in due_at while they are out, for when they are put back.
  await trx
    .updateTable('workflow_enrolments')
    .set(
      restore
        ? { state: 'in', why: null, ended_at: null, moved_at: now, due_at: row.due_at ?? now, attempts: 0 }
        : { state: 'left', why: 'by-hand', ended_at: now, moved_at: now },
    )
    .where('account_id', '=', who.account)
    .where('id', '=', enrolment)
    .execute();
  if (restore) await enqueue(trx, { account: who.account, type: RUN_JOB, key: row.workflow_id });
  await recordAudit(
    trx,
    who,
    now,
    restore ? 'workflow.leave-undone' : 'workflow.leave',
    { kind: 'workflow', id: row.workflow_id },
    { contact: row.contact_id },
  );
  return row.workflow_id;
}

/** Tries once more what could not be run. Undefined: there is no such enrolment that failed. */
export async function tryAgain(
  trx: Trx,
  who: Viewer,
  enrolment: string,
  now: Date,
): Promise<string | undefined> {
  const row = await trx
    .updateTable('workflow_enrolments')
    .set({ state: 'in', attempts: 0, error: null, due_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', enrolment)
    .where('state', '=', 'failed')
    .returning('workflow_id')
    .executeTakeFirst();
  if (row) await enqueue(trx, { account: who.account, type: RUN_JOB, key: row.workflow_id });
  return row?.workflow_id;
}
