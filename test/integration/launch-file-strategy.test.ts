import { parseToken } from '../../src/core/token';
import {
  expectLetGo,
  images,
  json,
  names,
  NOW,
  OFFER,
  ours,
  outlookWith,
  reportOf,
  sending,
  tokenOf,
  WITH_PICTURE,
  withLaunchFile,
  writes,
  type Answering,
} from '../fixtures/launch-live';
import { answer, bob, composeAnswer, frank, keptBook, keptSession, policy } from '../fixtures/launch-world';
import type { StandInOptions } from '../fixtures/office-stand-in';

/** Which way the image goes in, per Outlook: appended early by Outlook itself, or written by us at send. */

withLaunchFile();

const PLAIN = '<div>Hello Bob,</div><div>nothing to click.</div>';
const QUOTE =
  '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Bob</div><div>Earlier words.</div>';
const both = [answer(bob.emailAddress), answer(frank.emailAddress)];
const answering: Answering = (url, body) => {
  if (!url.endsWith('/compose')) return json(202, { accepted: true });
  const { recipients, ticket } = body as { recipients: string[]; ticket: boolean };
  return json(200, composeAnswer(recipients, ticket));
};
const APPENDING = ['web', 'newWindows', 'classic'] as const;

/** A mail of this body, whose compose events have run. */
async function composed(change: StandInOptions) {
  const mail = outlookWith(sending(change), answering);
  await mail.run('onMessageRecipientsChanged', 5_000);
  return mail;
}
/** Sends it, and forgets the completions of before. */
async function sent(mail: Awaited<ReturnType<typeof composed>>) {
  mail.outlook.completions.length = 0;
  mail.outlook.calls.length = 0;
  const start = Date.now();
  await mail.run('onMessageSend', 6_000);
  expectLetGo(mail.outlook, 4_000, start);
  return { ...mail, report: reportOf(mail.reports, mail.reports.length - 1) };
}

describe.each(APPENDING)('%s', (client) => {
  test('appends the image early; a mail without links is then not written at all', async () => {
    const mail = await composed({ client, body: PLAIN });
    expect(images(mail.state.appended)).toBe(1);
    const { state, outlook, report } = await sent(mail);
    expect(writes(outlook)).toEqual([]);
    expect(state.body.startsWith(PLAIN)).toBe(true);
    expect(images(state.body)).toBe(1);
    expect(report.done).toMatchObject({ image: true, reasons: [] });
  });

  test('the appended image stays behind the quote, and the links before it are tracked by one write', async () => {
    const { state, outlook, report } = await sent(await composed({ client, body: OFFER + QUOTE }));
    expect(writes(outlook)).toHaveLength(1);
    expect(ours(state.body)).toBe(1);
    expect(state.body.indexOf('/o/')).toBeGreaterThan(state.body.indexOf('Earlier words'));
    expect(state.body).toContain('/c/');
    expect(report.done.image).toBe(true);
  });

  test('behind more than 90,000 characters, where Gmail would cut it off, it is moved to the end of the own part', async () => {
    const long = `<div>${'word '.repeat(19_000)}</div>`;
    const { state } = await sent(await composed({ client, body: PLAIN + QUOTE + long }));
    expect(ours(state.body)).toBe(1);
    expect(state.body.indexOf('/o/')).toBeLessThan(state.body.indexOf('Earlier words'));
  });

  test('is appended anew when the recipients give another token, and the send finds nothing to change', async () => {
    const mail = await composed({ client, body: PLAIN });
    expect(parseToken(tokenOf(mail.state.appended))).toMatchObject({ index: 1 });
    mail.state.cc = [frank];
    await mail.run('onMessageRecipientsChanged', 5_000);
    expect(parseToken(tokenOf(mail.state.appended))).toMatchObject({ index: 0 });
    const { state, outlook } = await sent(mail);
    expect(writes(outlook)).toEqual([]);
    expect(ours(state.body)).toBe(1);
  });

  test('is not asked for twice', async () => {
    const mail = await composed({ client, body: PLAIN });
    await mail.run('onMessageAttachmentsChanged', 5_000);
    expect(names(mail.outlook).filter((name) => name === 'body.appendOnSendAsync')).toHaveLength(1);
  });

  test.each([
    ['Track is switched off', { session: keptSession(NOW, {}, { track: false }) }],
    [
      'a recipient objected',
      {
        session: keptSession(NOW, {
          answers: [
            answer(bob.emailAddress, {
              standing: 'objected',
              reason: 'objection',
              image: false,
              links: false,
            }),
          ],
        }),
      },
    ],
    [
      'the mail is private',
      {
        label: 'A1',
        session: keptSession(NOW, { policy: policy({ privateLabels: ['a1'] }) }),
      },
    ],
    ['the mail is enciphered', { itemClass: 'IPM.Note.SMIME' }],
  ] as [string, StandInOptions][])(
    '%s: what an earlier session may have left with the draft is taken back',
    async (_what, change) => {
      const mail = await composed({ client, body: PLAIN, ...change });
      const asked = mail.outlook.calls.filter(({ name }) => name === 'body.appendOnSendAsync');
      expect(asked.map(({ args }) => args[0])).toEqual(['']);
    },
  );

  test('the format is changed to plain text: taken back', async () => {
    const mail = await composed({ client, body: PLAIN });
    mail.state.bodyType = 'text';
    mail.state.body = 'Hello Bob';
    await mail.run('onMessageRecipientsChanged', 5_000);
    expect(mail.state.appended).toBe('');
    const { state, report } = await sent(mail);
    expect(state.body).toBe('Hello Bob');
    expect(report.done.image).toBe(false);
  });

  test('Outlook refuses to append: the image is written at send', async () => {
    const mail = await composed({
      client,
      body: PLAIN,
      faults: { 'body.appendOnSendAsync': { kind: 'throws' } },
    });
    const { state, outlook, report } = await sent(mail);
    expect(writes(outlook)).toHaveLength(1);
    expect(ours(state.body)).toBe(1);
    expect(report.done.image).toBe(true);
  });

  test('a wish that could not be taken back: the image is taken out at send, from behind the quote too', async () => {
    const mail = await composed({ client, body: PLAIN + QUOTE });
    mail.state.session['mailtrail.switches'] = JSON.stringify({ track: false });
    const { state, report } = await sent(mail);
    expect(state.body).toBe(PLAIN + QUOTE);
    expect(report.done.image).toBe(false);
  });

  test('appended for one, sent to two before Outlook heard of it: one image, that of both', async () => {
    const mail = await composed({ client, body: PLAIN + QUOTE });
    mail.state.cc = [frank];
    const { state, report } = await sent(mail);
    expect(ours(state.body)).toBe(1);
    expect(parseToken(tokenOf(state.body))).toMatchObject({ index: 0 });
    expect(report.recipients).toHaveLength(2);
  });
});

