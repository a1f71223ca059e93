import type { Person } from '../people';

export interface Address {
  address: string;
  name: string;
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A file as a mail program hands it over; `content` is base64. */
export interface OutgoingAttachment {
  name: string;
  contentType: string;
  content: string;
  isInline: boolean;
  /** Without angle brackets, as after `cid:`. */
  contentId?: string;
}

export type Importance = 'low' | 'normal' | 'high';

/** A mail as its writer's program hands it to the transport. One of `html` and `text` is the body; with both, they are alternatives. */
export interface OutgoingMail {
  subject: string;
  html?: string;
  text?: string;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  /** Extra header fields (`x-…`), as the writer's add-ins set them. */
  headers: Record<string, string>;
  /** Custom properties by add-in id; each becomes the named property `cecp-<id>` of the sent copy and never travels. */
  customProperties: Record<string, Json>;
  attachments: OutgoingAttachment[];
  importance?: Importance;
  /** Where answers are to go, if not to the writer. */
  replyTo?: Address[];
  /** Message-ID of the mail that this answers, with angle brackets. */
  inReplyTo?: string;
  /** Conversation of the writer's mailbox that the sent copy joins; without it one is found or made. */
  conversationId?: string;
  /** The mails before the one that it answers, oldest first; default: as the mailbox knows them. */
  references?: string[];
  /** Named text properties of the sent copy, by their ids as Graph spells them; they never travel. */
  namedProperties?: Record<string, string>;
}

/** What the transport says when a mail has left. `itemId` names the sent copy in Outlook's spelling (`/` and `+`). */
export interface SentMail {
  internetMessageId: string;
  itemId: string;
}

/** The folders that every mailbox has, by the names that Graph knows them under. */
export const FOLDERS = [
  'inbox',
  'sentitems',
  'drafts',
  'outbox',
  'deleteditems',
  'junkemail',
  'archive',
] as const;

/** A well-known name, or the key of a folder that its owner made. */
export type Folder = string;

/** A folder that its owner made. */
export interface OwnFolder {
  folder: Folder;
  name: string;
  /** The folder it lies in; absent: the top of the mailbox. */
  parent?: Folder;
}

/** One entry of the change log of a mailbox's folders. */
export interface FolderChange {
  sequence: number;
  mailbox: string;
  folder: Folder;
  kind: 'created' | 'deleted';
}

/** A cloud file that a mail points at: it has no bytes, and no place in the MIME. */
export interface CloudFile {
  name: string;
  contentType: string;
}

/** How a mail comes to lie in a mailbox, where nobody in the sandbox sends it. */
export interface Placing {
  /** Default: the inbox. */
  folder?: Folder;
  /** ISO 8601, UTC; default: now. A client that was offline shows its mail late, with the time it was sent. */
  receivedAt?: string;
  customProperties?: Record<string, Json>;
  cloudFiles?: CloudFile[];
  categories?: string[];
}

/** One mail in one mailbox. Times are ISO 8601, UTC. */
export interface MailItem {
  /** Number of the item in the whole store; never used again. */
  serial: number;
  /** Address of the mailbox. */
  mailbox: string;
  /** Stays when the item is moved. Spelt for the REST API. */
  immutableId: string;
  /** Changes with every move. Spelt for the REST API. */
  id: string;
  folder: Folder;
  conversationId: string;
  internetMessageId: string;
  inReplyTo: string;
  references: string[];
  subject: string;
  from: Address;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  /** Empty when answers go to `from`. */
  replyTo: Address[];
  sentAt: string;
  receivedAt: string;
  createdAt: string;
  changedAt: string;
  /** Counts the changes of this item: its `changeKey`. */
  version: number;
  isRead: boolean;
  /** PidTagMessageClass. */
  messageClass: string;
  importance: Importance;
  hasAttachments: boolean;
  preview: string;
  customProperties: Record<string, Json>;
  cloudFiles?: CloudFile[] | undefined;
  /** Outlook's categories, as their names. */
  categories?: string[] | undefined;
  /** Named text properties, by their ids in lower case. */
  namedProperties?: Record<string, string> | undefined;
}

export interface MailAttachment {
  /** Position among the attachments of the mail, from 0. */
  index: number;
  name: string;
  contentType: string;
  isInline: boolean;
  contentId?: string;
  content: Buffer;
}

/** A mail taken apart. */
export interface MailContent {
  headers: { name: string; value: string }[];
  html?: string;
  text?: string;
  attachments: MailAttachment[];
}

/** One entry of a mailbox's change log. A move is a `deleted` of the old folder and a `created` of the new one. */
export interface MailChange {
  /** Grows over the whole store; the same after a restart. */
  sequence: number;
  mailbox: string;
  serial: number;
  folder: Folder;
  kind: 'created' | 'updated' | 'deleted';
  /** The item's ids as they were valid after the change (before it, for `deleted`). */
  immutableId: string;
  id: string;
}

/**
 * The durable mail store and transport of everybody in the sandbox. Whatever a promise here resolves to is on disk.
 */
export interface Mailboxes {
  /**
   * Sends what Outlook hands over: MIME is made, a Message-ID given, and the sent copy with all deliveries is written in one durable step.
   * Recipients that nobody in the sandbox owns get nothing.
   */
  sendFromOutlook(person: Person, mail: OutgoingMail): Promise<SentMail>;
  /** Keeps a mail among its writer's drafts; with `before`, in place of that one, under its ids. */
  writeDraft(person: Person, mail: OutgoingMail, before?: MailItem): Promise<MailItem>;
  /** `sendFromOutlook`, of a draft: it moves to Sent Items and keeps its immutable id. */
  sendDraft(person: Person, mail: OutgoingMail, draft: MailItem): Promise<SentMail>;
  /** Puts a raw mail into the mailboxes of those it is for, as mail from outside the sandbox's world. */
  deliver(raw: Buffer, to: string[]): Promise<MailItem[]>;
  /** Puts a raw mail into one mailbox as it is: nothing is written above it, and nobody answers it. */
  put(address: string, raw: Buffer, placing?: Placing): Promise<MailItem>;
  /** Items of a mailbox, or of one folder in it, newest first. */
  list(address: string, folder?: Folder): MailItem[];
  /** Finds an item by its immutable id, its present id, or either in Outlook's spelling. */
  find(address: string, id: string): MailItem | undefined;
  /** The exact bytes of the item, header and all. */
  raw(item: MailItem): Promise<Buffer>;
  content(item: MailItem): Promise<MailContent>;
  move(item: MailItem, folder: Folder): Promise<MailItem>;
  markRead(item: MailItem, isRead: boolean): Promise<MailItem>;
  categorise(item: MailItem, categories: string[]): Promise<MailItem>;
  /** Deletes for good, not into Deleted Items. */
  remove(item: MailItem): Promise<void>;
  /** The folders that the owner made, oldest first. */
  ownFolders(address: string): OwnFolder[];
  makeFolder(address: string, name: string, parent?: Folder): Promise<Folder>;
  /** Deletes a folder that the owner made, with all that is in it, for good. */
  removeFolder(address: string, folder: Folder): Promise<void>;
  /** Changes of a mailbox after `sequence`, oldest first. */
  changes(address: string, sequence: number): MailChange[];
  folderChanges(address: string, sequence: number): FolderChange[];
  /** The number of the newest change in the store; 0 when there is none. */
  sequence(): number;
  /** Called after each durable step with its changes. Returns the way to stop it. */
  onChange(listener: (changes: MailChange[]) => void): () => void;
  /** Resolves when no step is under way, automatic answers among them. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
