export { GRAPH } from './address';
export type { GraphClientOptions, Page } from './client';
export {
  failureOf,
  granted,
  GraphFailed,
  TokenRefused,
  type GraphAnswer,
  type GraphFailure,
} from './failure';
export { makeGraph, type Graph, type NewSubscription, type StandingSubscription } from './graph';
export { MailboxGate } from './mailbox-gate';
export {
  customPropertiesOf,
  IN_REPLY_TO,
  MESSAGE_CLASS,
  MESSAGE_ID,
  property,
  REFERENCES,
  SENSITIVITY,
} from './properties';
export { Message } from './shapes';
export { withFoldersIn } from './folder-tree';
export type { Attachment, Folder, ListedMessage, User } from './shapes';
export { graphTime } from './time';
export { microsoftFetch, sandboxedAddress, sandboxedMicrosoftFetch, type MicrosoftFetch } from './transport';
export type { LargeMailSender } from './send-large';
export type { UploadedFile } from './upload';
export { messageResource, type MailFile, type MailPerson, type NewMail } from './new-mail';
export { makeMailSender, sentNothing, type MailSender } from './send';
