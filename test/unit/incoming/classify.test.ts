import { classify } from '../../../src/core/incoming';
import { mail, NOTES, PEOPLE } from './mails';

const OURS = '<ours-1@brightwater.example>';
const ours = (id: string): boolean => id === OURS;

describe('what a mail is (R2)', () => {
  test.each([
    ['#microsoft.graph.eventMessageResponse', 'meetingAccepted'],
    ['#microsoft.graph.eventMessageRequest', 'meetingRequest'],
    ['#microsoft.graph.eventMessage', 'meetingTenativelyAccepted'],
  ])('Graph says %s: calendar', (graphType, meetingMessageType) => {
    expect(classify(mail({ graphType, meetingMessageType, inReplyTo: OURS })).kind).toBe('calendar');
  });

  test.each([
    ['IPM.Note.Rules.OofTemplate.Microsoft', 'auto-reply'],
    ['IPM.Note.Rules.ReplyTemplate.Microsoft', 'auto-reply'],
    ['Report.IPM.Note.NDR', 'bounce'],
    ['REPORT.IPM.NOTE.NDR', 'bounce'],
    ['REPORT.IPM.Schedule.Meeting.Request.NDR', 'bounce'],
    ['REPORT.IPM.Note.Delayed.DR', 'bounce'],
    ['REPORT.IPM.Note.DR', 'receipt'],
    ['REPORT.IPM.Note.IPNRN', 'receipt'],
    ['REPORT.IPM.Note.IPNNRN', 'receipt'],
    ['IPM.Schedule.Meeting.Resp.Pos', 'calendar'],
    ['IPM.Outlook.Recall', 'auto-generated'],
    ['IPM.Note', 'reply'],
    ['IPM.Note.SMIME.MultipartSigned', 'reply'],
  ])('message class %s: %s', (messageClass, kind) => {
    expect(classify(mail({ messageClass, inReplyTo: OURS })).kind).toBe(kind);
  });

  test('an Exchange out-of-office with its headers is an automatic answer to its parent, until its date', () => {
    const judged = classify(
      mail({
        subject: 'Automatic reply: Quote for the boats',
        text: 'I am out of the office until 14 July.',
        header: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'x-ms-exchange-generated-message-source': 'Mailbox Rules Agent',
          'x-ms-exchange-parent-message-id': OURS,
        },
      }),
    );
    expect(judged).toMatchObject({
      kind: 'auto-reply',
      outOfOffice: { until: '2026-07-14' },
      originalMessageId: OURS,
    });
    expect(judged.evidence[0]).toContain('Auto-Submitted');
  });

  test('mail that a rule forwarded is a person’s: the rules-loop header alone says nothing', () => {
    const judged = classify(
      mail({
        text: 'See below.',
        inReplyTo: OURS,
        header: { 'X-MS-Exchange-Inbox-Rules-Loop': 'bob@partner.example' },
      }),
    );
    expect(judged.kind).toBe('reply');
  });

  test('Auto-Submitted: no is a person', () => {
    expect(classify(mail({ text: 'Yes.', inReplyTo: OURS, header: { 'Auto-Submitted': 'no' } })).kind).toBe(
      'reply',
    );
  });

  test('a status part gives each recipient its outcome, and the returned headers the message', () => {
    const judged = classify(
      mail({
        from: { address: 'postmaster@partner.example' },
        subject: 'Undeliverable: Quote',
        contentType: 'multipart/report; report-type=delivery-status; boundary=x',
        parts: [
          {
            contentType: 'message/delivery-status',
            content:
              'Reporting-MTA: dns; mx.partner.example\r\n\r\nFinal-Recipient: rfc822; bob@partner.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nFinal-Recipient: rfc822; tom@partner.example\r\nAction: delayed\r\nStatus: 4.4.7\r\n',
          },
          { contentType: 'text/rfc822-headers', content: `Subject: Quote\r\nMessage-ID:\r\n ${OURS}\r\n` },
        ],
      }),
    );
    expect(judged).toMatchObject({
      kind: 'bounce',
      delivery: [
        { action: 'failed', status: '5.1.1', recipient: 'bob@partner.example' },
        { action: 'delayed', status: '4.4.7', recipient: 'tom@partner.example' },
      ],
      originalMessageId: OURS,
    });
  });

  test('a report that says delivered is a receipt, not a bounce', () => {
    const judged = classify(
      mail({
        from: { address: 'postmaster@partner.example' },
        contentType: 'multipart/report; report-type="delivery-status"',
        parts: [
          {
            contentType: 'message/delivery-status',
            content:
              'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822;bob@partner.example\nAction: relayed\nStatus: 2.0.0\n',
          },
        ],
      }),
    );
    expect(judged).toMatchObject({ kind: 'receipt', delivery: [{ action: 'delivered', status: '2.0.0' }] });
  });

  test('a plain-text bounce is read: who, why, about which message', () => {
    const judged = classify(
      mail({
        from: { address: 'MAILER-DAEMON@mx.example' },
        subject: 'Delivery Status Notification (Failure)',
        text: `The following address had permanent errors:\n<bob@partner.example>: 550 5.1.1 User unknown\n\n--- Below this line is a copy of the message.\n\nMessage-ID: ${OURS}\n`,
      }),
    );
    expect(judged).toMatchObject({
      kind: 'bounce',
      delivery: [{ action: 'failed', status: '5.1.1', recipient: 'bob@partner.example' }],
      originalMessageId: OURS,
    });
  });

  test.each(['REQUEST', 'REPLY', 'COUNTER', 'CANCEL'])('iTIP %s in the body is calendar', (method) => {
    const parts = [{ contentType: `text/calendar; method=${method}`, content: 'BEGIN:VCALENDAR' }];
    expect(classify(mail({ contentType: 'multipart/alternative', parts })).kind).toBe('calendar');
  });

  test('an invitation that a person attaches is a file', () => {
    const parts = [
      { contentType: 'text/calendar; method=REQUEST', content: 'BEGIN:VCALENDAR', disposition: 'attachment' },
    ];
    expect(
      classify(mail({ contentType: 'multipart/mixed', text: 'Please find it attached.', parts })).kind,
    ).toBe('new');
  });

  test('a report is known by its header alone, as Graph gives it', () => {
    const header = { 'Content-Type': 'multipart/report; report-type=disposition-notification' };
    expect(classify(mail({ header, inReplyTo: OURS })).kind).toBe('receipt');
  });

  test('a complaint is auto-generated and says so', () => {
    const parts = [{ contentType: 'message/feedback-report', content: 'Feedback-Type: abuse' }];
    const judged = classify(mail({ contentType: 'multipart/report; report-type=feedback-report', parts }));
    expect(judged.kind).toBe('auto-generated');
    expect(judged.evidence.join()).toContain('complaint');
  });

  test('a complaint names who complained, where the report says', () => {
    const content = 'Feedback-Type: abuse\r\nOriginal-Rcpt-To: <Bob@partner.example>\r\n';
    const parts = [{ contentType: 'message/feedback-report', content }];
    expect(classify(mail({ parts })).complaint).toEqual(['Bob@partner.example']);
  });

  describe('whom a report of Exchange is about', () => {
    const report = (messageClass: string, over: Parameters<typeof mail>[0] = {}) =>
      classify(mail({ from: { address: 'postmaster@partner.example' }, messageClass, ...over })).delivery;
    const content = 'Final-Recipient: rfc822; bob@partner.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n';

    test('a delivery says so in its status part, whoever stands in To', () => {
      const parts = [{ contentType: 'message/delivery-status', content }];
      expect(report('REPORT.IPM.Note.DR', { parts })).toEqual([
        { action: 'delivered', status: '2.0.0', recipient: 'bob@partner.example' },
      ]);
    });

    test('without one, its text or To names them', () => {
      const text = 'Your message has been delivered to bob@partner.example.';
      expect(report('REPORT.IPM.Note.DR', { text })).toContainEqual({
        action: 'delivered',
        recipient: 'bob@partner.example',
      });
    });

    test.each([
      ['the text', "Your message to bob@partner.example couldn't be delivered."],
      ['To alone', 'Your message could not be delivered.'],
    ])('a failure without a status part is that of whom %s names', (_where, text) => {
      const to = [{ address: 'bob@partner.example' }];
      expect(report('REPORT.IPM.Note.NDR', { to, text })).toEqual([
        { action: 'failed', recipient: 'bob@partner.example' },
      ]);
    });
  });

  test('people on a list are people, the list’s own announcements are not', () => {
    const list = {
      'List-Id': '<boats.lists.example>',
      'List-Unsubscribe': '<mailto:x@lists.example>',
      Precedence: 'list',
    };
    const person = mail({
      text: 'Does anybody know a good yard?',
      header: { ...list, 'List-Post': '<mailto:boats@lists.example>' },
    });
    const news = mail({
      text: 'This month in boats',
      header: { ...list, 'List-Post': 'NO (posting not allowed on this list)' },
    });
    expect(classify(person).kind).toBe('new');
    expect(classify(news).kind).toBe('auto-generated');
  });
});

