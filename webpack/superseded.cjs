const fs = require('node:fs');
const path = require('node:path');

const DAY_MS = 86_400_000;
/** An Outlook that is never closed keeps a pane open; classic Outlook its files until it is started anew. */
const KEPT_DAYS = 30;
/** Whoever builds all day is not to fill the disk: beyond so many builds the oldest goes. */
const KEPT_BUILDS = 10;

/**
 * Which of the files that no longer belong to the build may go, and since when each of the others is out of use.
 * `superseded`: what was written down before, name to ISO 8601; `present`: names in the folder; `built`: names of this
 * build. Pure.
 */
function sortOut(superseded, present, built, now) {
  const since = {};
  for (const name of present) {
    if (!built.has(name)) since[name] = superseded[name] ?? now.toISOString();
  }
  const builds = [...new Set(Object.values(since))].sort().reverse();
  const kept = new Set(
    builds.slice(0, KEPT_BUILDS).filter((at) => now.getTime() - Date.parse(at) < KEPT_DAYS * DAY_MS),
  );
  return {
    kept: Object.fromEntries(Object.entries(since).filter(([, at]) => kept.has(at))),
    gone: Object.keys(since).filter((name) => !kept.has(since[name])),
  };
}

/**
 * Pieces of earlier builds are still served: a pane that is open during an upgrade asks for them by their old names.
 * They go 30 days after the build that did without them. `own`: names of the bundle's hashed files, below the output.
 */
class Superseded {
  constructor(name, own) {
    this.name = name;
    this.own = own;
  }
  apply(compiler) {
    compiler.hooks.done.tap('Superseded', ({ compilation }) => {
      if (compilation.errors.length > 0) return;
      const root = compilation.outputOptions.path;
      const record = path.join(root, `.superseded-${this.name}.json`);
      const before = fs.existsSync(record) ? JSON.parse(fs.readFileSync(record, 'utf8')) : {};
      const present = fs
        .readdirSync(root, { recursive: true })
        .map((name) => name.split(path.sep).join('/'))
        .filter((name) => this.own.test(name));
      const built = new Set(Object.keys(compilation.assets));
      const { kept, gone } = sortOut(before, present, built, new Date());
      for (const name of gone) fs.rmSync(path.join(root, name), { force: true });
      fs.writeFileSync(record, `${JSON.stringify(kept, null, 1)}\n`);
    });
  }
}

module.exports = { Superseded, sortOut };
