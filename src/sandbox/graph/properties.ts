import { customPropertyText } from '../mailboxes';
import type { MailContent, MailItem } from '../mailboxes';

const SENSITIVITY = ['normal', 'personal', 'private', 'company-confidential'];
/** PS_INTERNET_HEADERS: a header of the mail as a named property. */
const HEADERS = '00020386-0000-0000-c000-000000000046';
/** PS_PUBLIC_STRINGS: where an add-in's custom properties are. */
const PUBLIC_STRINGS = '00020329-0000-0000-c000-000000000046';

/** Whether the mailbox's owner wrote it: the store keeps no transport headers of such a mail. */
export function isOwn(content: MailContent): boolean {
  return !content.headers.some(({ name }) => name.toLowerCase() === 'received');
}

function header(content: MailContent, name: string): string | undefined {
  return content.headers.find((line) => line.name.toLowerCase() === name.toLowerCase())?.value;
}

const present = (text: string): string | undefined => (text === '' ? undefined : text);

function tagged(tag: number, item: MailItem, content: MailContent): string | undefined {
  switch (tag) {
    case 0x001a:
      return item.messageClass;
    case 0x0036: {
      const level = SENSITIVITY.indexOf((header(content, 'sensitivity') ?? 'normal').toLowerCase());
      return String(Math.max(0, level));
    }
    case 0x0037:
      return item.subject;
    case 0x007d:
      return isOwn(content)
        ? undefined
        : content.headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('');
    case 0x0e07:
      return String((item.isRead ? 1 : 0) | (isOwn(content) ? 0x24 : 0) | (item.hasAttachments ? 0x10 : 0));
    case 0x1035:
      return present(item.internetMessageId);
    case 0x1039:
      return present(item.references.join(' '));
    case 0x1042:
      return present(item.inReplyTo);
    case 0x1045:
      return header(content, 'list-unsubscribe');
    default:
      return undefined;
  }
}

export interface ExtendedProperty {
  /** As Graph spells it back: hexadecimal in lower case, without leading zeros. */
  id: string;
  value: string;
}

/** One extended property by an id in any of Graph's forms (`String 0x1042`, `String {guid} Name Foo`); undefined when the item has none. */
export function extendedProperty(
  id: string,
  item: MailItem,
  content: MailContent,
): ExtendedProperty | undefined {
  const tag = /^(\w+)\s+0x([0-9a-f]+)$/i.exec(id);
  if (tag !== null) {
    const number = Number.parseInt(tag[2] ?? '', 16);
    const value = tagged(number, item, content);
    return value === undefined ? undefined : { id: `${tag[1]} 0x${number.toString(16)}`, value };
  }
  const named = /^String\s+\{([0-9a-f-]{36})\}\s+Name\s+(.+)$/i.exec(id);
  const [, set = '', name = ''] = named ?? [];
  const value =
    set.toLowerCase() === PUBLIC_STRINGS && name.startsWith('cecp-')
      ? customPropertyText(item.customProperties, name.slice('cecp-'.length))
      : set.toLowerCase() === HEADERS
        ? header(content, name)
        : item.namedProperties?.[id.toLowerCase()];
  return value === undefined ? undefined : { id: `String {${set.toLowerCase()}} Name ${name}`, value };
}
