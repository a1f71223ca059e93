import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { LAUNCH_EVENTS } from '../../src/core/manifest/make-manifest';
import { buildLaunchFile, runLaunchFile } from '../fixtures/launch-file';
import { BASE } from '../fixtures/launch-world';
import { officeStandIn } from '../fixtures/office-stand-in';

/** Outlook loads the file anew for each event. Half of it is the reading of HTML. */
const MOST_BYTES = 76_000;
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

  test('associates every function that the manifest names', () => {
    const outlook = officeStandIn();
    runLaunchFile(code, outlook, {});
    expect(Object.keys(outlook.actions).sort()).toEqual(
      LAUNCH_EVENTS.map((event) => event.functionName).sort(),
    );
  });
});
