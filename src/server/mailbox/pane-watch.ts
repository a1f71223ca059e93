import { sql } from 'kysely';
import { DEVELOPMENT_ID } from '../../core/manifest';
import type { PaneLeft, PaneLooked, PaneWatch } from '../../core/api/mailboxes';
import { customPropertiesOf } from '../../graph';
import type { Services } from '../services';
import { beginning } from './filing';
import { itemsWithFilesDue, noteNoFiles } from './handed-files';
import { judgedItems } from './judged-items';
import { loadMailbox, type WatchedMailbox } from './mailboxes';
import { endProblem, giveUpProblem, noteProblem, problemsOf, type MailboxProblem } from './problems';

/** Clocks differ, and Exchange shows mail late. */
const OVERLAP_MS = 10 * 60_000;

interface Person {
  account: number;
  user: number;
}

/** What the pane of this person is to watch: their own mailbox, where nothing was granted to the server. */
export async function paneWatch(
  services: Pick<Services, 'store' | 'settings' | 'clock'>,
  who: Person,
): Promise<PaneWatch> {
  const row = await services.store.db
    .selectFrom('mailboxes as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['m.id', 'm.graph_user', 'm.connected_at', 'm.watermark', 'a.settings'])
    .where('m.account_id', '=', who.account)
    .where('m.owner_user_id', '=', who.user)
    .where('m.access', '=', 'pane')
    .where('m.state', 'in', ['connecting', 'watching', 'failing'])
    .executeTakeFirst();
  if (!row) return {};
  const key = { account: who.account, id: row.id };
  const { due } = await standingProblems(services, key);
  const again = new Set([...due, ...(await itemsWithFilesDue(services, key))]);
  const connected = beginning({ connectedAt: row.connected_at });
  const since = Math.max(connected.getTime(), row.watermark.getTime() - OVERLAP_MS);
  return {
    mailbox: {
      id: row.id,
      graphUser: row.graph_user,
      since: new Date(since).toISOString(),
      watermark: row.watermark.toISOString(),
      properties: [customPropertiesOf(services.settings.addinId ?? DEVELOPMENT_ID)],
      ...(row.settings.watchJunk === true && { watchJunk: true }),
      again: [...again],
    },
  };
}

/** The mailbox, if this person's pane may hand over what lies in it. */
export async function paneMailbox(
  { store }: Pick<Services, 'store'>,
  who: Person,
  id: string,
): Promise<WatchedMailbox | undefined> {
  const mailbox = await loadMailbox(store.db, who.account, id);
  const isTheirs = mailbox?.owner === who.user && mailbox.access === 'pane';
  const watched = mailbox && ['connecting', 'watching', 'failing'].includes(mailbox.state);
  return isTheirs && watched ? { ...mailbox, trust: 'client' } : undefined;
}

/** Items of a mailbox that could not be judged: those to be tried now, and those that wait or were given up. */
async function standingProblems(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  mailbox: Pick<WatchedMailbox, 'account' | 'id'>,
): Promise<{ due: string[]; held: Set<string> }> {
  const problems = await problemsOf(store.db, mailbox);
  const isDue = ({ retryAt }: MailboxProblem): boolean => retryAt !== undefined && retryAt <= clock.now();
  return {
    due: problems.filter(isDue).map(({ item }) => item),
    held: new Set(problems.filter((problem) => !isDue(problem)).map(({ item }) => item)),
  };
}

/** Of these items, those that were not looked at yet. */
export async function wantedItems(
  services: Pick<Services, 'store' | 'clock'>,
  mailbox: WatchedMailbox,
  ids: readonly string[],
): Promise<string[]> {
  const judged = await judgedItems(services.store.db, mailbox, ids);
  const { held } = await standingProblems(services, mailbox);
  return ids.filter((id) => !judged.has(id) && !held.has(id));
}

/** What the doctor says of it. */
export const TOO_LARGE =
  'it is larger than 220 MB, and Outlook’s pane hands over no such mail. With your organisation’s permission or your consent it is read';

export const NOT_GIVEN = 'Microsoft did not give it to Outlook’s pane';

/** Notes an item that a pane cannot hand over; what is too large stays so, until the mailbox is read in another way. */
export async function notePaneLeft(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  mailbox: WatchedMailbox,
  { id, why }: PaneLeft,
): Promise<void> {
  const { db } = store;
  if (why === 'gone') await endProblem(db, mailbox, id);
  await noteNoFiles({ store, clock }, mailbox, id, why);
  if (why === 'gone' || (await judgedItems(db, mailbox, [id])).size > 0) return;
  if (why === 'too-large') await giveUpProblem(db, mailbox, id, TOO_LARGE, clock.now());
  else await noteProblem(db, mailbox, id, NOT_GIVEN, clock.now());
}

/**
 * S4: the pane has looked through the mailbox; that is its proof. What it handed over may have shown that mail from
 * before is to be judged again: then the next look begins with that.
 */
export async function paneLooked(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  mailbox: WatchedMailbox,
  looked: PaneLooked,
): Promise<void> {
  const now = clock.now();
  const left = (await problemsOf(store.db, mailbox)).length;
  const upTo = new Date(Math.min(Date.parse(looked.startedAt), now.getTime()));
  const isWhole =
    looked.watermark === undefined
      ? sql<boolean>`true`
      : sql<boolean>`date_trunc('milliseconds', watermark) = ${new Date(looked.watermark)}`;
  await store.db
    .updateTable('mailboxes')
    .set({
      state: 'watching',
      // S4: what is less than it seems.
      state_reason:
        left === 0
          ? null
          : `${left === 1 ? '1 mail was' : `${left} mails were`} not taken over: its health says why`,
      last_sync_at: sql<Date>`case when ${isWhole} then ${now} else last_sync_at end`,
      watermark: sql<Date>`case when ${isWhole} then greatest(watermark, ${upTo}) else watermark end`,
    })
    .where('account_id', '=', mailbox.account)
    .where('id', '=', mailbox.id)
    .where('state', 'in', ['connecting', 'watching', 'failing'])
    .execute();
}
