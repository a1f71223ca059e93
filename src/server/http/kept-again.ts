import type { Transaction } from 'kysely';
import { recordAudit } from '../audit';
import { erasedAmong, forgetErasure, noteErased } from '../privacy';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

type Asking = Pick<SignedIn, 'account' | 'user'>;

/** P5: whoever was erased is made again only by a person who was told so. */
export async function releaseErased(
  trx: Transaction<Database>,
  { secrets, clock }: Pick<Services, 'secrets' | 'clock'>,
  who: Asking,
  addresses: readonly string[],
  keep: boolean,
): Promise<void> {
  const erased = await erasedAmong(trx, secrets, who.account, addresses);
  if (erased.size === 0) return;
  if (!keep) {
    throw problem(
      409,
      'address-erased',
      'The person with this address was erased, perhaps at their own wish. Make the contact again only with a reason to keep them.',
      'addresses',
    );
  }
  await forgetErasure(trx, secrets, who.account, [...erased]);
  await recordAudit(trx, who, clock.now(), 'contact.kept-again', {
    kind: 'account',
    id: String(who.account),
  });
}

/** Says it in the list beside the store too, so that a restored backup does not erase them anew. */
export async function keptAgain(
  services: Pick<Services, 'settings' | 'secrets' | 'clock'>,
  { account }: Asking,
  addresses: readonly string[],
  keep: boolean,
): Promise<void> {
  if (keep) await noteErased(services, account, addresses, 'kept');
}
