import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { contactsByAddress, foldAddress } from '../crm/contacts';
import {
  contactsToMake,
  insertContacts,
  neverLoggedAmong,
  type ContactGround,
  type NewContact,
} from '../crm/contacts-to-make';
import {
  basisHistories,
  giveByWriting,
  givenByWriting,
  type GivenBasis,
  type PastBasis,
} from '../crm/legal-bases';
import type { Services } from '../services';
import { json, type Database, type MessageState } from '../store/schema';
import { takeBackOverdue } from './overdue';

const Standings = z.object({
  recipients: z
    .array(z.object({ address: z.string(), standing: z.string().nullable() }))
    .optional()
    .catch(undefined),
});

/** Standings that make no record (L3, L4). */
const NO_RECORD = new Set(['colleague', 'neverLogged', 'list']);
const ON_ITS_WAY: readonly MessageState[] = ['sending', 'sent-reported', 'not-confirmed'];

/** Of a message's frozen policy: whether it says of an address that it makes no record. */
export function makesNoRecord(policy: Record<string, unknown>): (address: string) => boolean {
  const standings = new Map(
    (Standings.parse(policy).recipients ?? []).map((one) => [foldAddress(one.address), one.standing]),
  );
  return (address) => NO_RECORD.has(standings.get(foldAddress(address)) ?? '');
}

/** Of a message, what its confirmation asks. */
export interface Confirmable {
  id: string;
  direction: 'outgoing' | 'incoming';
  state: MessageState;
  user_id: number | null;
  at: Date;
  policy: Record<string, unknown>;
}

export interface ConfirmedRecipient {
  idx: number;
  address: string;
  name: string;
  contact_id: string | null;
  /** A1: its writer took it off their record. */
  no_record: boolean;
}

/** What a confirmation writes. */
export interface Confirmation {
  message: string;
  /** It had counted as not confirmed. */
  overdue: boolean;
  contacts: NewContact[];
  /** P1: to recipients who were contacts before. */
  given: GivenBasis[];
  /** Recipients who are contacts from now on. */
  recipients: { idx: number; contact: string }[];
}

/** It was reported, and nothing has proven yet that it was sent. */
export const awaitsProof = ({ direction, state }: Pick<Confirmable, 'direction' | 'state'>): boolean =>
  direction === 'outgoing' && ON_ITS_WAY.includes(state);

/** What a confirmation depends on. */
export interface ConfirmGround extends ContactGround {
  /** Of recipients who are contacts. */
  bases: ReadonlyMap<string, readonly PastBasis[]>;
}

/**
 * L13: what was only reported is sent, now that a hit or an answer proves it. Then, and not before, its unknown
 * recipients become contacts (L3), whom `ground` knows from then on, and the others get the basis that writing gives (P1).
 * For a message that `awaitsProof`.
 */
export function confirmation(
  message: Confirmable,
  recipients: readonly ConfirmedRecipient[],
  ground: ConfirmGround,
  at: Date,
): Confirmation {
  const none = makesNoRecord(message.policy);
  const recorded = recipients.filter(({ no_record: off, address }) => !off && !none(address));
  const unknown = recorded.filter(({ contact_id: contact }) => contact === null);
  const there = recorded.flatMap(
    ({ contact_id: contact, address }) => contact ?? ground.known.get(foldAddress(address)) ?? [],
  );
  const contacts = contactsToMake(ground, unknown, message.user_id, at);
  return {
    message: message.id,
    overdue: message.state === 'not-confirmed',
    contacts,
    given: givenByWriting(ground.bases, there, ground.settings, message.at),
    recipients: unknown.flatMap(({ idx, address }) => {
      const contact = ground.known.get(foldAddress(address));
      return contact === undefined ? [] : [{ idx, contact }];
    }),
  };
}

/** Writes confirmations of one account, in their order. */
export async function writeConfirmations(
  trx: Transaction<Database>,
  account: number,
  confirmations: readonly Confirmation[],
  at: Date,
): Promise<void> {
  if (confirmations.length === 0) return;
  const messages = confirmations.map(({ message }) => message);
  await trx
    .updateTable('messages')
    .set({ state: 'sent', updated_at: at })
    .where('account_id', '=', account)
    .where('id', 'in', messages)
    .execute();
  await takeBackOverdue(
    trx,
    account,
    confirmations.filter(({ overdue }) => overdue).map(({ message }) => message),
    at,
  );
  await insertContacts(
    trx,
    account,
    confirmations.flatMap(({ contacts }) => contacts),
  );
  await giveByWriting(
    trx,
    account,
    confirmations.flatMap(({ given }) => given),
  );
  const recipients = confirmations.flatMap(({ message, recipients: own }) =>
    own.map((one) => ({ message, ...one })),
  );
  if (recipients.length === 0) return;
  await sql`
    update message_recipients r set contact_id = c.contact
    from jsonb_to_recordset(${json(recipients)}::jsonb) as c (message uuid, idx integer, contact uuid)
    where r.account_id = ${account} and r.message_id = any(${messages}::uuid[])
      and r.message_id = c.message and r.idx = c.idx`.execute(trx);
}

/** Confirms one message. Does nothing for one that is confirmed already. */
export async function confirmMessage(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock' | 'log'>,
  account: number,
  messageId: string,
  by: { answer: string },
): Promise<void> {
  const message = await trx
    .selectFrom('messages')
    .select(['id', 'direction', 'kind', 'state', 'user_id', 'at', 'policy'])
    .where('account_id', '=', account)
    .where('id', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
  // We sent marketing mail ourselves, and know what left.
  if (!message || message.kind === 'marketing' || !awaitsProof(message)) return;
  services.log.debug({ account, by: Object.keys(by)[0] }, 'A reported message is confirmed');
  const { settings } = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const recipients = await trx
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'name', 'contact_id', 'no_record'])
    .where('account_id', '=', account)
    .where('message_id', '=', messageId)
    .execute();
  const addresses = recipients.flatMap(({ contact_id: contact, address }) =>
    contact === null ? [address] : [],
  );
  const known = await contactsByAddress(trx, account, addresses);
  const there = [...recipients.flatMap(({ contact_id: contact }) => contact ?? []), ...known.values()];
  const ground: ConfirmGround = {
    settings,
    known,
    bases: await basisHistories(trx, account, [...new Set(there)]),
    neverLogged: await neverLoggedAmong(
      trx,
      account,
      addresses.map((address) => ({ owner: message.user_id, address })),
    ),
  };
  const now = services.clock.now();
  await writeConfirmations(trx, account, [confirmation(message, recipients, ground, now)], now);
}
