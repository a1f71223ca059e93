import { parseMime, summarise } from '../mailboxes';
import { graphTime } from './exchange';
import type { Preferences } from './exchange';
import { bodyOf, recipient } from './message';

/** What `$expand=microsoft.graph.itemAttachment/item` shows of an attached mail: it has no id of its own. */
export async function attachedItemJson(raw: Buffer, prefer: Preferences): Promise<Record<string, unknown>> {
  const [mail, content] = await Promise.all([summarise(raw), parseMime(raw)]);
  return {
    '@odata.type': '#microsoft.graph.message',
    id: '',
    subject: mail.subject,
    internetMessageId: mail.internetMessageId,
    importance: mail.importance,
    hasAttachments: mail.hasAttachments,
    isDraft: false,
    isRead: true,
    ...(mail.sentAt === undefined ? {} : { sentDateTime: graphTime(mail.sentAt) }),
    internetMessageHeaders: content.headers,
    body: bodyOf(content, prefer, (html) => html),
    sender: recipient(mail.from),
    from: recipient(mail.from),
    toRecipients: mail.to.map(recipient),
    ccRecipients: mail.cc.map(recipient),
    bccRecipients: mail.bcc.map(recipient),
    replyTo: mail.replyTo.map(recipient),
  };
}
