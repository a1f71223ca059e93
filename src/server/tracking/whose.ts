import type { Transaction } from 'kysely';
import { z } from 'zod';
import { domainOf } from '../../core/policy';
import { foldAddress, mayBeNamed } from '../crm/contacts';
import { basisAt } from '../crm/legal-bases';
import { limitNamesOf } from '../crm/no-tracking';
import { silences } from '../privacy/objections';
import type { AccountSettings, Database } from '../store/schema';
import {
  carries,
  copyKey,
  peopleAmong,
  peopleOf,
  recipientsOf,
  type MessageRow,
  type People,
  type Recipient,
} from './people-of';

/** What of a message tells whose its hits are. */
type HitMessage = Pick<
  MessageRow,
  'id' | 'kind' | 'state' | 'policy' | 'tracked_image' | 'links_tracked' | 'at'
>;

/** What of the frozen policy hits depend on; a message that was found without a report has none. */
const Frozen = z.object({
  image: z.boolean().optional().catch(undefined),
  links: z.boolean().optional().catch(undefined),
  test: z.boolean().optional().catch(undefined),
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

/** What tells whose a hit is. */
interface OneHit {
  kind: 'open' | 'click';
  recipient: number;
  at: Date;
}

/** `whoseHits` for one hit. */
export async function whoseHit(
  trx: Transaction<Database>,
  settings: AccountSettings,
  message: MessageRow,
  hit: OneHit,
): Promise<Whose> {
  return (await whoseHits(trx, settings, message, [hit.recipient]))(hit);
}

/** Whose a message's hits are, of people that are read now; of marketing mail, hits of these copies. */
export async function whoseHits(
  trx: Transaction<Database>,
  settings: AccountSettings,
  message: MessageRow,
  copies: Iterable<number>,
): Promise<(hit: OneHit) => Whose> {
  return whoseOf(await peopleOf(trx, message.account_id, [{ message, copies }]), settings, message);
}

/**
 * Whose open a reply infers (O4): the writer's own, whoever else has the mail (O10), unless they may not be told of.
 * `recipient`: which of the message they are; 0: none.
 */
export async function whoseReply(
  trx: Transaction<Database>,
  settings: AccountSettings,
  account: number,
  message: HitMessage,
  reply: { from: { address: string; name: string }; contact?: string; recipient: number; at: Date },
): Promise<Whose> {
  const { from, contact, recipient, at } = reply;
  const asked = [{ message, copies: [recipient] }];
  const all = (await recipientsOf(trx, account, asked)).get(copyKey(message, recipient)) ?? [];
  // Where the mail went counts, though the answer may come from another address of theirs.
  const there = all.find(({ idx }) => idx === recipient);
  // Of marketing mail only whom a copy went to can be told to have opened one.
  if (message.kind === 'marketing' && !there) return { told: 'nobody' };
  const nobody = { ...from, idx: 0, contact_id: null, no_record: false, token: null };
  const writer: Recipient = { ...(there ?? nobody), contact_id: contact ?? there?.contact_id ?? null };
  const people = await peopleAmong(trx, account, asked, new Map([[copyKey(message, recipient), [writer]]]));
  return whoseReplyOf(people, settings, message, writer, at);
}

/** `whoseReply`, of people that were read. Of a mail that was not tracked nobody's, and where opens were not allowed (O6). */
export function whoseReplyOf(
  people: People,
  settings: AccountSettings,
  message: HitMessage,
  writer: Recipient,
  at: Date,
): Whose {
  if (!message.tracked_image && message.links_tracked === 0) return { told: 'nobody' };
  const alone = { ...people, recipients: new Map([[copyKey(message, writer.idx), [writer]]]) };
  // A reply tells of an open where the mail has but links, too; but a rate of opens counts copies with an image (M5).
  const opened = message.kind === 'marketing' ? message : { ...message, tracked_image: true };
  return whoseOf(alone, settings, opened)({ kind: 'open', recipient: writer.idx, at });
}

/**
 * Whose a message's hits are: the recipient's own, or Someone's where several share the image (O10) or where nobody may
 * be named (P2); nobody's where tracking was not allowed when the mail was sent, or was forbidden since (O6, P3). A hit
 * is told under a name only if the legal basis allowed it when the hit was made and allows it now: what is given later
 * names no earlier hit, what is withdrawn hides them. Marketing mail asks for the basis of its own purpose, and without
 * one tells nobody: its reports count no anonymous hits (P2, M5).
 */
export function whoseOf(
  { recipients, contacts, limits, bases, marketingBases, objections }: People,
  settings: AccountSettings,
  message: HitMessage,
): (hit: OneHit) => Whose {
  const frozen = frozenPolicy(message);
  const marketing = message.kind === 'marketing';
  const colleagues = new Set((settings.ownDomains ?? []).map((domain) => domain.toLowerCase()));
  const isOutside = ({ address }: Recipient): boolean => !colleagues.has(domainOf(address));
  // Of a colleague, what stands on the mail.
  const contactOf = (row: Recipient): string | undefined =>
    row.contact_id ?? (isOutside(row) ? contacts.get(foldAddress(row.address)) : undefined);
  const privacy = settings.privacy !== false;
  // A recipient's own index proves something only where each has a copy of their own, or where there is but one: a mail
  // that got a second recipient after Outlook was given its image leaves with the image of the first, to both (O10).
  const everybody = marketing ? [] : (recipients.get(message.id) ?? []);
  const alone = new Set(everybody.map(({ address }) => foldAddress(address))).size === 1;
  const amongWhom = ({ recipient }: OneHit): Recipient[] => {
    if (marketing) return recipients.get(copyKey(message, recipient)) ?? [];
    const own =
      recipient === 0
        ? []
        : everybody.filter(({ idx, token }) => idx === recipient && (alone || token !== null));
    return own.length > 0 ? own : everybody;
  };

  return (hit) => {
    if (message.state === 'undone') return { told: 'nobody' };
    const allowed =
      hit.kind === 'open'
        ? (frozen.image ?? message.tracked_image)
        : (frozen.links ?? message.links_tracked > 0);
    if (!allowed) return { told: 'nobody' };
    const among = amongWhom(hit);
    // What a copy did not carry nobody can have asked for; a copy that is nobody's tells of nobody.
    if (!among.every(({ copy }) => carries(copy, hit.kind)) || (marketing && among.length === 0))
      return { told: 'nobody' };
    const outside = among.filter(isOutside);
    const limited = outside
      .flatMap((row) => [contactOf(row) ?? '', ...limitNamesOf(row.address)])
      .flatMap((value) => limits.get(value) ?? []);
    if (limited.some((level) => level === 'all' || hit.kind === 'click')) return { told: 'nobody' };
    // P6: as with consent withdrawn, and for what was made while the objection stood too.
    if (outside.some(({ address }) => silences(objections.get(foldAddress(address)), hit.at)))
      return { told: 'nobody' };
    const names = outside.flatMap((row) => {
      const history = (marketing ? marketingBases : bases).get(contactOf(row) ?? '') ?? [];
      const then = basisAt(history, hit.at, row.contact_id !== null);
      return [mayBeNamed(then, privacy), mayBeNamed(history.at(-1)?.basis, privacy)];
    });
    // One image for several people: whoever withdrew may be the one who loads it.
    if (names.includes('silent')) return { told: 'nobody' };
    const anonymous = names.includes('someone');
    if (anonymous && marketing && frozen.test !== true) return { told: 'nobody' };

    const [only] = among;
    const single = new Set(among.map(({ address }) => foldAddress(address))).size === 1;
    if (!only || !single || anonymous) return { told: 'someone', anonymous };
    const contact = contactOf(only);
    return { told: 'named', recipient: only.idx, ...(contact !== undefined && { contact }) };
  };
}
