import type { Kysely, Transaction } from 'kysely';
import type { LogRefusal } from '../../../core/api/logs';
import {
  classify,
  matchReply,
  readMail,
  replyEvidence,
  type IncomingMail,
  type Judgement,
  type Reading,
  type ReplyEvidence,
  type ReplyMatch,
} from '../../../core/incoming';
import { foldAddress } from '../../crm/contacts';
import { listedIn } from '../../crm/contacts-to-make';
import { acceptTest, isOurTest, testIn } from '../../marketing/audience/address-tests';
import { unsubscribeByMail, unsubscribeTokenIn } from '../../marketing/unsubscribe/by-mail';
import { messageIdHash } from '../../messages/message-id';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { wouldLog, type RuledItem } from '../log-rules';
import type { WatchedMailbox } from '../mailboxes';
import { ask, type Asking, type NamedRows, type Told } from './ask';
import type { FetchedMail } from './fetched-mail';
import { asNamed, isOurCopy, lookUp, namesIn, type Names } from './lookups';
import type { MarkKeys } from './marks';
import { addSighting, messageOfCopy } from './message-rows';
import { colleaguesOf, recipientsOf, sendsFromHere, type Recipient } from './people';
import type { Plan } from './plan';
import { writeLateAnswer } from './late-answer';
import { writeReceived, type Received } from './received-rows';
import { grantWish, wishIn, type MailKey, type Wish } from './wishes';
import { withheld } from './withheld';

/** A received mail with what its own words say of it: read once, judged as often as the store is asked. */
export interface ReadMail {
  reading: Reading;
  evidence: ReplyEvidence;
  names: Names;
  /** A copy of our own marketing mail, in the mailbox of somebody here who gets it. */
  ours: boolean;
}

export function readReceived(account: number, mail: IncomingMail, keys: MarkKeys): ReadMail {
  const reading = readMail(mail);
  const { originalMessageId } = classify(mail, {}, reading);
  const evidence = replyEvidence(mail, originalMessageId, reading.split);
  return {
    reading,
    evidence,
    names: namesIn(account, evidence, keys),
    ours: isOurCopy(account, mail.internetMessageId, keys),
  };
}

/** What the store is asked of a received mail. */
export const askingOf = (copy: Pick<FetchedMail, 'item' | 'mail'>, { names }: ReadMail): Asking => ({
  ...(copy.mail.internetMessageId !== undefined && { hash: messageIdHash(copy.mail.internetMessageId) }),
  names: asNamed(names),
  addresses: [writerOf(copy.mail), ...recipientsOf(copy.item, copy.mail).map(({ address }) => address)],
});

/** R2, R4: judged, and matched to the message of ours that it answers. */
export async function judge(
  db: Kysely<Database>,
  { account }: Pick<WatchedMailbox, 'account'>,
  { mail }: Pick<FetchedMail, 'mail'>,
  { reading, evidence, names }: ReadMail,
  told: NamedRows,
): Promise<Received> {
  const { lookups, originals } = await lookUp(db, account, names, told);
  const match = matchReply(evidence, lookups);
  const judged = classify(
    mail,
    { ours: (id) => lookups.byMessageId.has(id), matched: match.messageId !== undefined },
    reading,
  );
  const original = match.messageId === undefined ? undefined : originals.get(match.messageId);
  return { judged, match, original };
}

/**
 * Files a mail that came in: what answers a tracked or logged message of ours, and what the mailbox's rule wants
 * logged. Everything else is left, with its kind alone (R10).
 */
export async function planReceived(
  services: Services,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  read: ReadMail,
  now: Date,
): Promise<Plan> {
  const { mail } = copy;
  const test = await addressTest(db, mailbox, mail, now);
  if (test) return test;
  const gone = unsubscribing(services, mailbox, mail);
  if (gone) return gone;
  const told = await ask(services, db, mailbox, askingOf(copy, read));
  const received = await judge(db, mailbox, copy, read, told);
  const { judged, original, match } = received;
  const from = writerOf(mail);
  if (mail.internetMessageId === undefined || mailbox.addresses.includes(from)) {
    return { outcome: 'left', kind: judged.kind };
  }

  const hash = messageIdHash(mail.internetMessageId);
  const key: MailKey = { hash, direction: 'incoming' };
  const wish = wishIn(told, key);
  const left = (why: LogRefusal): Plan => ({
    outcome: 'left',
    kind: judged.kind,
    ...(wish && { refused: { mail: key, why } }),
  });
  if (read.ours) return left('sent-by-colleague');
  const ours = messageOfCopy(told.copies, 'outgoing', { ...copy, from });
  if (ours.row) {
    if (ours.row.state === 'undone') return left('sent-by-colleague');
    return {
      ...sightingOnly(mailbox, copy, ours.row.id, 'new', now),
      ...(wish && { refused: { mail: key, why: 'sent-by-colleague' } }),
    };
  }
  if (told.undone.has('outgoing')) return left('sent-by-colleague');
  // L5: a colleague's mail is filed by the copy that they sent, whichever copy is seen first; then this one is looked at
  // again.
  if (/^(?:reply|new)$/.test(judged.kind) && sendsFromHere(told.places, from)) {
    return left('sent-by-colleague');
  }
  if (!wish && told.undone.has('incoming')) return left('not-found');
  const known = messageOfCopy(told.copies, 'incoming', { ...copy, from });
  if (!wish && known.row?.state === 'undone') return left('not-found');

  const { item, people, listed } = ruledReceived(mailbox, copy, received, told, wish);
  if (item.withheld) return left(item.withheld);
  const { log: content } = wouldLog(mailbox.rule, item);
  // R7: logged as new mail by the rule, before what it answers was seen.
  if (known.row && original && known.row.reply_to_message === null && known.row.state !== 'undone') {
    const { id } = known.row;
    return {
      outcome: 'filed',
      kind: judged.kind,
      content: false,
      write: (trx) =>
        writeLateAnswer(services, trx, mailbox, copy, { ...received, original, id, from, listed, wish }, now),
    };
  }
  // L12: what another mailbox's rule did not want logged, this one's may.
  if (known.row && (known.row.logged || (!content && known.row.state !== 'undone'))) {
    return sightingOnly(mailbox, copy, known.row.id, judged.kind, now, wish);
  }
  if (!content && (known.row || (!original && !isContradictory(match)))) return left('colleagues');
  return {
    outcome: 'filed',
    kind: judged.kind,
    content,
    files: wish?.choice.files,
    write: (trx, stored) =>
      writeReceived(
        services,
        trx,
        mailbox,
        copy,
        {
          ...received,
          split: read.reading.split,
          hash,
          variant: known.variant,
          from,
          people,
          listed,
          content,
          again: known.row?.id,
          wish,
        },
        stored,
        now,
      ),
  };
}

