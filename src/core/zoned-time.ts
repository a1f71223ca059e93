/** Times on the wall of a zone, as forms have them: `2026-12-04T09:30`. */

const MINUTE_MS = 60_000;

/** What the clock on a wall in this zone shows. */
export function wallTime(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/**
 * The moment at which a wall in this zone shows that; of two (clocks put back) the first. Of none (clocks put forward), as
 * long after the change as the wall says. Undefined: it is no time.
 */
export function momentOf(wall: string, zone: string): Date | undefined {
  const plain = Date.parse(`${wall}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) || Number.isNaN(plain)) return undefined;
  const offset = (at: number): number => Date.parse(`${wallTime(new Date(at), zone)}:00Z`) - at;
  // Offsets of a day around it: the change, if there is one, lies between.
  const before = offset(plain - 24 * 60 * MINUTE_MS);
  const after = offset(plain + 24 * 60 * MINUTE_MS);
  const moments = [before, after].map((one) => plain - one).filter((at) => plain - at === offset(at));
  return new Date(moments.length > 0 ? Math.min(...moments) : plain - before);
}
