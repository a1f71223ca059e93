export * from './mail';
export { keptInMemory, keptOnDisk, type Keep } from './keep';
export { openMailboxes } from './store';
export { plainText } from './compose';
export { folderId, toOutlookId, toRestId } from './ids';
export { customPropertyText } from './records';
