// What browsers and Outlook load. The server and the command line run from source (tsx) and are not built.
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { EsbuildPlugin } = require('esbuild-loader');
const HtmlWebpackPlugin = require('html-webpack-plugin');
const { minify } = require('terser');
const { FirstLoad } = require('./webpack/first-load.cjs');
const { Superseded } = require('./webpack/superseded.cjs');

const at = (...parts) => path.join(__dirname, ...parts);
const there = (file) => fs.existsSync(at(file));

/** Files that are served as they are: `{ 'sandbox/trust.html': 'src/sandbox/outlook/trust.html' }`. */
class Copies {
  constructor(files) {
    this.files = files;
  }
  apply(compiler) {
    const { Compilation, sources } = compiler.webpack;
    compiler.hooks.thisCompilation.tap('Copies', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
      compilation.hooks.processAssets.tap({ name: 'Copies', stage }, () => {
        for (const [name, file] of Object.entries(this.files)) {
          compilation.fileDependencies.add(at(file));
          compilation.emitAsset(name, new sources.RawSource(fs.readFileSync(at(file))));
        }
      });
    });
  }
}

/**
 * Bundles share `dist`: each looks after what earlier builds of its own left. A build to be served keeps it for a while;
 * one that is made anew with every key stroke clears it away.
 */
const earlier = (name, mode, own) =>
  mode === 'production'
    ? { plugins: [new Superseded(name, own)] }
    : { output: { clean: { keep: (file) => !own.test(file) } } };

/** A page with its scripts put in. Not minified: the sandbox finds the office.js tag as the template has it. */
const page = ({ template, filename, chunks }) =>
  new HtmlWebpackPlugin({ template: at(template), filename, chunks, minify: false, scriptLoading: 'defer' });

/**
 * Fluent's components import their icons from the module that holds all of them: 4 MB to parse, three times. This
 * writes one module with those they name, each from its own file, and gives its path. Our own code imports
 * `@fluentui/react-icons/svg/<name>`.
 */
function iconsOfFluent() {
  const packages = at('node_modules/@fluentui');
  const file = at('node_modules/.cache/fluent-icons.js');
  const stamp = `// ${fs.statSync(at('node_modules/.package-lock.json')).mtimeMs}\n`;
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8').startsWith(stamp)) return file;
  const names = new Set();
  for (const name of fs.readdirSync(packages)) {
    const lib = path.join(packages, name, 'lib');
    if (name === 'react-icons' || !fs.existsSync(lib)) continue;
    for (const entry of fs.readdirSync(lib, { recursive: true })) {
      if (!entry.endsWith('.js')) continue;
      const source = fs.readFileSync(path.join(lib, entry), 'utf8');
      for (const [, list] of source.matchAll(/import \{([^}]*)\} from ['"]@fluentui\/react-icons['"]/g)) {
        for (const part of list.split(',')) names.add(part.trim().split(' ')[0]);
      }
    }
  }
  names.delete('');
  const lines = [...names].sort().map((name) => {
    const icon = /^(.*?)\d*(?:Regular|Filled|Light|Color)$/.exec(name);
    if (!icon) return `export { ${name} } from '@fluentui/react-icons/utils';\n`;
    const kebab = icon[1].replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
    return `export { ${name} } from '@fluentui/react-icons/svg/${kebab}';\n`;
  });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, stamp + lines.join(''));
  return file;
}

/** What every part of the build has in common. */
const frame = (name, mode) => ({
  name,
  mode,
  context: __dirname,
  output: { path: at('dist') },
  performance: { hints: false },
  stats: 'errors-warnings',
});

/**
 * One bundle. `entry` and `files` that are not written yet are left out, each with one line.
 * @returns {import('webpack').Configuration | undefined}
 */
