/** CSS properties that change how text looks, and nothing outside its own box. */
const PROPERTIES = new Set(
  (
    'background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse ' +
    'border-color border-left border-left-color border-left-style border-left-width border-radius border-right ' +
    'border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color ' +
    'border-top-style border-top-width border-width box-sizing caption-side clear color direction display float font ' +
    'font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style-type margin ' +
    'margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width overflow-wrap padding ' +
    'padding-bottom padding-left padding-right padding-top table-layout text-align text-decoration text-decoration-line ' +
    'text-indent text-transform unicode-bidi vertical-align white-space width word-break word-spacing word-wrap writing-mode background'
  ).split(' '),
);

const FUNCTIONS = /^(?:rgba?|hsla?)$/i;
/** No colon, no backslash, no angle bracket, no at-sign: nothing that starts an address, an escape or a rule. */
const VALUE = /^[\w\s#%.,()'"+/!*\u00a0-\uffff-]*$/u;

/**
 * What of a style attribute may stand: listed properties with plain values. No address of any kind, no function but
 * colours, no escapes (they hide both), no comments.
 */
export function safeStyle(style: string): { style: string; dropped: string[] } {
  const kept: string[] = [];
  const dropped: string[] = [];
  for (const declaration of declarations(style)) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if (declaration.trim() === '' || property.startsWith('mso-')) continue;
    if (colon > 0 && PROPERTIES.has(property) && isPlain(value)) kept.push(`${property}:${value}`);
    else dropped.push(property === '' ? declaration.trim().slice(0, 40) : property);
  }
  return { style: kept.join(';'), dropped };
}

/** Splits at semicolons outside quotes and brackets. */
function declarations(style: string): string[] {
  const found: string[] = [];
  let start = 0;
  let quote = '';
  let depth = 0;
  for (let i = 0; i < style.length; i += 1) {
    const c = style.charAt(i);
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '(') depth += 1;
    else if (c === ')') depth = Math.max(0, depth - 1);
    else if (c === ';' && depth === 0) {
      found.push(style.slice(start, i));
      start = i + 1;
    }
  }
  found.push(style.slice(start));
  return found;
}

function isPlain(value: string): boolean {
  if (value === '' || value.length > 300 || !VALUE.test(value) || value.includes('/*')) return false;
  if ((value.match(/"/g)?.length ?? 0) % 2 !== 0 || (value.match(/'/g)?.length ?? 0) % 2 !== 0) return false;
  if (
    /\b(?:expression|javascript|vbscript|behavior|binding|url|image-set|attr|var|env|element)\b/i.test(value)
  )
    return false;
  for (const call of value.matchAll(/([\w-]*)\(/g)) if (!FUNCTIONS.test(call[1] ?? '')) return false;
  return true;
}
