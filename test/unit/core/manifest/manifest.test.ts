import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  LAUNCH_EVENTS,
  allowedScripts,
  launchFunctions,
  lintManifest,
  makeManifest,
  readOrigin,
} from '../../../../src/core/manifest';

const root = resolve(__dirname, '../../../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');
const golden = makeManifest({
  baseUrl: 'https://mail.example.com',
  name: 'Mailtrail',
  id: '0b0e6a52-0000-4000-8000-000000000001',
  clientId: '0b0e6a52-0000-4000-8000-000000000002',
  version: '1.0.0.0',
  trackingUrl: 'https://t.example.net',
});

describe('the manifest', () => {
  test('is byte for byte the golden file', () => {
    expect(golden).toBe(read('test/fixtures/manifest.golden.xml'));
  });

  test('has a note in docs/manifest-changes.md for its present form', () => {
    const digest = createHash('sha256')
      .update(read('test/fixtures/manifest.golden.xml'))
      .digest('hex')
      .slice(0, 16);
    const notes = read('docs/manifest-changes.md')
      .split('\n')
      .filter((line) => line.startsWith('## '));
    expect(notes[0]).toContain(digest);
  });

  test('at the top level is the one for https://localhost:4000', () => {
    expect(read('manifest.xml')).toBe(makeManifest({ baseUrl: 'https://localhost:4000' }));
  });

  test('has nothing the lint objects to, with the functions and the script it names', () => {
    const registeredFunctions = LAUNCH_EVENTS.map((event) => event.functionName);
    const { allowed } = allowedScripts('https://mail.example.com');
    expect(lintManifest(golden, { registeredFunctions, allowedUrls: allowed })).toEqual([]);
    expect(lintManifest(makeManifest({ baseUrl: 'http://localhost:4000' }))).toEqual([]);
  });

  test('names the launch functions in order', () => {
    expect(launchFunctions(golden)).toEqual([
      'onNewMessageCompose',
      'onMessageCompose',
      'onMessageRecipientsChanged',
      'onMessageAttachmentsChanged',
      'onMessageFromChanged',
      'onMessageSend',
    ]);
  });

  test('escapes the name', () => {
    const xml = makeManifest({ baseUrl: 'https://a.example', name: 'A & "B" <C>' });
    expect(xml).toContain('<DisplayName DefaultValue="A &amp; &quot;B&quot; &lt;C&gt;"/>');
    expect(lintManifest(xml)).toEqual([]);
  });

  test.each([
    ['base URL', { baseUrl: 'mail.example.com' }],
    ['base URL', { baseUrl: 'http://mail.example.com' }],
    ['base URL', { baseUrl: 'https://mail.example.com/path' }],
    ['base URL', { baseUrl: 'https://user@mail.example.com' }],
    ['base URL', { baseUrl: 'https://mail.example.com:99999' }],
    ['tracking URL', { baseUrl: 'https://mail.example.com', trackingUrl: 'ftp://t.example' }],
    ['name', { baseUrl: 'https://mail.example.com', name: ' ' }],
    ['name', { baseUrl: 'https://mail.example.com', name: 'a\u0000' }],
    ['id', { baseUrl: 'https://mail.example.com', id: '1' }],
    ['client id', { baseUrl: 'https://mail.example.com', clientId: '"/>' }],
    ['version', { baseUrl: 'https://mail.example.com', version: '1.0' }],
  ])('refuses a bad %s: %j', (what, choices) => {
    expect(() => makeManifest(choices)).toThrow(new RegExp(`^${what}:`));
  });

  test('http is an address only on this machine', () => {
    expect(
      ['http://localhost:4000', 'http://127.0.0.1', 'http://[::1]:8080', 'http://app.localhost'].map(
        (a) => readOrigin(a).ok,
      ),
    ).toEqual([true, true, true, true]);
    expect(
      ['http://localhost.example.com', 'http://10.0.0.1', 'http://1270.0.0.1'].map((a) => readOrigin(a).ok),
    ).toEqual([false, false, false]);
  });
});

