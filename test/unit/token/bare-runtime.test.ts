import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { parse } from 'acorn';
import { buildSync } from 'esbuild';
import { embed } from '../../../src/core/embed';
import { resolvePolicy } from '../../../src/core/policy';
import { ticketFor, tokenFor } from '../../fixtures/tickets';

const bundle = buildSync({
  stdin: {
    contents: `export * from './token'; export * from './embed'; export * from './policy';`,
    resolveDir: join(__dirname, '../../../src/core'),
  },
  bundle: true,
  format: 'iife',
  globalName: 'core',
  target: 'es2016',
  minify: true,
  write: false,
});
const source = bundle.outputFiles[0]?.text ?? '';

/** What Outlook's classic runtime lacks, as far as it came after ES2016. */
const WITHOUT = `
  for (const name of ['BigInt', 'TextEncoder', 'TextDecoder', 'URL', 'URLSearchParams', 'AbortController', 'crypto', 'atob', 'btoa', 'WeakRef', 'Buffer', 'process']) delete this[name];
  for (const name of ['padStart', 'padEnd', 'trimStart', 'trimEnd', 'matchAll', 'replaceAll', 'at', 'isWellFormed']) delete String.prototype[name];
  for (const name of ['flat', 'flatMap', 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with']) delete Array.prototype[name];
  for (const name of ['entries', 'values', 'fromEntries', 'hasOwn', 'getOwnPropertyDescriptors']) delete Object[name];
  delete Promise.prototype.finally; delete Promise.allSettled; delete Promise.any;
`;

test('token, embed and policy are ES2016 once built, in syntax and in what they call', () => {
  expect(() => parse(source, { ecmaVersion: 2016 })).not.toThrow();
  const ticket = ticketFor();
  const html =
    '<p>Hi <a href="https://shop.example/?a=1&amp;b=\u017c">our offer</a> <a href="https://eur.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example">x</a></p><div id="appendonsend">';
  const context = createContext({ ticket, html });
  const result: unknown = runInContext(
    `${WITHOUT}; (() => { ${source}
      const nonce = core.makeNonce(ticket, { time: 1800000000000, counter: 1, random: 0.25 });
      const token = core.makeToken(ticket, nonce, 0);
      const policy = core.resolvePolicy({ policy: null, policyAgeMs: 0, recipients: ['a@b.example'], answers: [], switches: {}, message: { html: true, private: false, encrypted: false, meeting: false } });
      return JSON.stringify({ token, sent: core.embed(html, { ticket, token, image: true, links: true }), policy, strip: core.strip(html, ['mail.example']), credential: core.reportCredential(ticket, token) }); })()`,
    context,
  );
  const token = tokenFor(ticket);
  expect(JSON.parse(String(result))).toMatchObject({
    token,
    sent: embed(html, { ticket, token, image: true, links: true }),
    policy: resolvePolicy({
      policy: null,
      policyAgeMs: 0,
      recipients: ['a@b.example'],
      answers: [],
      switches: {},
      message: { html: true, private: false, encrypted: false, meeting: false },
    }),
  });
});

test('they leave room in the launch file of 60 kB', () => expect(source.length).toBeLessThan(45_000));
