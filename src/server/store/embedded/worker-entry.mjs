// A worker thread's entry must be plain JavaScript.
import { load } from '../../compiled.mjs';

await load('worker');
