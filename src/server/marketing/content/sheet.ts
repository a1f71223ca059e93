import type { Font, PageStyle } from '../../../core/marketing/content';

/** Names that mail programs have, with what stands in for them. */
export const FONTS: Record<Font, string> = {
  arial: 'Arial, Helvetica, sans-serif',
  georgia: "Georgia, 'Times New Roman', serif",
  helvetica: 'Helvetica, Arial, sans-serif',
  tahoma: 'Tahoma, Verdana, sans-serif',
  times: "'Times New Roman', Times, serif",
  trebuchet: "'Trebuchet MS', Tahoma, sans-serif",
  verdana: 'Verdana, Geneva, sans-serif',
};

/** Light falls on dark: by how bright a colour looks (ITU-R BT.601). */
export function isLight(colour: string): boolean {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b > 140;
}

const DARK = {
  background: '#121417',
  page: '#1e2126',
  text: '#e8eaed',
  quiet: '#b3b8bf',
  link: '#8ab4f8',
  line: '#4a4f57',
};

/** `selectors` each, and once more as Outlook on the web writes them in its dark mode. */
const rule = (selectors: readonly string[], body: string, within: string): string =>
  `${selectors.map((selector) => `${within}${selector}`).join(', ')} { ${body} }`;

function darkRules(within: string): string {
  return [
    rule(['.mt-body', '.mt-body > div'], `background-color: ${DARK.background} !important;`, within),
    rule(
      ['.mt-page', '.mt-page > table'],
      `background: ${DARK.page} !important; background-color: ${DARK.page} !important;`,
      within,
    ),
    rule(
      ['.mt-text div', '.mt-text p', '.mt-text li', '.mt-text h1', '.mt-text h2', '.mt-text h3'],
      `color: ${DARK.text} !important;`,
      within,
    ),
    rule(['.mt-quiet div', '.mt-quiet p'], `color: ${DARK.quiet} !important;`, within),
    rule(['.mt-text a', '.mt-quiet a'], `color: ${DARK.link} !important;`, within),
    rule(['.mt-line p'], `border-top-color: ${DARK.line} !important;`, within),
  ].join('\n');
}

/** A light mail has dark colours of its own; what is dark already stays as it is. */
export const darkSheet = (style: PageStyle): string =>
  isLight(style.page)
    ? `@media (prefers-color-scheme: dark) {\n${darkRules('')}\n}\n${darkRules('[data-ogsc] ')}`
    : '';

/** That it bears both, said as Apple Mail and others ask for it. */
export const SCHEMES_META =
  '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">';
export const SCHEMES_SHEET = ':root { color-scheme: light dark; supported-color-schemes: light dark; }';