describe('the lint finds', () => {
  const rules = (xml: string, choices = {}) => [
    ...new Set(lintManifest(xml, choices).map((problem) => problem.rule)),
  ];
  const broken = (from: string | RegExp, to: string) => {
    const xml = golden.replace(from, to);
    expect(xml).not.toBe(golden);
    return xml;
  };

  test.each<[string, string[], () => string]>([
    ['broken XML', ['xml'], () => broken('</Hosts>', '')],
    ['a DOCTYPE', ['xml'], () => broken('<OfficeApp', '<!DOCTYPE a [<!ENTITY b "c">]><OfficeApp')],
    [
      'a resid that is nowhere',
      ['resid-dangling', 'resid-unused'],
      () => broken('<FunctionFile resid="Commands.Page"/>', '<FunctionFile resid="Commands"/>'),
    ],
    [
      'a resource that nobody uses',
      ['resid-unused'],
      () => broken('<FunctionFile resid="Commands.Page"/>', ''),
    ],
    [
      'a resid over 32 characters',
      ['resid-long'],
      () => golden.replaceAll('"Group.Label"', `"${'g'.repeat(33)}"`),
    ],
    [
      'a resource defined twice',
      ['resid-twice'],
      () =>
        broken(
          '<bt:Url id="Pane.Page"',
          '<bt:Url id="Pane.Page" DefaultValue="https://mail.example.com/x"/><bt:Url id="Pane.Page"',
        ),
    ],
    [
      'a button without its 80 px icon',
      ['icon-sizes'],
      () => broken('<bt:Image size="80" resid="Icon.80"/>', ''),
    ],
    [
      'a mobile button without a scale',
      ['mobile-icon-sizes'],
      () => broken('<bt:Image size="48" scale="3" resid="Icon.48"/>', ''),
    ],
    [
      'an http address',
      ['http-url'],
      () =>
        broken('https://mail.example.com/assets/icon-64.png', 'http://mail.example.com/assets/icon-64.png'),
    ],
    [
      'an AppDomain with a path',
      ['app-domain'],
      () => broken('<AppDomain>https://t.example.net<', '<AppDomain>https://t.example.net/x<'),
    ],
    ['no high resolution icon', ['high-resolution-icon'], () => broken(/<HighResolutionIconUrl.*\/>/, '')],
    [
      'a text that is too long',
      ['text-long'],
      () => broken('<DisplayName DefaultValue="Mailtrail"', `<DisplayName DefaultValue="${'n'.repeat(126)}"`),
    ],
    [
      'a runtime that is not the events’ page',
      ['runtime-resid'],
      () => broken('<Runtime resid="Launch.Page">', '<Runtime resid="Pane.Page">'),
    ],
    [
      'a second runtime',
      ['runtime-resid'],
      () => broken('</Runtimes>', '<Runtime resid="Launch.Page"/></Runtimes>'),
    ],
    [
      'an event that stands twice',
      ['launch-event-twice'],
      () => broken('"OnMessageCompose"', '"OnNewMessageCompose"'),
    ],
    ['a send mode that can hold mail back', ['send-mode'], () => broken(' SendMode="PromptUser"', '')],
    [
      'append-on-send undeclared',
      ['append-on-send'],
      () => broken(/<ExtendedPermissions>[^]*<\/ExtendedPermissions>/, ''),
    ],
    [
      'a manifest over 256 KB',
      ['size'],
      () => broken('</OfficeApp>', `<!--${'x'.repeat(260_000)}--></OfficeApp>`),
    ],
  ])('%s', (_what, expected, make) => {
    expect(rules(make())).toEqual(expected);
  });

  test('a function that the launch file does not register', () => {
    expect(rules(golden, { registeredFunctions: ['onMessageSend'] })).toEqual(['function-unregistered']);
  });

  test('a script that is missing from the well-known file', () => {
    expect(rules(golden, { allowedUrls: ['https://mail.example.com/addin/launchevent.js?v=1'] })).toEqual([
      'script-not-allowed',
    ]);
  });
});
