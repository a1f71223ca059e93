import { Feed } from '../../../src/core/api/app';
import { ContactCard } from '../../../src/core/api/shared';
import { ComposeAnswer, BookAnswer } from '../../../src/core/api/launch';
import { PrivacyLinks } from '../../../src/core/api/privacy';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import type { ServerMail } from '../../../src/server/mail-transport';
import { privacyJobs } from '../../../src/server/privacy';
import type { Store } from '../../../src/server/store';
import { recordEvent } from '../../../src/server/events';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';

const BOB = 'bob@partner.example';
const MINUTE = 60_000;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describeOnBothStores('what people outside may see and object to', (open) => {
  let store: Store;
  let app: TestApp;
  let jobs: RunningJobs;
  let message = '';
  let source = 0;
  const sent: ServerMail[] = [];

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
    app.services.mail = { send: async (mail) => void sent.push(mail) };
    jobs = await startJobs({ store, clock: app.clock, handlers: privacyJobs(app.services) });
    message = await letter(BOB, '<b>Q4</b> offer');
    await store.tx((trx) =>
      recordEvent(trx, {
        account: app.people.alice.account,
        kind: 'open',
        at: app.clock.now(),
        recordedAt: app.clock.now(),
        user: app.people.alice.user,
        message,
        recipient: 1,
        contact: bob(),
        cause: 'hit:1',
      }),
    );
  });
  afterAll(async () => {
    await jobs.stop();
    await app.close();
    await store.close();
  });

  const bob = (): string => app.contacts.get(BOB) ?? '';
  const letter = (to: string, subject: string) =>
    writeMessage(store, {
      account_id: app.people.alice.account,
      user_id: app.people.alice.user,
      at: app.clock.now(),
      subject,
      tracked_image: true,
      links_tracked: 2,
      links_total: 3,
      recipients: [
        { address: to, ...(app.contacts.has(to) && { contact: app.contacts.get(to) ?? '' }) },
        { address: 'dora@elsewhere.example', via: 'bcc' },
      ],
    });
  const get = (url: string, headers: Record<string, string> = {}) =>
    app.ask(undefined, { url, headers, remoteAddress: `198.51.100.${++source % 250}` });
  const post = (url: string, form: Record<string, string>, from = `198.51.100.${++source % 250}`) =>
    app.ask(undefined, {
      method: 'POST',
      url,
      headers: FORM,
      payload: new URLSearchParams(form).toString(),
      remoteAddress: from,
    });
  const linkOf = async (id: string): Promise<string> => {
    const answer = await app.ask('alice', { url: `/api/v1/messages/${id}/privacy-links` });
    const { links } = PrivacyLinks.parse(answer.json());
    return new URL(links[0]?.url ?? '').pathname;
  };
  /** Names an address in the form; resolves to the path in the mail that comes, if one does. */
  const named = async (address: string): Promise<string | undefined> => {
    sent.length = 0;
    expect((await post('/p/', { address })).statusCode).toBe(200);
    await jobs.idle();
    const url = /http\S+/.exec(sent[0]?.text ?? '')?.[0];
    return url === undefined ? undefined : new URL(url).pathname;
  };
  const card = async () =>
    ContactCard.parse((await app.ask('alice', { url: `/api/v1/contacts/${bob()}` })).json());
  /** What a compose window is told of Bob. */
  const standing = async () => {
    const booked = await app.ask('alice', { method: 'POST', url: '/api/launch/v1/book' });
    const { book } = BookAnswer.parse(booked.json());
    const answer = await app.ask(undefined, {
      method: 'POST',
      url: '/api/launch/v1/compose',
      headers: { authorization: `Book ${book.credential}` },
      payload: {
        client: { host: 'Outlook', platform: 'OfficeOnline', version: '16', bundle: 'test' },
        recipients: [BOB],
      },
    });
    const [told] = ComposeAnswer.parse(answer.json()).recipients ?? [];
    return told && { standing: told.standing, image: told.image, links: told.links };
  };

  test('the link of a copy shows what that mail carries and what was recorded, and asking changes nothing', async () => {
    const link = await linkOf(message);
    const before = await standing();
    for (const language of ['en', 'de', 'pl']) {
      const answer = await get(link, { 'accept-language': language });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain(`<html lang="${language}">`);
      expect(answer.body).toContain('&lt;b&gt;Q4&lt;/b&gt; offer');
      expect(answer.body).not.toContain('<b>Q4');
      expect(answer.body).not.toContain('dora');
      expect(answer.body).not.toContain('<script');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const english = (await get(link)).body;
    expect(english).toContain('2 of its 3 links');
    expect(english).toContain('<td>Mail opened</td>');
    expect(await standing()).toEqual(before);
    expect((await card()).objectedAt).toBeUndefined();
  });

  test('of marketing mail it says what their own copy carried (P2)', async () => {
    const nora = 'nora@elsewhere.example';
    const account = app.people.alice.account;
    const news = await writeMessage(store, {
      account_id: account,
      user_id: app.people.alice.user,
      at: app.clock.now(),
      kind: 'marketing',
      tracked_image: true,
      links_tracked: 2,
      links_total: 3,
      recipients: [{ address: nora }],
    });
    const page = async () => (await get(await linkOf(news))).body;
    expect(await page()).toContain('2 of its 3 links');
    await store.db
      .insertInto('marketing_copies')
      .values({
        ...{
          account_id: account,
          message_id: news,
          idx: 1,
          contact_id: null,
          address: nora,
          state: 'accepted',
        },
        ...{ image: false, links: false, left_at: app.clock.now() },
      })
      .execute();
    expect(await page()).not.toContain('of its 3 links');
  });

  test('an objection binds new mail, shows on the record and in Outlook, is on record, and can be taken back', async () => {
    const link = await linkOf(message);
    const named = async (kind: string) => {
      const { items } = Feed.parse((await app.ask('alice', { url: '/api/v1/feed' })).json());
      return items.filter((item) => item.kind === kind).map(({ who }) => who?.address);
    };
    expect(await named('open')).toEqual([BOB]);
    const done = await post(link, { do: 'object', lang: 'en' });
    expect([done.statusCode, done.headers.location]).toEqual([303, `${link}?lang=en`]);
    // Twice is once.
    await post(link, { do: 'object' });
    expect(await standing()).toEqual({ standing: 'objected', image: false, links: false });
    expect((await card()).objectedAt).toBe(app.clock.now().toISOString());
    expect((await get(link)).body).toContain('Take my objection back');
    // What was told before reads Someone's.
    expect(await named('open')).toEqual([undefined]);
    app.clock.advance(MINUTE);
    await post(link, { do: 'withdraw' });
    expect(await standing()).toEqual({ standing: 'known', image: true, links: true });
    expect((await card()).objectedAt).toBeUndefined();
    const noted = await store.db
      .selectFrom('audit_log')
      .select(['action', 'actor_user_id', 'detail'])
      .where('action', 'like', 'objection.%')
      .orderBy('seq')
      .execute();
    expect(noted).toEqual([
      { action: 'objection.made', actor_user_id: null, detail: { way: 'link' } },
      { action: 'objection.withdrawn', actor_user_id: null, detail: {} },
    ]);
  });

  test('who names their address gets the link by mail, and only who was ever written to', async () => {
    const link = await named(' Bob@Partner.example ');
    expect(sent.map(({ to }) => to)).toEqual([BOB]);
    expect((await get(link ?? '')).body).toContain('mail of Brightwater to bob@partner.example');
    await post(link ?? '', { do: 'object' });
    expect((await card()).objectedAt).toBeDefined();
    await post(link ?? '', { do: 'withdraw' });
    expect(await named('nobody@nowhere.example')).toBeUndefined();
    // Asked again at once: no second mail. A day later the link is over.
    expect(await named(BOB)).toBeUndefined();
    app.clock.advance(25 * 60 * MINUTE);
    expect((await get(link ?? '')).statusCode).toBe(404);
    expect((await post(link ?? '', { do: 'object' })).statusCode).toBe(404);
    app.clock.advance(-25 * 60 * MINUTE);
    expect((await card()).objectedAt).toBeUndefined();
  });

  test('nobody learns from the form whether an address is known', async () => {
    const [known, unknown] = [
      await post('/p/', { address: 'carol@lumen.example' }),
      await post('/p/', { address: 'who@nowhere.example' }),
    ];
    const seen = ({ statusCode, body, headers }: typeof known) => ({
      statusCode,
      body,
      headers: { ...headers, date: '' },
    });
    expect(seen(known)).toEqual(seen(unknown));
    const rows = await store.db.selectFrom('jobs').select(['key', 'payload']).execute();
    expect(JSON.stringify(rows)).not.toMatch(/carol|nowhere/i);
    expect(app.logged.join('\n')).not.toMatch(/carol@|nowhere/i);
  });

  test('a changed link, a copy of another account and a form without a choice lead to nothing', async () => {
    const link = await linkOf(message);
    for (const path of [`${link.slice(0, -2)}AA`, '/p/x', `/p/${'A'.repeat(90)}`]) {
      expect((await get(path)).statusCode).toBe(404);
      expect((await post(path, { do: 'object' })).statusCode).toBe(404);
    }
    expect((await post(link, { do: 'sell' })).statusCode).toBe(404);
    const foreign = await app.ask('erin', { url: `/api/v1/messages/${message}/privacy-links` });
    expect(foreign.statusCode).toBe(404);
    expect((await card()).objectedAt).toBeUndefined();
  });

  test('what is no address is said at the field, and a flood from one network is refused', async () => {
    const wrong = await post('/p/', { address: 'not an address', lang: 'pl' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('aria-invalid="true"');
    const answers: number[] = [];
    for (let i = 0; i < 22; i += 1)
      answers.push((await post('/p/', { address: 'not one' }, '203.0.113.9')).statusCode);
    expect(answers.at(-1)).toBe(429);
    expect(answers.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 422));
  });

  test('where no mail can be sent, the page says what to do instead', async () => {
    const mail = app.services.mail;
    delete app.services.mail;
    try {
      expect((await get('/p/')).body).toContain('Answer the mail that you got');
      expect((await post('/p/', { address: BOB })).statusCode).toBe(503);
    } finally {
      if (mail) app.services.mail = mail;
    }
  });
});
