import {
  MarketingList,
  MarketingPicture,
  MarketingPreview,
  MarketingVersions,
  MarketingView,
} from '../../../src/core/api/marketing-messages';
import { Problem } from '../../../src/core/api/shared';
import { Content } from '../../../src/core/marketing/content';
import { releaseFiles } from '../../../src/server/messages/release-files';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

const MINUTE = 60_000;
const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from([0, 0, 2, 88, 0, 0, 0, 64, 8, 6, 0, 0, 0]),
  Buffer.alloc(40, 7),
]);
const saying = (text: string): Content =>
  Content.parse({
    form: 'blocks',
    subject: text,
    blocks: [{ kind: 'text', id: 't', html: `<p>${text} {{ contact.first_name | default: "there" }}</p>` }],
  });

describeOnBothStores('marketing messages', (open) => {
  let store: Store;
  let app: TestApp;

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const ask = async (
    as: PersonKey | undefined,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ) => {
    const answer = await app.ask(as, { method, url: `/api/v1/marketing${url}`, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.body, json: (): unknown => answer.json() };
  };
  const make = async (name: string, content = saying(name)): Promise<MarketingView> =>
    MarketingView.parse((await ask('alice', 'POST', '', { name, content })).json());
  const refusal = (answer: { json: () => unknown }): string => Problem.parse(answer.json()).error.code;

  test('are made, changed and listed, changed last first; a search finds name and subject', async () => {
    const first = await make('Spring');
    app.clock.advance(MINUTE);
    const second = await make('Autumn', saying('Leaves fall'));
    app.clock.advance(MINUTE);
    const changed = await ask('alice', 'PATCH', `/${first.id}`, {
      version: first.version,
      content: saying('Buds'),
    });
    expect(MarketingView.parse(changed.json())).toMatchObject({
      version: 2,
      subject: 'Buds',
      canChange: true,
    });
    const names = async (query: string): Promise<string[]> =>
      MarketingList.parse((await ask('alice', 'GET', query)).json()).messages.map(({ name }) => name);
    expect(await names('')).toEqual(['Spring', 'Autumn']);
    expect(await names('?search=leaves')).toEqual(['Autumn']);
    expect(await names('?search=100%25')).toEqual([]);
    expect(await names('?state=sent')).toEqual([]);
    const page = MarketingList.parse((await ask('alice', 'GET', '?limit=1')).json());
    expect(page.messages.map(({ id }) => id)).toEqual([first.id]);
    expect(await names(`?limit=1&cursor=${page.next ?? ''}`)).toEqual([second.name]);
  });

  test('say that somebody else was faster, and lose nothing of theirs', async () => {
    const { id } = await make('Contended');
    const both = await Promise.all(
      ['one', 'two'].map((text) => ask('alice', 'PATCH', `/${id}`, { version: 1, content: saying(text) })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = both.find(({ status }) => status === 409);
    expect(late && refusal(late)).toBe('newer-version');
    const won = both.find(({ status }) => status === 200);
    const view = MarketingView.parse((await ask('alice', 'GET', `/${id}`)).json());
    expect(view).toEqual(won?.json());
    expect((await ask('alice', 'PATCH', `/${id}`, { content: saying('three') })).status).toBe(422);
    // A name is in nobody's way.
    expect((await ask('alice', 'PATCH', `/${id}`, { name: 'Renamed' })).status).toBe(200);
    expect(MarketingView.parse((await ask('alice', 'GET', `/${id}`)).json())).toMatchObject({
      name: 'Renamed',
      version: view.version,
    });
  });

  test('keep a version for each while that one person writes, and bring an earlier one back as the newest', async () => {
    const { id } = await make('Written');
    let version = 1;
    const write = async (text: string, afterMs: number): Promise<void> => {
      app.clock.advance(afterMs);
      const answer = await ask('alice', 'PATCH', `/${id}`, { version, content: saying(text) });
      ({ version } = MarketingView.parse(answer.json()));
    };
    const subjects = async (): Promise<string[]> =>
      MarketingVersions.parse((await ask('alice', 'GET', `/${id}/versions`)).json()).versions.map(
        ({ subject }) => subject,
      );
    await write('a', MINUTE);
    await write('ab', MINUTE);
    await write('abc', MINUTE);
    expect(await subjects()).toEqual(['abc']);
    await write('later', 10 * MINUTE);
    await write('later on', MINUTE);
    expect(await subjects()).toEqual(['later on', 'abc']);
    // Whoever writes without a rest has versions too.
    for (let n = 0; n < 12; n += 1) await write(`on ${n}`, 4 * MINUTE);
    expect(await subjects()).toEqual(['on 11', 'on 6', 'abc'].slice(0, 3));
    const { versions } = MarketingVersions.parse((await ask('alice', 'GET', `/${id}/versions`)).json());
    const wanted = versions.at(-1)?.version ?? 0;
    const stale = await ask('alice', 'POST', `/${id}/versions/${wanted}/restore`, { version: version - 1 });
    expect(refusal(stale)).toBe('newer-version');
    const back = await ask('alice', 'POST', `/${id}/versions/${wanted}/restore`, { version });
    expect(MarketingView.parse(back.json())).toMatchObject({ subject: 'abc', version: version + 1 });
    expect(await subjects()).toEqual(['abc', 'on 11', 'on 6', 'abc']);
    expect((await ask('alice', 'GET', `/${id}/versions/999`)).status).toBe(404);
  });

  test('stay as they are once they are sent, and can be duplicated', async () => {
    const { id } = await make('Gone');
    await store.db.updateTable('marketing_messages').set({ state: 'sent' }).where('id', '=', id).execute();
    const refused = await ask('alice', 'PATCH', `/${id}`, { version: 1, content: saying('other') });
    expect([refused.status, refusal(refused)]).toEqual([409, 'not-a-draft']);
    const copy = MarketingView.parse(
      (await ask('alice', 'POST', `/${id}/duplicate`, { name: 'Again' })).json(),
    );
    expect(copy).toMatchObject({ name: 'Again', state: 'draft', subject: 'Gone', version: 1 });
    await store.db.updateTable('marketing_messages').set({ state: 'sending' }).where('id', '=', id).execute();
    expect(refusal(await ask('alice', 'DELETE', `/${id}`))).toBe('under-way');
  });

  test('are removed and brought back', async () => {
    const { id } = await make('Unwanted');
    expect((await ask('alice', 'DELETE', `/${id}`)).status).toBe(204);
    expect((await ask('alice', 'GET', `/${id}`)).status).toBe(404);
    expect((await ask('alice', 'PATCH', `/${id}`, { name: 'x' })).status).toBe(404);
    expect((await ask('alice', 'GET', `/${id}/versions`)).status).toBe(404);
    expect((await ask('alice', 'POST', `/${id}/restore`)).status).toBe(200);
    expect((await ask('alice', 'GET', `/${id}`)).status).toBe(200);
  });

  test('are written by marketers and read by colleagues; another account sees nothing of them', async () => {
    const { id } = await make('Ours');
    expect(MarketingView.parse((await ask('dan', 'GET', `/${id}`)).json()).canChange).toBe(false);
    expect((await ask('dan', 'PATCH', `/${id}`, { name: 'x' })).status).toBe(403);
    expect((await ask('dan', 'POST', '', { name: 'x' })).status).toBe(403);
    expect((await ask('dan', 'DELETE', `/${id}`)).status).toBe(403);
    for (const [method, url, payload] of [
      ['GET', `/${id}`],
      ['PATCH', `/${id}`, { name: 'x' }],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/restore`],
      ['POST', `/${id}/duplicate`, { name: 'x' }],
      ['GET', `/${id}/versions`],
      ['GET', `/${id}/versions/1`],
      ['POST', `/${id}/versions/1/restore`, { version: 1 }],
    ] as const)
      expect(`${url} ${(await ask('erin', method, url, payload)).status}`).toBe(`${url} 404`);
    expect((await ask('erin', 'GET', '')).body).not.toContain('Ours');
    expect((await ask(undefined, 'GET', '')).status).toBe(401);
  });

  test('are shown as a contact would get them, and to nobody of another account', async () => {
    const contactId = app.contacts.get('bob@partner.example');
    const content = saying('Hello');
    const shown = MarketingPreview.parse(
      (await ask('alice', 'POST', '/preview', { content, contactId })).json(),
    );
    expect(shown.html).toContain('Hello Bob');
    expect(shown.text).toContain('Hello Bob');
    // The sandbox's company has no postal address yet.
    expect(shown.problems.map(({ code }) => code)).toEqual(['address-empty']);
    const nobody = MarketingPreview.parse((await ask('alice', 'POST', '/preview', { content })).json());
    expect(nobody.html).toContain('Hello there');
    expect((await ask('erin', 'POST', '/preview', { content, contactId })).status).toBe(404);
    await app.ask('alice', {
      method: 'PATCH',
      url: '/api/v1/settings/account',
      payload: { postalAddress: '1 Quay Street\nLondon' },
    });
    const whole = MarketingPreview.parse((await ask('alice', 'POST', '/preview', { content })).json());
    expect(whole.problems).toEqual([]);
    expect(whole.html).toContain('1 Quay Street<br>London');
    const { statusCode } = await app.ask('alice', { url: '/api/v1/marketing/fields' });
    expect(statusCode).toBe(200);
  });

  test('are refused with what is wrong where a block is', async () => {
    const wrong = await ask('alice', 'POST', '', {
      name: 'x',
      content: { form: 'blocks', blocks: [{ kind: 'spacer', id: 'a', height: 9_000 }] },
    });
    expect(wrong.status).toBe(422);
    expect(Problem.parse(wrong.json()).error.field).toContain('blocks');
  });

  test('have pictures that anybody may fetch who has the address, and for good', async () => {
    const upload = (as: PersonKey, payload: Buffer) =>
      app.ask(as, {
        method: 'POST',
        url: '/api/v1/marketing/pictures?name=boat.png',
        headers: { 'content-type': 'application/octet-stream' },
        payload,
      });
    const picture = MarketingPicture.parse((await upload('alice', PNG)).json());
    expect(picture).toMatchObject({ name: 'boat.png', width: 600, height: 64, size: PNG.length });
    expect(picture.url).toMatch(/\/i\/[\w-]{32}$/);
    const fetched = await app.ask(undefined, { url: new URL(picture.url).pathname });
    expect(fetched.rawPayload).toEqual(PNG);
    expect(fetched.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    // Once, however often it is given; another account has its own.
    expect(MarketingPicture.parse((await upload('alice', PNG)).json()).url).toBe(picture.url);
    expect(MarketingPicture.parse((await upload('erin', PNG)).json()).url).not.toBe(picture.url);
    expect((await upload('dan', PNG)).statusCode).toBe(403);
    expect((await upload('alice', Buffer.from('<svg onload="x()"/>'))).statusCode).toBe(422);
    // What it says of its width fits into no integer of the store.
    const wide = Buffer.from(PNG);
    wide.writeUInt32BE(0xffff_ffff, 16);
    expect((await upload('alice', wide)).statusCode).toBe(422);
    expect((await upload('alice', Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]))).statusCode).toBe(413);
    for (const url of ['/i/x', `/i/${'a'.repeat(32)}`, '/i/..%2f..%2fsecret'])
      expect((await app.ask(undefined, { url })).statusCode).toBe(404);
    // What nothing else names stays while the picture does.
    const { account } = app.people.alice;
    const rows = await store.db
      .selectFrom('marketing_pictures')
      .select('blob_key')
      .where('account_id', '=', account)
      .execute();
    const keys = rows.map(({ blob_key: key }) => key);
    expect(await store.tx((trx) => releaseFiles(trx, account, keys))).toEqual([]);
  });
});
