import type { Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { domainOf } from '../../core/policy';
import { contactsByAddress, foldAddress, mayBeNamed } from '../crm/contacts';
import { basisAt, basisHistories, type PastBasis } from '../crm/legal-bases';
import { limitNamesOf } from '../crm/no-tracking';
import { objectionsOf, silences, type Objection } from '../privacy/objections';
import type { AccountSettings, Database } from '../store/schema';

export type MessageRow = Selectable<Database['messages']>;
/** What of a message tells whose its hits are. */
type HitMessage = Pick<MessageRow, 'id' | 'state' | 'policy' | 'tracked_image' | 'links_tracked'>;

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
  return (await whoseHits(trx, settings, message))(hit);
}

/** Whose a message's hits are, of people that are read now. */
export async function whoseHits(
  trx: Transaction<Database>,
  settings: AccountSettings,
  message: MessageRow,
): Promise<(hit: OneHit) => Whose> {
  return whoseOf(await peopleOf(trx, message.account_id, [message.id]), settings, message);
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
  const all = (await recipientsOf(trx, account, [message.id])).get(message.id) ?? [];
  // Where the mail went counts, though the answer may come from another address of theirs.
  const there = all.find(({ idx }) => idx === recipient);
  const nobody = { ...from, idx: 0, contact_id: null, no_record: false, token: null };
  const writer: Recipient = { ...(there ?? nobody), contact_id: contact ?? there?.contact_id ?? null };
  const people = await peopleAmong(trx, account, new Map([[message.id, [writer]]]));
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
  const alone = { ...people, recipients: new Map([[message.id, [writer]]]) };
  // A reply tells of an open where the mail has but links, too.
  const opened = { ...message, tracked_image: true };
  return whoseOf(alone, settings, opened)({ kind: 'open', recipient: writer.idx, at });
}

interface Recipient {
  idx: number;
  address: string;
  name: string;
  contact_id: string | null;
  no_record: boolean;
  token: string | null;
}

/** Who messages went to, and what was said of them. */
export interface People {
  /** Per message, in their order. */
  recipients: Map<string, Recipient[]>;
  /** Of recipients that are no contact on their mail: folded address → contact. */
  contacts: Map<string, string>;
  /** By contact, and by the names under which an address can be listed. */
  limits: Map<string, ('all' | 'links')[]>;
  bases: Map<string, PastBasis[]>;
  /** By folded address. */
  objections: Map<string, Objection[]>;
}

/** What tells whose the hits of an account's messages are. Five queries, however many messages. */
export async function peopleOf(
  trx: Transaction<Database>,
  account: number,
  messages: readonly string[],
): Promise<People> {
  return peopleAmong(trx, account, await recipientsOf(trx, account, messages));
}

async function recipientsOf(
  trx: Transaction<Database>,
  account: number,
  messages: readonly string[],
): Promise<People['recipients']> {
  const recipients = new Map<string, Recipient[]>(messages.map((id) => [id, []]));
  const all = await trx
    .selectFrom('message_recipients')
    .select(['message_id', 'idx', 'address', 'name', 'contact_id', 'no_record', 'token'])
    .where('account_id', '=', account)
    .where('message_id', 'in', [...recipients.keys()])
    .orderBy('message_id')
    .orderBy('idx')
    .execute();
  for (const { message_id: id, ...row } of all) recipients.get(id)?.push(row);
  return recipients;
}

async function peopleAmong(
  trx: Transaction<Database>,
  account: number,
  recipients: People['recipients'],
): Promise<People> {
  const all = [...recipients.values()].flat();
  const addresses = all.map(({ address }) => address);
  const contacts = await contactsByAddress(
    trx,
    account,
    all.flatMap((row) => (row.contact_id === null ? [row.address] : [])),
  );
  const ids = [...new Set([...all.flatMap((row) => row.contact_id ?? []), ...contacts.values()])];
  return {
    recipients,
    contacts,
    limits: await limitsOn(trx, account, [...new Set([...ids, ...addresses.flatMap(limitNamesOf)])]),
    bases: await basisHistories(trx, account, ids),
    objections: await objectionsOf(trx, account, addresses),
  };
}

