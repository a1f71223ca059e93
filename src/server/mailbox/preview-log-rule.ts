import type { LogRule, LogRulePreview, LogSample } from '../../core/api/log-rules';
import { fromMime } from '../../core/incoming';
import { granted, graphTime, property, SENSITIVITY, type Graph, type Message } from '../../graph';
import type { Services } from '../services';
import { ask } from './filing/ask';
import { withGraphFacts } from './filing/fetched-mail';
import { isSentCopy, markKeys } from './filing/file-item';
import { askingOf, judge, readReceived, ruledReceived, writerOf } from './filing/received';
import { askingOfSent, ruledSent } from './filing/sent-copy';
import { storedFolders } from './folders';
import { makeGraphAccess } from './graph-access';
import { wouldLog } from './log-rules';
import type { WatchedMailbox } from './mailboxes';

const WEEK_MS = 7 * 86_400_000;
/** A person waits for it. */
const MOST_MAILS = 300;
const MOST_SAMPLES = 10;

type Needs = Pick<Services, 'store' | 'secrets' | 'urls' | 'clock' | 'microsoft' | 'entra'>;

/**
 * L12: what a rule would have logged of the mailbox's last week, from headers alone, by the decisions that filing makes.
 * Nothing of it is stored or logged; it is for the mailbox's owner. A kind that only a mail's text tells may be judged
 * otherwise once its text is read. Throws `GraphFailed`.
 */
export async function previewLogRule(
  services: Needs,
  mailbox: WatchedMailbox,
  rule: LogRule,
  graph: Graph = makeGraphAccess(services).graph(mailbox),
): Promise<LogRulePreview> {
  const until = services.clock.now();
  const from = new Date(until.getTime() - WEEK_MS);
  const folders = await foldersOf(services, graph, mailbox);
  const judged: LogSample[] = [];
  let link: string | undefined;
  let more = false;
  do {
    const page = granted(await graph.surveyMessages(mailbox.graphUser, from, link), 'looking at last week');
    for (const item of page.items) {
      if (item.isDraft === true || folders.notWatched.has(item.parentFolderId ?? '')) continue;
      judged.push(await sampleOf(services, mailbox, { ...mailbox, rule }, folders.sent, item));
    }
    link = page.next;
    more = link !== undefined && judged.length >= MOST_MAILS;
  } while (link !== undefined && !more);
  const count = (direction: LogSample['direction']) => {
    const own = judged.filter((one) => one.direction === direction);
    return { seen: own.length, logged: own.filter(({ log }) => log).length };
  };
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    sent: count('sent'),
    received: count('received'),
    samples: [...judged.filter(({ log }) => log), ...judged.filter(({ log }) => !log)].slice(0, MOST_SAMPLES),
    more,
  };
}

/** As the watch knows them; of a mailbox that is not watched yet, asked for. */
async function foldersOf(services: Needs, graph: Graph, mailbox: WatchedMailbox) {
  const stored = await storedFolders(services, mailbox);
  if (stored.sent !== undefined) return stored;
  const idOf = async (name: string): Promise<string | undefined> => {
    const answer = await graph.getFolder(mailbox.graphUser, name);
    if (!answer.ok && answer.failure.kind === 'notFound') return undefined;
    return granted(answer, 'reading a well-known folder').id;
  };
  const notWatched = new Set<string>();
  for (const name of ['drafts', 'outbox', 'deleteditems', 'junkemail']) {
    const id = await idOf(name);
    if (id !== undefined) notWatched.add(id);
  }
  return { sent: await idOf('sentitems'), notWatched };
}

async function sampleOf(
  services: Needs,
  mailbox: WatchedMailbox,
  ruled: WatchedMailbox,
  sentFolder: string | undefined,
  item: Message,
): Promise<LogSample> {
  const { db } = services.store;
  const lines = (item.internetMessageHeaders ?? []).map(
    ({ name, value }) => `${name ?? ''}: ${value ?? ''}\r\n`,
  );
  const read = await fromMime(Buffer.from(`${lines.join('')}\r\n`));
  const mail = withGraphFacts(
    {
      ...read.mail,
      ...personOf('from', item.from),
      ...personOf('sender', item.sender),
      subject: item.subject ?? '',
    },
    item,
  );
  const copy = { item, mail, files: [], sensitivity: property(item, SENSITIVITY) };
  const at = graphTime(item.receivedDateTime) ?? services.clock.now();
  const shown = { at: at.toISOString(), subject: mail.subject };
  if (isSentCopy(mailbox, { sent: sentFolder }, copy)) {
    const told = await ask(services, db, mailbox, askingOfSent(copy));
    const { item: sent, people } = await ruledSent(db, mailbox, copy, told, mailbox.owner, false);
    const named = people.map(({ name, address }) => name || address);
    return { direction: 'sent', ...shown, people: named, ...wouldLog(ruled.rule, sent) };
  }
  const reading = readReceived(mailbox.account, mail, markKeys(services));
  const told = await ask(services, db, mailbox, askingOf(copy, reading));
  const received = await judge(db, mailbox, copy, reading, told);
  const { item: came } = ruledReceived(mailbox, copy, received, told, undefined);
  const writer = mail.from?.name ?? writerOf(mail);
  return { direction: 'received', ...shown, people: [writer], ...wouldLog(ruled.rule, came) };
}

function personOf(
  field: 'from' | 'sender',
  given: Message['from'],
): { from?: { address: string; name?: string }; sender?: { address: string; name?: string } } {
  const { address, name } = given?.emailAddress ?? {};
  if (!address) return {};
  return { [field]: { address, ...(name && { name }) } };
}
