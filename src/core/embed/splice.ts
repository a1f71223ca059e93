/** `text` in place of what stands from `start` to `end`. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Applies splices that do not overlap, in any order; those at one place in the order given. */
export function applySplices(html: string, splices: readonly Splice[]): string {
  const order = new Map(splices.map((splice, i) => [splice, i]));
  const sorted = [...splices].sort(
    (a, b) => a.start - b.start || a.end - b.end || (order.get(a) ?? 0) - (order.get(b) ?? 0),
  );
  const parts: string[] = [];
  let at = 0;
  for (const splice of sorted) {
    parts.push(html.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  parts.push(html.slice(at));
  return parts.join('');
}