function bundle(name, mode, { entry, files = {}, pages = [], target, output, hashed, firstLoad }) {
  const present = Object.fromEntries(
    Object.entries(entry).filter(([, { import: file }]) => there(file) || warn(name, file)),
  );
  const copied = Object.fromEntries(
    Object.entries(files).filter(([, file]) => there(file) || warn(name, file)),
  );
  if (Object.keys(present).length === 0) return undefined;
  const old = hashed ? earlier(name, mode, hashed) : {};
  return {
    ...frame(name, mode),
    entry: Object.fromEntries(
      Object.entries(present).map(([key, { reloads, ...value }]) => [
        key,
        {
          ...value,
          import: [...(reloads && mode === 'development' ? [at('src/dev/reload.ts')] : []), at(value.import)],
        },
      ]),
    ),
    output: {
      path: at('dist'),
      publicPath: '/',
      assetModuleFilename: '[hash][ext]',
      ...old.output,
      ...output,
    },
    target,
    devtool: mode === 'production' ? false : 'source-map',
    resolve: {
      extensions: ['.tsx', '.ts', '.mjs', '.js'],
      alias: { '@fluentui/react-icons$': iconsOfFluent() },
    },
    module: {
      rules: [
        {
          test: /\.tsx?$/,
          loader: 'esbuild-loader',
          options: {
            target: target.at(-1),
            jsx: 'automatic',
            tsconfig: at('tsconfig.json'),
          },
          resolve: { fullySpecified: false },
        },
        { test: /\.svg$/, type: 'asset/inline' },
      ],
    },
    plugins: [
      ...pages
        .filter(
          ({ template, chunks }) =>
            chunks.every((chunk) => chunk in present) && (there(template) || warn(name, template)),
        )
        .map(page),
      ...(Object.keys(copied).length > 0 ? [new Copies(copied)] : []),
      ...(old.plugins ?? []),
      ...(firstLoad && mode === 'production' ? [new FirstLoad(firstLoad)] : []),
    ],
    optimization: {
      minimizer: [new EsbuildPlugin({ target: target.at(-1), legalComments: 'none' })],
    },
    cache: {
      type: 'filesystem',
      name: `${name}-${mode}`,
      cacheDirectory: at('node_modules/.cache/webpack'),
      buildDependencies: { config: [__filename, at('webpack/')] },
    },
  };
}

function warn(name, file) {
  process.stderr.write(`webpack: ${name}: ${file} is not there, left out\n`);
  return false;
}

/**
 * A script of the oldest target as one file without a module loader: esbuild sees all its modules at once, puts the
 * values of enums in and leaves out what nobody calls; terser then folds what esbuild keeps apart. `ownNames`: properties
 * that stay inside of the file, which a production build shortens.
 */
class OneFile {
  constructor(mode, { entry, filename, sources, ownNames }) {
    this.mode = mode;
    this.entry = at(entry);
    this.filename = filename;
    this.ownNames = ownNames;
    this.folders = sources.map((folder) => at(folder));
  }
  apply(compiler) {
    const { Compilation, sources } = compiler.webpack;
    compiler.hooks.thisCompilation.tap('OneFile', (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_ADDITIONAL;
      compilation.hooks.processAssets.tapPromise({ name: 'OneFile', stage }, async () => {
        // Whole folders, so that a build that failed is tried again as well.
        this.folders.forEach((folder) => compilation.contextDependencies.add(folder));
        const files = this.mode === 'production' ? await this.small() : await this.readable();
        for (const [name, text] of Object.entries(files)) {
          compilation.emitAsset(name, new sources.RawSource(text));
        }
      });
    });
  }
  async bundle(options) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [this.entry],
      outfile: at('dist', this.filename),
      bundle: true,
      format: 'iife',
      target: 'es2016',
      tsconfig: at('tsconfig.json'),
      legalComments: 'none',
      logLevel: 'silent',
      write: false,
      ...options,
    });
    return Object.fromEntries(
      outputFiles.map(({ path: file, text }) => [path.relative(at('dist'), file), text]),
    );
  }
  readable() {
    return this.bundle({ sourcemap: 'linked' });
  }
  async small() {
    const files = await this.bundle({
      minifySyntax: true,
      mangleProps: new RegExp(`^(?:${this.ownNames.join('|')})$`),
    });
    const { code } = await minify(files[this.filename], {
      ecma: 2016,
      toplevel: true,
      compress: { passes: 3, pure_getters: true, unsafe_arrows: true },
    });
    return { [this.filename]: code };
  }
}

