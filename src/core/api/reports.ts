import { z } from 'zod';
import { TimeZone } from './insights';
import { ReplyGap } from './marketing';
import { Id, MessageView, Text, Time } from './shared';

/** Reports on marketing mail (M5, M6). Every number counts copies that left (docs/marketing.md has the formulas). */

const Count = z.number().int();
const Share = z.number().nullable();

export const ReportNumbers = z.object({
  /** Copies that the transport took, or that arrived as what came of them shows. */
  sent: Count,
  /** Permanent failures. */
  bounced: Count,
  /** sent − bounced. */
  delivered: Count,
  /** Delivered with an image of their own: could be seen to be opened. */
  openable: Count,
  /** Of these, with an open by a person; `opens`: all of theirs. */
  opened: Count,
  opens: Count,
  /** Delivered with tracked links. */
  clickable: Count,
  clicked: Count,
  clicks: Count,
  /** Contacts who replied, once per message. */
  replied: Count,
  /** Replies by recipients, all of them. */
  replies: Count,
  unsubscribed: Count,
  complained: Count,
  /** Copies that machines opened; `machineOnly`: and no person was seen to. */
  machineOpened: Count,
  machineOnly: Count,
  machineOpens: Count,
  machineClicked: Count,
  machineClicks: Count,
});
export type ReportNumbers = z.infer<typeof ReportNumbers>;

/** Copies that have not left. */
export const UnsentNumbers = z.object({
  waiting: Count,
  leftOut: Count,
  refused: Count,
  /** The line broke before the transport had answered. */
  unclear: Count,
});
export type UnsentNumbers = z.infer<typeof UnsentNumbers>;

/** Null: of nothing there is no share. */
export const ReportRates = z.object({
  /** opened / openable */
  open: Share,
  /** clicked / clickable */
  click: Share,
  /** replied / delivered */
  reply: Share,
  /** bounced / sent */
  bounce: Share,
  /** unsubscribed / delivered */
  unsubscribe: Share,
  /** complained / delivered */
  complaint: Share,
});
export type ReportRates = z.infer<typeof ReportRates>;

const MOST_MESSAGES = 100;
const MOST_DAYS = 1_830;
const DAY_MS = 86_400_000;

/** Ids, set apart by commas. */
const Ids = z
  .string()
  .max(37 * MOST_MESSAGES)
  .refine((text) => text.split(',').every((id) => Id.safeParse(id).success), 'ids, set apart by commas');
export const idsOf = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : [...new Set(text.split(',').map((id) => id.toLowerCase()))];

/** Days from 1970 on, so that what has not left is in no span. */
const Day = z.iso.date().refine((day) => day >= '1971-01-01' && day < '2200-01-01', 'a day from 1971 on');
const Span = {
  /** YYYY-MM-DD, the first and the last day, in the zone: copies that left in between. */
  from: Day,
  to: Day,
  zone: TimeZone.default('UTC'),
  /** Only of these. */
  messages: Ids.optional(),
};
const inOrder = ({ from, to }: { from: string; to: string }): boolean => from <= to;
const notTooLong = ({ from, to }: { from: string; to: string }): boolean =>
  Date.parse(to) - Date.parse(from) < MOST_DAYS * DAY_MS;

/** GET /api/v1/reports/engagement, …/engagement.csv */
export const EngagementQuery = z
  .object(Span)
  .refine(inOrder, { message: 'the span ends before it begins', path: ['to'] })
  .refine(notTooLong, { message: 'at most five years at once', path: ['to'] });
export type EngagementQuery = z.infer<typeof EngagementQuery>;

export const ReportedMessage = z.object({
  id: Id,
  name: z.string(),
  /** When the first of its copies left. */
  at: Time,
  removed: z.literal(true).optional(),
  numbers: ReportNumbers,
  rates: ReportRates,
});
export type ReportedMessage = z.infer<typeof ReportedMessage>;

export const Engagement = z.object({
  numbers: ReportNumbers,
  rates: ReportRates,
  /** Contacts who replied, each once over all messages. */
  differentContactsReplied: Count,
  /** Answers by others than the recipients: a colleague of theirs (R5). */
  repliesByOthers: Count,
  /** One for each day of the span, oldest first: of the copies that left on it. */
  days: z.array(
    z.object({
      day: z.string(),
      sent: Count,
      delivered: Count,
      opened: Count,
      clicked: Count,
      replied: Count,
      bounced: Count,
      unsubscribed: Count,
    }),
  ),
  /** The latest first, at most 500; `cut`: there are more, which the numbers above count. */
  messages: z.array(ReportedMessage),
  cut: z.boolean(),
  /** M10: since the span began, answers to these messages were not seen. */
  notWatched: z.array(ReplyGap),
});
export type Engagement = z.infer<typeof Engagement>;

/** GET /api/v1/marketing/{id}/report */
export const MessageReportQuery = z.object({ zone: TimeZone.default('UTC') });

