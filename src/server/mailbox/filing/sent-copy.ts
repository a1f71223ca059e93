import type { Kysely } from 'kysely';
import { listedAmong, listedIn } from '../../crm/contacts-to-make';
import { messageIdHash } from '../../messages/message-id';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { wouldLog, type RuledItem } from '../log-rules';
import type { WatchedMailbox } from '../mailboxes';
import { ask, type Asking, type Told } from './ask';
import { claimed } from './claimed-token';
import type { FetchedMail } from './fetched-mail';
import { threadOf } from './lookups';
import { trackingIn, type MarkKeys } from './marks';
import { messageOfCopy, type MessageRow } from './message-rows';
import { colleaguesOf, recipientsOf, type Recipient } from './people';
import type { Plan } from './plan';
import { isFromPhone } from './sent-from';
import { writeSentCopy, type SentFacts } from './sent-rows';
import { wishIn, type MailKey } from './wishes';
import { withheld } from './withheld';

/**
 * Files a copy of what the mailbox's owner sent: merges it with what the add-in reported (by our token), or logs it by
 * the mailbox's rule where the add-in never ran (L9). A copy that is neither tracked nor falls under a rule is left.
 */
export async function planSentCopy(
  services: Services,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  marks: { keys: MarkKeys; property?: string | undefined },
  now: Date,
): Promise<Plan> {
  const left: Plan = { outcome: 'left', kind: 'sent' };
  const facts = await gather(services, db, mailbox, copy, marks);
  if (!facts) return left;
  const { row, logged, tracking, wish } = facts;
  const refused =
    wish && !logged ? { mail: wish.mail, why: facts.why ?? ('colleagues' as const) } : undefined;
  const tracked = tracking.image || tracking.links.length > 0;
  if (!row && ((!logged && !tracked) || facts.why !== undefined)) return { ...left, refused };
  if (row?.state === 'undone' && !logged) return { ...left, refused };
  return {
    outcome: 'filed',
    kind: 'sent',
    content: logged,
    files: wish?.choice.files,
    refused,
    write: (trx, content) => writeSentCopy(services, trx, mailbox, copy, facts, content, now),
  };
}

async function gather(
  services: Pick<Services, 'secrets'>,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  marks: { keys: MarkKeys; property?: string | undefined },
): Promise<SentFacts | undefined> {
  const { mail } = copy;
  if (mail.internetMessageId === undefined) return undefined;
  const hash = messageIdHash(mail.internetMessageId);
  const key: MailKey = { hash, direction: 'outgoing' };
  const told = await ask(services, db, mailbox, { hash, ...askingOfSent(copy) });
  const wish = wishIn(told, key);
  if (!wish && told.undone.has('outgoing')) return undefined;
  const from = mail.from?.address ?? mailbox.addresses[0] ?? '';
  const known = messageOfCopy(told.copies, 'outgoing', { ...copy, from });
  const claim = await claimed(db, mailbox, copy, marks, hash);
  const row = known.row ?? claim?.row;
  if (!wish && row?.state === 'undone') return undefined;

  // The list of who wrote it, whoever's mailbox holds this copy.
  const user = row?.user_id ?? mailbox.owner;
  const { item, people, outside, listed } = await ruledSent(
    db,
    mailbox,
    copy,
    told,
    user,
    wish !== undefined,
  );
  const mine = claim && (claim.row === undefined || claim.row.id === row?.id) ? claim.tokenKey : null;
  const tokenKey = row?.token_key ?? mine;
  const test = row?.policy['test'] === true;
  const mayFile = item.withheld === undefined && (outside.length > 0 || test);
  return {
    hash,
    // O11: the first copy found stands for the message; the others are known by what was sent.
    ...(claim?.sent && { sent: claim.sent }),
    first: !claim?.sent || row?.message_id_hash == null || row.message_id_hash === hash,
    variant: claim?.sent && row ? row.variant : known.variant,
    row,
    tokenKey,
    tracking:
      mayFile && tokenKey !== null && mail.html !== undefined
        ? allowed(row, trackingIn(mail.html, tokenKey, marks.keys))
        : { image: false, links: [] },
    people,
    outside,
    why: item.withheld,
    listed,
    wish,
    test,
    logged:
      mayFile &&
      !test &&
      (wish !== undefined || (await isToLog(db, mailbox, { row, marked: tokenKey !== null, item }))),
    untracked:
      tokenKey === null && mail.html !== undefined
        ? isFromPhone(mail)
          ? 'copy.phone'
          : 'copy.noAddin'
        : undefined,
  };
}

/** What the policy that is frozen on a reported message forbids is not tracked, though the client had put it in. */
function allowed(row: MessageRow | undefined, found: SentFacts['tracking']): SentFacts['tracking'] {
  return {
    image: found.image && row?.policy['image'] !== false,
    links: row?.policy['links'] === false ? [] : found.links,
  };
}

/**
 * The sender's own switch where the add-in reported one. Where its mark came and its report has not (yet), the user's
 * default (L1): a mail with both switches off bears no mark. Else the mailbox's rule (L9).
 */
async function isToLog(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  { row, marked, item }: { row: MessageRow | undefined; marked: boolean; item: RuledItem },
): Promise<boolean> {
  if (row) {
    if (row.logged) return true;
    const report = await db
      .selectFrom('sent_reports')
      .select('token')
      .where('account_id', '=', mailbox.account)
      .where('message_id', '=', row.id)
      .executeTakeFirst();
    if (report) return false;
  }
  return marked ? logsByDefault(db, mailbox) : wouldLog(mailbox.rule, item).log;
}

/** What the store is asked of a sent copy, beside what is known by its Message-ID. */
export const askingOfSent = (copy: Pick<FetchedMail, 'item' | 'mail'>): Asking => ({
  names: threadOf(copy.mail),
  addresses: recipientsOf(copy.item, copy.mail).map(({ address }) => address),
});

/** What of a sent copy decides whether it is logged where no add-in told (L4, L9, L12), and who is on it. */
export async function ruledSent(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: Pick<FetchedMail, 'item' | 'mail' | 'files' | 'sensitivity'>,
  told: Told,
  user: number | null,
  byHand: boolean,
): Promise<{ item: RuledItem; people: Recipient[]; outside: string[]; listed: ReadonlySet<string> }> {
  const people = recipientsOf(copy.item, copy.mail);
  const addresses = people.map(({ address }) => address);
  const colleagues = colleaguesOf(told, mailbox.settings, mailbox.addresses, addresses);
  const outside = addresses.filter((address) => !colleagues.has(address));
  const { why, listed } = withheld(
    mailbox,
    copy,
    { outside },
    {
      erased: told.erased,
      // What was told is of the owner's list; another may have written it.
      listed:
        user === mailbox.owner
          ? listedIn(told.neverLog, user, outside)
          : await listedAmong(db, mailbox.account, user, outside),
    },
  );
  const answers = told.byHash.some((row) => row.logged) ? ('logged' as const) : undefined;
  return {
    item: {
      direction: 'sent',
      ...(why && { withheld: why }),
      outside: outside.length > 0,
      ...(answers && { answers }),
      knownContact: outside.some((address) => told.contacts.has(address)),
      categories: copy.item.categories ?? [],
      byHand,
    },
    people,
    outside,
    listed,
  };
}

async function logsByDefault(db: Kysely<Database>, mailbox: WatchedMailbox): Promise<boolean> {
  if (mailbox.owner === null) return false;
  const user = await db
    .selectFrom('users')
    .select('preferences')
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.owner)
    .executeTakeFirst();
  return user !== undefined && user.preferences.log !== false;
}
