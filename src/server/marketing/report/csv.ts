import type { Kysely } from 'kysely';
import type {
  Engagement,
  RecipientsQuery,
  ReportNumbers,
  ReportRecipient,
  ReportRecipients,
  ReportRates,
  SpanRecipientsQuery,
} from '../../../core/api/reports';
import { csvLine } from '../../../core/csv';
import type { Database } from '../../store/schema';
import { recipientsInSpan, recipientsOf } from './recipients';

/** For Excel, which takes a file without it for one of the country's own letters. */
const MARK = '\ufeff';
const AT_ONCE = 200;

const NUMBERS: [string, keyof ReportNumbers][] = [
  ['Sent', 'sent'],
  ['Bounced', 'bounced'],
  ['Delivered', 'delivered'],
  ['Could be seen to open', 'openable'],
  ['Opened', 'opened'],
  ['Opens in all', 'opens'],
  ['Could be seen to click', 'clickable'],
  ['Clicked', 'clicked'],
  ['Clicks in all', 'clicks'],
  ['Contacts who replied', 'replied'],
  ['Replies', 'replies'],
  ['Unsubscribed', 'unsubscribed'],
  ['Complained', 'complained'],
  ['Opened by machines', 'machineOpened'],
  ['Opened by machines only', 'machineOnly'],
  ['Clicked by machines', 'machineClicked'],
];
const RATES: [string, keyof ReportRates][] = [
  ['Open rate', 'open'],
  ['Click rate', 'click'],
  ['Reply rate', 'reply'],
  ['Bounce rate', 'bounce'],
  ['Unsubscribe rate', 'unsubscribe'],
  ['Complaint rate', 'complaint'],
];

/** A report over a span, a row for each message and one for all; rates are shares (0.25), empty where they are of nothing. */
export function* engagementCsv({ messages, numbers, rates }: Engagement): Generator<string> {
  yield MARK;
  yield csvLine(['Message', 'First sent', ...NUMBERS.map(([name]) => name), ...RATES.map(([name]) => name)]);
  const cells = (n: ReportNumbers, r: ReportRates): string[] => [
    ...NUMBERS.map(([, key]) => String(n[key])),
    ...RATES.map(([, key]) => (r[key] === null ? '' : r[key].toFixed(4))),
  ];
  for (const line of messages) yield csvLine([line.name, line.at, ...cells(line.numbers, line.rates)]);
  yield csvLine(['All', '', ...cells(numbers, rates)]);
}

/** The people behind a number, page by page. */
async function* recipientsCsv(
  page: (cursor: string | undefined) => Promise<ReportRecipients>,
): AsyncGenerator<string> {
  yield MARK;
  yield csvLine([
    'Message',
    'Name',
    'Email',
    'State',
    'Reason',
    'Sent',
    'Delivery',
    'Opens',
    'Last open',
    'Clicks',
    'Last click',
    'Replies',
    'Last reply',
    'Unsubscribed',
    'Complained',
  ]);
  for (let cursor: string | undefined; ;) {
    const { recipients, next } = await page(cursor);
    yield recipients.map(lineOf).join('');
    if (next === undefined) return;
    cursor = next;
  }
}

const lineOf = (row: ReportRecipient): string =>
  csvLine([
    row.message.name,
    row.who?.name ?? (row.withheld === 'silent' ? 'withheld' : ''),
    row.who?.address ?? '',
    row.state,
    row.reason ?? '',
    row.at ?? '',
    row.delivery ?? '',
    row.opens === undefined ? '' : String(row.opens),
    row.lastOpenAt ?? '',
    row.clicks === undefined ? '' : String(row.clicks),
    row.lastClickAt ?? '',
    String(row.replies),
    row.lastReplyAt ?? '',
    row.unsubscribedAt ?? '',
    row.complainedAt ?? '',
  ]);

export const messageRecipientsCsv = (
  db: Kysely<Database>,
  account: number,
  message: { id: string; name: string },
  query: RecipientsQuery,
): AsyncGenerator<string> =>
  recipientsCsv((cursor) =>
    recipientsOf(db, account, message, { ...query, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) }),
  );

export const spanRecipientsCsv = (
  db: Kysely<Database>,
  account: number,
  query: SpanRecipientsQuery,
): AsyncGenerator<string> =>
  recipientsCsv((cursor) =>
    recipientsInSpan(db, account, { ...query, limit: AT_ONCE, ...(cursor !== undefined && { cursor }) }),
  );
