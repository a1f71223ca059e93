import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { ContactCard } from '../../core/api/shared';
import type { Departure } from '../../core/incoming';
import type { Database } from '../store/schema';
import { contactsByAddress, foldAddress } from './contacts';

/** What stands of it under `departed` in a contact's properties. */
const Departed = z.object({
  departed: z.object({
    /** When the answer that says so arrived. */
    at: z.iso.datetime(),
    successor: z.object({ name: z.string().optional(), address: z.string().optional() }).optional(),
  }),
});
const LONGEST_NAME = 200;

/**
 * R3: an automatic answer says that this contact has left their company. The latest answer counts, and none that is older
 * than a mail of theirs, or than a person's word that they are still there.
 */
export async function noteDeparture(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  departure: Departure,
  at: Date,
): Promise<void> {
  const { name, address } = departure.successor ?? {};
  const successor = {
    ...(name !== undefined && { name: name.slice(0, LONGEST_NAME) }),
    ...(address !== undefined && { address: foldAddress(address) }),
  };
  const departed: z.infer<typeof Departed>['departed'] = {
    at: at.toISOString(),
    ...(departure.successor && { successor }),
  };
  await trx
    .updateTable('contacts')
    .set({ properties: sql`properties || ${JSON.stringify({ departed })}::jsonb` })
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .where(sql<boolean>`coalesce(properties -> 'departed' ->> 'at', '') < ${departed.at}`)
    .where(sql<boolean>`coalesce(properties ->> 'stillThere', '') < ${departed.at}`)
    .where(
      sql<boolean>`not exists (select 1 from message_senders s
        join messages m on m.account_id = s.account_id and m.id = s.message_id
        where s.account_id = contacts.account_id and s.contact_id = contacts.id and not s.by_hand and s.at > ${at}
          and m.direction = 'incoming' and m.judged_kind in ('reply', 'new') and m.state <> 'undone')`,
    )
    .execute();
}

/** R3: the contact has written after the answer that told of their departure. */
export async function endDeparture(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  at: Date,
): Promise<void> {
  await trx
    .updateTable('contacts')
    .set({ properties: sql`properties - 'departed'` })
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .where(sql<boolean>`properties -> 'departed' ->> 'at' < ${at.toISOString()}`)
    .execute();
}

/** A person says that the contact is still there: no earlier answer says otherwise any more. */
export async function dismissDeparture(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  at: Date,
): Promise<void> {
  const stillThere = JSON.stringify({ stillThere: at.toISOString() });
  await trx
    .updateTable('contacts')
    .set({ properties: sql`(properties - 'departed') || ${stillThere}::jsonb` })
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .execute();
}

/** P5: an erased person is named as nobody's successor any more. */
export async function forgetSuccessor(
  trx: Transaction<Database>,
  account: number,
  addresses: readonly string[],
): Promise<void> {
  if (addresses.length === 0) return;
  await trx
    .updateTable('contacts')
    .set({ properties: sql`properties #- '{departed,successor}'` })
    .where('account_id', '=', account)
    .where(sql`properties #>> '{departed,successor,address}'`, 'in', addresses.map(foldAddress))
    .execute();
}

/** What is known of each contact's departure, by contact id, the successor with the record that holds their address. */
export async function departuresOf(
  db: Kysely<Database>,
  account: number,
  contacts: readonly { id: string; properties: unknown }[],
): Promise<Map<string, NonNullable<ContactCard['departure']>>> {
  const left = contacts.flatMap(({ id, properties }) => {
    const read = Departed.safeParse(properties);
    return read.success ? [{ id, ...read.data.departed }] : [];
  });
  const named = left.flatMap(({ successor }) => successor?.address ?? []);
  const known = await contactsByAddress(db, account, named);
  return new Map(
    left.map(({ id, at, successor }) => {
      const record = successor?.address === undefined ? undefined : known.get(successor.address);
      return [
        id,
        {
          at,
          ...(successor && {
            successor: {
              ...(successor.name !== undefined && { name: successor.name }),
              ...(successor.address !== undefined && { address: successor.address }),
              ...(record !== undefined && { contactId: record }),
            },
          }),
        },
      ];
    }),
  );
}
