import type { Kysely } from 'kysely';
import { foldAddress, workDomainOf } from '../../crm/contacts';
import type { Database } from '../../store/schema';
import type { MessageRow } from './message-rows';

/** Who wrote an answer, seen from the message that it answers. */
export interface Answerer {
  from: { address: string; name: string };
  contact?: string;
  /** The recipient of the original that this is, if any. */
  recipient?: number;
  /** R5: said where the writer is no known contact, or stands for another. */
  note?: string;
}

/**
 * `copy`: of marketing mail, the number of the copy that is answered. R5: the writer is a recipient by address, or by being the same contact under another address; else a colleague of a
 * recipient, or somebody unknown: then the event is of no contact, and says so.
 */
export async function answererOf(
  db: Kysely<Database>,
  account: number,
  from: { address: string; name: string },
  contact: string | undefined,
  original: Pick<MessageRow, 'id' | 'kind'> | undefined,
  copy: number | undefined,
): Promise<Answerer> {
  const known: Answerer = { from, ...(contact !== undefined && { contact }) };
  if (original === undefined) return known;
  const of = db
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'name', 'contact_id'])
    .where('account_id', '=', account)
    .where('message_id', '=', original.id)
    .orderBy('idx');
  // Of marketing mail it may have gone to a million: whom the copy went to, and who wrote, are asked for.
  const recipients =
    original.kind === 'marketing'
      ? [
          ...(await of.where('idx', '=', copy ?? 0).execute()),
          ...(await of.where('via', '=', 'to').where('address', '=', from.address).execute()),
          ...(contact === undefined ? [] : await of.where('contact_id', '=', contact).limit(1).execute()),
        ]
      : await of.execute();
  const own =
    recipients.find((r) => foldAddress(r.address) === from.address) ??
    (contact === undefined ? undefined : recipients.find((r) => r.contact_id === contact));
  if (own) {
    const named = contact ?? own.contact_id ?? undefined;
    return { from, recipient: own.idx, ...(named !== undefined && { contact: named }) };
  }
  if (contact !== undefined) return known;
  const company = workDomainOf(from.address);
  const beside = company === null ? undefined : recipients.find((r) => workDomainOf(r.address) === company);
  return {
    from,
    note: beside
      ? `From a colleague of ${beside.name === '' ? beside.address : beside.name}; not a known contact`
      : 'Not a known contact',
  };
}
