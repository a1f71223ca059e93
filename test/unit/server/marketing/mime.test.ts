import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { finishedMail, quotedPrintable, type CopyMail } from '../../../../src/server/marketing/send/mime';
import { outcomeOf, withoutAddresses } from '../../../../src/server/marketing/send/transport';

const MAIL: CopyMail = {
  from: { address: 'alice@brightwater.example', name: 'Alice Moreau' },
  to: { address: 'bob@partner.example', name: 'Bob' },
  replyTo: { address: 'hello@brightwater.example', name: '' },
  subject: 'News',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: '<token@brightwater.example>',
  date: new Date('2026-11-20T09:00:00Z'),
  headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
};

describe('a copy as it leaves', () => {
  it('is read back as it was written, in lines that every relay takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (html, text) => {
        const lines = (one: string): string => one.replace(/\r\n?|\n/g, '\n').replace(/\0/g, '');
        const mail = { ...MAIL, html: `<p>${lines(html)}.</p>\n.\n`, text: `${lines(text)}.` };
        const raw = await finishedMail(mail, undefined);
        for (const line of raw.toString('latin1').split('\r\n')) expect(line.length).toBeLessThan(200);
        expect(raw.toString('latin1').replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
        const read = await simpleParser(raw);
        expect(lines(String(read.html)).trimEnd()).toBe(mail.html.trimEnd());
        expect((read.text ?? '').trimEnd()).toBe(mail.text.trimEnd());
      }),
      { numRuns: 60 },
    );
  });

  it('has no header that a name or a subject brings with it', async () => {
    const evil = 'Bob\r\nBcc: all@partner.example\r\n\r\nbody\u2028x\0';
    const raw = await finishedMail(
      {
        ...MAIL,
        subject: evil,
        from: { ...MAIL.from, name: evil },
        to: { ...MAIL.to, name: evil },
        headers: { ...MAIL.headers, 'Feedback-ID': evil },
      },
      undefined,
    );
    const read = await simpleParser(raw);
    expect([...read.headers.keys()].sort()).toEqual(
      [
        ...['content-type', 'date', 'feedback-id', 'from', 'list', 'message-id', 'mime-version'],
        ...['reply-to', 'subject', 'to'],
      ].sort(),
    );
    expect(read.bcc).toBeUndefined();
    expect(read.html).toContain('Hello');
  });

  it('encodes what a relay might change, and nothing else', () => {
    expect(quotedPrintable('a=b \nc\t')).toBe('a=3Db=20\r\nc=09');
    expect(quotedPrintable('ł')).toBe('=C5=82');
    expect(
      quotedPrintable('x'.repeat(80))
        .split('\r\n')
        .map((line) => line.length),
    ).toEqual([76, 5]);
  });
});

describe('what a relay says, or does not', () => {
  const said = (code: string, command: string, response?: string, left = false) =>
    outcomeOf(
      Object.assign(new Error(response), {
        code,
        command,
        ...(response !== undefined && { response, responseCode: Number(response.slice(0, 3)) }),
      }),
      left,
    ).outcome;

  it.each([
    ['refused', said('EENVELOPE', 'RCPT TO', '550 5.1.1 no such user')],
    ['later', said('EENVELOPE', 'RCPT TO', '450 4.2.0 greylisted')],
    ['slow', said('EENVELOPE', 'RCPT TO', '450 4.7.1 too many')],
    ['later', said('EENVELOPE', 'RCPT TO', '452 4.2.2 over its storage limit')],
    ['later', said('EENVELOPE', 'RCPT TO', '450 4.2.1 receives mail at a rate that is too high')],
    ['slow', said('EMESSAGE', 'DATA', '421 4.3.2 closing')],
    ['refused', said('EMESSAGE', 'DATA', '554 5.6.0 not wanted', true)],
    ['later', said('EMESSAGE', 'DATA', '451 4.3.0 disk full', true)],
    ['stopped', said('EENVELOPE', 'MAIL FROM', '550 5.7.1 you may not')],
    ['stopped', said('EAUTH', 'AUTH PLAIN', '535 5.7.8 no')],
    ['slow', said('EAUTH', 'AUTH PLAIN', '454 4.7.0 later')],
    ['stopped', said('EPROTOCOL', 'CONN', '554 5.7.1 blocked')],
    ['slow', said('ECONNECTION', 'CONN')],
    ['slow', said('ETIMEDOUT', 'CONN')],
    ['unclear', said('ECONNECTION', 'CONN', undefined, true)],
    ['unclear', said('ETIMEDOUT', 'CONN', undefined, true)],
  ])('is %s', (expected, outcome) => expect(outcome).toBe(expected));

  it('is kept without addresses', () => {
    expect(withoutAddresses('550 5.1.1 <bob@partner.example>: bob@partner.example is\r\n unknown')).toBe(
      '550 5.1.1 …: … is unknown',
    );
  });
});
