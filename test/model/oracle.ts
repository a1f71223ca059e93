import type { MailItem } from '../../src/sandbox/mailboxes';
import { fileOf } from './mails';
import type { Answer, Other, Sending } from './steps';

export type Owner = 'alice' | 'dan';

/** A mail in one mailbox, and what can be said of whether the watch has seen it. */
export interface Copy {
  owner: Owner;
  item: MailItem;
  /** It lies, or lay last, where the watch looks. */
  watched: boolean;
  gone: boolean;
  /** The watch has looked through everything while it lay there. */
  seen: boolean;
  /** It lay there while the watch may have looked. */
  exposed: boolean;
  /** From before the mailbox was connected, and looked back at by nobody. */
  old: boolean;
  /** A look back reaches it; nothing happens to such a copy. */
  earlier: boolean;
}

export interface Outgoing {
  kind: 'outgoing';
  id: string;
  how: Sending;
  token: string;
  link: string;
  image: string;
  at: Date;
  subject: string;
  /** Outside people: who gets it, as addresses. */
  to: string[];
  files: number[];
  copies: Copy[];
  /** Its sent copy is still to appear in the mailbox. */
  late: boolean;
  /** R1: from before the connection. */
  historic: boolean;
}

export interface Incoming {
  kind: 'incoming';
  id: string;
  how: Answer | Other;
  /** The message of ours that it is about. */
  of?: Outgoing;
  /** Who of the message's recipients wrote it, or whom a report names. */
  recipient?: string;
  colleague: boolean;
  files: number[];
  cloud: string[];
  copies: Copy[];
  /** It bears the category of the rule. */
  category: boolean;
  /** L12: an answer that got the category when it was filed already. */
  given?: boolean;
  /** R1: from before the connection. */
  historic: boolean;
  /** L7: its log was undone, and a person wanted it back since. */
  undone?: 'undone' | 'again' | undefined;
  /** L7: the contact on whose record it was put. */
  movedTo?: string | undefined;
}

/** What the watch may do with a copy: it must have seen it, cannot have, or may have. */
export type Certainty = 'must' | 'never' | 'may';

export function certaintyOf(copy: Copy): Certainty {
  if (copy.old) return 'never';
  if (copy.seen || (copy.watched && !copy.gone)) return 'must';
  return copy.exposed ? 'may' : 'never';
}

const KINDS: Record<Answer | Other, string> = {
  threaded: 'reply',
  references: 'reply',
  quote: 'reply',
  wrapped: 'reply',
  'new subject': 'reply',
  'to an answer': 'reply',
  'second address': 'reply',
  colleague: 'reply',
  absence: 'auto-reply',
  bounce: 'bounce',
  delay: 'bounce',
  receipt: 'receipt',
  ticket: 'auto-generated',
  accepted: 'calendar',
  person: 'new',
  'same subject': 'new',
  newsletter: 'auto-generated',
  invitation: 'calendar',
  'stranger bounce': 'bounce',
};
/** The ledger's word for an answer of a kind. */
const EVENTS: Record<string, string> = { 'auto-generated': 'logged' };

/** Everything of a life that the store must hold at its end, as lines that can be compared. */
export type Facts = Map<string, string>;

export interface Presence {
  /** Whether the store has the message. */
  message(id: string): boolean;
  /** Whether the store has a sighting of the copy. */
  sighting(item: string): boolean;
  /** Whether a received mail is logged. */
  logged(id: string): boolean;
  /** What of a received mail's files the store has. */
  files(id: string): readonly string[];
  /** Whether a received mail is known as an answer to one of ours. */
  answers(id: string): boolean;
}

export const isFiled = (mail: Outgoing): boolean =>
  (mail.how === 'tracked' || mail.how === 'plain') &&
  mail.copies.some((copy) => copy.owner === 'alice' && certaintyOf(copy) === 'must');

const filesOf = (files: readonly number[], cloud: readonly string[] = []): string[] =>
  [
    ...files.map((n) => {
      const { name, content, sha } = fileOf(n);
      return `${name} ${content.length} ${sha.slice(0, 12)}`;
    }),
    ...cloud.map((name) => `${name} link`),
  ].sort();

/** L10: of a mail that is gone, a file that could not be had at first cannot be had any more. */
function filesLeft(mail: Incoming, presence: Presence): string[] {
  const all = filesOf(mail.files, mail.cloud);
  if (mail.copies.some((copy) => !copy.gone)) return all;
  const found = presence.files(mail.id);
  const lost = (line: string): string => `${line.split(' ').slice(0, 2).join(' ')} nothing`;
  return all.map((line) => (found.includes(lost(line)) ? lost(line) : line)).sort();
}

const sightings = (copies: readonly Copy[], presence: Presence): string[] =>
  copies
    .filter((copy) => {
      const certainty = certaintyOf(copy);
      return certainty === 'must' || (certainty === 'may' && presence.sighting(copy.item.immutableId));
    })
    .map((copy) => copy.item.immutableId.slice(-12))
    .sort();

function isPresent(mail: Incoming, presence: Presence): boolean {
  const all = mail.copies.map(certaintyOf);
  return all.includes('must') || (all.includes('may') && presence.message(mail.id));
}

