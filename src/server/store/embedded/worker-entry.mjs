// A worker thread's entry must be plain JavaScript: it teaches the thread TypeScript, then loads the worker.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('tsx/cjs');
require('./worker.ts');
