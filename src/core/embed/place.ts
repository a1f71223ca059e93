import { Is, type Page } from './page';
import { BAD, GOOD } from './tree';

/** How many tokens before the end a better place is looked for when the page ends in a table or an open link. */
const NEAR = 20;

/**
 * Number of the token before which the image goes: the end of the sender's own part, which is the start of the
 * quote, else the last `</body>`, else the last `</html>`, else the end of the page. Images of ours (`skipped`) are
 * looked through, so that a second run finds the place of the first. null: no place for it anywhere.
 */
export function imagePlace(page: Page, skipped: { has(index: number): boolean }): number | null {
  const { what, quote, untouchable } = page;
  if (untouchable) return null;
  const tokens = what.length - 1;
  const effect = (i: number): number => (what[i] || 0) & Is.effect;
  let place = quote;
  if (quote < tokens) {
    while (
      place > 0 &&
      effect(place - 1) !== BAD &&
      (skipped.has(place - 1) || ((what[place - 1] || 0) & Is.wrapper) !== 0)
    ) {
      place--;
    }
  } else {
    place = lastEnd(page, Is.bodyEnd) || lastEnd(page, Is.htmlEnd) || tokens;
    if (place === tokens && ((what[tokens - 1] || 0) & Is.cut) !== 0) place--;
  }
  let usable: number | null = null;
  let seen = 0;
  for (let i = place; i >= 0; i--) {
    if (i < place && !skipped.has(i)) seen++;
    if (usable !== null && seen > NEAR) break;
    const found = effect(i);
    if (found !== BAD && usable === null) usable = i;
    if (found === GOOD) {
      usable = i;
      break;
    }
  }
  while (usable !== null && skipped.has(usable - 1) && effect(usable - 1) === effect(usable)) usable--;
  return usable;
}

/** 0 if there is none: a page that begins with an end tag has no part before it either. */
function lastEnd({ what }: Page, bit: number): number {
  for (let i = what.length - 2; i >= 0; i--) {
    const bits = what[i] || 0;
    if ((bits & bit) !== 0 && (bits & Is.effect) !== BAD) return i;
  }
  return 0;
}
