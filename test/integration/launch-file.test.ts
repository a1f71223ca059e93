import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { LAUNCH_EVENTS } from '../../src/core/manifest/make-manifest';
import { namesAfterEs2016 } from '../fixtures/es2016-names';
import { buildLaunchFile, runLaunchFile } from '../fixtures/launch-file';
import { BASE } from '../fixtures/launch-world';
import { officeStandIn } from '../fixtures/office-stand-in';

/** Outlook loads the file anew for each event. Half of it is the reading of HTML. */
const MOST_BYTES = 70_000;
const MOST_GZIPPED = 30_000;

let code = '';
beforeAll(async () => {
  code = await buildLaunchFile(BASE);
}, 60_000);

describe('the file itself', () => {
  test('is ES2016 by syntax, one file, small enough to start with each event', () => {
    expect(() => parse(code, { ecmaVersion: 2016, sourceType: 'script' })).not.toThrow();
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(MOST_BYTES);
    expect(gzipSync(code).length).toBeLessThanOrEqual(MOST_GZIPPED);
    expect(code).not.toMatch(/import\(|localStorage|document\./);
  });

  test('calls no name that came after ES2016; the one its compiler needs is put in first', () => {
    expect(namesAfterEs2016(code)).toEqual(['Object.getOwnPropertyDescriptors']);
    expect(code.startsWith('Object.getOwnPropertyDescriptors||(')).toBe(true);
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

  test('associates every function that the manifest names', () => {
    const outlook = officeStandIn();
    runLaunchFile(code, outlook, {});
    expect(Object.keys(outlook.actions).sort()).toEqual(
      LAUNCH_EVENTS.map((event) => event.functionName).sort(),
    );
  });
});
