export type { IncomingKind, IncomingMail, MailAddress, MailHeader, MailPart, MimeAttachment } from './types';
export { addressesIn, fromMime } from './mime';
export { classify, readMail, type ClassifyOptions, type Judgement, type Reading } from './classify';
export type { Delivery } from './delivery';
export type { Departure } from './absence';
export { replyText, type ReplyText } from './reply-text';
export {
  matchReply,
  replyEvidence,
  marksIn,
  type ConversationMessage,
  type FoundMessage,
  type MatchLookups,
  type ReplyEvidence,
  type ReplyMatch,
} from './match';
export { htmlLines, nestsBeyondParsing, nestsTooDeep } from './html-lines';
