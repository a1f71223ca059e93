import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  resolveAppSandboxFile,
  resolveOfficeFile,
  withSandboxOffice,
} from '../../../../src/sandbox/outlook/office-files';

const root = resolve(__dirname, '../../../..');

describe('office.js from the installed package', () => {
  test.each([
    ['/office/office.js', 'office.js'],
    ['/office/AgaveErrorUX/index.html', 'agaveerrorux/index.html'],
    ['/office/en-US/outlook_strings.js?v=1', 'en-us/outlook_strings.js'],
    ['/Office/outlook-web-16.01.js', 'outlook-web-16.01.js'],
  ])('%s is %s', (path, file) => expect(resolveOfficeFile(path)).toBe(file));

  test.each([
    '/office/',
    '/office/../package.json',
    '/office/%2e%2e/package.json',
    '/office/a/..%2f..%2fx.js',
    '/office/.hidden.js',
    '/office/%',
    '/office/office.d.ts',
    '/other/office.js',
    '/office//office.js',
  ])('%s is nothing', (path) => expect(resolveOfficeFile(path)).toBeNull());
});

describe('the pages of the add-in in the sandbox', () => {
  test.each(['src/addin/pane/pane.html', 'src/addin/launch/launch.html', 'src/addin/launch/commands.html'])(
    '%s carries Microsoft’s tag in production, and the npm copy with its stand-ins here',
    (file) => {
      const page = readFileSync(resolve(root, file), 'utf8');
      const served = withSandboxOffice(page);
      expect(page).toContain('https://appsforoffice.microsoft.com/lib/1/hosted/office.js');
      expect(served).not.toContain('appsforoffice.microsoft.com');
      const order = [
        '/sandbox/naa-bridge.js',
        '/sandbox/microsoft-ajax.js',
        '/office/office.js',
        '/sandbox/client-face.js',
      ].map((src) => served.indexOf(`<script src="${src}"></script>`));
      expect(order.every((at) => at > 0)).toBe(true);
      expect([...order].sort((a, b) => a - b)).toEqual(order);
    },
  );

  test('only four files of the sandbox are the app’s to serve', () => {
    expect(
      ['naa-bridge.js', 'microsoft-ajax.js', 'client-face.js', 'trust.html', 'trust.js'].map((name) =>
        resolveAppSandboxFile(`/sandbox/${name}`),
      ),
    ).toEqual(['naa-bridge.js', 'microsoft-ajax.js', 'client-face.js', 'trust.html', 'trust.js']);
    expect(
      ['/sandbox/outlook.js', '/sandbox/../secrets', '/sandbox/constructor'].map(resolveAppSandboxFile),
    ).toEqual([null, null, null]);
  });
});
