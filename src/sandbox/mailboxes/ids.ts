import { createHash } from 'node:crypto';

const LENGTH = 90;

function bytesFor(text: string): Buffer {
  const blocks: Buffer[] = [];
  for (let n = 0; n * 64 < LENGTH; n += 1) blocks.push(createHash('sha512').update(`${n}:${text}`).digest());
  return Buffer.concat(blocks).subarray(0, LENGTH);
}

/** Spells an id as the REST API does: `/` as `-`, `+` as `_`. Outlook's own spelling is the plain base64. */
export function toRestId(id: string): string {
  return id.replaceAll('/', '-').replaceAll('+', '_');
}

/** Spells an id as Outlook's `itemId` does. */
export function toOutlookId(id: string): string {
  return id.replaceAll('-', '/').replaceAll('_', '+');
}

function restId(prefix: string, text: string): string {
  return `${prefix}${toRestId(bytesFor(text).toString('base64'))}AAA=`;
}

/** Id that a message keeps wherever it is moved. */
export function immutableId(serial: number): string {
  return restId('AAkALg', `immutable ${serial}`);
}

/** Id that a message has until its next move. */
export function mutableId(serial: number, moves: number): string {
  return restId('AAMkAG', `mutable ${serial} ${moves}`);
}

/** Id of a folder; folders keep theirs. */
export function folderId(mailbox: string, folder: string): string {
  return restId('AQMkAD', `folder ${mailbox} ${folder}`);
}

/** Id of a conversation of one mailbox that begins with message `serial`. */
export function conversationIdFor(serial: number): string {
  return `AAQkAG${toRestId(createHash('sha256').update(`conversation ${serial}`).digest('base64'))}`;
}
