import {
  expectLetGo,
  images,
  NOW,
  ours,
  outlookWith,
  reportOf,
  send,
  sending,
  WITH_PICTURE,
  withLaunchFile,
} from '../fixtures/launch-live';
import { makeNonce, makeToken } from '../../src/core/token';
import { keptSession, ticket } from '../fixtures/launch-world';

withLaunchFile();

describe('the body after the write (A5)', () => {
  const restoredTo = async (editor: (html: string, write: number) => string) => {
    const result = await send({ client: 'classic', body: WITH_PICTURE, editor });
    expectLetGo(result.outlook, 4000);
    return result;
  };

  test('cut short: the sender’s own is put back, and the report says so', async () => {
    const { state, reports } = await restoredTo((html, write) => (write === 1 ? html.slice(0, 90) : html));
    expect(state.body).toBe(WITH_PICTURE);
    expect(reportOf(reports).done).toMatchObject({
      image: false,
      restored: true,
      reasons: ['body.bodyDamaged'],
    });
    expect(reportOf(reports).links.some(({ tracked }) => tracked)).toBe(false);
  });

  test('a picture lost: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace('<img src="cid:logo@1" width="90">', '') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('our image filtered out by the editor, links kept: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace(/<img[^>]*\.gif[^>]*>/, '') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('a tracked link lost, the text kept: put back', async () => {
    const { state, reports } = await restoredTo((html, write) =>
      write === 1
        ? html.replace(
            /<a href="[^"]*\/c\/[^>]*>/,
            '<a href="https://shop.example/a/long/address?to=make&up=for&the=length&of=the&tracked=onex">',
          )
        : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
    expect(reportOf(reports).links.map(({ tracked, reason }) => [tracked, reason])).toEqual([
      [false, 'notWritten'],
    ]);
  });

  test('our image doubled by the editor: put back', async () => {
    const { state } = await restoredTo((html, write) =>
      write === 1 ? html.replace(/<img[^>]*\.gif[^>]*>/, '$&$&') : html,
    );
    expect(state.body).toBe(WITH_PICTURE);
  });

  test('damaged again as it is put back: reported as not certain', async () => {
    const { reports } = await restoredTo((html) => html.slice(0, 60));
    expect(reportOf(reports).done).toMatchObject({
      image: false,
      restored: false,
      unverified: true,
      reasons: ['body.restoreFailed'],
    });
  });

  test('unreadable after the write: left, and reported as not certain', async () => {
    const faults = {
      'body.getAsync': [{ kind: 'late', ms: 1 }, { kind: 'fails' }, { kind: 'fails' }],
    } as const;
    const { reports, state } = await send({ faults: { 'body.getAsync': [...faults['body.getAsync']] } });
    expect(ours(state.body)).toBe(1);
    expect(reportOf(reports).done).toMatchObject({ unverified: true, reasons: ['body.unverified'] });
  });

  test('put back with the image that Outlook had appended: opens are told, links are not', async () => {
    const mail = outlookWith(
      sending({ client: 'classic', editor: (html, write) => (write === 1 ? html.slice(0, 50) : html) }),
    );
    await mail.run('onMessageRecipientsChanged', 5_000);
    mail.outlook.completions.length = 0;
    const start = Date.now();
    await mail.run('onMessageSend', 5_000);
    expectLetGo(mail.outlook, 4_000, start);
    expect(ours(mail.state.body)).toBe(1);
    expect(mail.state.body).not.toContain('/c/');
    expect(reportOf(mail.reports).done).toMatchObject({ image: true, restored: true });
  });

  test('cut off by a tenth, our marks at its end with it: put back', async () => {
    const lines = '<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p>'.repeat(60);
    const links = ['web', 'shop', 'blog'].map((at) => `<a href="https://${at}.acme.example/">our ${at}</a>`);
    const body = `<html><body>${lines}<div>${links.join(' | ')}</div></body></html>`;
    for (const part of [0.86, 0.88, 0.9, 0.92]) {
      const { state, reports } = await send({
        body,
        editor: (html, write) => (write === 1 ? html.slice(0, Math.floor(html.length * part)) : html),
      });
      expect(state.body).toBe(body);
      expect(reportOf(reports).done).toMatchObject({ restored: true, reasons: ['body.bodyDamaged'] });
    }
  });

  test('refused, and unreadable afterwards: nothing went in', async () => {
    const { state, reports } = await send({
      faults: {
        'body.setAsync': { kind: 'fails', code: 9030 },
        'body.getAsync': [
          { kind: 'late', ms: 1 },
          { kind: 'fails', code: 9030 },
          { kind: 'fails', code: 9030 },
        ],
      },
    });
    expect(ours(state.body)).toBe(0);
    expect(reportOf(reports)).toMatchObject({
      done: { image: false, unverified: true, reasons: ['body.writeFailed'] },
      links: [{ tracked: false }],
    });
  });

  test('what only takes an old mark out, shown late: waited for', async () => {
    const old = makeToken(ticket(), makeNonce(ticket(), { time: 1, counter: 1, random: 0.1 }), 0);
    const { state, outlook } = await send({
      client: 'mac',
      editorLagMs: 400,
      body: `<div>Hi</div><img src="https://t.example.com/o/${old}.gif"><div>${'text '.repeat(100)}</div>`,
      session: keptSession(NOW, {}, { track: false }),
    });
    expectLetGo(outlook);
    expect(ours(state.body)).toBe(0);
    expect((outlook.completions[0]?.at ?? 0) - NOW).toBeGreaterThan(400);
  });

  test('tidied without loss: left', async () => {
    const { state, outlook } = await send({ editor: (html) => html.replace(/<div>/g, '<div class="x">') });
    expectLetGo(outlook);
    expect(images(state.body)).toBe(1);
    expect(outlook.calls.filter(({ name }) => name === 'body.setAsync')).toHaveLength(1);
  });

  test('shown late, as on the Mac: waited for', async () => {
    const { reports, outlook } = await send({ client: 'mac', editorLagMs: 400 });
    expectLetGo(outlook);
    expect(reportOf(reports).done).toMatchObject({ image: true, unverified: false });
  });
});
