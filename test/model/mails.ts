import { createHash } from 'node:crypto';

/** A file by its number: bytes that are always the same, and of no other number. */
export function fileOf(n: number): { name: string; content: Buffer; sha: string } {
  const block = createHash('sha512').update(`file ${n}`).digest();
  const content = Buffer.concat(Array.from({ length: 4 + (n % 60) }, () => block));
  return { name: `File ${n}.bin`, content, sha: createHash('sha256').update(content).digest('hex') };
}

export interface Draft {
  from: string;
  to: readonly string[];
  cc?: readonly string[];
  subject: string;
  id: string;
  at: Date;
  html?: string;
  text?: string;
  headers?: Readonly<Record<string, string>>;
  files?: readonly number[];
  /** It came by the network: Exchange keeps the lines that say so. */
  travelled: boolean;
  /** The parts of a report, in place of a body. */
  report?: { type: string; parts: readonly { type: string; content: string }[] };
}

const LINE = '\r\n';
const BOUNDARY = '----=_part_of_a_life';

/** The bytes of a mail. */
export function rawOf(mail: Draft): Buffer {
  const type =
    mail.report === undefined ? 'multipart/mixed' : `multipart/report; report-type=${mail.report.type}`;
  const date = mail.at.toUTCString().replace('GMT', '+0000');
  const head = [
    ...(mail.travelled ? [`Received: from mx.example by mx.brightwater.example; ${date}`] : []),
    `From: ${mail.from}`,
    `To: ${mail.to.join(', ')}`,
    ...(mail.cc === undefined || mail.cc.length === 0 ? [] : [`Cc: ${mail.cc.join(', ')}`]),
    `Subject: ${mail.subject}`,
    `Message-ID: ${mail.id}`,
    `Date: ${date}`,
    ...Object.entries(mail.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
  ];
  const body =
    mail.html === undefined
      ? ['Content-Type: text/plain; charset=utf-8', '', mail.text ?? '']
      : ['Content-Type: text/html; charset=utf-8', '', mail.html];
  const parts = (mail.report?.parts ?? []).map(({ type: of, content }) => [
    `Content-Type: ${of}`,
    '',
    content,
  ]);
  const files = (mail.files ?? []).map((n) => {
    const { name, content } = fileOf(n);
    return [
      `Content-Type: application/octet-stream; name="${name}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      content.toString('base64').replace(/.{76}/g, `$&${LINE}`),
    ];
  });
  if (parts.length + files.length === 0) return Buffer.from([...head, ...body, ''].join(LINE));
  const all = [body, ...parts, ...files].flatMap((part) => [`--${BOUNDARY}`, ...part]);
  return Buffer.from(
    [...head, `Content-Type: ${type}; boundary="${BOUNDARY}"`, '', ...all, `--${BOUNDARY}--`, ''].join(LINE),
  );
}

/** What a delivery report says of one recipient (RFC 3464). */
export function deliveryReport(
  original: string,
  recipient: string,
  outcome: { action: string; status: string },
): NonNullable<Draft['report']> {
  return {
    type: 'delivery-status',
    parts: [
      {
        type: 'message/delivery-status',
        content: [
          'Reporting-MTA: dns; mx.partner.example',
          '',
          `Final-Recipient: rfc822; ${recipient}`,
          `Action: ${outcome.action}`,
          `Status: ${outcome.status}`,
          '',
        ].join(LINE),
      },
      {
        type: 'text/rfc822-headers',
        content: [`Message-ID: ${original}`, 'Subject: returned', ''].join(LINE),
      },
    ],
  };
}

/** A receipt (RFC 8098). */
export function readReceipt(original: string, recipient: string): NonNullable<Draft['report']> {
  return {
    type: 'disposition-notification',
    parts: [
      {
        type: 'message/disposition-notification',
        content: [
          `Final-Recipient: rfc822; ${recipient}`,
          `Original-Message-ID: ${original}`,
          'Disposition: manual-action/MDN-sent-manually; displayed',
          '',
        ].join(LINE),
      },
    ],
  };
}

/** A calendar object of a method (RFC 6047). */
export function calendarPart(
  method: 'REQUEST' | 'REPLY',
  attendee: string,
): NonNullable<Draft['report']>['parts'] {
  return [
    {
      type: `text/calendar; method=${method}; charset=utf-8`,
      content: [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        `METHOD:${method}`,
        'BEGIN:VEVENT',
        'UID:life@partner.example',
        'DTSTART:20261201T090000Z',
        `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${attendee}`,
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join(LINE),
    },
  ];
}