/** M3: a test mail to an address that is to be a Reply-to shows where that leads, and is nothing else. */
async function addressTest(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  mail: FetchedMail['mail'],
  now: Date,
): Promise<Plan | undefined> {
  const token = testIn(mail);
  if (token === undefined || !(await isOurTest(db, mailbox.account, token))) return undefined;
  const write = async (trx: Transaction<Database>): Promise<void> => {
    if (mailbox.historic !== true) await acceptTest(trx, mailbox, token, now);
  };
  return { outcome: 'left', kind: 'auto-generated', write };
}

/** M12: a mail program's unsubscribing (RFC 2369), by the token in its subject. Nothing of it is kept. */
function unsubscribing(
  services: Services,
  mailbox: WatchedMailbox,
  mail: FetchedMail['mail'],
): Plan | undefined {
  const token = unsubscribeTokenIn(services, mailbox.account, mail.subject);
  if (!token) return undefined;
  const write = async (trx: Transaction<Database>): Promise<void> => {
    if (mailbox.historic !== true) await unsubscribeByMail(trx, services, token);
  };
  return { outcome: 'left', kind: 'auto-generated', write };
}

const isContradictory = (match: ReplyMatch): boolean =>
  match.by === 'none' && match.reason === 'contradictory';

/** What of a received mail decides whether it is logged (L4, L12), and who is on it. */
export function ruledReceived(
  mailbox: WatchedMailbox,
  copy: Pick<FetchedMail, 'item' | 'mail' | 'files' | 'sensitivity'>,
  { judged, match, original }: Received,
  told: Told,
  wish: Wish | undefined,
): { item: RuledItem; people: Recipient[]; listed: ReadonlySet<string> } {
  const { settings, addresses, owner } = mailbox;
  const from = writerOf(copy.mail);
  const people = recipientsOf(copy.item, copy.mail);
  const all = [from, ...people.map(({ address }) => address)];
  const colleagues = colleaguesOf(told, settings, addresses, all);
  const outside = all.filter((address) => !colleagues.has(address));
  const { why, listed } = withheld(
    mailbox,
    copy,
    { outside, writer: from },
    {
      erased: told.erased,
      listed: listedIn(told.neverLog, owner, all),
    },
  );
  // What names two conversations of ours belongs to ours, though to neither.
  const ours = original?.logged === true || isContradictory(match);
  // L8: so does what goes on from a mail of theirs that was logged.
  const logged = ours || told.byHash.some((row) => row.logged);
  const answers = original?.kind === 'marketing' ? 'marketing' : logged ? 'logged' : undefined;
  return {
    item: {
      direction: 'received',
      kind: judged.kind,
      ...(why && { withheld: why }),
      // Of what concerns a message of ours it does not matter whose server or colleague wrote it.
      outside: outside.length > 0 || original !== undefined,
      ...(answers && { answers }),
      knownContact: told.contacts.has(from),
      categories: copy.item.categories ?? [],
      byHand: wish !== undefined,
    },
    people,
    listed,
  };
}

export const writerOf = (mail: Pick<FetchedMail['mail'], 'from' | 'sender'>): string =>
  foldAddress(mail.from?.address ?? mail.sender?.address ?? '');

/** Another copy of a message that stands already (L5): nothing is counted again. */
function sightingOnly(
  mailbox: WatchedMailbox,
  copy: FetchedMail,
  message: string,
  kind: Judgement['kind'],
  now: Date,
  wish?: Wish,
): Plan & { outcome: 'filed' } {
  return {
    outcome: 'filed',
    kind,
    content: false,
    write: async (trx) => {
      await addSighting(trx, mailbox, { item: copy.item.id, message, showsBcc: false, at: now });
      if (wish) await grantWish(trx, mailbox.account, wish.mail, message, now);
    },
  };
}
