import { dayIn } from '../../core/workflows';

/** The day that is so many days after the one that it is in the zone: YYYY-MM-DD. */
export function dayAfter(now: Date, days: number, timeZone: string): string {
  const { year, month, day } = dayIn(now, timeZone);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}