/** What follows from the steps alone; of what may be or not, `presence` says which it was. */
export function expectedFacts(
  outgoing: readonly Outgoing[],
  incoming: readonly Incoming[],
  known: readonly string[],
  presence: Presence,
  /** L12: of received mail, only what bears the category is wanted. */
  byCategory: boolean,
): Facts {
  const facts: Facts = new Map();
  const contacts = new Set(known);
  for (const mail of outgoing.filter(isFiled)) {
    const tracked = mail.how === 'tracked';
    const answers = incoming.filter((each) => each.of === mail && isAnswer(each, presence));
    // R1: what a look back finds shows, and counts nowhere.
    const counted = answers.filter((each) => !each.historic);
    const replies = counted.filter((each) => KINDS[each.how] === 'reply');
    const opened = new Set(replies.map((each) => (each.colleague ? 'someone' : each.recipient)));
    const delivery = (address: string): string => {
      const told = counted
        .filter((each) => each.recipient === address && !each.colleague)
        .map((each) => each.how);
      if (told.includes('bounce')) return 'failed';
      // Whatever they write themselves proves that it arrived.
      if (told.some((how) => how !== 'delay')) return 'delivered';
      return told.includes('delay') ? 'delayed' : 'unknown';
    };
    const events = answers.map(({ how }) => EVENTS[KINDS[how]] ?? KINDS[how]).sort();
    if (!mail.historic) for (const address of mail.to) contacts.add(address);
    facts.set(
      `outgoing ${mail.id}`,
      JSON.stringify({
        state: 'sent',
        logged: true,
        image: tracked,
        links: tracked ? 1 : 0,
        replies: replies.length,
        opens: tracked ? opened.size : 0,
        to: mail.to.map((address) => `${address} ${delivery(address)}`).sort(),
        files: filesOf(mail.files),
        sightings: sightings(mail.copies, presence),
        events: [...(mail.historic ? [] : ['sent']), ...events].sort(),
      }),
    );
  }
  for (const mail of incoming) {
    const ours = isAnswer(mail, presence);
    const wanted = byCategory ? mail.category || mail.given === true : ours;
    if ((!ours && !wanted) || !isPresent(mail, presence)) continue;
    const logged = wanted && isLogged(mail, presence);
    if (!ours && !logged && !presence.message(mail.id)) continue;
    facts.set(
      `incoming ${mail.id}`,
      JSON.stringify({
        kind: ours ? KINDS[mail.how] : kindAlone(mail),
        answers: ours ? mail.of?.id : null,
        logged,
        files: logged ? filesLeft(mail, presence) : [],
        sightings: mail.undone === undefined ? sightings(mail.copies, presence) : 'of what was undone',
        ...(mail.movedTo !== undefined && { record: mail.movedTo }),
      }),
    );
  }
  facts.set('contacts', JSON.stringify([...contacts].sort()));
  const left = incoming.filter(
    (mail) => !answersOurs(mail) && !(byCategory && (mail.category || mail.given)),
  );
  for (const [item, kind] of leftItems(outgoing, left)) facts.set(`left ${item.slice(-12)}`, kind);
  return facts;
}

/**
 * What a rule logged as an answer to nothing, and has left where the watch looks before the sent copy came late, may have
 * been judged again or not.
 */
function isAnswer(mail: Incoming, presence: Presence): boolean {
  if (!answersOurs(mail) || !isPresent(mail, presence)) return false;
  return (
    !(mail.category || mail.given) ||
    mail.copies.some((copy) => certaintyOf(copy) === 'must') ||
    presence.answers(mail.id)
  );
}

/** L7: what was undone stays so until a person wants it again, and a copy is there to take it from. */
function isLogged(mail: Incoming, presence: Presence): boolean {
  if (mail.undone === undefined && !mail.given) return true;
  if (mail.undone === 'undone') return false;
  const stays = mail.copies.some(
    (copy) => !copy.gone && copy.watched && presence.sighting(copy.item.immutableId),
  );
  return stays || presence.logged(mail.id);
}

const answersOurs = (mail: Incoming): boolean => mail.of !== undefined && isFiled(mail.of);

/** What it is when it answers nothing that we know. */
const kindAlone = ({ how }: Incoming): string => (KINDS[how] === 'reply' ? 'new' : KINDS[how]);

/** R10: of what lies in a mailbox and is not ours, its kind is kept. */
function leftItems(outgoing: readonly Outgoing[], incoming: readonly Incoming[]): [string, string][] {
  const there = (copy: Copy): boolean => copy.watched && !copy.gone && !copy.old;
  const sent = outgoing
    .filter((mail) => !isFiled(mail))
    .flatMap((mail) =>
      mail.copies
        .filter(there)
        .map((copy): [string, string] => [copy.item.immutableId, copy.owner === 'alice' ? 'sent' : 'new']),
    );
  const received = incoming.flatMap((mail) =>
    mail.copies.filter(there).map((copy): [string, string] => [copy.item.immutableId, kindAlone(mail)]),
  );
  return [...sent, ...received];
}
