export type { IncomingKind, IncomingMail, MailAddress, MailHeader, MailPart, MimeAttachment } from './types';
export { fromMime } from './mime';
export { replyText, type ReplyText } from './reply-text';
