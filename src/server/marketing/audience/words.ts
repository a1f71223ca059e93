import type { ReplyToRefusal } from '../../../core/api/marketing';

/** Why an address is refused as Reply-to, and what to do (M3). `owner`: whose address it is, where it is somebody's. */
export function refusalWords(reason: ReplyToRefusal, address: string, owner?: string): string {
  switch (reason) {
    case 'not-an-address':
      return `"${address}" is not a mail address.`;
    case 'not-connected':
      return owner === undefined
        ? 'No mailbox is connected and watched, so nobody would see the answers. Connect one under Mailboxes.'
        : `${address} is the address of ${owner}, whose mailbox is not connected: nobody would see the answers. They connect it themselves, under Mailboxes.`;
    case 'unknown-alias':
      return `${address} leads to no connected mailbox, as far as the directory tells. If it does, send a test mail to it: once that has arrived, the address can be chosen.`;
    case 'connecting':
      return `${address} is still being connected. Wait until it is watched.`;
    case 'paused':
      return `${address} is paused, so nobody would see the answers. Resume it under Mailboxes.`;
    case 'not-allowed':
      return `Mailtrail is not allowed to read ${address}, so nobody would see the answers. Its page under Mailboxes says what to do.`;
    case 'failing':
      return `${address} cannot be read at the moment, so answers would not be seen. It is tried again every minute.`;
    case 'disconnected':
      return `${address} is disconnected, so nobody would see the answers. Connect it again under Mailboxes.`;
    case 'owner-disabled':
      return `The owner of ${address} is disabled, so it is not watched. Choose another mailbox, or let them in again under Users.`;
  }
}
