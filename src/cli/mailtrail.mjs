#!/usr/bin/env node
// The command's entry: plain JavaScript, so that it starts without a build. `--help` is answered right here,
// everything else loads the TypeScript sources.
import { HELP } from './help.mjs';

const [command, ...rest] = process.argv.slice(2);
const beforeFiles = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;

// A reader that went away (`| head`) has what it wanted. The server outlives whoever read its first lines.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
    if (command !== 'serve') process.exit();
  });
}

if (command === undefined || command === '--help' || command === '-h' || command === 'help') {
  process.stdout.write(HELP.mailtrail);
} else if (Object.hasOwn(HELP, command) && (beforeFiles.includes('--help') || beforeFiles.includes('-h'))) {
  process.stdout.write(HELP[command]);
} else {
  const { load } = await import('../server/compiled.mjs');
  const { run } = await load('command');
  process.exitCode = await run(process.argv.slice(2));
}
