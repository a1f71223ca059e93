import type { Kysely, Selectable } from 'kysely';
import { GraphFailed } from '../../graph';
import type { LogRefusal } from '../../core/api/logs';
import type { Job, JobHandlers } from '../jobs';
import type { Services } from '../services';
import type { Database } from '../store/schema';
import { fileItem } from './filing';
import { StillScanned } from './filing/store-content';
import { refuseWish, type MailKey } from './filing/wishes';
import { storedFolders } from './folders';
import type { GraphAccess } from './graph-access';
import { LOG_BY_HAND_JOB } from './job-types';
import { forgetItems } from './judged-items';
import { loadMailbox } from './mailboxes';

/** Whoever asked is told within this why a mail was not logged. */
const REFUSAL_KEPT_MS = 60 * 60_000;
/** A pane that was closed meanwhile hands nothing over. */
const PANE_WAITS_MS = 10 * 60_000;
/** Some eight minutes of trying, while a person waits. */
const MOST_ATTEMPTS = 9;

type Row = Selectable<Database['log_wishes']>;
type Again = { again: Date } | undefined;

/**
 * L7, L8: logs a mail that a person wants logged (the job's key is the wish's id), from the first of its copies that is
 * still there. What cannot be logged is refused with the reason, which goes after an hour.
 */
async function logByHand(services: Services, access: GraphAccess, job: Job): Promise<Again> {
  const { store, clock } = services;
  const wish = await wishWith(store.db, job);
  if (!wish) return undefined;
  if (wish.refused === null) {
    if (wish.by_pane && clock.now().getTime() < wish.at.getTime() + PANE_WAITS_MS) {
      return { again: new Date(wish.at.getTime() + PANE_WAITS_MS) };
    }
    const outcome = await fileCopies(services, access, wish, job.attempt);
    if (outcome instanceof Date) return { again: outcome };
    const mail: MailKey = { hash: wish.message_id_hash, direction: wish.direction };
    await refuseWish(store.db, job.account, mail, outcome, clock.now());
    const refused = await wishWith(store.db, job);
    return refused && { again: new Date(refused.at.getTime() + REFUSAL_KEPT_MS) };
  }
  const until = new Date(wish.at.getTime() + REFUSAL_KEPT_MS);
  if (clock.now() < until) return { again: until };
  await store.db
    .deleteFrom('log_wishes')
    .where('account_id', '=', job.account)
    .where('id', '=', job.key)
    .where('refused', 'is not', null)
    .where('at', '=', wish.at)
    .execute();
  return undefined;
}

const wishWith = (db: Kysely<Database>, { account, key }: Job): Promise<Row | undefined> =>
  db
    .selectFrom('log_wishes')
    .selectAll()
    .where('account_id', '=', account)
    .where('id', '=', key)
    .executeTakeFirst();

/**
 * Files the copies, which grants or refuses the wish. Resolves to why it is open if it still is, or to when to try again.
 * Throws `GraphFailed` where Microsoft did not give one of them.
 */
async function fileCopies(
  services: Services,
  access: GraphAccess,
  wish: Row,
  attempt: number,
): Promise<LogRefusal | Date> {
  const { store, clock } = services;
  let failed: GraphFailed | undefined;
  for (const { mailbox: id, item } of wish.copies) {
    const mailbox = await loadMailbox(store.db, wish.account_id, id);
    if (!mailbox?.ownerActive || mailbox.access === 'pane') continue;
    if (!['connecting', 'watching', 'failing'].includes(mailbox.state)) continue;
    if (mailbox.quietUntil && mailbox.quietUntil > clock.now()) return mailbox.quietUntil;
    const folders = await storedFolders(services, mailbox);
    await forgetItems(store.db, mailbox, [item]);
    try {
      await fileItem(services, access.graph(mailbox), mailbox, folders, item);
    } catch (error) {
      if (error instanceof StillScanned) return 'scanning';
      if (!(error instanceof GraphFailed)) throw error;
      failed = error;
    }
  }
  if (failed === undefined) return 'not-found';
  if (attempt >= MOST_ATTEMPTS) return 'unavailable';
  throw failed;
}

export const logByHandJobs = (services: Services, access: GraphAccess): JobHandlers => ({
  [LOG_BY_HAND_JOB]: (job) => logByHand(services, access, job),
});
