export {
  changeMessage,
  createMessage,
  duplicateMessage,
  removeMessage,
  type ChangeRefusal,
  type MarketingUser,
  type MessageChange,
} from './change';
export { loadMessage, lockMessage, onlyDraft, type MarketingMessage } from './load';
export { messageLines, messageView } from './views';
export { restoreVersion, versionOf, versionsOf } from './versions';
export { pictureKind } from './picture-kind';
export { addPicture, pictureByKey, pictures } from './pictures';
export { knownOf, preview } from './preview';
