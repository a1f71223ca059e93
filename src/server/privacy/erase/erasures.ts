import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { ErasureView } from '../../../core/api/privacy';
import { recordAudit } from '../../audit';
import { enqueue } from '../../jobs';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { seal, unseal } from '../../store/sealed';
import type { ErasedPerson } from './scrub';

export const ERASE_JOB = 'privacy.erase';
/** Time to find out that it was the wrong person. */
export const UNDO_MS = 5 * 60_000;
const LABEL = 'erasure/1';

export type ErasureRow = Selectable<Database['erasures']>;

const Person = z.object({ addresses: z.array(z.string()), names: z.array(z.string()) });

/** Who is being erased, as long as it lasts: readable with the secrets alone. */
export const sealPerson = (secrets: Services['secrets'], person: ErasedPerson): string =>
  seal(secrets, LABEL, person);
export const personOf = (secrets: Services['secrets'], row: ErasureRow): ErasedPerson =>
  row.sealed === null ? { addresses: [], names: [] } : Person.parse(unseal(secrets, LABEL, row.sealed));

/**
 * P5: a contact is to be erased, after a time in which it can be undone. Asked again, it is the same erasure. Undefined:
 * there is no such contact.
 */
export async function beginErasure(
  trx: Transaction<Database>,
  { clock }: Pick<Services, 'clock'>,
  who: { account: number; user: number },
  contact: string,
): Promise<string | undefined> {
  const found = await trx
    .selectFrom('contacts')
    .select('id')
    .where('account_id', '=', who.account)
    .where('id', '=', contact)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return undefined;
  const running = await trx
    .selectFrom('erasures')
    .select('id')
    .where('account_id', '=', who.account)
    .where('contact_id', '=', contact)
    .where('state', 'in', ['scheduled', 'running'])
    .executeTakeFirst();
  if (running) return running.id;
  const now = clock.now();
  const id = uuidV7(now);
  const due = new Date(now.getTime() + UNDO_MS);
  await trx
    .insertInto('erasures')
    .values({
      account_id: who.account,
      id,
      contact_id: contact,
      state: 'scheduled',
      step: 'begin',
      sealed: null,
      asked_by: who.user,
      asked_at: now,
      due_at: due,
    })
    .execute();
  await enqueue(trx, { account: who.account, type: ERASE_JOB, key: id, runAt: due });
  await recordAudit(trx, who, now, 'contact.erase', { kind: 'contact', id: contact }, { erasure: id });
  return id;
}

/** Takes back what has not begun. False: it has, or there is none. */
export async function undoErasure(
  trx: Transaction<Database>,
  { clock }: Pick<Services, 'clock'>,
  who: { account: number; user: number },
  id: string,
): Promise<boolean> {
  const undone = await trx
    .updateTable('erasures')
    .set({ state: 'undone', finished_at: clock.now() })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .returning('contact_id')
    .executeTakeFirst();
  if (!undone) return false;
  await recordAudit(
    trx,
    who,
    clock.now(),
    'contact.erase-undone',
    { kind: 'contact', id: undone.contact_id ?? '' },
    { erasure: id },
  );
  return true;
}

const MOST_SHOWN = 100;

/** The erasures of an account, newest first; `id`: this one alone. */
export async function erasureViews(
  db: Kysely<Database>,
  account: number,
  id?: string,
): Promise<ErasureView[]> {
  const rows = await db
    .selectFrom('erasures as e')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'e.account_id').onRef('u.id', '=', 'e.asked_by'),
    )
    .selectAll('e')
    .select([
      'u.name as by_name',
      sql<
        string | null
      >`(select m.id from messages m where m.account_id = e.account_id order by m.id limit 1)`.as('first'),
      sql<
        string | null
      >`(select m.id from messages m where m.account_id = e.account_id order by m.id desc limit 1)`.as(
        'last',
      ),
    ])
    .where('e.account_id', '=', account)
    .where((eb) => (id === undefined ? eb.lit(true) : eb('e.id', '=', id)))
    .orderBy('e.id', 'desc')
    .limit(MOST_SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    ...(row.contact_id !== null && { contactId: row.contact_id }),
    askedAt: row.asked_at.toISOString(),
    ...(row.by_name !== null && { askedBy: row.by_name }),
    dueAt: row.due_at.toISOString(),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    progress: progressOf(row, row.first, row.last),
    counts: row.counts,
  }));
}

/** Messages are looked through in the order of their ids, which begin with a time in milliseconds (RFC 9562). */
const momentOf = (id: string): number => Number.parseInt(id.slice(0, 13).replace('-', ''), 16);

function progressOf(row: ErasureRow, first: string | null, last: string | null): number {
  if (row.state === 'done') return 1;
  if (row.step === 'rest' || row.step === 'files') return 0.99;
  if (row.cursor === null || first === null || last === null) return 0;
  const [from, to] = [momentOf(first), momentOf(last)];
  return Math.min(0.99, Math.max(0, (momentOf(row.cursor) - from) / Math.max(1, to - from)));
}
