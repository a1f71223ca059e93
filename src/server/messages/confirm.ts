import type { Transaction } from 'kysely';
import { z } from 'zod';
import { ensureContacts, foldAddress } from '../crm/contacts';
import type { Services } from '../services';
import type { Database } from '../store/schema';

const Standings = z.object({
  recipients: z
    .array(z.object({ address: z.string(), standing: z.string().nullable() }))
    .optional()
    .catch(undefined),
});

/** Standings that make no record (L3, L4). */
const NO_RECORD = new Set(['colleague', 'neverLogged', 'list']);

/**
 * L13: what was only reported is sent, now that a hit or an answer proves it. Then, and not before, its unknown
 * recipients become contacts (L3). Does nothing for a message that is confirmed already.
 */
export async function confirmMessage(
  trx: Transaction<Database>,
  services: Pick<Services, 'clock' | 'log'>,
  account: number,
  messageId: string,
  by: { hit: 'open' | 'click' } | { answer: string },
): Promise<void> {
  const now = services.clock.now();
  const message = await trx
    .updateTable('messages')
    .set({ state: 'sent', updated_at: now })
    .where('account_id', '=', account)
    .where('id', '=', messageId)
    .where('direction', '=', 'outgoing')
    .where('state', 'in', ['sending', 'sent-reported', 'not-confirmed'])
    .returning(['user_id', 'policy'])
    .executeTakeFirst();
  if (!message) return;
  services.log.debug({ account, by: Object.keys(by)[0] }, 'A reported message is confirmed');

  const { settings } = await trx
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const standings = new Map(
    (Standings.parse(message.policy ?? {}).recipients ?? []).map((one) => [
      foldAddress(one.address),
      one.standing,
    ]),
  );
  const rows = await trx
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'name'])
    .where('account_id', '=', account)
    .where('message_id', '=', messageId)
    .where('contact_id', 'is', null)
    .execute();
  const unknown = rows.filter(({ address }) => !NO_RECORD.has(standings.get(foldAddress(address)) ?? ''));
  const contacts = await ensureContacts(trx, account, unknown, message.user_id, settings, now);
  for (const { idx, address } of unknown) {
    const contact = contacts.get(foldAddress(address));
    if (contact === undefined) continue;
    await trx
      .updateTable('message_recipients')
      .set({ contact_id: contact })
      .where('account_id', '=', account)
      .where('message_id', '=', messageId)
      .where('idx', '=', idx)
      .execute();
  }
}
