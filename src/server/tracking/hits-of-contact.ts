import type { Transaction } from 'kysely';
import type { Database } from '../store/schema';
import { earliestHit } from './hit-views';
import { accountSettings } from './message-rows';
import type { MessageRow } from './people-of';
import { whoseHits } from './whose';

/**
 * P5: what asked for a contact's own copy of a message, as it is kept of them, oldest first: whatever it was found to be,
 * also what never made an event. What is told under no name (P2, P3) is no more theirs here than anywhere.
 */
export async function hitsOfContact(trx: Transaction<Database>, message: MessageRow, contact: string) {
  const { account_id: account, id } = message;
  const copies = message.kind === 'marketing' ? await copiesOfContact(trx, message, contact) : undefined;
  if (copies?.length === 0) return [];
  const rows = await trx
    .selectFrom('hits')
    .select(['kind', 'at', 'recipient_idx', 'link_n', 'target', 'features', 'verdict', 'via', 'reasons'])
    .where('account_id', '=', account)
    .where('token_key', '=', message.token_key ?? '')
    .where('message_id', '=', id)
    .where('at', '>=', earliestHit(message))
    .$if(copies !== undefined, (q) => q.where('recipient_idx', 'in', copies ?? []))
    .orderBy('at')
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  const whose = await whoseHits(trx, await accountSettings(trx, account), message, copies ?? []);
  const links = await trx
    .selectFrom('message_links')
    .select(['n', 'target'])
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .execute();
  return rows.flatMap((row) => {
    const { kind, at, recipient_idx: recipient, verdict, via, reasons, features } = row;
    const owner = whose({ kind, recipient, at });
    // The sender's own looks are the sender's.
    if (owner.told !== 'named' || owner.contact !== contact || verdict === 'self') return [];
    const { agentName: program, platform, network, networkName } = features;
    const target = row.target ?? links.find(({ n }) => n === row.link_n)?.target;
    return [
      {
        kind,
        at,
        ...(target !== undefined && { target }),
        verdict,
        via,
        reasons,
        program,
        platform,
        network,
        networkName,
      },
    ];
  });
}

/** Of marketing mail, the numbers of their copies. */
async function copiesOfContact(
  trx: Transaction<Database>,
  { account_id: account, id }: MessageRow,
  contact: string,
): Promise<number[]> {
  const rows = await trx
    .selectFrom('message_recipients')
    .select('idx')
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .where('contact_id', '=', contact)
    .execute();
  return rows.map(({ idx }) => idx);
}
