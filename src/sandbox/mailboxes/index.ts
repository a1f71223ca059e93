export * from './mail';
export { keptInMemory, keptOnDisk, type Keep } from './keep';
export { openMailboxes } from './store';
export { plainText } from './compose';
export { parseMime, summarise } from './parse';
export { folderId, toOutlookId, toRestId } from './ids';
export { customPropertyText } from './records';
