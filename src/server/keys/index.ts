export {
  holderOf,
  isApiKey,
  keyViews,
  makeKey,
  makeUseNote,
  restoreKey,
  revokeKey,
  type KeyHolder,
} from './api-keys';
export { beyondKey, keyRate, type BeyondKey } from './bounds';
