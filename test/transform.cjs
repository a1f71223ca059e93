// Jest transform by esbuild, the compiler that also builds what ships. Packages that are ES modules only
// (jose, parse5, postal-mime) are turned into CommonJS on the way, since Jest's own loader is CommonJS.
const crypto = require('node:crypto');
const esbuild = require('esbuild');

const LOADERS = { ts: 'ts', tsx: 'tsx', mjs: 'js', js: 'js', cjs: 'js', jsx: 'jsx' };
const MODULE_SYNTAX = /^\s*(?:import|export)\b|import\.meta|\bimport\(/m;

const IMPORTS_LATE = /\bimport\(/;

module.exports = {
  getCacheKey: (source, path) =>
    crypto
      .createHash('sha1')
      .update(IMPORTS_LATE.test(source) ? '6\0' : '5\0')
      .update(esbuild.version)
      .update(path)
      .update('\0')
      .update(source)
      .digest('hex'),
  process(source, path) {
    const extension = path.slice(path.lastIndexOf('.') + 1);
    const loader = LOADERS[extension] ?? 'js';
    if (path.includes('node_modules') && !MODULE_SYNTAX.test(source)) return { code: source };
    const built = esbuild.transformSync(source, {
      loader,
      format: 'cjs',
      target: 'node20',
      sourcefile: path,
      // Beside the code: each test file reads and compiles the code anew, and a map only for a stack.
      sourcemap: path.includes('node_modules') ? false : 'external',
      jsx: 'automatic',
      // Jest's loader has no import(): it becomes a promise of require().
      supported: { 'dynamic-import': false },
    });
    return { code: built.code, ...(built.map !== '' && { map: built.map }) };
  },
};
