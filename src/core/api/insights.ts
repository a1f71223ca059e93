import { z } from 'zod';

function knownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** A name of the tz database. */
export const TimeZone = z.string().max(64).refine(knownZone, 'a time zone such as Europe/Berlin');

/** GET /api/v1/insights: what the asker's own mail met with. Days and hours are those of the zone. */
export const InsightsQuery = z.object({
  days: z.coerce.number().int().min(7).max(365).default(30),
  zone: TimeZone.default('UTC'),
});
export type InsightsQuery = z.infer<typeof InsightsQuery>;

const Count = z.number().int();
const Met = z.object({ opens: Count, clicks: Count, replies: Count });

export const Insights = z.object({
  /** One for each day of the period, oldest first. `day`: YYYY-MM-DD. */
  days: z.array(Met.extend({ day: z.string(), sent: Count })),
  /** 24, from midnight. Without what was inferred: nobody knows when that was. */
  hours: z.array(Met),
  /** Parts of the week with enough mail to tell, best first. `weekday`: 1 Monday to 7 Sunday; `hour`: 0, 3, 6 … 21. */
  best: z.array(z.object({ weekday: Count, hour: Count, sent: Count, replied: Count })),
  totals: Met.extend({ sent: Count }),
  /** There is more than is counted here: the newest are. */
  cut: z.boolean(),
});
export type Insights = z.infer<typeof Insights>;
