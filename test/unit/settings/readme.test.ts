import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../../../src/server/settings';

const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');

/** The settings as a Markdown table. */
const table = [
  '| setting | without it | meaning |',
  '|---|---|---|',
  ...SETTINGS.map((line) => `| \`${line.name}\` | ${line.default} | ${line.meaning} |`),
].join('\n');

test("README's table of settings is the one that the server reads", () => {
  const [, shown] = /<!-- settings: begin [^>]*-->\n([^]*?)\n?<!-- settings: end -->/.exec(readme) ?? [];
  expect(shown).toBe(table);
});
