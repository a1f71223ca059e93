import type { FullMessage } from '../api-shapes';
import type { OutlookClient } from '../host/clients';
import { withPrefixedNames } from '../host/damage';
import { emptyDraft, type Draft, type DraftAttachment } from '../host/draft';
import type { WireAddress } from '../host/shapes';
import { escapeHtml } from '../../html';
import { base64Size, typeOf } from '../methods';
import { newId } from '../host/surface';
import { bodyInner } from './html';

/** An empty line as Outlook on the web begins one. */
export const EMPTY_LINE =
  '<div class="elementToProof" style="font-family: Aptos, Calibri, Helvetica, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"><br></div>';

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });

export function wireAddress(person: { address: string; name: string }, domain: string): WireAddress {
  return { address: person.address, name: person.name, recipientType: typeOf(person.address, domain) };
}

export interface Answered {
  message: FullMessage;
  from: WireAddress;
  kind: 'reply' | 'replyAll' | 'forward';
  client: OutlookClient;
  /** HTML that an add-in wants above the quote. */
  htmlBody: string;
  /** Fetches a file of the answered mail (base64). */
  file: (index: number) => Promise<string>;
}

/** A draft that answers or forwards a mail, with the quote as Outlook on the web writes it and the pictures it shows. */
export async function answerDraft({ message, from, kind, client, htmlBody, file }: Answered): Promise<Draft> {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  const own = from.address.toLowerCase();
  const others = [message.from, ...(kind === 'replyAll' ? message.to : [])].filter(
    ({ address }) => address.toLowerCase() !== own,
  );
  const copies = kind === 'replyAll' ? message.cc.filter(({ address }) => address.toLowerCase() !== own) : [];
  const wanted = message.attachments.filter(
    ({ isInline, contentId }) =>
      kind === 'forward' ||
      (isInline && contentId !== undefined && message.html.includes(`cid:${contentId}`)),
  );
  const attachments = await Promise.all(
    wanted.map(async ({ index, name, contentType, isInline, contentId }): Promise<DraftAttachment> => {
      const content = await file(index);
      return {
        id: newId('att'),
        name,
        contentType,
        isInline,
        attachmentType: 0,
        url: null,
        size: base64Size(content),
        content,
        ...(contentId === undefined ? {} : { contentId }),
      };
    }),
  );
  const prefix = kind === 'forward' ? 'Fw: ' : 'Re: ';
  const bare = message.subject.replace(/^(?:(?:re|fw|fwd)\s*:\s*)+/i, '');
  return {
    ...emptyDraft(from),
    composeType: kind === 'forward' ? 'forward' : 'reply',
    conversationId: message.conversationId,
    inReplyTo: message.internetMessageId,
    subject: prefix + bare,
    to: kind === 'forward' ? [] : others.map((person) => wireAddress(person, domain)),
    cc: copies.map((person) => wireAddress(person, domain)),
    attachments,
    body: {
      type: 'html',
      content: `${htmlBody}${EMPTY_LINE}<div id="appendonsend"></div>${quote(message, client)}`,
    },
  };
}

function quote(message: FullMessage, client: OutlookClient): string {
  const inner = bodyInner(message.html);
  const person = ({ name, address }: { name: string; address: string }) => escapeHtml(`${name} <${address}>`);
  const lines = [
    `<b>From:</b> ${person(message.from)}`,
    `<b>Sent:</b> ${escapeHtml(day.format(new Date(message.sentAt)))}`,
    `<b>To:</b> ${message.to.map(person).join('; ')}`,
    ...(message.cc.length > 0 ? [`<b>Cc:</b> ${message.cc.map(person).join('; ')}`] : []),
    `<b>Subject:</b> ${escapeHtml(message.subject)}`,
  ];
  return (
    '<hr style="display:inline-block;width:98%" tabindex="-1">' +
    `<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">${lines.join('<br>')}</font><div>&nbsp;</div></div>` +
    `<div>${client.faults.prefixesQuotedNames ? withPrefixedNames(inner) : inner}</div>`
  );
}
