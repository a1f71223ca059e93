import type { EntraKeys } from '../entra';
import { FOLDERS, folderId } from '../mailboxes';
import type { Folder, Mailboxes, MailItem, OwnFolder } from '../mailboxes';
import type { Employee } from '../people';
import { itemNotFound } from './exchange';
import type { GraphRequest, Preferences } from './exchange';
import type { Faults } from './faults';
import type { Query } from './query';

export const ORIGIN = 'https://graph.microsoft.com/v1.0';

const ROOT = 'msgfolderroot';
const NAMES: Record<(typeof FOLDERS)[number], string> = {
  inbox: 'Inbox',
  sentitems: 'Sent Items',
  drafts: 'Drafts',
  outbox: 'Outbox',
  deleteditems: 'Deleted Items',
  junkemail: 'Junk Email',
  archive: 'Archive',
};

/** A read of one mailbox, as its parts see it. */
export interface MailRead {
  mailboxes: Mailboxes;
  keys: EntraKeys;
  faults: Faults;
  owner: Employee;
  /** `me`, or `users('…')` as links name it. */
  base: string;
  request: GraphRequest;
  query: Query;
  prefer: Preferences;
}

/** Every folder of a mailbox; those that all have come first. */
export function foldersOf(mailboxes: Mailboxes, owner: Employee): OwnFolder[] {
  return [
    ...FOLDERS.map((folder) => ({ folder, name: NAMES[folder] })),
    ...mailboxes.ownFolders(owner.address),
  ];
}

/**
 * The folder that a well-known name or an id means.
 *
 * @throws GraphRefusal 404
 */
export function folderOf(mailboxes: Mailboxes, owner: Employee, name: string): Folder {
  const known: Folder[] = [...FOLDERS];
  const found = foldersOf(mailboxes, owner).find(
    ({ folder }) =>
      (known.includes(folder) && folder === name.toLowerCase()) || folderId(owner.address, folder) === name,
  );
  if (found === undefined) throw itemNotFound();
  return found.folder;
}

/** Some items show in no list: which, differs between tenants. */
export function shows(faults: Faults, item: Pick<MailItem, 'messageClass'>): boolean {
  const name = item.messageClass.toLowerCase();
  if (faults.hidesAbsenceNotes === true && name.startsWith('ipm.note.rules.ooftemplate')) return false;
  return !(faults.hidesReports === true && name.startsWith('report.'));
}

export function folderJson(read: MailRead, { folder, name, parent }: OwnFolder): Record<string, unknown> {
  const { mailboxes, owner } = read;
  const items = mailboxes.list(owner.address, folder);
  const all: Record<string, unknown> = {
    displayName: name,
    parentFolderId: folderId(owner.address, parent ?? ROOT),
    childFolderCount: mailboxes.ownFolders(owner.address).filter((each) => each.parent === folder).length,
    unreadItemCount: items.filter((item) => !item.isRead).length,
    totalItemCount: items.length,
    isHidden: false,
  };
  const select = read.query.select?.map((each) => each.toLowerCase());
  return {
    id: folderId(owner.address, folder),
    ...Object.fromEntries(
      Object.entries(all).filter(([each]) => select === undefined || select.includes(each.toLowerCase())),
    ),
  };
}
