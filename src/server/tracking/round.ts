import type { Selectable, Transaction } from 'kysely';
import { neverLoggedAmong } from '../crm/contacts-to-make';
import type { NewEvent } from '../events';
import type { NewJob } from '../jobs';
import { awaitsProof, type Confirmation } from '../messages/confirm';
import { notificationSettings } from '../push';
import type { Services } from '../services';
import type { AccountSettings, Database } from '../store/schema';
import type { HitRow } from './hit-rows';
import { accountSettings, lockMessages, supersededOf } from './message-rows';
import { standingOf, type Entry, type Standing } from './standing';
import { readSurroundings, Surroundings } from './surroundings';
import {
  copyKey,
  peopleOf,
  sentBefore,
  type AskedMessage,
  type Copy,
  type MessageRow,
  type People,
} from './people-of';

/** A link as the report told it. */
export type StoredLink = Pick<Selectable<Database['message_links']>, 'target' | 'text'>;

/** What is to happen to the ledger, in this order. */
export type LedgerStep = { record: NewEvent; entry: Entry } | { takeBack: Entry; reason: string };

/**
 * Hits of one account that are judged one after the other, in one transaction. What judging needs is read once, by
 * `hold`; what it changes is changed here, so that the next hit is judged by it; `writeRound` writes all of it.
 */
export interface Round {
  readonly trx: Transaction<Database>;
  readonly log: Services['log'];
  readonly account: number;
  readonly settings: AccountSettings;
  readonly now: Date;
  /** Judged after others that came after them: by a user's word, a device, or newer rules. Nobody is told anew. */
  readonly late: boolean;

  /** By token: locked, so that a message's verdicts and counts are written by one transaction at a time. */
  readonly messages: Map<string, MessageRow>;
  readonly surroundings: Surroundings;
  /** Hits whose surroundings were read. */
  readonly held: Set<string>;
  readonly superseded: Set<string>;
  /** By message and number. */
  readonly links: Map<string, Map<number, StoredLink>>;
  /** By `copyKey`. */
  readonly standing: Map<string, Standing>;
  readonly people: People;
  readonly neverLogged: Set<string>;
  /** O2: users who want to hear of each open and click of their marketing mail. */
  readonly hearOfMarketing: Map<number, boolean>;

  readonly changed: Set<string>;
  /** Hit → the user's word that it follows. */
  readonly words: Map<string, string>;
  readonly confirmations: Confirmation[];
  readonly steps: LedgerStep[];
  /** What of messages may have changed their counts: `copyKey` → message. */
  readonly counted: Map<string, string>;
  readonly jobs: NewJob[];
}

export async function openRound(
  trx: Transaction<Database>,
  { clock, log }: Pick<Services, 'clock' | 'log'>,
  account: number,
  { late }: { late: boolean },
): Promise<Round> {
  return {
    trx,
    log,
    account,
    settings: await accountSettings(trx, account),
    now: clock.now(),
    late,
    messages: new Map(),
    surroundings: new Surroundings(),
    held: new Set(),
    superseded: new Set(),
    links: new Map(),
    standing: new Map(),
    people: {
      recipients: new Map(),
      contacts: new Map(),
      limits: new Map(),
      bases: new Map(),
      marketingBases: new Map(),
      objections: new Map(),
    },
    neverLogged: new Set(),
    hearOfMarketing: new Map(),
    changed: new Set(),
    words: new Map(),
    confirmations: [],
    steps: [],
    counted: new Map(),
    jobs: [],
  };
}

/**
 * Reads what judging these hits needs and is not here yet; their messages are locked, all by one statement, in an order
 * that all rounds keep. Resolves to the hits that have a message, as they stand now, in their order.
 */
export async function hold(round: Round, rows: readonly HitRow[]): Promise<HitRow[]> {
  const { trx, account, surroundings } = round;
  const tokens = new Set(rows.flatMap(({ token_key: token }) => (round.messages.has(token) ? [] : [token])));
  const fresh = await lockMessages(trx, account, [...tokens]);
  for (const message of fresh) if (message.token_key !== null) round.messages.set(message.token_key, message);
  for (const id of await supersededOf(trx, account, fresh)) round.superseded.add(id);
  const withMessage = rows.filter(({ token_key: token }) => round.messages.has(token));
  await readMessages(round, fresh, withMessage);
  const news = withMessage.filter(({ id }) => !round.held.has(id));
  await readSurroundings(trx, account, news, round);
  await readLinks(round, withMessage);
  for (const { id } of news) round.held.add(id);
  return withMessage.map((row) => surroundings.now(row.id) ?? row);
}

