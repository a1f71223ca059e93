// The server's sources, compiled as they are loaded; parse5 by Node itself, as the command's entry does.
require('parse5');
require('tsx/cjs');
require('./serve.ts');