describe('reply or new', () => {
  test('only a thread of ours makes a reply', () => {
    expect(classify(mail({ text: 'Yes.', inReplyTo: OURS }), { ours }).kind).toBe('reply');
    expect(classify(mail({ text: 'Yes.', references: ['<x@y>', OURS, '<z@y>'] }), { ours }).kind).toBe(
      'reply',
    );
    expect(classify(mail({ text: 'Yes.', inReplyTo: '<other@x>' }), { ours }).kind).toBe('new');
    expect(classify(mail({ text: 'Yes.', inReplyTo: '<other@x>' }), { ours, matched: true }).kind).toBe(
      'reply',
    );
  });

  test('without a store a header or a quote is enough', () => {
    expect(classify(mail({ text: 'Yes.', inReplyTo: '<other@x>' })).kind).toBe('reply');
    expect(
      classify(mail({ text: 'Yes.\n\nOn 1 July 2026 at 10:00, Alice <a@b.example> wrote:\n> Well?\n' })).kind,
    ).toBe('reply');
    expect(classify(mail({ text: 'Good morning.' })).kind).toBe('new');
  });
});

describe('notes of absence without any header', () => {
  test.each(NOTES)('$language', ({ subject, text, until }) => {
    for (const inReplyTo of [OURS, undefined]) {
      expect(classify(mail({ subject, text, inReplyTo }))).toMatchObject({
        kind: 'auto-reply',
        outOfOffice: { until },
      });
    }
  });
});

describe('people who sound like machines are not lost', () => {
  test.each(PEOPLE)('one who $what', ({ subject, text }) => {
    expect(classify(mail({ subject, text, inReplyTo: OURS }), { ours }).kind).toBe('reply');
    expect(classify(mail({ subject, text }), { ours }).kind).toBe('new');
  });
});