describe.each(['web', 'newWindows'] as const)('%s, with a picture in the text', (client) => {
  test('carries the image alone, and the body is not written', async () => {
    const { state, outlook, report } = await sent(await composed({ client, body: WITH_PICTURE }));
    expect(writes(outlook)).toEqual([]);
    expect(ours(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
    expect(report.done).toMatchObject({ image: true, reasons: ['client.inlinePictures'] });
    expect(report.links.map(({ tracked, reason }) => [tracked, reason])).toEqual([[false, 'inlinePictures']]);
  });

  test('sent to one more than the image was appended for: left as it is, and reported with both', async () => {
    const mail = await composed({ client, body: WITH_PICTURE });
    mail.state.cc = [frank];
    const { state, outlook, report } = await sent(mail);
    expect(writes(outlook)).toEqual([]);
    expect(parseToken(tokenOf(state.body))).toMatchObject({ index: 1 });
    expect(report.done.image).toBe(true);
    expect(report.recipients).toHaveLength(2);
  });

  test('the same for a file kept in the cloud', async () => {
    const attachments = [{ id: '1', name: 'Plan.docx', size: 0, isInline: false, attachmentType: 'cloud' }];
    const { outlook, report } = await sent(await composed({ client, body: OFFER, attachments }));
    expect(writes(outlook)).toEqual([]);
    expect(report.done).toMatchObject({ image: true, reasons: ['client.cloudFiles'] });
  });
});

test('classic keeps pictures through a write', async () => {
  const { state } = await sent(await composed({ client: 'classic', body: WITH_PICTURE }));
  expect(ours(state.body)).toBe(1);
  expect(state.body).toContain('/c/');
  expect(state.body).toContain('cid:logo@1');
});

describe('mac', () => {
  test('is never asked to append an image, which it would attach: the image alone is written at send', async () => {
    const mail = await composed({ client: 'mac', body: PLAIN, editorLagMs: 300 });
    expect(mail.state.appended).toBe('');
    const { state, outlook, report } = await sent(mail);
    expect(writes(outlook)).toHaveLength(1);
    expect(ours(state.body)).toBe(1);
    expect(report.done).toMatchObject({ image: true, unverified: false });
  });

  test('with a picture in the text it carries nothing, and says why', async () => {
    const { state, report } = await sent(await composed({ client: 'mac', body: WITH_PICTURE }));
    expect(state.body).toBe(WITH_PICTURE);
    expect(report.done).toMatchObject({ image: false, reasons: ['client.inlinePictures'] });
  });
});

describe('what the server switches', () => {
  const off =
    (clients: object[]): Answering =>
    (url, body) => {
      if (!url.endsWith('/compose')) return json(202, { accepted: true });
      const { recipients, ticket } = body as { recipients: string[]; ticket: boolean };
      const made = composeAnswer(recipients, ticket);
      return json(200, { ...made, policy: { ...made.policy, revision: 6, clients } });
    };
  const switched = async (clients: object[], change: StandInOptions = {}) => {
    const mail = outlookWith(sending({ body: OFFER, ...change }), off(clients));
    // A new recipient is asked about, and the answer brings the policy.
    mail.state.cc = [frank];
    await mail.run('onMessageRecipientsChanged', 5_000);
    return sent(mail);
  };

  test('a row that may not be written any more reaches a draft that is open, with the next policy', async () => {
    const { outlook, report, state } = await switched([{ client: 'web', writes: 'never' }]);
    expect(writes(outlook)).toEqual([]);
    expect(ours(state.body)).toBe(1);
    expect(report.done).toMatchObject({ image: true, reasons: ['client.client'] });
  });

  test('appending off: the image is written at send', async () => {
    const { outlook, state } = await switched([{ client: 'web', append: false }]);
    expect(writes(outlook)).toHaveLength(1);
    expect(ours(state.body)).toBe(1);
  });

  test('image and links off: the mail leaves as it was written, and the report says by whom', async () => {
    const { state, report } = await switched([{ client: 'web', image: false, links: false }]);
    expect(state.body).toBe(OFFER);
    expect(report.done).toMatchObject({ image: false, reasons: ['client.imageOff', 'client.linksOff'] });
  });

  test('another version, another client, or words of the future switch nothing', async () => {
    const { state } = await switched([
      { client: 'web', before: '15.20.1', links: false },
      { client: 'mac', links: false },
      { client: 'hologram', links: false },
      { client: 'web', writes: 'carefully' },
      { client: 'web', from: 16, links: false },
    ]);
    expect(state.body).toContain('/c/');
  });
});

describe('what is left alone', () => {
  const untouched = async (change: StandInOptions) => {
    const mail = outlookWith(sending(change), answering);
    await mail.run('onMessageSend', 6_000);
    expectLetGo(mail.outlook);
    expect(mail.state.body).toBe(change.body ?? OFFER);
    expect(writes(mail.outlook)).toEqual([]);
    return mail;
  };

  test.each([
    'IPM.Note.SMIME',
    'IPM.Note.SMIME.MultipartSigned',
    'IPM.Note.rpmsg.Microsoft',
    'IPM.Schedule.Meeting.Request',
  ])('%s: neither tracked nor logged, no mark left on it, and told to nobody', async (itemClass) => {
    const mail = outlookWith(sending({ itemClass }), answering);
    mail.state.headers['X-Mailtrail-Token'] = 'x';
    mail.state.properties.mailtrail = 'x';
    await mail.run('onMessageSend', 6_000);
    expectLetGo(mail.outlook);
    expect(mail.state.body).toBe(OFFER);
    expect(mail.state.headers).toEqual({});
    expect(mail.state.properties).toEqual({});
    expect(mail.posted).toEqual([]);
  });

  test('a label that the account lists, in whatever case: the same', async () => {
    const session = keptSession(NOW, { policy: policy({ privateLabels: ['5F2A9A2E'] }) });
    const { posted } = await untouched({ label: '5f2a9a2e', session });
    expect(posted).toEqual([]);
  });

  test('another label, no label, a client without labels or classes: an ordinary mail', async () => {
    const session = keptSession(NOW, { policy: policy({ privateLabels: ['a1'] }) });
    for (const change of [
      { label: 'b2' },
      { label: null },
      { lacks: ['sensitivityLabel', 'getItemClassAsync'] },
    ]) {
      const mail = outlookWith(sending({ session, ...change }), answering);
      await mail.run('onMessageSend', 6_000);
      expect(ours(mail.state.body)).toBe(1);
    }
  });

  test('where the account lists no label, none is asked for', async () => {
    const mail = outlookWith(sending(), answering);
    await mail.run('onMessageSend', 6_000);
    expect(names(mail.outlook)).not.toContain('sensitivityLabel.getAsync');
  });

  test('a body of a kind that Outlook should not have', async () => {
    const { reports } = await untouched({ bodyType: 'rtf', body: 'rich text' });
    expect(reportOf(reports)).toMatchObject({
      text: 'rich text',
      done: { image: false, reasons: ['client.bodyType'] },
    });
  });

  test('more than 900,000 characters', async () => {
    const { reports } = await untouched({ body: `${OFFER}<p>${'x'.repeat(900_000)}</p>` });
    expect(reportOf(reports).done.reasons).toEqual(['client.tooLong']);
  });
});

test('two people on the mail from the start share one image', async () => {
  const { state } = await sent(
    await composed({
      body: OFFER,
      cc: [frank],
      session: keptSession(NOW, { answers: both }),
      roaming: keptBook(NOW),
    }),
  );
  expect(parseToken(tokenOf(state.body))).toMatchObject({ index: 0 });
});
