/** `text` in place of what stands from `start` to `end`. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Applies splices that do not overlap, in any order; those at one place in the order given. */
export function applySplices(html: string, splices: readonly Splice[]): string {
  const sorted = splices.map((splice, order) => ({ order, ...splice }));
  sorted.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  const parts: string[] = [];
  let at = 0;
  for (const splice of sorted) {
    parts.push(html.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  parts.push(html.slice(at));
  return parts.join('');
}
