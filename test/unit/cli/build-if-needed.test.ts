import { getEventListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { buildIfNeeded } from '../../../src/cli/build-if-needed';
import { lockDirectory } from '../../../src/server/store/directory-lock';

async function folder(): Promise<{ root: string; dist: string }> {
  const root = await mkdtemp(join(tmpdir(), 'mailtrail-build-'));
  for (const name of ['webpack.config.js', 'package-lock.json', 'tsconfig.json'])
    await writeFile(join(root, name), '');
  return { root, dist: join(root, 'dist') };
}
const silent = (): void => undefined;

test('where nothing can be built, the start says so at once', async () => {
  const { root, dist } = await folder();
  await writeFile(dist, '');
  const built = buildIfNeeded(root, silent, new AbortController().signal);
  await expect(built).rejects.toThrow(`${dist} is no folder`);
});

test('while another process builds, the start waits, building nothing, until it is ended', async () => {
  const { root, dist } = await folder();
  await mkdir(dist);
  // Instead of the compiler: leaves a mark.
  const bin = join(root, 'node_modules/webpack/bin');
  const mark = join(root, 'mark');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'webpack.js'), `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
  const lock = await lockDirectory(dist);
  const end = new AbortController();
  const start = buildIfNeeded(root, silent, end.signal);
  // A pause hears of the end, as the compiler would; the second pause comes after the second look.
  const pauses = new Set<unknown>();
  while (pauses.size < 2 && !existsSync(mark)) {
    for (const heard of getEventListeners(end.signal, 'abort')) pauses.add(heard);
    await setImmediate();
  }
  expect(existsSync(mark)).toBe(false);
  end.abort();
  await expect(start).rejects.toMatchObject({ name: 'AbortError' });
  await lock.release();
});
