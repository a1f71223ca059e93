import { Readable } from 'node:stream';
import { deploymentId, manifestCommand } from '../../../src/cli/manifest';
import { DEVELOPMENT_ID, makeManifest } from '../../../src/core/manifest';

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await manifestCommand(args, {
    stdin: Readable.from([]),
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('mailtrail manifest', () => {
  test('prints the manifest for an address', async () => {
    const { code, out, err } = await run('--base-url', 'http://localhost:4123');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(makeManifest({ baseUrl: 'http://localhost:4123' }));
  });

  test('takes name, id and client id', async () => {
    const [id, clientId] = ['0b0e6a52-0000-4000-8000-000000000001', '0b0e6a52-0000-4000-8000-000000000002'];
    const { out } = await run(
      '--base-url',
      'https://a.example',
      '--name',
      'Trail',
      '--id',
      id,
      '--client-id',
      clientId,
    );
    expect(out).toBe(makeManifest({ baseUrl: 'https://a.example', name: 'Trail', id, clientId }));
  });

  test('gives each address an id of its own, the same every time, and never the development id', async () => {
    expect(deploymentId('https://a.example')).toBe(deploymentId('https://A.example/'));
    expect(deploymentId('https://a.example')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(
      new Set([deploymentId('https://a.example'), deploymentId('https://b.example'), DEVELOPMENT_ID]).size,
    ).toBe(3);
    expect((await run('--base-url', 'https://a.example')).out).toContain(
      `<Id>${deploymentId('https://a.example')}</Id>`,
    );
  });

  test('with --json prints one line', async () => {
    const { out } = await run('--base-url', 'https://a.example', '--json');
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toEqual({ manifest: expect.stringContaining('<OfficeApp') });
  });

  test.each([
    [[], '--base-url is needed'],
    [['--base-url', 'http://a.example'], 'https'],
    [['--base-url', 'https://a.example', '--id', 'x'], "not 'x'"],
    [['--base-url', 'https://a.example', 'more'], 'more'],
    [['--bas-url', 'https://a.example'], '--bas-url'],
  ])('answers bad use %j with 2 and one line', async (args, says) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
