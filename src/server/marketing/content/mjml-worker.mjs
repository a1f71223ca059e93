// A thread of its own: MJML takes the better part of a second to load and some milliseconds for a mail, in which no hit
// would be answered. Plain JavaScript, as a worker's entry must be.
import { parentPort } from 'node:worker_threads';
import mjml2html from 'mjml-core';
import preset from 'mjml-preset-core';

const render = mjml2html.default ?? mjml2html;
const options = {
  presets: [preset.default ?? preset],
  // The document is made by us, as a tree, and holds nothing that a person wrote as markup of MJML.
  validationLevel: 'skip',
  ignoreIncludes: true,
  // No fonts from elsewhere.
  fonts: {},
  minify: false,
  beautify: false,
};

parentPort?.on('message', ({ n, tree }) => {
  Promise.resolve()
    .then(() => render(tree, options))
    .then(
      ({ html }) => parentPort?.postMessage({ n, html }),
      (error) => parentPort?.postMessage({ n, problem: String(error?.stack ?? error) }),
    );
});
