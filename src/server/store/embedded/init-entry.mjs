// Makes a new database directory, in a process of its own: initdb leaves some 800 MB behind in the one it runs in.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('tsx/cjs');
const { initDirectory } = require('./init-directory.ts');
await initDirectory(process.argv[2]);
