import {
  fromBase64url,
  messageKeyOf,
  parseToken,
  verifyReportCredential,
  verifyToken,
} from '../../src/core/token';
import { runLaunchFile } from '../fixtures/launch-file';
import {
  accepted,
  expectLetGo,
  images,
  launchCode,
  names,
  network,
  OFFER,
  NOW,
  outlookWith,
  reportOf,
  send,
  sending,
  tokenOf,
  WITH_PICTURE,
  withLaunchFile,
  writes,
} from '../fixtures/launch-live';
import { answer, bob, frank, keptSession, policy, ticket } from '../fixtures/launch-world';
import { officeStandIn, type OfficeStandIn } from '../fixtures/office-stand-in';

withLaunchFile();

describe('a mail goes out tracked', () => {
  test('with one image and its link tracked, all other bytes as written', async () => {
    const { state, outlook } = await send();
    expectLetGo(outlook);
    const token = tokenOf(state.body);
    const image = /<img[^>]*>/.exec(state.body)?.[0] ?? '';
    const link = /href="(https:\/\/t\.example\.com\/c\/[^"]*)"/.exec(state.body)?.[1] ?? '';
    expect(link).toContain(encodeURIComponent('https://shop.example/offer?a=1&b=2'));
    expect(images(state.body)).toBe(1);
    expect(state.body.replace(image, '').replace(link, 'https://shop.example/offer?a=1&amp;b=2')).toBe(OFFER);
    expect(verifyToken(token, fromBase64url(ticket().imageKey) ?? new Uint8Array())).toMatchObject({
      ok: true,
      index: 1,
    });
  });

  test('to its sender alone, where that is asked for as a test (O13), and is reported as one', async () => {
    const alice = { emailAddress: 'alice@brightwater.example', displayName: 'Alice' };
    const session = keptSession(NOW, { answers: [] }, { test: true });
    const { state, reports } = await send({ session, to: [alice], cc: [] });
    expect(images(state.body)).toBe(1);
    expect(reportOf(reports)).toMatchObject({ switches: { test: true }, done: { image: true } });
    expect(reportOf(reports).html).toBeUndefined();
  });

  test('and reports what was done, under the ticket’s own credential, in the API’s shape', async () => {
    const { reports, state } = await send({ cc: [], subject: 'Offer 7' });
    expect(reports).toHaveLength(1);
    const report = reportOf(reports);
    expect(report).toMatchObject({
      token: state.headers['X-Mailtrail-Token'],
      subject: 'Offer 7',
      from: { address: 'alice@brightwater.example' },
      recipients: [{ address: 'bob@partner.example', name: 'Bob Lindqvist', via: 'to' }],
      switches: { track: true, log: true },
      done: { image: true, unverified: false, restored: false },
      links: [{ n: 1, target: 'https://shop.example/offer?a=1&b=2', text: 'the offer', tracked: true }],
      html: OFFER,
    });
    const credential = verifyReportCredential(
      reports[0]?.headers.Authorization ?? '',
      fromBase64url(ticket().reportKey) ?? new Uint8Array(),
    );
    expect(credential).toMatchObject({ ok: true });
  });

  test('marked by header and property with the message’s key', async () => {
    const { state } = await send();
    const marked = state.headers['X-Mailtrail-Token'] ?? '';
    expect(messageKeyOf(marked)).toBe(messageKeyOf(tokenOf(state.body)));
    expect(JSON.parse(String(state.properties.mailtrail))).toEqual({ token: marked });
  });

  test('to several recipients: all share the index of Someone', async () => {
    const both = [answer(bob.emailAddress), answer(frank.emailAddress)];
    const { state } = await send({ cc: [frank], session: keptSession(NOW, { answers: both }) });
    expect(parseToken(tokenOf(state.body))).toMatchObject({ index: 0 });
  });

  test('sent twice, it stays byte for byte as after the first time', async () => {
    const first = await send();
    const again = await send({ body: first.state.body });
    expect(names(again.outlook)).not.toContain('body.setAsync');
    expect(again.state.body).toBe(first.state.body);
    expect(reportOf(again.reports).done.image).toBe(true);
  });
});

test('to one person and a list that Outlook has not resolved: the opens are nobody’s, no link is tracked (O10)', async () => {
  const list = { emailAddress: '', displayName: 'All partners', recipientType: 'distributionList' };
  const { state, reports } = await send({ to: [bob, list] });
  expect(parseToken(tokenOf(state.body))).toMatchObject({ index: 0 });
  expect(state.body).not.toContain('/c/');
  expect(reportOf(reports).recipients.map(({ address }) => address)).toEqual([bob.emailAddress]);
});

