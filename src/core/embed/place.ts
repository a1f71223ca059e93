import type { Page, Placed } from './tree';

/** Wrappers and gaps right before a quote, which belong to it: the image goes before them. */
const WRAPPERS = new Set('div blockquote br hr span p section b strong i em u font center'.split(' '));
/** How many tokens before the end a better place is looked for when the page ends in a table or an open link. */
const NEAR = 20;

/**
 * Index of the token before which the image goes: the end of the sender's own part, which is the start of the
 * quote, else the last `</body>`, else the last `</html>`, else the end of the page. Images of ours
 * (`skipped`) are looked through, so that a second run finds the place of the first.
 */
export function imagePlace(
  html: string,
  page: Page,
  quote: number,
  skipped: ReadonlySet<number>,
): number | null {
  const { tokens } = page;
  const effect = (i: number): Placed['before'] =>
    (i < tokens.length ? tokens[i]?.before : page.atEnd) ?? 'bad';
  let place = quote;
  if (quote < tokens.length) {
    while (
      place > 0 &&
      effect(place - 1) !== 'bad' &&
      (skipped.has(place - 1) || belongsToQuote(html, tokens[place - 1]))
    ) {
      place--;
    }
  } else {
    place = lastEnd(tokens, 'body') ?? lastEnd(tokens, 'html') ?? tokens.length;
    const last = tokens[tokens.length - 1];
    if (place === tokens.length && last?.token.kind === 'cut') place--;
  }
  let usable: number | null = null;
  let seen = 0;
  for (let i = place; i >= 0; i--) {
    if (i < place && !skipped.has(i)) seen++;
    if (usable !== null && seen > NEAR) break;
    const found = effect(i);
    if (found !== 'bad') usable ??= i;
    if (found === 'good') {
      usable = i;
      break;
    }
  }
  while (usable !== null && skipped.has(usable - 1) && effect(usable - 1) === effect(usable)) usable--;
  return usable;
}

function belongsToQuote(html: string, placed: Placed | undefined): boolean {
  const token = placed?.token;
  if (token?.kind === 'start') return WRAPPERS.has(token.name);
  return token?.kind === 'text' && !token.raw && !/[^\s\u00a0]/.test(html.slice(token.start, token.end));
}

function lastEnd(tokens: readonly Placed[], name: string): number | null {
  for (let i = tokens.length - 1; i >= 0; i--) {
    const placed = tokens[i];
    if (placed?.token.kind === 'end' && placed.token.name === name && placed.before !== 'bad') return i;
  }
  return null;
}
