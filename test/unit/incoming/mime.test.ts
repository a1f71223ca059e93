import { fromMime } from '../../../src/core/incoming';

const bytes = (text: string): Uint8Array => Buffer.from(text.replace(/\n/g, '\r\n'), 'latin1');

describe('raw MIME becomes an incoming mail', () => {
  test('addresses, ids, date and every header in its order', async () => {
    const { mail } = await fromMime(
      bytes(`Received: from a
Received: from b
From: =?utf-8?Q?Bj=C3=B6rn?= <bjorn@partner.example>
Reply-To: team@partner.example
To: "Moreau, Alice" <alice@brightwater.example>, Sales: dan@brightwater.example;
Subject: =?utf-8?B?w4RwZmVs?=
Date: Wed, 1 Jul 2026 11:00:00 +0200
Message-ID: <r1@partner.example>
In-Reply-To: "your mail" <o1@brightwater.example>
References: <o0@brightwater.example>
 <o1@brightwater.example>

Twelve.
`),
    );
    expect(mail).toMatchObject({
      from: { address: 'bjorn@partner.example', name: 'Björn' },
      replyTo: [{ address: 'team@partner.example' }],
      to: [
        { address: 'alice@brightwater.example', name: 'Moreau, Alice' },
        { address: 'dan@brightwater.example' },
      ],
      subject: 'Äpfel',
      date: '2026-07-01T09:00:00.000Z',
      internetMessageId: '<r1@partner.example>',
      inReplyTo: '<o1@brightwater.example>',
      references: ['<o0@brightwater.example>', '<o1@brightwater.example>'],
    });
    expect(mail.headers.slice(0, 2)).toEqual([
      { name: 'Received', value: 'from a' },
      { name: 'Received', value: 'from b' },
    ]);
  });

  test('files come out byte for byte, pictures in the text are told from files', async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 13, 10]);
    const { mail, attachments } = await fromMime(
      bytes(`From: bob@partner.example
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/related; boundary=r

--r
Content-Type: text/html; charset=utf-8

<p>See <img src="cid:Pic@1"></p>
--r
Content-Type: image/png; name=pic.png
Content-ID: <pic@1>
Content-Disposition: inline; filename=pic.png
Content-Transfer-Encoding: base64

${png.toString('base64')}
--r--
--m
Content-Type: application/pdf
Content-Disposition: attachment; filename*=utf-8''Angebot%20%C3%A4.pdf
Content-Transfer-Encoding: base64

AAEC/w==
--m--
`),
    );
    expect(mail.html).toContain('cid:Pic@1');
    expect(attachments).toEqual([
      {
        filename: 'pic.png',
        contentType: 'image/png',
        contentId: 'pic@1',
        inline: true,
        content: new Uint8Array(png),
      },
      {
        filename: 'Angebot ä.pdf',
        contentType: 'application/pdf',
        inline: false,
        content: new Uint8Array([0, 1, 2, 255]),
      },
    ]);
  });

  test('an attached mail is a file: its text is not the sender’s', async () => {
    const { mail, attachments } = await fromMime(
      bytes(`From: bob@partner.example
Content-Type: multipart/mixed; boundary=m

--m

Look at this.
--m
Content-Type: message/rfc822

From: carol@lumen.example
Subject: inner
Message-ID: <inner@x>

I am out of the office until 14 July. In urgent cases contact Jim.
--m--
`),
    );
    expect(mail.text?.trim()).toBe('Look at this.');
    expect(mail.internetMessageId).toBeUndefined();
    expect(attachments).toHaveLength(1);
    expect(mail.parts).toMatchObject([{ contentType: 'message/rfc822' }]);
  });

  test('the parts of a report are readable', async () => {
    const { mail } = await fromMime(
      bytes(`From: postmaster@partner.example
Content-Type: multipart/report; report-type=delivery-status; boundary=m

--m

Not delivered.
--m
Content-Type: message/delivery-status

Reporting-MTA: dns; mx

Final-Recipient: rfc822; bob@partner.example
Action: failed
Status: 5.1.1
--m
Content-Type: text/rfc822-headers

Message-ID: <o1@brightwater.example>
--m--
`),
    );
    expect(mail.parts?.map((p) => p.contentType)).toEqual(['message/delivery-status', 'text/rfc822-headers']);
    expect(mail.parts?.[0]?.content).toContain('Status: 5.1.1');
    expect(mail.text).toContain('Not delivered.');
  });

  test('a subject in raw 8-bit bytes is read in the character set of the body', async () => {
    const raw = Buffer.concat([
      Buffer.from('From: bob@partner.example\r\nSubject: '),
      Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
      Buffer.from('\r\nContent-Type: text/plain; charset="gb2312"\r\n\r\nx\r\n'),
    ]);
    expect((await fromMime(raw)).mail.subject).toBe('中文');
  });

  test('flowed text joins lines only within one depth of quotation (RFC 3676)', async () => {
    const { mail } = await fromMime(
      bytes(`From: bob@partner.example
Content-Type: text/plain; charset=us-ascii; format=flowed

> How many \n> boats? \nTwelve, \nplease.
-- \nBob
`),
    );
    expect(mail.text?.trim()).toBe('> How many boats? \nTwelve, please.\n-- \nBob');
  });

  test('an mbox line before the headers is skipped, an empty mail is read', async () => {
    expect((await fromMime(bytes('From bob Wed Jul  1 2026\nSubject: Hi\n\nx\n'))).mail.subject).toBe('Hi');
    expect((await fromMime(new Uint8Array())).mail).toMatchObject({ subject: '', to: [], headers: [] });
  });
});
