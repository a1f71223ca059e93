const { gzipSync } = require('node:zlib');

/** `264.9 kB`, as budgets are written: thousands. */
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/**
 * A budget for what a page loads before it shows anything: the scripts of an entry, and the pieces that `always` names
 * since every start asks for them. Compressed as the server does it (gzip). Prints the figure, and fails the build above
 * `most` (bytes): what is heavy belongs into a piece.
 */
class FirstLoad {
  constructor({ entry, most, always = [] }) {
    this.entry = entry;
    this.most = most;
    this.always = always;
  }
  apply(compiler) {
    const { WebpackError } = compiler.webpack;
    compiler.hooks.afterEmit.tap('FirstLoad', (compilation) => {
      const chunks = [
        ...(compilation.entrypoints.get(this.entry)?.chunks ?? []),
        ...this.always.flatMap((name) => [...(compilation.namedChunkGroups.get(name)?.chunks ?? [])]),
      ];
      const files = new Set(
        chunks.flatMap((chunk) => [...chunk.files].filter((file) => file.endsWith('.js'))),
      );
      let sum = 0;
      for (const file of files) {
        sum += gzipSync(compiler.outputFileSystem.readFileSync(`${compiler.outputPath}/${file}`)).length;
      }
      for (const name of this.always) {
        if (!compilation.namedChunkGroups.has(name)) {
          compilation.errors.push(
            new WebpackError(`First load of ${this.entry}: there is no piece '${name}'.`),
          );
        }
      }
      const words = `first load of ${this.entry}: ${kB(sum)} compressed, of ${kB(this.most)}`;
      if (sum > this.most)
        compilation.errors.push(new WebpackError(`${words}: too much. Move what is heavy into a piece.`));
      else process.stdout.write(`${words}\n`);
    });
  }
}

module.exports = { FirstLoad };