/** What hangs on messages that were just locked; of marketing mail, on the copies that these hits are of. */
async function readMessages(
  round: Round,
  messages: readonly MessageRow[],
  rows: readonly HitRow[],
): Promise<void> {
  const { trx, account } = round;
  const asked: AskedMessage[] = messages
    .filter(({ kind }) => kind !== 'marketing')
    .map((message) => ({ message, copies: [] }));
  const copies = new Map<MessageRow, Set<number>>();
  for (const row of rows) {
    const message = messageOf(round, row);
    const known = message.kind !== 'marketing' || round.standing.has(copyKey(message, row.recipient_idx));
    if (known) continue;
    copies.set(message, (copies.get(message) ?? new Set()).add(row.recipient_idx));
  }
  for (const [message, of] of copies) asked.push({ message, copies: of });
  if (asked.length === 0) return;
  addTo(round.standing, await standingOf(trx, account, asked));
  const people = await peopleOf(trx, account, asked);
  const to = round.people;
  addTo(to.recipients, people.recipients);
  addTo(to.contacts, people.contacts);
  addTo(to.limits, people.limits);
  addTo(to.bases, people.bases);
  addTo(to.marketingBases, people.marketingBases);
  addTo(to.objections, people.objections);
  const unknown = messages
    .filter(isToConfirm)
    .flatMap(({ id, user_id: owner }) =>
      (people.recipients.get(id) ?? []).flatMap(({ contact_id: contact, address }) =>
        contact === null ? [{ owner, address }] : [],
      ),
    );
  for (const { kind, user_id: user } of messages) {
    if (kind !== 'marketing' || user === null || round.hearOfMarketing.has(user)) continue;
    round.hearOfMarketing.set(user, (await notificationSettings(trx, { account, user })).marketing);
  }
  for (const name of await neverLoggedAmong(trx, account, unknown)) round.neverLogged.add(name);
}

/** Of clicked mails. */
async function readLinks(round: Round, rows: readonly HitRow[]): Promise<void> {
  const clicked = new Set(rows.flatMap((row) => (row.kind === 'click' ? [messageOf(round, row).id] : [])));
  const ids = [...clicked].filter((id) => !round.links.has(id));
  if (ids.length === 0) return;
  for (const id of ids) round.links.set(id, new Map());
  const links = await round.trx
    .selectFrom('message_links')
    .select(['message_id', 'n', 'target', 'text'])
    .where('account_id', '=', round.account)
    .where('message_id', 'in', ids)
    .execute();
  for (const { message_id: id, n, ...link } of links) round.links.get(id)?.set(n, link);
}

/** What was there may have been changed since: it stays. */
function addTo<K, V>(to: Map<K, V>, more: ReadonlyMap<K, V>): void {
  for (const [key, value] of more) if (!to.has(key)) to.set(key, value);
}

/** The message of a hit that is held. */
export function messageOf(round: Round, row: Pick<HitRow, 'token_key'>): MessageRow {
  const message = round.messages.get(row.token_key);
  if (!message) throw new Error('A hit was judged whose message was not read');
  return message;
}

/** What a hit may prove to have been sent (L13). We sent marketing mail ourselves, and know what left. */
export const isToConfirm = (message: MessageRow): boolean =>
  message.kind !== 'marketing' && awaitsProof(message);

/** The copy of marketing mail that a hit is of. */
export const copyOf = (round: Round, message: MessageRow, recipient: number): Copy | undefined =>
  message.kind === 'marketing'
    ? round.people.recipients.get(copyKey(message, recipient))?.[0]?.copy
    : undefined;

export function standingEvents(
  round: Round,
  message: Pick<MessageRow, 'id' | 'kind'>,
  recipient: number,
): Standing {
  const standing = round.standing.get(copyKey(message, recipient));
  if (!standing) throw new Error('A message was judged whose events were not read');
  return standing;
}

/** What judging makes of a hit; what follows is judged by it. */
export function change(round: Round, row: HitRow): HitRow {
  const message = messageOf(round, row);
  const at = sentBefore(row.at, message, copyOf(round, message, row.recipient_idx));
  round.surroundings.change(row, { at, conversation: message.conversation_id });
  round.changed.add(row.id);
  return row;
}