describe('what is not tracked leaves as it was written', () => {
  test('with a picture that only its files tell of, on Outlook on the web', async () => {
    const body = `<table background="cid:bg@1"><tr><td>${OFFER}</td></tr></table>`;
    const file = {
      id: '1',
      name: 'bg.png',
      size: 9,
      contentType: 'image/png',
      isInline: true,
      attachmentType: 'file',
    };
    const { outlook, reports } = await send({ body, attachments: [file] });
    expect(writes(outlook)).toEqual([]);
    expect(reportOf(reports).done.reasons).toContain('client.inlinePictures');
  });

  test('with both switches off in an Outlook that is slow: header and property are taken out all the same', async () => {
    const slow = { kind: 'late', ms: 450 } as const;
    const mail = outlookWith(
      sending({
        session: keptSession(NOW, {}, { track: false, log: false }),
        faults: { 'body.getAsync': slow, 'to.getAsync': slow, 'cc.getAsync': slow },
      }),
    );
    mail.state.headers['X-Mailtrail-Token'] = 'what compose had put there';
    await mail.run('onMessageSend');
    expectLetGo(mail.outlook);
    expect(mail.state.headers).toEqual({});
  });

  const untouched = (state: { body: string }, outlook: OfficeStandIn, body = OFFER): void => {
    expect(state.body).toBe(body);
    expect(names(outlook)).not.toContain('body.setAsync');
    expectLetGo(outlook);
  };

  test('a plain-text message, which is still reported for its log (O5)', async () => {
    const { state, outlook, reports } = await send({ bodyType: 'text', body: 'Hello Bob' });
    untouched(state, outlook, 'Hello Bob');
    expect(reportOf(reports)).toMatchObject({ text: 'Hello Bob', done: { image: false } });
  });

  test('with both switches off: no report, header and property taken out again', async () => {
    const options = sending({ session: keptSession(NOW, {}, { track: false, log: false }) });
    const outlook = officeStandIn(options);
    outlook.state.headers['X-Mailtrail-Token'] = 'x';
    outlook.state.properties.mailtrail = 'x';
    const net = network(accepted);
    runLaunchFile(launchCode(), outlook, { fetch: net.fetch });
    outlook.start('onMessageSend');
    await jest.advanceTimersByTimeAsync(5000);
    untouched(outlook.state, outlook);
    expect(outlook.state.headers).toEqual({});
    expect(outlook.state.properties).toEqual({});
    expect(net.posted).toEqual([]);
  });

  test('with Track off and Log on: reported with its body, carrying nothing', async () => {
    const { state, outlook, reports } = await send({ session: keptSession(NOW, {}, { track: false }) });
    untouched(state, outlook);
    expect(reportOf(reports)).toMatchObject({
      html: OFFER,
      done: { image: false },
      switches: { track: false, log: true },
    });
  });

  test('with Track on and Log off: reported without its text', async () => {
    const { state, reports } = await send({ session: keptSession(NOW, {}, { log: false }) });
    expect(images(state.body)).toBe(1);
    expect(reportOf(reports).html).toBeUndefined();
  });

  test('to colleagues only (O14)', async () => {
    const dan = { emailAddress: 'dan@brightwater.example', displayName: 'Dan' };
    const { state, outlook, posted } = await send({ to: [dan] });
    untouched(state, outlook);
    expect(posted).toEqual([]);
  });

  test('with a picture in it on Outlook on the web, where a write may lose it; that is said', async () => {
    const { state, outlook, reports } = await send({ body: WITH_PICTURE });
    untouched(state, outlook, WITH_PICTURE);
    expect(reportOf(reports)).toMatchObject({ done: { image: false, reasons: ['client.inlinePictures'] } });
    expect(reportOf(reports).links.every(({ tracked }) => !tracked)).toBe(true);
  });

  test('the same picture is no hindrance in classic Outlook', async () => {
    const { state } = await send({ body: WITH_PICTURE, client: 'classic' });
    expect(images(state.body)).toBe(2);
  });

  test('with an expired ticket and no spare one', async () => {
    const session = keptSession(NOW, { ticket: ticket({ expiresAt: '2026-03-01T00:00:00Z' }) });
    const { state, outlook, posted } = await send({ session, roaming: {} });
    untouched(state, outlook);
    expect(posted).toEqual([]);
  });

  test('with neither session nor book', async () => {
    const { state, outlook, posted } = await send({ session: {}, roaming: {} });
    untouched(state, outlook);
    expect(posted).toEqual([]);
  });
});

describe('what is known decides what goes in', () => {
  test('without a session a spare ticket gives the image, and no link', async () => {
    const { state, outlook, reports } = await send({ session: {} });
    expectLetGo(outlook);
    expect(images(state.body)).toBe(1);
    expect(state.body).toContain('href="https://shop.example/offer?a=1&amp;b=2"');
    expect(messageKeyOf(state.headers['X-Mailtrail-Token'] ?? '')).toBe(messageKeyOf(tokenOf(state.body)));
    expect(reports).toHaveLength(1);
  });

  test('with an expired ticket a spare one gives the image', async () => {
    const session = keptSession(NOW, { ticket: ticket({ expiresAt: '2026-03-01T00:00:00Z' }) });
    const { state, outlook, reports } = await send({ session });
    expectLetGo(outlook);
    expect(images(state.body)).toBe(1);
    expect(reports).toHaveLength(1);
  });

  test('a recipient nobody asked about: image only', async () => {
    const { state } = await send({ session: keptSession(NOW, { answers: [] }) });
    expect(images(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
  });

  test('a policy older than 15 minutes: image only', async () => {
    const { state } = await send({ session: keptSession(NOW - 16 * 60_000) });
    expect(images(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
  });

  test('a free seat: image only (C1)', async () => {
    const { state } = await send({ session: keptSession(NOW, { policy: policy({ seat: 'free' }) }) });
    expect(images(state.body)).toBe(1);
    expect(state.body).not.toContain('/c/');
  });

  test('one who objected among two: nothing goes in', async () => {
    const answers = [
      answer(bob.emailAddress),
      answer(frank.emailAddress, { standing: 'objected', reason: 'objection', image: false, links: false }),
    ];
    const { state } = await send({ cc: [frank], session: keptSession(NOW, { answers }) });
    expect(state.body).toBe(OFFER);
  });
});
