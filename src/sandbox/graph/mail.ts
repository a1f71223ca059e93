import { folderId } from '../mailboxes';
import type { Folder, MailItem, OwnFolder } from '../mailboxes';
import { tenantById } from '../people';
import { foldersDelta, messagesDelta } from './delta';
import { badRequest, GraphRefusal, itemNotFound } from './exchange';
import type { GraphReply } from './exchange';
import { passes } from './filter';
import { folderJson, folderOf, foldersOf, ORIGIN, shows } from './folder';
import type { MailRead } from './folder';
import { attachedItemJson } from './attached-item';
import { attachmentJson, attachmentsOf, findAttachment, isMail } from './attachment';
import { filterable, readMessage } from './message';
import type { MailTarget } from './path';
import { extendedProperty } from './properties';
import { readQuery } from './query';

/** Items on a page when the caller names no number. */
const PAGE = 10;

/** A link to the next page: the same question with another start. */
function nextLink(read: MailRead, path: string, skip: number): string {
  const params = new URLSearchParams(read.request.query);
  params.delete('$skip');
  params.set('$skip', String(skip));
  return `${ORIGIN}/${path}?${params}`;
}

function page<T>(
  read: MailRead,
  path: string,
  all: T[],
  size: number,
): { items: T[]; links: Record<string, unknown> } {
  const { skip, count } = read.query;
  const end = skip + size;
  return {
    items: all.slice(skip, end),
    links: {
      ...(count ? { '@odata.count': all.length } : {}),
      ...(end < all.length ? { '@odata.nextLink': nextLink(read, path, end) } : {}),
    },
  };
}

function context(read: MailRead, tail: string): { '@odata.context': string } {
  const select = read.query.select === undefined ? '' : `(${read.query.select.join(',')})`;
  return { '@odata.context': `${ORIGIN}/$metadata#users('${read.owner.objectId}')/${tail}${select}` };
}

async function selected(read: MailRead, folder: Folder | undefined): Promise<MailItem[]> {
  const { mailboxes, owner, query } = read;
  const items: MailItem[] = [];
  const byName = query.filterText?.toLowerCase().includes('internetmessageid') === true;
  for (const item of mailboxes.list(owner.address, folder)) {
    if (!byName && !shows(read.faults, item)) continue;
    if (query.filter !== undefined) {
      const content =
        query.filterText?.toLowerCase().includes('/any(') === true
          ? await mailboxes.content(item)
          : undefined;
      const kept = passes(query.filter, {
        property: (path) => filterable(item, path),
        extended: (id) => (content === undefined ? undefined : extendedProperty(id, item, content)?.value),
      });
      if (!kept) continue;
    }
    items.push(item);
  }
  const key = (item: MailItem, property: string): string | number => {
    const value = filterable(item, property);
    return value instanceof Date
      ? value.getTime()
      : typeof value === 'string'
        ? value.toLowerCase()
        : Number(value);
  };
  return items.sort((a, b) => {
    for (const { property, descending } of query.orderBy) {
      const [x, y] = [key(a, property), key(b, property)];
      if (x !== y) return x < y === descending ? 1 : -1;
    }
    return 0;
  });
}

async function listMessages(read: MailRead, folder: string | undefined): Promise<GraphReply> {
  const at = folder === undefined ? undefined : folderOf(read.mailboxes, read.owner, folder);
  const path =
    at === undefined
      ? `${read.base}/messages`
      : `${read.base}/mailFolders('${folderId(read.owner.address, at)}')/messages`;
  const wished = read.query.top ?? read.prefer.maxPageSize ?? PAGE;
  const size = Math.min(wished, read.faults.pageSize ?? Infinity);
  const { items, links } = page(read, path, await selected(read, at), size);
  const value: object[] = [];
  for (const item of items) value.push(await readMessage(read.mailboxes, item, read.query, read.prefer));
  return { status: 200, body: { ...context(read, 'messages'), ...links, value } };
}

export function itemOf(read: MailRead, id: string, folder: string | undefined): MailItem {
  const item = read.mailboxes.find(read.owner.address, id);
  // Ids are compared as they are spelt: Outlook's own spelling is another one.
  if (item === undefined || (item.id !== id && item.immutableId !== id)) throw itemNotFound();
  if (folder !== undefined && folderOf(read.mailboxes, read.owner, folder) !== item.folder)
    throw itemNotFound();
  return item;
}

async function listAttachments(read: MailRead, item: MailItem): Promise<GraphReply> {
  const attachments = attachmentsOf(item, await read.mailboxes.content(item));
  const { items, links } = page(
    read,
    `${read.base}/messages('${item.id}')/attachments`,
    attachments,
    read.query.top ?? attachments.length + 1,
  );
  return {
    status: 200,
    body: {
      ...context(read, `messages('${item.id}')/attachments`),
      ...links,
      value: items.map((each) => attachmentJson(item, each, read.prefer, read.query.select)),
    },
  };
}

