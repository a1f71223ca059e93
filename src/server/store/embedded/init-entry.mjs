// Makes a new database directory, in a process of its own: initdb leaves some 800 MB behind in the one it runs in.
import { load } from '../../compiled.mjs';

const { initDirectory } = await load('init');
await initDirectory(process.argv[2]);
