/**
 * Written into the file by the server as it serves it, in place of the placeholder: the file's name and bytes at rest
 * are the same for every address, and classic Outlook's runtime has no location to ask.
 */
const SERVED_FROM = '__MAILTRAIL_BASE_URL__';

const ORIGIN = /^https?:\/\/[^/?#\s]+$/;

/** Origin of the API without a slash at the end, or null where nothing tells. `booked`: what the ticket book was written with. */
export function baseUrl(booked?: string): string | null {
  const page = typeof location === 'object' && typeof location.origin === 'string' ? location.origin : '';
  const known = [SERVED_FROM, booked ?? '', page].filter((origin) => ORIGIN.test(origin));
  return known[0] ?? null;
}