/** The folder that a path names. */
function named(read: MailRead, name: string): OwnFolder {
  const wanted = folderOf(read.mailboxes, read.owner, name);
  const found = foldersOf(read.mailboxes, read.owner).find(({ folder }) => folder === wanted);
  if (found === undefined) throw itemNotFound();
  return found;
}

function userJson(read: MailRead): Record<string, unknown> {
  const { owner, query } = read;
  const [givenName = '', ...rest] = owner.name.split(' ');
  const shown: Record<string, unknown> = {
    businessPhones: [],
    displayName: owner.name,
    givenName,
    jobTitle: null,
    mail: owner.address,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: rest.join(' '),
    userPrincipalName: owner.address,
    id: owner.objectId,
  };
  const selectable: Record<string, unknown> = {
    ...shown,
    accountEnabled: true,
    companyName: tenantById(owner.tenantId)?.name ?? null,
    proxyAddresses: [`SMTP:${owner.address}`, ...owner.aliases.map((alias) => `smtp:${alias}`)],
  };
  if (query.select === undefined) return shown;
  const select = query.select.map((name) => name.toLowerCase());
  return Object.fromEntries(
    Object.entries(selectable).filter(([name]) => select.includes(name.toLowerCase())),
  );
}

/** Answers a read of a mailbox. */
export async function readMail(read: MailRead, target: MailTarget): Promise<GraphReply> {
  const { mailboxes, owner, prefer, query } = read;
  const json = (body: object, tail: string): GraphReply => ({
    status: 200,
    body: { ...context(read, tail), ...body },
  });
  switch (target.kind) {
    case 'user':
      return {
        status: 200,
        body: { '@odata.context': `${ORIGIN}/$metadata#users/$entity`, ...userJson(read) },
      };
    case 'folders': {
      const top = foldersOf(mailboxes, owner).filter(({ parent }) => parent === undefined);
      const { items, links } = page(read, `${read.base}/mailFolders`, top, query.top ?? PAGE);
      return json({ ...links, value: items.map((folder) => folderJson(read, folder)) }, 'mailFolders');
    }
    case 'foldersDelta':
      return foldersDelta(read);
    case 'folder':
      return json(folderJson(read, named(read, target.folder)), 'mailFolders/$entity');
    case 'childFolders': {
      const { folder } = named(read, target.folder);
      const within = foldersOf(mailboxes, owner).filter(({ parent }) => parent === folder);
      const path = `${read.base}/mailFolders('${folderId(owner.address, folder)}')/childFolders`;
      const { items, links } = page(read, path, within, query.top ?? PAGE);
      return json({ ...links, value: items.map((each) => folderJson(read, each)) }, 'mailFolders');
    }
    case 'messages':
      return listMessages(read, target.folder);
    case 'messagesCount': {
      const folder = target.folder === undefined ? undefined : folderOf(mailboxes, owner, target.folder);
      return {
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: Buffer.from(String((await selected(read, folder)).length)),
      };
    }
    case 'messagesDelta':
      if (target.folder === undefined) {
        throw badRequest(
          "Unsupported request: Change tracking is not supported against 'microsoft.graph.message'.",
        );
      }
      return messagesDelta(read, folderOf(mailboxes, owner, target.folder));
    case 'message': {
      const item = itemOf(read, target.id, target.folder);
      const reply = json(await readMessage(mailboxes, item, query, prefer), 'messages/$entity');
      return prefer.textBody
        ? { ...reply, headers: { 'preference-applied': 'outlook.body-content-type="text"' } }
        : reply;
    }
    case 'messageMime':
      return {
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: await mailboxes.raw(itemOf(read, target.id, target.folder)),
      };
    case 'attachments':
      return listAttachments(read, itemOf(read, target.id, target.folder));
    case 'attachment':
    case 'attachmentBytes': {
      const item = itemOf(read, target.id, target.folder);
      const found = findAttachment(item, await mailboxes.content(item), target.attachment);
      if (found === undefined) throw itemNotFound();
      if (target.kind === 'attachment') {
        const shown = attachmentJson(item, found, prefer, query.select);
        const within = query.attachedItem === true && found.kind === 'file' && isMail(found.file);
        return json(
          within ? { ...shown, item: await attachedItemJson(found.file.content, prefer) } : shown,
          `messages('${item.id}')/attachments/$entity`,
        );
      }
      if (found.kind === 'cloud') {
        throw new GraphRefusal(405, 'ErrorInvalidRequest', 'A reference attachment has no content.');
      }
      const { contentType, content } = found.file;
      return { status: 200, headers: { 'content-type': contentType }, body: content };
    }
    case 'translateIds':
    case 'sendMail':
    case 'sendDraft':
    case 'uploadSession':
    case 'other':
      throw new GraphRefusal(404, 'ResourceNotFound', 'Resource not found for the segment.');
  }
}

export const readOf = (
  parts: Pick<MailRead, 'mailboxes' | 'keys' | 'faults' | 'owner' | 'base' | 'request' | 'prefer'>,
): MailRead => ({ ...parts, query: readQuery(parts.request.query) });
