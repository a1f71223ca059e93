import { sql } from 'kysely';
import type { MailboxHealth } from '../../../core/api/mailboxes';
import type { Services } from '../../services';
import { COUNT, REPAIR } from '../job-types';
import { lookBackOf } from '../look-back';
import { mailboxViews, type MailboxViewer } from '../views';
import { findings } from './findings';
import { usualGap } from './quiet';
import { standings, type StoredStanding } from './standing';

const WEEK_MS = 7 * 86_400_000;

/** R10: kinds and numbers, never a mail. */
const WHY_LEFT: Readonly<Record<string, string>> = {
  new: 'From people, in no conversation of yours and under no log rule',
  reply: 'Answers to mail that is neither tracked nor logged',
  sent: 'Sent by you, neither tracked nor under the log rule',
  'auto-reply': 'Out-of-office answers to mail that is neither tracked nor logged',
  'auto-generated': 'Newsletters, lists, tickets and notifications',
  bounce: 'Delivery failures of mail that is neither tracked nor logged',
  receipt: 'Receipts for mail that is neither tracked nor logged',
  calendar: 'Invitations and answers to them',
  unreadable: 'Could not be taken apart: their MIME is broken',
};

/** Everything the doctor knows of a mailbox, from the store alone; undefined where the viewer may not see it. */
export async function mailboxHealth(
  services: Pick<Services, 'store' | 'clock'>,
  viewer: MailboxViewer,
  id: string,
): Promise<MailboxHealth | undefined> {
  const [mailbox] = await mailboxViews(services, viewer, id);
  if (!mailbox) return undefined;
  const { db } = services.store;
  const now = services.clock.now();
  const [standing] = await standings(db, now, { account: viewer.account, id });
  const [items, count, running, repaired, problems, lookBack] = await Promise.all([
    itemsOf(services, viewer.account, id, new Date(now.getTime() - WEEK_MS)),
    db
      .selectFrom('mailbox_counts')
      .selectAll()
      .where('account_id', '=', viewer.account)
      .where('mailbox_id', '=', id)
      .executeTakeFirst(),
    db
      .selectFrom('jobs')
      .select(['type', 'state', 'run_at'])
      .where('account_id', '=', viewer.account)
      .where('key', '=', id)
      .where('type', 'in', [COUNT, REPAIR])
      .where('state', 'in', ['ready', 'running'])
      .execute(),
    db
      .selectFrom('mailboxes')
      .select('repaired_at')
      .where('account_id', '=', viewer.account)
      .where('id', '=', id)
      .executeTakeFirst(),
    problemsOf(services, viewer.account, id),
    lookBackOf(db, viewer.account, id),
  ]);
  const gap = standing && usualGap(standing.mail.latest);
  const last = standing?.mail.latest[0];
  return {
    mailbox,
    findings: standing ? findings(standing, now) : [],
    subscription: standing ? subscriptionOf(standing, now) : 'none',
    ...(last && { lastMailAt: last.toISOString() }),
    ...(gap !== undefined && { usualGap: Math.round(gap / 1_000) }),
    ...(count && {
      count: {
        since: count.since.toISOString(),
        until: count.upto.toISOString(),
        listed: count.listed,
        judged: count.judged,
        missing: count.missing,
        countedAt: count.counted_at.toISOString(),
      },
    }),
    counting: running.some((job) => job.type === COUNT),
    repairing: running.some((job) => job.type === REPAIR),
    ...(repaired?.repaired_at && { repairedAt: repaired.repaired_at.toISOString() }),
    filed: items.filter((row) => row.outcome === 'filed').reduce((sum, row) => sum + row.count, 0),
    left: items
      .filter((row) => row.outcome === 'left')
      .map(({ kind, count: n }) => ({ kind, count: n, why: WHY_LEFT[kind] ?? 'Not for the record' })),
    problems,
    ...(lookBack && { lookBack }),
  };
}

function subscriptionOf(standing: StoredStanding, now: Date): MailboxHealth['subscription'] {
  if (standing.access === 'pane' || standing.state === 'paused' || standing.state === 'disconnected') {
    return 'not-used';
  }
  if (standing.state === 'not-allowed' || standing.state === 'connecting') return 'unknown';
  const ends = standing.subscriptionExpiresAt;
  if (ends !== null && (ends <= now || !standing.subscribed)) return 'lapsed';
  return standing.subscribed ? 'stands' : 'none';
}

async function itemsOf(
  { store }: Pick<Services, 'store'>,
  account: number,
  mailbox: string,
  since: Date,
): Promise<{ kind: string; outcome: string; count: number }[]> {
  return store.db
    .selectFrom('mailbox_items')
    .select(['kind', 'outcome', sql<number>`count(*)::int`.as('count')])
    .where('account_id', '=', account)
    .where('mailbox_id', '=', mailbox)
    .where('at', '>=', since)
    .groupBy(['kind', 'outcome'])
    .orderBy(sql`count(*)`, 'desc')
    .execute();
}

/** What could not be read, and files that could not be copied, by their reason. */
async function problemsOf(
  { store }: Pick<Services, 'store'>,
  account: number,
  mailbox: string,
): Promise<{ count: number; what: string }[]> {
  const { rows } = await sql<{ what: string; count: number }>`
    select what, count(*)::int as count from (
      select 'Not read: ' || reason as what from mailbox_problems
        where account_id = ${account} and mailbox_id = ${mailbox}
      union all
      select case t.state when 'pending' then 'A file is still to be copied: ' else 'A file was not copied: ' end
          || coalesce(t.reason, 'no reason is known') as what
        from attachments t join messages m on m.account_id = t.account_id and m.id = t.message_id
        where t.account_id = ${account} and m.mailbox_id = ${mailbox} and t.state in ('pending', 'failed')
    ) told group by what order by count(*) desc limit 20`.execute(store.db);
  return rows;
}
