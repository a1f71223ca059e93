import type { Kysely } from 'kysely';
import type { LogRefusal } from '../../../core/api/logs';
import { classify, matchReply, replyEvidence, type Judgement, type ReplyMatch } from '../../../core/incoming';
import { contactsByAddress, foldAddress } from '../../crm/contacts';
import { messageIdHash } from '../../messages/message-id';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { wouldLog, type RuledItem } from '../log-rules';
import type { WatchedMailbox } from '../mailboxes';
import type { FetchedMail } from './fetched-mail';
import { lookUp } from './lookups';
import type { MarkKeys } from './marks';
import { addSighting, isUndone, messageOfCopy } from './message-rows';
import { colleaguesAmong, recipientsOf, sendsFromHere, type Recipient } from './people';
import type { Plan } from './plan';
import { writeReceived, type Received } from './received-rows';
import { grantWish, wishFor, type MailKey, type Wish } from './wishes';
import { withheld } from './withheld';

/** R2, R4: judged, and matched to the message of ours that it answers. */
export async function judge(
  db: Kysely<Database>,
  mailbox: Pick<WatchedMailbox, 'account'>,
  mail: Pick<FetchedMail, 'mail'>,
  keys: MarkKeys,
): Promise<Received> {
  const first = classify(mail.mail);
  const { lookups, originals } = await lookUp(
    db,
    mailbox.account,
    replyEvidence(mail.mail, first.originalMessageId),
    keys,
  );
  const match = matchReply(replyEvidence(mail.mail, first.originalMessageId), lookups);
  const judged = classify(mail.mail, {
    ours: (id) => lookups.byMessageId.has(id),
    matched: match.messageId !== undefined,
  });
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
  keys: MarkKeys,
  now: Date,
): Promise<Plan> {
  const { account } = mailbox;
  const { mail } = copy;
  const received = await judge(db, mailbox, copy, keys);
  const { judged, original, match } = received;
  const from = writerOf(mail);
  if (mail.internetMessageId === undefined || mailbox.addresses.includes(from)) {
    return { outcome: 'left', kind: judged.kind };
  }

  const hash = messageIdHash(mail.internetMessageId);
  const key: MailKey = { hash, direction: 'incoming' };
  const wish = await wishFor(db, account, key);
  const left = (why: LogRefusal): Plan => ({
    outcome: 'left',
    kind: judged.kind,
    ...(wish && { refused: { mail: key, why } }),
  });
  const ours = await messageOfCopy(db, account, 'outgoing', hash, { from, at: copy.sentAt });
  if (ours.row) {
    if (ours.row.state === 'undone') return left('sent-by-colleague');
    return {
      ...sightingOnly(mailbox, copy, ours.row.id, 'new', now),
      ...(wish && { refused: { mail: key, why: 'sent-by-colleague' } }),
    };
  }
  if (await isUndone(db, account, 'outgoing', hash)) return left('sent-by-colleague');
  // L5: a colleague's mail is filed by the copy that they sent, whichever copy is seen first; then this one is looked at
  // again.
  if (/^(?:reply|new)$/.test(judged.kind) && (await sendsFromHere(db, account, from))) {
    return left('sent-by-colleague');
  }
  if (!wish && (await isUndone(db, account, 'incoming', hash))) return left('not-found');
  const known = await messageOfCopy(db, account, 'incoming', hash, { from, at: copy.receivedAt });
  if (!wish && known.row?.state === 'undone') return left('not-found');

  const { item, people, listed } = await ruledReceived(services, db, mailbox, copy, received, wish);
  if (item.withheld) return left(item.withheld);
  const { log: content } = wouldLog(mailbox.rule, item);
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

const isContradictory = (match: ReplyMatch): boolean =>
  match.by === 'none' && match.reason === 'contradictory';

/** What of a received mail decides whether it is logged (L4, L12), and who is on it. */
export async function ruledReceived(
  { secrets }: Pick<Services, 'secrets'>,
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  copy: Pick<FetchedMail, 'item' | 'mail' | 'files' | 'sensitivity'>,
  { judged, match, original }: Received,
  wish: Wish | undefined,
): Promise<{ item: RuledItem; people: Recipient[]; listed: ReadonlySet<string> }> {
  const { account, settings, addresses } = mailbox;
  const from = writerOf(copy.mail);
  const people = recipientsOf(copy.item, copy.mail);
  const all = [from, ...people.map(({ address }) => address)];
  const colleagues = await colleaguesAmong(db, account, settings, addresses, all);
  const outside = all.filter((address) => !colleagues.has(address));
  const who = { outside, writer: from, user: mailbox.owner };
  const { why, listed } = await withheld(db, mailbox, copy, who, secrets);
  // What names two conversations of ours belongs to ours, though to neither.
  const logged = original?.logged === true || isContradictory(match);
  const answers = original?.kind === 'marketing' ? 'marketing' : logged ? 'logged' : undefined;
  return {
    item: {
      direction: 'received',
      kind: judged.kind,
      ...(why && { withheld: why }),
      // Of what concerns a message of ours it does not matter whose server or colleague wrote it.
      outside: outside.length > 0 || original !== undefined,
      ...(answers && { answers }),
      knownContact: (await contactsByAddress(db, account, [from])).has(from),
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
