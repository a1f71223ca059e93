import { createHmac } from 'node:crypto';
import { messageKeyOf, reportCredential } from '../../../src/core/token';
import type { Store } from '../../../src/server/store';
import { revocationValue, revoke, revokeBooks } from '../../../src/server/tracking';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { json, type AccountSettings } from '../../../src/server/store/schema';
import { ComposeAnswer, BookAnswer } from '../../../src/core/api/launch';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';
import { HOST, makeWorld, reportOf, writtenWith, type World, type Written } from './world';

const TARGET = 'https://site.example/a?b=1&c=%20#x';
const DAY = 86_400_000;

describeOnBothStores('tracking', (open) =>
  describe('the open door', () => {
    const root = temporaryDirectory();
    let store: Store;
    let world: World;
    let mail: Written;

    beforeAll(async () => {
      store = await open();
      world = await makeWorld(store, root);
      mail = await world.write();
    });
    afterAll(async () => {
      await world.close();
      await store.close();
    });

    const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
      world.app.inject({ method, url, headers: { host: HOST, ...headers } });
    const stored = async (): Promise<number> => {
      await world.drained();
      return (
        await store.db.selectFrom('hits').select('id').where('account_id', '=', world.account).execute()
      ).length;
    };

    describe('image', () => {
      test('is 43 bytes of transparent GIF that nobody may cache, and one hit', async () => {
        const before = await stored();
        const answer = await get(mail.image);
        expect(answer.statusCode).toBe(200);
        expect(answer.headers['content-type']).toBe('image/gif');
        expect(answer.headers['cache-control']).toContain('no-store');
        expect(answer.headers['set-cookie']).toBeUndefined();
        expect(answer.rawPayload.length).toBe(43);
        expect(answer.rawPayload.subarray(0, 6).toString()).toBe('GIF89a');
        // Graphic control extension: transparency on.
        expect(answer.rawPayload.readUInt8(22) & 1).toBe(1);
        await waitFor('the hit is stored', async () => (await stored()) === before + 1);
      });

      test.each([
        ['a forged tag', (token: string) => `/o/${token.slice(0, -2)}AA.gif`],
        ['a cut token', (token: string) => `/o/${token.slice(0, 30)}.gif`],
        ['no token', () => '/o/.gif'],
        ['more behind it', (token: string) => `/o/${token}.gif/x`],
        ['rubbish', () => `/o/${'x'.repeat(3_000)}.gif`],
      ])('with %s is the same image, counted, and no hit', async (_name, url) => {
        const before = await stored();
        const { forged } = world.counts;
        const answer = await get(url(mail.token));
        expect(answer.statusCode).toBe(200);
        expect(answer.rawPayload.length).toBe(43);
        expect(world.counts.forged).toBe(forged + 1);
        expect(await stored()).toBe(before);
      });

      test('under another host is no hit: its keys are bound to the host', async () => {
        const before = await stored();
        const answer = await get(mail.image, { host: 'evil.example' });
        expect(answer.statusCode).toBe(200);
        expect(await stored()).toBe(before);
      });

      test('asked for by HEAD is no hit', async () => {
        const before = await stored();
        expect((await get(mail.image, {}, 'HEAD')).statusCode).toBe(200);
        expect(await stored()).toBe(before);
      });

      test('is answered within a moment when the log does not write, and counted as unrecorded', async () => {
        const { ingest } = world.services;
        const { unrecorded } = world.counts;
        const spy = jest.spyOn(ingest, 'append').mockReturnValueOnce(new Promise(() => undefined));
        const began = performance.now();
        expect((await get(mail.image)).statusCode).toBe(200);
        expect(performance.now() - began).toBeLessThan(20_000);
        spy.mockRejectedValueOnce(new Error('disk full'));
        expect((await get(mail.link(1, TARGET))).statusCode).toBe(302);
        spy.mockRestore();
        expect(world.counts.unrecorded).toBe(unrecorded + 2);
      });
    });

    describe('link', () => {
      test('leads to its target byte for byte, without cache, cookie or referrer', async () => {
        const answer = await get(mail.link(1, TARGET));
        expect(answer.statusCode).toBe(302);
        expect(answer.headers.location).toBe(TARGET);
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.headers['referrer-policy']).toBe('no-referrer');
        expect(answer.headers['set-cookie']).toBeUndefined();
      });

      test('leads on through what gateways do to it: order, foreign parameters, &amp;', async () => {
        const [path = '', query = ''] = mail.link(1, TARGET).split('?');
        const [u = '', s = ''] = query.split('&');
        expect((await get(`${path}?utm=1&amp;${s}&amp;${u}`)).headers.location).toBe(TARGET);
      });

      test.each([
        ['a changed target', (link: string) => link.replace('site.example', 'evil.example')],
        ['a changed signature', (link: string) => `${link.slice(0, -4)}AAAA`],
        ['a changed number', (link: string) => link.replace('/1?', '/2?')],
        ['a changed token', (link: string) => link.replace(/\/c\/./, '/c/B')],
        ['no signature', (link: string) => link.replace(/&s=.*/, '')],
        ['nothing behind it', (link: string) => link.replace(/\?.*/, '')],
      ])('with %s is refused on a page that names no target', async (_name, change) => {
        const answer = await get(change(mail.link(1, TARGET)));
        expect(answer.statusCode).toBe(400);
        expect(answer.headers.location).toBeUndefined();
        expect(answer.body).not.toMatch(/site\.example|evil\.example/);
        expect(answer.headers['content-type']).toContain('text/html');
      });

      test('leads on with the store down', async () => {
        const down = jest.spyOn(store, 'tx').mockRejectedValue(new Error('down'));
        expect((await get(mail.link(1, TARGET))).headers.location).toBe(TARGET);
        down.mockRestore();
      });

      test('of a revoked mail leads nowhere, while the others lead on', async () => {
        const abused = await world.write();
        const value = revocationValue.message(messageKeyOf(abused.token) ?? '');
        await store.tx((trx) =>
          revoke(trx, world.services, { account: world.account, kind: 'message', value }),
        );
        await waitFor(
          'the list has arrived',
          async () => (await get(abused.link(1, TARGET))).statusCode === 410,
        );
        const refused = await get(abused.link(1, TARGET));
        expect(refused.headers.location).toBeUndefined();
        expect(refused.body).not.toContain('site.example');
        expect((await get(mail.link(1, TARGET))).statusCode).toBe(302);
        expect(await world.report(abused)).toBe(403);
      });
    });

    describe('launch API', () => {
      const compose = (authorization: string, payload: object = {}, headers: Record<string, string> = {}) =>
        world.app.inject({
          method: 'POST',
          url: '/api/launch/v1/compose',
          headers: { authorization, ...headers },
          payload: { client: reportOf('', new Date(0)).client, recipients: [], ...payload },
        });
      const sent = (written: Written, payload: unknown, authorization?: string) =>
        world.app.inject({
          method: 'POST',
          url: '/api/launch/v1/sent',
          headers: {
            authorization: authorization ?? reportCredential(written.ticket, written.token),
            'content-type': 'application/json',
          },
          payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
        });

      test('answers who each recipient is, and gives a ticket with a link key to a paid seat', async () => {
        await store.tx((trx) =>
          insertContact(trx, world.account, {
            name: 'Known Person',
            company: null,
            addresses: ['known@partner.example'],
            owner: 1,
            source: 'test',
            at: world.clock.now(),
          }),
        );
        for (const [kind, value] of [
          ['domain', 'secret.example'],
          ['address', 'never@partner.example'],
        ] as const) {
          await store.db
            .insertInto('never_log')
            .values({ account_id: world.account, kind, value, at: world.clock.now() })
            .execute();
        }
        await store.db
          .insertInto('tracking_limits')
          .values([
            {
              account_id: world.account,
              scope: 'domain',
              value: 'quiet.example',
              level: 'links',
              source: 'admin',
              at: world.clock.now(),
            },
            {
              account_id: world.account,
              scope: 'address',
              value: 'no@partner.example',
              level: 'all',
              source: 'objection',
              at: world.clock.now(),
            },
          ])
          .execute();
        const answer = await compose(`Book ${world.book}`, {
          recipients: [
            'Known@Partner.example',
            'new@partner.example',
            'dan@brightwater.example',
            'alice@brightwater.example',
            'ann+tag@deep.secret.example',
            'never+x@partner.example',
            'who@quiet.example',
            'no@partner.example',
            'noreply@shop.example',
          ],
        });
        expect(answer.statusCode).toBe(200);
        const { recipients, ticket, policy, book } = ComposeAnswer.parse(answer.json());
        expect(recipients.map(({ standing, reason }) => `${standing}/${reason}`)).toEqual([
          // Nobody chose a basis for them: they get the account's with this mail.
          'known/knownContact',
          'new/notYetContact',
          'colleague/ownCompany',
          'colleague/ownAddress',
          'neverLogged/neverLogList',
          'neverLogged/neverLogList',
          'noTracking/domainNoLinks',
          'objected/objection',
          'list/noReplyAddress',
        ]);
        expect(recipients[0]?.contact?.name).toBe('Known Person');
        expect(recipients[6]).toMatchObject({ image: true, links: false });
        expect(recipients[7]).toMatchObject({ image: false, links: false, log: true });
        expect(ticket?.linkKey).toBeDefined();
        expect(policy).toMatchObject({ trackingHosts: [HOST], companyDomains: ['brightwater.example'] });
        expect(book).toBeUndefined();
      });

      test('where contacts are not made of whoever is written to, nobody is told that one will be', async () => {
        const set = (next: AccountSettings) =>
          store.db
            .updateTable('accounts')
            .set({ settings: json(next) })
            .where('id', '=', world.account)
            .execute();
        const { settings } = await store.db
          .selectFrom('accounts')
          .select('settings')
          .where('id', '=', world.account)
          .executeTakeFirstOrThrow();
        const told = async (privacy: boolean) => {
          await set({ ...settings, createContacts: false, privacy });
          const answer = await compose(`Book ${world.book}`, { recipients: ['new@partner.example'] });
          return ComposeAnswer.parse(answer.json()).recipients[0]?.reason;
        };
        expect([await told(false), await told(true)]).toEqual(['noContactMade', 'noLegalBasis']);
        await set(settings);
      });

      test('a free seat’s ticket and every spare hold no link key', async () => {
        await store.db
          .updateTable('users')
          .set({ seat: 'free' })
          .where('account_id', '=', world.account)
          .execute();
        const { ticket } = ComposeAnswer.parse((await compose(`Book ${world.book}`)).json());
        await store.db
          .updateTable('users')
          .set({ seat: 'paid' })
          .where('account_id', '=', world.account)
          .execute();
        expect(ticket).toBeDefined();
        expect(ticket?.linkKey).toBeUndefined();
        const renewed = await world.app.inject({
          method: 'POST',
          url: '/api/launch/v1/renew',
          headers: { authorization: `Book ${world.book}` },
        });
        const { spare } = BookAnswer.parse(renewed.json());
        expect(spare.length).toBeGreaterThan(0);
        expect(spare.every(({ linkKey }) => linkKey === undefined)).toBe(true);
      });

      test('no two tickets are the same', async () => {
        const tickets = await Promise.all(Array.from({ length: 5 }, () => world.write()));
        expect(new Set(tickets.map(({ ticket }) => ticket.id)).size).toBe(5);
      });

      test.each([
        ['no book', '', 'no-book'],
        ['a forged book', `Book 1.1.1.${'A'.repeat(43)}`, 'bad-book'],
        ['a cut book', 'Book 1.1', 'bad-book'],
      ])('%s is refused with what to do', async (_name, authorization, code) => {
        const answer = await compose(authorization);
        expect(answer.statusCode).toBe(401);
        expect(answer.json()).toMatchObject({ error: { code } });
      });

      test('500 recipients are answered, 501 and a foreign form are not', async () => {
        const many = Array.from({ length: 501 }, (_, i) => `p${i}@crowd.example`);
        expect((await compose(`Book ${world.book}`, { recipients: many.slice(1) })).statusCode).toBe(200);
        expect((await compose(`Book ${world.book}`, { recipients: many })).statusCode).toBe(422);
        expect((await compose(`Book ${world.book}`, { recipients: 'bob' })).statusCode).toBe(422);
      });

      test('a compose body of 2 MB is refused by its size', async () => {
        const answer = await compose(`Book ${world.book}`, { junk: 'x'.repeat(2_000_000) });
        expect(answer.statusCode).toBe(413);
      });

      test('a report with a text of 2 MB is refused by its field', async () => {
        const written = await world.write();
        const report = reportOf(written.token, world.clock.now(), { html: 'x'.repeat(2_000_000) });
        const answer = await sent(written, report);
        expect(answer.statusCode).toBe(422);
      });

      test('a report with a field that we do not know is taken', async () => {
        const written = await world.write();
        const answer = await sent(written, {
          ...reportOf(written.token, world.clock.now()),
          later: { a: 1 },
        });
        expect(answer.statusCode).toBe(202);
        expect(answer.json()).toEqual({ accepted: true });
      });

      test('a report under a forged, foreign or missing ticket is refused', async () => {
        const [written, other] = [await world.write(), await world.write()];
        const report = reportOf(written.token, world.clock.now());
        const forged = createHmac('sha256', 'x').update(written.token).digest('base64url').slice(0, 22);
        expect((await sent(written, report, `Ticket ${written.token}.${forged}`)).statusCode).toBe(401);
        expect((await sent(written, report, 'Ticket x.y')).statusCode).toBe(401);
        expect((await sent(written, report, ' ')).statusCode).toBe(401);
        expect((await sent(other, report)).statusCode).toBe(403);
        expect((await sent(written, '{"token":')).statusCode).toBe(400);
      });

      test('a token made with another mail’s ticket opens nothing', async () => {
        const written = await world.write();
        const copied = writtenWith({ ...written.ticket, imageKey: mail.ticket.imageKey }, 99);
        const { forged } = world.counts;
        await get(copied.image);
        expect(world.counts.forged).toBe(forged + 1);
      });

      test('only the add-in’s own page may ask from a browser', async () => {
        const preflight = (origin: string) =>
          world.app.inject({ method: 'OPTIONS', url: '/api/launch/v1/sent', headers: { origin } });
        const own = await preflight('https://app.brightwater.example');
        expect(own.statusCode).toBe(204);
        expect(own.headers['access-control-allow-origin']).toBe('https://app.brightwater.example');
        expect(own.headers['access-control-allow-headers']).toContain('authorization');
        for (const origin of ['https://evil.example', 'null']) {
          const foreign = await preflight(origin);
          expect(foreign.statusCode).toBe(403);
          expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
        }
      });

      test('a book is renewed after a day, ends after thirty, and at once when revoked', async () => {
        world.clock.advance(DAY);
        const { book } = ComposeAnswer.parse((await compose(`Book ${world.book}`)).json());
        expect(book).toBeDefined();
        world.clock.advance(29 * DAY);
        expect((await compose(`Book ${world.book}`)).json()).toMatchObject({
          error: { code: 'book-expired' },
        });
        expect((await compose(`Book ${book?.credential ?? ''}`)).statusCode).toBe(200);
        await store.tx((trx) => revokeBooks(trx, world.account, world.user, world.clock.now()));
        expect((await compose(`Book ${book?.credential ?? ''}`)).json()).toMatchObject({
          error: { code: 'book-revoked' },
        });
      });

      test('who writes a mail a day is signed in for ever by the first book (A3)', async () => {
        world.clock.advance(DAY);
        const signedIn = await world.app.inject({
          method: 'POST',
          url: '/api/launch/v1/book',
          headers: { authorization: 'Bearer alice' },
        });
        const first = BookAnswer.parse(signedIn.json()).book.credential;
        let mine = first;
        for (let day = 0; day < 45; day++) {
          world.clock.advance(DAY);
          const answer = await compose(`Book ${mine}`, { ticket: false });
          expect(answer.statusCode).toBe(200);
          mine = ComposeAnswer.parse(answer.json()).book?.credential ?? mine;
        }
        expect((await compose(`Book ${first}`)).json()).toMatchObject({ error: { code: 'book-expired' } });
      });

      test('a book needs a signed-in person', async () => {
        const answer = await world.app.inject({ method: 'POST', url: '/api/launch/v1/book' });
        expect(answer.statusCode).toBe(401);
      });
    });
  }),
);
