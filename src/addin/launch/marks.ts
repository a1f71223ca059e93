import type { ComposeItem, OfficeResult } from '../office';

/** Leaves with the mail, visible to its recipients: the token says nothing to a stranger. */
export const TOKEN_HEADER = 'X-Mailtrail-Token';
/** One of the add-in's custom properties, which stay in the sender's mailbox. */
export const TOKEN_PROPERTY = 'mailtrail';

/** The header as it was read. */
type Marked = OfficeResult<string | null>;

/** Header and property by which the server knows the sent copy. Written only where they are not there yet. */
export async function writeMarks(item: ComposeItem, token: string, there: Marked): Promise<void> {
  if (there.ok && there.value === token) return;
  await item.setHeader(TOKEN_HEADER, token);
  await item.setProperty(TOKEN_PROPERTY, JSON.stringify({ token }));
}

/** For a message that is neither tracked nor logged. */
export async function removeMarks(item: ComposeItem, there: Marked): Promise<void> {
  if (there.ok && there.value === null) return;
  await item.removeHeader(TOKEN_HEADER);
  await item.setProperty(TOKEN_PROPERTY, null);
}
