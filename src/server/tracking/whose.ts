import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { domainOf } from '../../core/policy';
import { basesOf, contactsByAddress, foldAddress, mayBeNamed } from '../crm/contacts';
import type { AccountSettings, Database } from '../store/schema';

export type MessageRow = Selectable<Database['messages']>;

/** What of the frozen policy hits depend on; a message that was found without a report has none. */
const Frozen = z.object({
  image: z.boolean().optional().catch(undefined),
  links: z.boolean().optional().catch(undefined),
  device: z
    .object({
      source: z.string(),
      platform: z.enum(['windows', 'mac', 'ios', 'android', 'linux', 'other']),
    })
    .optional()
    .catch(undefined),
});
export type Frozen = z.infer<typeof Frozen>;
export const frozenPolicy = (message: Pick<MessageRow, 'policy'>): Frozen =>
  Frozen.parse(message.policy ?? {});

/** Under whose name a hit may be shown. */
export type Whose =
  /** Kept, and shown to nobody (P3, O6). */
  | { told: 'nobody' }
  /** Someone: no contact; `anonymous`: no device or place either (P2). */
  | { told: 'someone'; anonymous: boolean }
  | { told: 'named'; recipient: number; contact?: string };

/**
 * Whose hit it is: the recipient's own, or Someone's where several share the image (O10) or where nobody may be named
 * (P2); nobody's where tracking was not allowed when the mail was sent, or was forbidden since (O6, P3).
 */
export async function whoseHit(
  trx: Transaction<Database>,
  settings: AccountSettings,
  message: MessageRow,
  hit: { kind: 'open' | 'click'; recipient: number },
): Promise<Whose> {
  const { account_id: account } = message;
  if (message.state === 'undone') return { told: 'nobody' };
  const frozen = frozenPolicy(message);
  const allowed =
    hit.kind === 'open'
      ? (frozen.image ?? message.tracked_image)
      : (frozen.links ?? message.links_tracked > 0);
  if (!allowed) return { told: 'nobody' };

  const all = await trx
    .selectFrom('message_recipients')
    .select(['idx', 'address', 'contact_id', 'token'])
    .where('account_id', '=', account)
    .where('message_id', '=', message.id)
    .orderBy('idx')
    .execute();
  // A recipient's own index proves something only where each has a copy of their own, or where there is but one: a mail
  // that got a second recipient after Outlook was given its image leaves with the image of the first, to both (O10).
  const alone = new Set(all.map(({ address }) => foldAddress(address))).size === 1;
  const own =
    hit.recipient === 0
      ? []
      : all.filter(({ idx, token }) => idx === hit.recipient && (alone || token !== null));
  const among = own.length > 0 ? own : all;
  const colleagues = new Set((settings.ownDomains ?? []).map((domain) => domain.toLowerCase()));
  const outside = among.filter(({ address }) => !colleagues.has(domainOf(address)));

  const contacts = await contactsByAddress(
    trx,
    account,
    outside.filter(({ contact_id }) => contact_id === null).map(({ address }) => address),
  );
  const contactOf = (row: (typeof all)[number]): string | undefined =>
    row.contact_id ?? contacts.get(foldAddress(row.address));
  const ids = [...new Set(outside.flatMap((row) => contactOf(row) ?? []))];
  if (
    await isForbidden(trx, account, hit.kind, [...ids, ...outside.map(({ address }) => foldAddress(address))])
  ) {
    return { told: 'nobody' };
  }
  const bases = await basesOf(trx, account, ids);
  const privacy = settings.privacy !== false;
  const names = outside.map((row) => mayBeNamed(bases.get(contactOf(row) ?? ''), privacy));
  // One image for several people: whoever withdrew may be the one who loads it.
  if (names.includes('silent')) return { told: 'nobody' };
  const anonymous = names.includes('someone');

  const [only] = among;
  const single = new Set(among.map(({ address }) => foldAddress(address))).size === 1;
  if (!only || !single) return { told: 'someone', anonymous };
  if (anonymous) return { told: 'someone', anonymous };
  const contact = contactOf(only);
  return { told: 'named', recipient: only.idx, ...(contact !== undefined && { contact }) };
}

/** "No tracking" set on a contact or an address, before or after the mail was sent (O6). */
async function isForbidden(
  trx: Transaction<Database>,
  account: number,
  kind: 'open' | 'click',
  values: readonly string[],
): Promise<boolean> {
  if (values.length === 0) return false;
  const limit = await trx
    .selectFrom('tracking_limits')
    .select('value')
    .where('account_id', '=', account)
    .where('scope', 'in', ['contact', 'address'])
    .where('value', 'in', [...values])
    .where('level', 'in', kind === 'open' ? ['all'] : ['all', 'links'])
    .limit(1)
    .executeTakeFirst();
  return limit !== undefined;
}
