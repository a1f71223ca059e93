import type { Transaction } from 'kysely';
import type { Visibility } from '../../core/api/account-settings';
import { recordAudit } from '../audit';
import type { Database } from '../store/schema';
import type { Viewer } from './visibility';

/** From the widest to the narrowest. */
const WIDTHS: readonly Visibility[] = ['everybody', 'team', 'participants'];
const widthOf = (visibility: Visibility): number => WIDTHS.indexOf(visibility);

/**
 * P7: who may see one mail, within what the account's setting gave it when it was logged; narrowed, it may be widened as
 * far as that again. Answers filed later are as narrow (`filing/received-rows.ts`). Whoever holds a copy sees it anyway.
 */
export async function narrowMessage(
  trx: Transaction<Database>,
  who: Viewer,
  id: string,
  to: Visibility,
  now: Date,
): Promise<'done' | 'unknown' | 'wider'> {
  const message = await trx
    .selectFrom('messages')
    .select(['visibility', 'narrowed_from'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('state', '!=', 'undone')
    .forUpdate()
    .executeTakeFirst();
  if (!message) return 'unknown';
  const widest = message.narrowed_from ?? message.visibility;
  if (widthOf(to) < widthOf(widest)) return 'wider';
  if (to === message.visibility) return 'done';
  await trx
    .updateTable('messages')
    .set({
      visibility: to,
      narrowed_from: to === widest || widest === 'participants' ? null : widest,
      updated_at: now,
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  const object = { kind: 'message', id };
  await recordAudit(trx, who, now, 'message.visibility', object, { from: message.visibility, to });
  return 'done';
}
