export const GRAPH = 'https://graph.microsoft.com';
const ROOT = `${GRAPH}/v1.0`;

/** A path below v1.0 from its segments, each encoded: ids hold `-`, `_`, `=`, and a user may be named by address. */
export const graphUrl = (...segments: string[]): string =>
  `${ROOT}/${segments.map(encodeURIComponent).join('/')}`;

/**
 * An address with OData options. The client encodes nothing: an unencoded `#` would cut the filter, a `+` become a
 * space, an `&` begin another option.
 */
export function withOptions(url: string, options: Record<string, string | number | undefined>): string {
  const query = Object.entries(options)
    .filter((option): option is [string, string | number] => option[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? url : `${url}?${query.join('&')}`;
}

/** A string literal in an OData expression: single quotes are doubled. */
export const odataText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Stored and received links carry our token: anything but Graph itself is refused before it is called. */
export function assertGraphLink(link: string): void {
  let origin = 'an unreadable address';
  try {
    const parsed = new URL(link);
    if (parsed.origin === GRAPH && parsed.username === '' && parsed.password === '') return;
    origin = parsed.origin;
  } catch {
    // Said below.
  }
  throw new Error(`Refused to follow a page link to ${origin}: it is not Graph`);
}
