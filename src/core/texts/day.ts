/** A day of the calendar (`2026-12-04`), as readers of a locale write it: the same day in every zone. */
export const dayIn = (locale: string, day: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
