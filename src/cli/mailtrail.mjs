#!/usr/bin/env node
// The command's entry: plain JavaScript, so that it starts without a build. `--help` is answered right here,
// everything else loads the TypeScript sources through tsx.
import { createRequire } from 'node:module';
import { HELP } from './help.mjs';

const [command, ...rest] = process.argv.slice(2);
if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
  process.stdout.write(HELP.mailtrail);
} else if (command in HELP && (rest.includes('--help') || rest.includes('-h'))) {
  process.stdout.write(HELP[command]);
} else {
  const require = createRequire(import.meta.url);
  require('tsx/cjs');
  const { run } = require('./run.ts');
  process.exitCode = await run(process.argv.slice(2));
}