/** The browsers Outlook and the web app run in. */
const BROWSERS = ['web', 'es2022'];

module.exports = (_env, argv) => {
  const mode = argv.mode ?? 'production';
  return [
    // Classic Outlook on Windows runs this file alone, in a bare JavaScript engine of 2016: no chunks, no module
    // loading at run time.
    {
      ...frame('launch', mode),
      entry: {},
      optimization: { minimize: false },
      plugins: [
        new OneFile(mode, {
          entry: 'src/addin/launch/index.ts',
          filename: 'addin/launchevent.js',
          sources: ['src/addin/launch', 'src/addin/office', 'src/core'],
          ownNames: require('./src/addin/launch/own-names.json'),
        }),
        new Copies({
          'addin/launch.html': 'src/addin/launch/launch.html',
          'addin/commands.html': 'src/addin/launch/commands.html',
        }),
      ],
    },
    bundle('pane', mode, {
      entry: { pane: { import: 'src/addin/pane/index.tsx', filename: 'addin/pane.js', reloads: true } },
      target: BROWSERS,
      output: { chunkFilename: 'addin/[name].[contenthash:12].js' },
      hashed: /^addin\/.+\.[0-9a-f]{12}\.js$/,
      firstLoad: { entry: 'pane', most: 350_000, always: ['sign-in'] },
      pages: [{ template: 'src/addin/pane/pane.html', filename: 'addin/pane.html', chunks: ['pane'] }],
    }),
    bundle('web', mode, {
      entry: {
        app: { import: 'src/web/index.tsx', filename: 'web/app.[contenthash:12].js', reloads: true },
        // Browsers know it by its address.
        'service-worker': { import: 'src/web/service-worker.ts', filename: 'web/service-worker.js' },
      },
      target: BROWSERS,
      output: { chunkFilename: 'web/[name].[contenthash:12].js' },
      hashed: /^web\/.+\.[0-9a-f]{12}\.js$/,
      firstLoad: { entry: 'app', most: 450_000, always: ['texts-pl'] },
      pages: [{ template: 'src/web/index.html', filename: 'web/index.html', chunks: ['app'] }],
    }),
    bundle('sandbox', mode, {
      entry: {
        outlook: { import: 'src/sandbox/outlook/page.tsx', filename: 'outlook.js' },
        mail: { import: 'src/sandbox/recipients/page.ts', filename: 'mail.js' },
        'naa-bridge': { import: 'src/sandbox/outlook/naa-bridge.ts', filename: 'naa-bridge.js' },
        'client-face': { import: 'src/sandbox/outlook/client-face.ts', filename: 'client-face.js' },
        trust: { import: 'src/sandbox/outlook/trust.ts', filename: 'trust.js' },
        'form-post': { import: 'src/sandbox/entra/form-post.ts', filename: 'form-post.js' },
        'microsoft-ajax': { import: 'src/sandbox/outlook/microsoft-ajax.ts', filename: 'microsoft-ajax.js' },
      },
      target: BROWSERS,
      // The sandbox serves this folder as /assets on its own origin; the app serves four files of it.
      output: {
        path: at('dist/sandbox'),
        publicPath: '/assets/',
        chunkFilename: '[name].[contenthash:12].js',
      },
      pages: [{ template: 'src/sandbox/outlook/page.html', filename: 'outlook.html', chunks: ['outlook'] }],
      files: { 'trust.html': 'src/sandbox/outlook/trust.html' },
    }),
  ].filter((config) => config !== undefined);
};