/**
 * Whose a message's hits are: the recipient's own, or Someone's where several share the image (O10) or where nobody may
 * be named (P2); nobody's where tracking was not allowed when the mail was sent, or was forbidden since (O6, P3). A hit
 * is told under a name only if the legal basis allowed it when the hit was made and allows it now: what is given later
 * names no earlier hit, what is withdrawn hides them.
 */
export function whoseOf(
  { recipients, contacts, limits, bases, objections }: People,
  settings: AccountSettings,
  message: HitMessage,
): (hit: OneHit) => Whose {
  const frozen = frozenPolicy(message);
  const all = recipients.get(message.id) ?? [];
  const colleagues = new Set((settings.ownDomains ?? []).map((domain) => domain.toLowerCase()));
  const isOutside = ({ address }: Recipient): boolean => !colleagues.has(domainOf(address));
  // Of a colleague, what stands on the mail.
  const contactOf = (row: Recipient): string | undefined =>
    row.contact_id ?? (isOutside(row) ? contacts.get(foldAddress(row.address)) : undefined);
  const privacy = settings.privacy !== false;
  // A recipient's own index proves something only where each has a copy of their own, or where there is but one: a mail
  // that got a second recipient after Outlook was given its image leaves with the image of the first, to both (O10).
  const alone = new Set(all.map(({ address }) => foldAddress(address))).size === 1;

  return (hit) => {
    if (message.state === 'undone') return { told: 'nobody' };
    const allowed =
      hit.kind === 'open'
        ? (frozen.image ?? message.tracked_image)
        : (frozen.links ?? message.links_tracked > 0);
    if (!allowed) return { told: 'nobody' };
    const own =
      hit.recipient === 0
        ? []
        : all.filter(({ idx, token }) => idx === hit.recipient && (alone || token !== null));
    const among = own.length > 0 ? own : all;
    const outside = among.filter(isOutside);
    const limited = outside
      .flatMap((row) => [contactOf(row) ?? '', ...limitNamesOf(row.address)])
      .flatMap((value) => limits.get(value) ?? []);
    if (limited.some((level) => level === 'all' || hit.kind === 'click')) return { told: 'nobody' };
    // P6: as with consent withdrawn, and for what was made while the objection stood too.
    if (outside.some(({ address }) => silences(objections.get(foldAddress(address)), hit.at)))
      return { told: 'nobody' };
    const names = outside.flatMap((row) => {
      const history = bases.get(contactOf(row) ?? '') ?? [];
      const then = basisAt(history, hit.at, row.contact_id !== null);
      return [mayBeNamed(then, privacy), mayBeNamed(history.at(-1)?.basis, privacy)];
    });
    // One image for several people: whoever withdrew may be the one who loads it.
    if (names.includes('silent')) return { told: 'nobody' };
    const anonymous = names.includes('someone');

    const [only] = among;
    const single = new Set(among.map(({ address }) => foldAddress(address))).size === 1;
    if (!only || !single || anonymous) return { told: 'someone', anonymous };
    const contact = contactOf(only);
    return { told: 'named', recipient: only.idx, ...(contact !== undefined && { contact }) };
  };
}

/** "No tracking" set on contacts, addresses or their domains, before or after the mail was sent (O6). */
async function limitsOn(
  trx: Transaction<Database>,
  account: number,
  values: readonly string[],
): Promise<Map<string, ('all' | 'links')[]>> {
  const levels = new Map<string, ('all' | 'links')[]>();
  if (values.length === 0) return levels;
  const rows = await trx
    .selectFrom('tracking_limits')
    .select(['value', 'level'])
    .where('account_id', '=', account)
    .where('value', 'in', [...values])
    .execute();
  for (const { value, level } of rows) levels.set(value, [...(levels.get(value) ?? []), level]);
  return levels;
}
