import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ownNames from '../../src/addin/launch/own-names.json';
import { LAUNCH_EVENTS } from '../../src/core/manifest/make-manifest';
import { namesAfterEs2016 } from '../fixtures/es2016-names';
import { buildLaunchFile, runLaunchFile } from '../fixtures/launch-file';
import { BASE } from '../fixtures/launch-world';
import { officeStandIn } from '../fixtures/office-stand-in';

/** Outlook loads the file anew for each event. Half of it is the reading of HTML. */
const MOST_BYTES = 60_000;
const MOST_GZIPPED = 26_000;

let code = '';
beforeAll(async () => {
  code = await buildLaunchFile(BASE);
});

describe('the file itself', () => {
  test('is ES2016 by syntax, one file, small enough to start with each event', () => {
    expect(() => parse(code, { ecmaVersion: 2016, sourceType: 'script' })).not.toThrow();
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(MOST_BYTES);
    expect(gzipSync(code).length).toBeLessThanOrEqual(MOST_GZIPPED);
    expect(code).not.toMatch(/import\(|localStorage|document\./);
  });

  test('calls no name that came after ES2016', () => {
    expect(namesAfterEs2016(code)).toEqual([]);
  });

  test.each([
    ['Object.entries({})', 'Object.entries'],
    ['var a = "x".padStart(3)', '.padStart()'],
    ['Promise.allSettled([])', 'Promise.allSettled'],
    ['Promise.resolve().finally(f)', '.finally()'],
    ['[1].flat()', '.flat()'],
    ['"a".matchAll(/a/g)', '.matchAll()'],
    ['globalThis.x = 1', 'globalThis'],
    ['new RegExp("(?<year>.)")', 'RegExp((?<year>.))'],
    ['RegExp("(?<=a)b")', 'RegExp((?<=a)b)'],
    ['new RegExp("a.b", "s")', 'RegExp(a.b)'],
  ])('%s would be found', (source, name) => {
    expect(namesAfterEs2016(source)).toEqual([name]);
  });

  test('names of ours, of maps and of lists are not mistaken for them', () => {
    const source =
      'var at = report.at; new Map().entries(); [1].includes(1); var URL = 1; f(URL); x = { finally: 1 }';
    expect(namesAfterEs2016(source)).toEqual([]);
  });

  test('shortens only names of its own: none that the API, the mailbox, a draft or Office speaks', () => {
    const root = resolve(__dirname, '../..');
    const text = (file: string): string => readFileSync(join(root, file), 'utf8');
    const kept = ['session', 'book', 'unsent'].map((name) => text(`src/addin/launch/${name}.ts`)).join('');
    const spoken = [
      ...readdirSync(join(root, 'src/core/api')).map((name) => text(`src/core/api/${name}`)),
      text('src/core/token/ticket.ts'),
      text('node_modules/@types/office-js/index.d.ts'),
      ...(kept.match(/export interface (?:ComposeSession|Book|UnsentReport|Unsent) \{[^}]*\}/g) ?? []),
      ...['AccountPolicy', 'RecipientAnswer', 'MessageSwitches', 'ClientSwitch'].flatMap(
        (name) =>
          text('src/core/policy/types.ts').match(new RegExp(`export interface ${name} \\{[^}]*\\}`)) ?? [],
      ),
    ];
    expect(spoken.length).toBeGreaterThanOrEqual(14);
    const words = new Set(spoken.join(' ').match(/[A-Za-z_$][\w$]*/g));
    expect(ownNames.filter((name) => words.has(name))).toEqual([]);
    expect(['policyAt', 'sessionData', 'ticketVersion'].every((name) => words.has(name))).toBe(true);
    expect(ownNames.filter((name) => new RegExp(`[.{,]${name}\\b`).test(code))).toEqual([]);
  });

  test('associates every function that the manifest names', () => {
    const outlook = officeStandIn();
    runLaunchFile(code, outlook, {});
    expect(Object.keys(outlook.actions).sort()).toEqual(
      LAUNCH_EVENTS.map((event) => event.functionName).sort(),
    );
  });
});
