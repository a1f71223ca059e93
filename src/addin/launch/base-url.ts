/**
 * Written into the file by the server as it serves it, in place of the placeholder: the file's name and bytes at rest
 * are the same for every address, and classic Outlook's runtime has no location to ask.
 */
const SERVED_FROM = '__MAILTRAIL_BASE_URL__';

/** Scheme and host, and no slash at the end. */
export const ORIGIN = /^https?:\/\/[^/?#\s]+$/;

/** Origin of the API without a slash at the end, or null where nothing tells. `booked`: what the ticket book was written with. */
export function baseUrl(booked?: string): string | null {
  const page = typeof location === 'object' ? location.origin : '';
  return [SERVED_FROM, booked || '', page].find((origin) => ORIGIN.test(origin)) || null;
}
