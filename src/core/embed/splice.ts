/** `text` in place of what stands from `start` to `end`. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** Applies splices that do not overlap, in any order; those at one place in the order given. */
export function applySplices(html: string, splices: readonly Splice[]): string {
  const order = [...splices.keys()].sort((a, b) => {
    const [one, other] = [splices[a], splices[b]];
    return one && other ? one.start - other.start || one.end - other.end || a - b : 0;
  });
  const parts: string[] = [];
  let at = 0;
  for (const i of order) {
    const splice = splices[i];
    if (!splice) continue;
    parts.push(html.slice(at, splice.start), splice.text);
    at = splice.end;
  }
  parts.push(html.slice(at));
  return parts.join('');
}
