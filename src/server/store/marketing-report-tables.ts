type OfAccount = { account_id: number };

/** What copies add to the sums of reports (migrations/0049-marketing-reports.ts). */
export type CopyCounts = Record<
  | 'sent'
  | 'bounced'
  | 'openable'
  | 'opened'
  | 'opens'
  | 'clickable'
  | 'clicked'
  | 'clicks'
  | 'replied'
  | 'replies'
  | 'unsubscribed'
  | 'complained'
  | 'machine_opened'
  | 'machine_only'
  | 'machine_opens'
  | 'machine_clicked'
  | 'machine_clicks'
  | 'waiting'
  | 'left_out'
  | 'refused'
  | 'unclear',
  number
>;

/** When things first happened to copies. */
export type CopyMoments = Record<
  'sent' | 'opened' | 'clicked' | 'replied' | 'bounced' | 'unsubscribed' | 'complained',
  number
>;

/** Kept by triggers on `marketing_copies` and `events`: never written by hand. `part`: rows of one key are added up. */
export interface MarketingReportTables {
  /** By the quarter of an hour in which copies left; what has not left stands under 1970. */
  marketing_counts: OfAccount & { message_id: string; quarter: Date; part: number } & CopyCounts;
  marketing_moments: OfAccount & { message_id: string; quarter: Date; part: number } & CopyMoments;
  /** Clicks that stand. `n`: of `message_links`. */
  marketing_link_clicks: OfAccount & {
    message_id: string;
    n: number;
    recipient_idx: number;
    clicks: number;
  };
  /** By which program the first open that was seen was made; empty: none stands. */
  marketing_readers: OfAccount & { message_id: string; recipient_idx: number; family: string };
}
