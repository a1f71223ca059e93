export * from './mail';
export { openMailboxes } from './store';
export { plainText } from './compose';
export { folderId, toOutlookId, toRestId } from './ids';
export { customPropertyText } from './records';
