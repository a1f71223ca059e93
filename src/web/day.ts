/** Midnight in the reader's zone, so many days after that of a date as it is typed ("2026-11-03"); else undefined. */
export function midnight(typed: string | null, plus: number): string | undefined {
  const [year, month, day] =
    /^(\d{4})-(\d\d)-(\d\d)$/
      .exec(typed ?? '')
      ?.slice(1)
      .map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined || year < 2000) return undefined;
  // By the calendar: a day on which the clocks change has no 24 hours.
  return new Date(year, month - 1, day + plus).toISOString();
}
