import type { Message } from './shapes';

/** MAPI properties that Graph shows only when each is named (facts: 3.3). */
export const MESSAGE_CLASS = 'String 0x001A';
export const MESSAGE_ID = 'String 0x1035';
export const IN_REPLY_TO = 'String 0x1042';
export const REFERENCES = 'String 0x1039';
/** PidTagSensitivity: 0 none, 1 personal, 2 private, 3 company-confidential. */
export const SENSITIVITY = 'Integer 0x0036';

/** All custom properties of an add-in are one named property; the name is case-sensitive. */
export const customPropertiesOf = (addinId: string): string =>
  `String {00020329-0000-0000-C000-000000000046} Name cecp-${addinId}`;

/** One property of a message; Graph may spell ids back in another case and with another number of zeros. */
export function property(message: Message, id: string): string | undefined {
  const wanted = folded(id);
  const found = message.singleValueExtendedProperties?.find((p) => folded(p.id) === wanted);
  return found?.value ?? undefined;
}

const folded = (id: string): string => id.toLowerCase().replace(/0x0*/, '0x');

/** Set on what this server sends, to find it in Sent Items; of the mailbox alone, so that it travels to nobody. */
export const SENDING_MARK = 'String {00020329-0000-0000-C000-000000000046} Name MailtrailSending';
