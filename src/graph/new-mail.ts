import { IN_REPLY_TO, REFERENCES, SENDING_MARK } from './properties';

export interface MailPerson {
  address: string;
  name: string;
}

export interface MailFile {
  name: string;
  contentType: string;
  content: Buffer;
  inline: boolean;
  /** Without angle brackets, as after `cid:`. */
  contentId?: string | undefined;
}

/** A mail as it is handed to Exchange. */
export interface NewMail {
  /** Where it is not the mailbox's own primary address. */
  from?: MailPerson;
  to: readonly MailPerson[];
  cc: readonly MailPerson[];
  bcc: readonly MailPerson[];
  subject: string;
  html: string;
  /** Names begin with `X-`: Graph takes no others. */
  headers: readonly { name: string; value: string }[];
  /** By which `findSent` finds it again; it travels to nobody. */
  mark: string;
  /** All together at most 3 MB: one request holds no more. */
  files: readonly MailFile[];
  /** What it answers, with angle brackets: Graph takes the header itself from nobody , but as a property. */
  answers?: { messageId: string; references: readonly string[] };
}

const recipient = ({ address, name }: MailPerson) => ({
  emailAddress: { address, ...(name !== '' && { name }) },
});

/** The message resource of Graph, as `sendMail` takes it. */
export function messageResource(mail: NewMail): Record<string, unknown> {
  return {
    subject: mail.subject,
    body: { contentType: 'html', content: mail.html },
    toRecipients: mail.to.map(recipient),
    ccRecipients: mail.cc.map(recipient),
    bccRecipients: mail.bcc.map(recipient),
    ...(mail.from && { from: recipient(mail.from) }),
    ...(mail.headers.length > 0 && { internetMessageHeaders: mail.headers }),
    singleValueExtendedProperties: [
      { id: SENDING_MARK, value: mail.mark },
      ...(mail.answers
        ? [
            { id: IN_REPLY_TO, value: mail.answers.messageId },
            { id: REFERENCES, value: [...mail.answers.references, mail.answers.messageId].join(' ') },
          ]
        : []),
    ],
    ...(mail.files.length > 0 && {
      attachments: mail.files.map((file) => ({
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: file.name,
        contentType: file.contentType,
        isInline: file.inline,
        ...(file.contentId !== undefined && { contentId: file.contentId }),
        contentBytes: file.content.toString('base64'),
      })),
    }),
  };
}
