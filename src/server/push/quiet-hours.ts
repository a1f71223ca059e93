import type { QuietHours } from '../../core/api/push';

const DAY_MIN = 1_440;
const MINUTE_MS = 60_000;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function minuteOfDay(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return minutesOf(parts);
}

/** When the quiet hours that hold at this moment end; undefined: none hold. By the clock on the wall, summer time too. */
export function quietUntil(quiet: QuietHours | null, at: Date): Date | undefined {
  if (!quiet) return undefined;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const now = minuteOfDay(at, quiet.timeZone);
  const holds = from < to ? now >= from && now < to : now >= from || now < to;
  if (!holds) return undefined;
  const wholeMinute = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  const end = new Date(wholeMinute + ((to - now + DAY_MIN) % DAY_MIN) * MINUTE_MS);
  // The clock was put forward or back in between.
  const off = ((minuteOfDay(end, quiet.timeZone) - to + DAY_MIN * 1.5) % DAY_MIN) - DAY_MIN / 2;
  return new Date(end.getTime() - off * MINUTE_MS);
}
