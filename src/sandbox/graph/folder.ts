import type { EntraKeys } from '../entra';
import { FOLDERS, folderId } from '../mailboxes';
import type { Folder, Mailboxes } from '../mailboxes';
import type { Employee } from '../people';
import { itemNotFound } from './exchange';
import type { GraphRequest, Preferences } from './exchange';
import type { Query } from './query';

export const ORIGIN = 'https://graph.microsoft.com/v1.0';

const NAMES: Record<Folder, string> = {
  inbox: 'Inbox',
  sentitems: 'Sent Items',
  drafts: 'Drafts',
  deleteditems: 'Deleted Items',
  junkemail: 'Junk Email',
  archive: 'Archive',
};

/** A read of one mailbox, as its parts see it. */
export interface MailRead {
  mailboxes: Mailboxes;
  keys: EntraKeys;
  owner: Employee;
  /** `me`, or `users('…')` as links name it. */
  base: string;
  request: GraphRequest;
  query: Query;
  prefer: Preferences;
}

/** The folder that a well-known name or an id means. */
export function folderOf(owner: Employee, name: string): Folder {
  const found = FOLDERS.find(
    (folder) => folder === name.toLowerCase() || folderId(owner.address, folder) === name,
  );
  if (found === undefined) throw itemNotFound();
  return found;
}

export function folderJson(read: MailRead, folder: Folder): Record<string, unknown> {
  const items = read.mailboxes.list(read.owner.address, folder);
  const all: Record<string, unknown> = {
    displayName: NAMES[folder],
    parentFolderId: folderId(read.owner.address, 'msgfolderroot'),
    childFolderCount: 0,
    unreadItemCount: items.filter((item) => !item.isRead).length,
    totalItemCount: items.length,
    isHidden: false,
  };
  const select = read.query.select?.map((name) => name.toLowerCase());
  return {
    id: folderId(read.owner.address, folder),
    ...Object.fromEntries(
      Object.entries(all).filter(([name]) => select === undefined || select.includes(name.toLowerCase())),
    ),
  };
}
