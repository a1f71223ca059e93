import { resolve } from 'node:path';
import { Script } from 'node:vm';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '../..');

export type Engine = Pick<typeof import('../../src/core/embed'), 'embed' | 'strip'> &
  Pick<typeof import('../../src/core/token'), 'makeLink' | 'makeToken'>;

const isEngine = (value: unknown): value is Engine =>
  typeof value === 'object' &&
  value !== null &&
  ['embed', 'strip', 'makeLink', 'makeToken'].every((name) => typeof Reflect.get(value, name) === 'function');

/**
 * The engine lowered to ES2016 and joined as in the launch file. With `readable` it keeps its names, for a profile;
 * `root` is another checkout, to compare with.
 */
export function builtEngine({ readable = false, root = ROOT } = {}): Engine {
  const built = buildSync({
    stdin: {
      contents: `export * from './src/core/embed'; export * from './src/core/token';`,
      resolveDir: resolve(root),
      loader: 'ts',
    },
    bundle: true,
    minify: !readable,
    format: 'cjs',
    target: 'es2016',
    write: false,
  });
  const exported: { exports: unknown } = { exports: {} };
  const code = `(module, exports) => {${built.outputFiles[0]?.text ?? ''}\n}`;
  const load: unknown = new Script(code, { filename: 'built-engine.js' }).runInThisContext();
  if (typeof load === 'function') Reflect.apply(load, undefined, [exported, exported.exports]);
  if (!isEngine(exported.exports)) throw new Error('the engine did not build: run npm run types');
  return exported.exports;
}
