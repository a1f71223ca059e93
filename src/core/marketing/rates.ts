import type { ReportNumbers, ReportRates } from '../api/reports';

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** M5: what each rate divides by what. */
export const ratesOf = (n: ReportNumbers): ReportRates => ({
  open: share(n.opened, n.openable),
  click: share(n.clicked, n.clickable),
  reply: share(n.replied, n.delivered),
  bounce: share(n.bounced, n.sent),
  unsubscribe: share(n.unsubscribed, n.delivered),
  complaint: share(n.complained, n.delivered),
});