export const MessageReport = z.object({
  numbers: ReportNumbers,
  rates: ReportRates,
  unsent: UnsentNumbers,
  leftOut: z.array(z.object({ reason: z.string(), count: Count })),
  repliesByOthers: Count,
  /** When things first happened to copies: by the quarter of an hour where that is six hours, by the hour for two days. */
  moments: z.object({
    by: z.enum(['quarter', 'hour', 'day']),
    points: z.array(
      z.object({
        at: Time,
        sent: Count,
        opened: Count,
        clicked: Count,
        replied: Count,
        bounced: Count,
        unsubscribed: Count,
      }),
    ),
  }),
  /** Tracked links, in their order in the mail. */
  links: z.array(z.object({ n: Count, target: z.string(), text: z.string(), clicked: Count, clicks: Count })),
  /** By which programs the first open that was seen was made; `family` empty: it is not known. `name`: in English. */
  programs: z.array(z.object({ family: z.string(), name: z.string(), opened: Count })),
  notWatched: z.array(ReplyGap),
});
export type MessageReport = z.infer<typeof MessageReport>;

/** The numbers that open to the people behind them. */
export const SHOWN_PEOPLE = [
  'sent',
  'delivered',
  'openable',
  'opened',
  'no-open-seen',
  'not-openable',
  'clickable',
  'clicked',
  'not-clickable',
  'replied',
  'not-replied',
  'bounced',
  'unsubscribed',
  'complained',
  'machine-opened',
  'machine-only',
  'machine-clicked',
  'left-out',
  'refused',
  'unclear',
  'waiting',
] as const;
export const ShownPeople = z.enum(SHOWN_PEOPLE);
export type ShownPeople = z.infer<typeof ShownPeople>;

const PeopleFilter = {
  show: ShownPeople.default('sent'),
  /** Only who clicked on this link; together with `clicked`. */
  link: z.coerce.number().int().min(0).max(1_000_000).optional(),
  /** Only those who were left out, or refused, for this reason. */
  reason: z.string().max(200).optional(),
  search: Text.trim().max(200).optional(),
};
const Page = {
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** GET /api/v1/marketing/{id}/recipients, …/recipients.csv */
export const RecipientsQuery = z.object({ ...PeopleFilter, ...Page });
export type RecipientsQuery = z.infer<typeof RecipientsQuery>;

/** GET /api/v1/reports/recipients, …/recipients.csv: over a span and several messages. */
export const SpanRecipientsQuery = z
  .object({ ...Span, ...PeopleFilter, ...Page })
  .refine(inOrder, { message: 'the span ends before it begins', path: ['to'] })
  .refine(notTooLong, { message: 'at most five years at once', path: ['to'] });
export type SpanRecipientsQuery = z.infer<typeof SpanRecipientsQuery>;

/** One copy. */
export const ReportRecipient = z.object({
  message: z.object({ id: Id, name: z.string() }),
  /** Absent: they have withdrawn or object since (P3, P6), or were erased (P5). */
  who: z.object({ name: z.string(), address: z.string(), contactId: Id.optional() }).optional(),
  withheld: z.enum(['silent', 'erased']).optional(),
  state: z.enum(['waiting', 'trying', 'accepted', 'refused', 'unclear', 'left-out']),
  reason: z.string().optional(),
  at: Time.optional(),
  delivery: z.enum(['unknown', 'delayed', 'delivered', 'failed', 'complaint']).optional(),
  bouncedAt: Time.optional(),
  unsubscribedAt: Time.optional(),
  complainedAt: Time.optional(),
  replies: Count,
  lastReplyAt: Time.optional(),
  /** Absent: nothing could be seen, or may be told any more. */
  opens: Count.optional(),
  lastOpenAt: Time.optional(),
  clicks: Count.optional(),
  lastClickAt: Time.optional(),
  machineOpens: Count.optional(),
  machineClicks: Count.optional(),
});
export type ReportRecipient = z.infer<typeof ReportRecipient>;
export const ReportRecipients = z.object({
  recipients: z.array(ReportRecipient),
  next: z.string().optional(),
});
export type ReportRecipients = z.infer<typeof ReportRecipients>;

/** GET /api/v1/marketing/{id}/replies: who replied, when, with the text (M6), the latest first. */
export const RepliesQuery = z.object({
  search: Text.trim().max(200).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type RepliesQuery = z.infer<typeof RepliesQuery>;

export const ReplyLine = z.object({
  seq: Count,
  at: Time,
  who: z.object({ name: z.string(), address: z.string(), contactId: Id.optional() }).optional(),
  /** Of one of the message's recipients; else a colleague's, or a stranger's (R5). */
  recipient: z.boolean(),
  note: z.string().optional(),
  /** The answer itself; absent where the asker may not see it (P7), or it was taken off the records. */
  mail: MessageView.optional(),
  /** The new text, without what it quotes. */
  text: z.string().optional(),
});
export type ReplyLine = z.infer<typeof ReplyLine>;
export const ReplyLines = z.object({ replies: z.array(ReplyLine), next: Count.optional() });
export type ReplyLines = z.infer<typeof ReplyLines>;

/** GET /api/v1/marketing/{id}/click-map: the mail, for a frame without scripts, with its clicks at its links. */
export const ClickMap = z.object({ document: z.string() });
export type ClickMap = z.infer<typeof ClickMap>;
