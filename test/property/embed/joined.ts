import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { buildSync } from 'esbuild';

type Joined = typeof import('./claims') &
  typeof import('./pages') &
  Pick<typeof import('fast-check'), 'default'>;

const isJoined = (value: unknown): value is Joined =>
  typeof value === 'object' &&
  value !== null &&
  ['holds', 'soup', 'stretches', 'mutated', 'default'].every(
    (name) => Reflect.get(value, name) !== undefined,
  );

/**
 * Claims, pages and fast-check in one piece, run outside of Jest's own world: a hundred thousand pages take a third of
 * the time there.
 */
export function joined(): Joined {
  const built = buildSync({
    stdin: {
      contents: `export * from './claims'; export * from './pages'; export { default } from 'fast-check';`,
      resolveDir: resolve(__dirname),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    define: { __dirname: JSON.stringify(join(__dirname, '../../fixtures')) },
  });
  const exported: { exports: unknown } = { exports: {} };
  const code = `(module, exports, require) => {${built.outputFiles[0]?.text ?? ''}\n}`;
  const load: unknown = new Script(code, { filename: 'joined.js' }).runInThisContext();
  if (typeof load === 'function')
    Reflect.apply(load, undefined, [exported, exported.exports, createRequire(__filename)]);
  if (!isJoined(exported.exports)) throw new Error('claims and pages were not joined: run npm run types');
  return exported.exports;
}
