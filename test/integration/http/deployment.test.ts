import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountRules, NoTracking } from '../../../src/core/api/account-settings';
import { ApiKeys, MadeApiKey } from '../../../src/core/api/api-keys';
import { CheckOutcome, DEPLOYMENT_CHECKS, type DeploymentCheck } from '../../../src/core/api/checks';
import { Deployment, FirstRun, TrackingDomains } from '../../../src/core/api/deployment';
import { BookAnswer, ComposeAnswer } from '../../../src/core/api/launch';
import { ContactPage, Me } from '../../../src/core/api/app';
import { imageUrl, makeLink, makeNonce, makeToken } from '../../../src/core/token';
import { AskFailed, type Answered, type Ask } from '../../../src/server/checks/ask';
import { recordEvent } from '../../../src/server/events';
import { makeCheck } from '../../../src/server/mailbox/doctor/check';
import { makeGraphAccess } from '../../../src/server/mailbox/graph-access';
import { fileReport } from '../../../src/server/messages/reports';
import type { Store } from '../../../src/server/store';
import { domainsJob } from '../../../src/server/tracking';
import { presentDomain, type MailFrom } from '../../../src/server/tracking/domains';
import { takeTicket } from '../../../src/server/tracking/tickets';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';
import { reportOf } from '../tracking/world';

const BRAND = 'go.brand.example';
const CLIENT = { host: 'OutlookWebApp', platform: 'OfficeOnline', version: '', bundle: 'test' };

describeOnBothStores('what an administrator sets up', (open) => {
  let store: Store;
  let test: TestApp;
  /** How the outside answers, by host; without one, this server does. */
  const outside = new Map<string, (url: URL) => Answered | Error>();

  beforeAll(async () => {
    store = await open();
    const dist = await mkdtemp(join(tmpdir(), 'mailtrail-dist-'));
    await mkdir(join(dist, 'addin'));
    await mkdir(join(dist, 'web'));
    await writeFile(join(dist, 'addin', 'launchevent.js'), 'const base="__MAILTRAIL_BASE_URL__";');
    await writeFile(join(dist, 'addin', 'pane.html'), '<script src="https://x/office.js"></script>');
    await writeFile(join(dist, 'web', 'index.html'), '<!doctype html><title>Mailtrail</title>');
    test = await openTestApp(store, { dist });
    // As the network would bring it here: by the name that was asked for.
    const ask: Ask = async (url, asked = {}) => {
      const set = outside.get(url.host)?.(url);
      if (set instanceof Error) throw set;
      if (set) return set;
      const answer = await test.ask(undefined, {
        method: asked.method ?? 'GET',
        url: url.pathname + url.search,
        headers: { host: url.host, ...asked.headers },
      });
      const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      return { status: answer.statusCode, headers: Object.fromEntries(headers), body: answer.rawPayload };
    };
    test.services.ask = ask;
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });
  afterEach(() => outside.clear());

  const send = (as: PersonKey, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload: object) =>
    test.ask(as, { method, url: `/api/v1/${url}`, payload });
  const get = async (as: PersonKey, url: string): Promise<unknown> =>
    (await test.ask(as, { url: `/api/v1/${url}` })).json();
  const byKey = (secret: string, method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object) =>
    test.ask(undefined, {
      method,
      url: `/api/v1/${url}`,
      headers: { authorization: `Bearer ${secret}` },
      ...(payload && { payload }),
    });
  const compose = async () => {
    const { book } = BookAnswer.parse(
      (await test.ask('alice', { method: 'POST', url: '/api/launch/v1/book' })).json(),
    );
    const answer = await test.ask(undefined, {
      method: 'POST',
      url: '/api/launch/v1/compose',
      headers: { authorization: `Book ${book.credential}` },
      payload: { client: CLIENT, recipients: [] },
    });
    return ComposeAnswer.parse(answer.json());
  };

  describe('tracking domains', () => {
    const domains = async (as: PersonKey = 'alice') =>
      TrackingDomains.parse(await get(as, 'settings/tracking-domains')).domains;
    const domain = async (host = BRAND) => (await domains()).find((one) => one.host === host);
    const check = (host = BRAND) => send('alice', 'POST', 'settings/tracking-domains/check', { host });
    const round = domainsJobOf(() => test);

    it('at first there is the server’s own alone, and only an administrator changes that', async () => {
      expect(await domains()).toMatchObject([{ server: true, isDefault: true, state: 'unchecked' }]);
      expect((await test.ask('dan', { url: '/api/v1/settings/tracking-domains' })).statusCode).toBe(403);
      for (const [host, code] of [
        ['not a host', 'host-form'],
        ['192.0.2.7', 'host-form'],
        ['mail.corp.internal', 'host-private'],
        ['go.brand.example:8443', 'host-port'],
        [new URL(test.services.urls.files).host, 'host-app'],
      ]) {
        const refused = await send('alice', 'POST', 'settings/tracking-domains', { host });
        expect([host, refused.statusCode, refused.json().error.code]).toEqual([host, 422, code]);
      }
    });

    it('a new one is not used before its name, certificate and answer were found good', async () => {
      expect(
        (await send('alice', 'POST', 'settings/tracking-domains', { host: `https://${BRAND}/` })).statusCode,
      ).toBe(201);
      const use = () => send('alice', 'PUT', 'settings/tracking-domains/default', { host: BRAND });
      expect((await use()).json().error.code).toBe('domain-not-good');
      const image: Answered = {
        status: 200,
        headers: { 'content-type': 'image/gif' },
        body: Buffer.alloc(43),
      };
      const bad: [string, (url: URL) => Answered | Error][] = [
        ['name-unknown', () => new AskFailed('name-unknown', 'ENOTFOUND')],
        ['certificate-invalid', () => new AskFailed('certificate-invalid', 'CERT_HAS_EXPIRED')],
        [
          'redirected',
          () => ({ ...image, status: 301, headers: { location: 'https://www.brand.example/' } }),
        ],
        ['wrong-type', () => ({ ...image, headers: { 'content-type': 'text/html' } })],
        // Somebody else's image, or a copy of ours in a cache.
        ['not-ours', () => image],
      ];
      for (const [finding, answer] of bad) {
        outside.set(BRAND, answer);
        await check();
        expect(await domain()).toMatchObject({ state: 'unchecked', checks: [{ finding, level: 'error' }] });
      }
      outside.delete(BRAND);
      expect((await check()).statusCode).toBe(200);
      expect(await domain()).toMatchObject({ state: 'good', checks: [{ finding: 'well' }] });
      expect((await use()).statusCode).toBe(200);
      expect(await domain()).toMatchObject({ isDefault: true });
    });

    it('the default’s name stands in new tickets, whose images and links answer under it and under no other', async () => {
      const { ticket, policy } = await compose();
      if (!ticket) throw new Error('no ticket');
      expect(ticket.trackingUrl).toBe(`https://${BRAND}`);
      expect(policy.trackingHosts).toEqual([BRAND, new URL(test.services.urls.tracking).host]);
      const token = makeToken(ticket, makeNonce(ticket, { time: 1, counter: 1, random: 0 }), 0);
      expect(imageUrl(ticket.trackingUrl, token)).toContain(`https://${BRAND}/o/`);
      const link = makeLink(ticket, token, 1, 'https://site.example/offer');
      if (!link.ok) throw new Error(link.reason);
      const at = (host: string) =>
        test.ask(undefined, { url: link.url.slice(ticket.trackingUrl.length), headers: { host } });
      expect((await at(BRAND)).headers.location).toBe('https://site.example/offer');
      expect((await at(new URL(test.services.urls.tracking).host)).statusCode).toBe(400);
      // The app is not served where strangers ask.
      const app = await test.ask('alice', { url: '/api/v1/me', headers: { host: BRAND } });
      expect(app.statusCode).toBe(404);
    });

    it('what was found good for one company is no other’s, asked for before or after, given up or not', async () => {
      const early = 'early.brand.example';
      for (const as of ['erin', 'alice'] as const) {
        expect((await send(as, 'POST', 'settings/tracking-domains', { host: early })).statusCode).toBe(201);
      }
      await check(early);
      await send('erin', 'POST', 'settings/tracking-domains/check', { host: early });
      expect((await domains('erin')).find(({ host }) => host === early)).toMatchObject({
        state: 'unchecked',
        checks: [{ finding: 'other-account', level: 'error' }],
      });
      for (const given of [false, true]) {
        if (given) await send('alice', 'DELETE', 'settings/tracking-domains', { host: early });
        await send('erin', 'DELETE', 'settings/tracking-domains', { host: early });
        const refused = await send('erin', 'POST', 'settings/tracking-domains', { host: early });
        expect([given, refused.json().error.code]).toEqual([given, 'domain-taken']);
      }
      await send('alice', 'POST', 'settings/tracking-domains', { host: early });
      expect((await send('erin', 'POST', 'settings/tracking-domains', { host: early })).statusCode).toBe(409);
      const use = () => send('alice', 'PUT', 'settings/tracking-domains/default', { host: early });
      expect((await use()).json().error.code).toBe('domain-not-good');
      await send('alice', 'DELETE', 'settings/tracking-domains', { host: early });
    });

    it('two companies that hold one from before both keep it for as long as it answers', async () => {
      const host = 'both.brand.example';
      for (const as of ['alice', 'erin'] as const) {
        await send(as, 'POST', 'settings/tracking-domains', { host });
      }
      await store.db
        .updateTable('tracking_domains')
        .set({ state: 'good' })
        .where('host', '=', host)
        .execute();
      for (const as of ['alice', 'erin', 'alice', 'erin'] as const) {
        await send(as, 'POST', 'settings/tracking-domains/check', { host });
        const held = (await domains(as)).find((one) => one.host === host);
        expect([as, held]).toMatchObject([as, { state: 'good', checks: [{ finding: 'well' }] }]);
      }
      await store.db.deleteFrom('tracking_domains').where('host', '=', host).execute();
    });

    it('a mailbox’s own domain stands in tickets of who writes from it, fails by itself, and gives way to the default', async () => {
      const mine = 'mine.brand.example';
      const list = TrackingDomains.parse(await get('alice', 'settings/tracking-domains'));
      const mailbox = list.mailboxes.find(({ address }) => address === test.people.alice.person.address);
      const choose = (host: string | null, as: PersonKey = 'alice') =>
        send(as, 'PUT', 'settings/tracking-domains/mailboxes', { mailbox: mailbox?.id, host });
      const origin = async () => (await compose()).ticket?.trackingUrl;
      await send('alice', 'POST', 'settings/tracking-domains', { host: mine });
      expect((await choose(mine)).json().error.code).toBe('domain-not-good');
      await check(mine);
      expect((await choose(mine, 'dan')).statusCode).toBe(403);
      expect((await choose(null, 'erin')).json().error.code).toBe('no-such-mailbox');
      const chosen = TrackingDomains.parse((await choose(mine)).json());
      expect(chosen.mailboxes).toContainEqual({ ...mailbox, host: mine });
      expect(await origin()).toBe(`https://${mine}`);
      const other = { account: test.people.alice.account, user: test.people.dan.user };
      const presentOf = (from: MailFrom) => presentDomain(store.db, test.services, other.account, from);
      expect(await presentOf({ user: other.user })).toMatchObject({ host: BRAND });
      expect(await presentOf({ address: mailbox?.address.toUpperCase() ?? '' })).toMatchObject({
        host: mine,
      });

      // The server's own, which has no row here before anybody looked.
      const own = new URL(test.services.urls.tracking).host;
      await store.db.deleteFrom('tracking_domains').where('host', '=', own).execute();
      await choose(own);
      expect(await origin()).toBe(test.services.urls.tracking);
      await choose(mine);

      outside.set(mine, () => new AskFailed('no-answer', 'ETIMEDOUT'));
      await check(mine);
      await check(mine);
      expect((await compose()).policy).toMatchObject({ links: false, linksOff: 'trackingDomain' });
      expect(await presentOf({ user: other.user })).toMatchObject({ failing: false });
      // What another writes in Outlook from that address goes by the writer's own, as its ticket does.
      const at = test.clock.now();
      let policy: unknown;
      const told = store.tx(async (trx) => {
        const ticket = await takeTicket(trx, test.services, { ...other, seat: 'paid' });
        const token = makeToken(ticket, makeNonce(ticket, { time: 3, counter: 3, random: 0 }), 0);
        const report = reportOf(token, at, {
          from: { address: mailbox?.address ?? '', name: 'Alice Moreau' },
          links: [],
        });
        const id = await fileReport(trx, test.services, other.account, other.user, report, { at });
        const row = trx
          .selectFrom('messages')
          .select('policy')
          .where('id', '=', id ?? '');
        ({ policy } = await row.executeTakeFirstOrThrow());
        throw new Error('not to be kept');
      });
      await expect(told).rejects.toThrow('not to be kept');
      expect(policy).toMatchObject({ image: true });
      expect(JSON.stringify(policy)).not.toContain('domainFailing');
      await send('alice', 'DELETE', 'settings/tracking-domains', { host: mine });
      expect(await origin()).toBe(`https://${BRAND}`);
      // Brought back, it is chosen by no mailbox, and one that was never found good is used by none.
      await send('alice', 'POST', 'settings/tracking-domains', { host: mine });
      expect(await origin()).toBe(`https://${BRAND}`);
      outside.delete(mine);
      await check(mine);
      await choose(mine);
      const stands = (state: 'good' | 'unchecked') =>
        store.db.updateTable('tracking_domains').set({ state }).where('host', '=', mine).execute();
      await stands('unchecked');
      expect(await origin()).toBe(`https://${BRAND}`);
      await stands('good');
      expect(await origin()).toBe(`https://${mine}`);
      await send('alice', 'DELETE', 'settings/tracking-domains', { host: mine });
      expect((await choose(null)).statusCode).toBe(200);
    });

    it('one wrong answer is looked at again; a second one stops new links by name, and tells the administrators', async () => {
      outside.set(BRAND, () => new AskFailed('no-answer', 'ETIMEDOUT'));
      const soon = await round();
      expect(soon).toBeLessThanOrEqual(30_000);
      expect((await compose()).policy).toMatchObject({ links: true });
      test.clock.advance(soon);
      const next = await round();
      expect(next).toBeLessThan(5 * 60_000);
      expect(await domain()).toMatchObject({ state: 'failing', checks: [{ finding: 'no-answer' }] });
      expect((await compose()).policy).toMatchObject({
        links: false,
        linksOff: 'trackingDomain',
        opens: true,
      });
      expect(await get('dan', 'me')).toMatchObject({ linksOff: 'trackingDomain' });
      const doctor = makeCheck(test.services, makeGraphAccess(test.services));
      await doctor({ account: 0, key: 'all' });
      expect(await get('alice', 'mailboxes/alerts')).toMatchObject({
        alerts: [{ kind: 'tracking-domain', level: 'error' }],
      });
      outside.delete(BRAND);
      await round();
      await doctor({ account: 0, key: 'all' });
      expect((await compose()).policy).toMatchObject({ links: true });
      expect(await get('dan', 'me')).not.toHaveProperty('linksOff');
      expect(await get('alice', 'mailboxes/alerts')).toMatchObject({ alerts: [] });
    });

    it('one that is given up makes no new links, and what was sent leads on', async () => {
      const { ticket } = await compose();
      if (!ticket) throw new Error('no ticket');
      const token = makeToken(ticket, makeNonce(ticket, { time: 2, counter: 2, random: 0 }), 0);
      const link = makeLink(ticket, token, 1, 'https://site.example/later');
      if (!link.ok) throw new Error(link.reason);
      const own = new URL(test.services.urls.tracking).host;
      expect((await send('alice', 'DELETE', 'settings/tracking-domains', { host: own })).statusCode).toBe(
        409,
      );
      expect((await send('alice', 'DELETE', 'settings/tracking-domains', { host: BRAND })).statusCode).toBe(
        200,
      );
      expect((await compose()).ticket?.trackingUrl).toBe(test.services.urls.tracking);
      const url = link.url.slice(ticket.trackingUrl.length);
      const answer = await test.ask(undefined, { url, headers: { host: BRAND } });
      expect(answer.headers.location).toBe('https://site.example/later');
    });
  });

  describe('the manifest', () => {
    const deployment = async () => Deployment.parse(await get('alice', 'deployment'));

    it('has a version that rises with what is in it, and tells what lies between it and the deployed one', async () => {
      expect(await deployment()).toMatchObject({ name: 'Mailtrail', version: '1.0.0.0', changes: [] });
      const file = await test.ask('alice', { url: '/api/v1/deployment/manifest.xml' });
      expect(file.headers['content-disposition']).toBe('attachment; filename="mailtrail-1.0.0.0.xml"');
      expect(file.body).toContain('<Version>1.0.0.0</Version>');
      await send('alice', 'PUT', 'deployment/deployed', { version: '1.0.0.0' });
      expect(await deployment()).toMatchObject({ deployed: { version: '1.0.0.0' }, consentNeeded: false });

      const odd = await send('alice', 'PUT', 'deployment/name', { name: 'Bright\uFFFEwater' });
      expect(odd.statusCode).toBe(422);
      await send('alice', 'PUT', 'deployment/name', { name: 'Brightwater Mail' });
      const renamed = await deployment();
      expect(renamed).toMatchObject({ version: '1.0.0.1', consentNeeded: true });
      expect(renamed.changes).toContainEqual({ about: 'name', from: 'Mailtrail', to: 'Brightwater Mail' });
      expect(renamed.versions.map(({ version }) => version)).toEqual(['1.0.0.1', '1.0.0.0']);
      // Asked again, nothing changes.
      expect((await deployment()).version).toBe('1.0.0.1');
      await send('alice', 'PUT', 'deployment/deployed', { version: '1.0.0.1' });
      expect(await deployment()).toMatchObject({ consentNeeded: false, changes: [] });
      expect((await send('alice', 'PUT', 'deployment/deployed', { version: '9.0.0.0' })).statusCode).toBe(
        404,
      );
      expect(await deployment()).toMatchObject({ deployed: { version: '1.0.0.1' } });
      await send('alice', 'PUT', 'deployment/deployed', { version: null });
      expect((await deployment()).deployed).toBeUndefined();
    });

    it('every check finds this server as Outlook needs it', async () => {
      for (const check of DEPLOYMENT_CHECKS) {
        const outcome = CheckOutcome.parse(
          (await send('alice', 'POST', 'deployment/checks', { check })).json(),
        );
        expect([check, outcome.finding]).toEqual([check, 'well']);
      }
    });

    it.each<[DeploymentCheck, string, Partial<Answered>]>([
      ['address', 'redirected', { status: 302, headers: { location: 'https://login.example/' } }],
      ['icons', 'not-stored', { headers: { 'content-type': 'image/png', 'cache-control': 'no-store' } }],
      [
        'well-known',
        'other-content',
        { headers: { 'content-type': 'application/json' }, body: Buffer.from('{"allowed":[]}') },
      ],
      ['well-known', 'wrong-type', { headers: { 'content-type': 'text/html' } }],
      [
        'launch-file',
        'other-content',
        { headers: { 'content-type': 'text/javascript' }, body: Buffer.from('old') },
      ],
      ['cors', 'wrong-status', { status: 403 }],
      ['cors', 'cross-origin-refused', { status: 204 }],
      ['notifications', 'wrong-status', { status: 401 }],
      ['tracking', 'not-ours', { headers: { 'content-type': 'image/gif' } }],
    ])('%s: %s', async (check, finding, answer) => {
      const { host } = new URL(test.services.urls.app);
      outside.set(host, () => ({ status: 200, headers: {}, body: Buffer.alloc(0), ...answer }));
      const outcome = CheckOutcome.parse(
        (await send('alice', 'POST', 'deployment/checks', { check })).json(),
      );
      expect(outcome).toMatchObject({ level: 'error', finding });
    });

    it('a certificate that ends within two weeks is said while it still holds', async () => {
      const { host } = new URL(test.services.urls.app);
      const until = new Date(test.clock.now().getTime() + 10 * 86_400_000);
      outside.set(host, () => ({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: Buffer.alloc(0),
        certificateUntil: until,
      }));
      const answer = await send('alice', 'POST', 'deployment/checks', { check: 'address' });
      expect(answer.json()).toMatchObject({
        level: 'warning',
        finding: 'certificate-ending',
        facts: { days: 10 },
      });
    });
  });

  describe('what holds for everybody', () => {
    it('is an administrator’s to change, reaches the next policy, and is on record', async () => {
      const before = AccountRules.parse(await get('dan', 'settings/account'));
      expect(before).toMatchObject({ opens: true, clicks: true, visibility: 'everybody', privacy: true });
      const change = {
        ...{ clicks: false, watchJunk: true },
        excludedDomains: ['Partner.example', 'partner.example'],
      };
      expect((await send('dan', 'PATCH', 'settings/account', change)).statusCode).toBe(403);
      const after = AccountRules.parse((await send('alice', 'PATCH', 'settings/account', change)).json());
      expect(after).toEqual({
        ...before,
        ...{ clicks: false, watchJunk: true, excludedDomains: ['partner.example'] },
      });
      const { policy } = await compose();
      expect(policy).toMatchObject({ links: false, excludedDomains: ['partner.example'] });
      expect(policy.linksOff).toBeUndefined();
      await send('alice', 'PATCH', 'settings/account', {
        clicks: true,
        watchJunk: false,
        excludedDomains: [],
      });
    });

    it('a domain whose bounce blamed content or links is proposed for no tracking, until somebody answers', async () => {
      const list = async () => NoTracking.parse(await get('alice', 'settings/no-tracking'));
      await bounceOf(store, test, 'quiet.example');
      expect((await list()).proposals).toMatchObject([
        { domain: 'quiet.example', bounces: 1, detail: '5.7.1' },
      ]);
      const answer = (keep: boolean) =>
        send('alice', 'PUT', 'settings/no-tracking/proposals', { domain: 'quiet.example', keep });
      await answer(true);
      expect((await list()).proposals).toEqual([]);
      await answer(false);
      const entry = { scope: 'domain', value: '*.Quiet.example', level: 'links' };
      expect((await send('alice', 'PUT', 'settings/no-tracking', entry)).statusCode).toBe(200);
      expect(await list()).toMatchObject({
        entries: [{ scope: 'domain', value: 'quiet.example', level: 'links' }],
        proposals: [],
      });
      const name = { scope: 'domain', value: 'quiet.example' };
      expect((await send('alice', 'DELETE', 'settings/no-tracking', name)).statusCode).toBe(200);
      expect((await list()).entries).toEqual([]);
    });
  });

  describe('keys for programs', () => {
    const make = async (as: PersonKey, wanted: object) =>
      MadeApiKey.parse(
        (
          await send(as, 'POST', 'api-keys', {
            kind: 'personal',
            name: 'Reporting',
            role: 'member',
            access: 'read',
            days: 30,
            ...wanted,
          })
        ).json(),
      );

    it('a key’s letters are shown once and lie hashed in the store', async () => {
      const { key, secret } = await make('dan', {});
      const rows = await store.db.selectFrom('api_keys').selectAll().execute();
      // Its letters may hold the sign that parts it.
      const [, , ...letters] = secret.split('_');
      expect(JSON.stringify(rows)).not.toContain(letters.join('_'));
      expect(JSON.stringify(await get('dan', 'api-keys'))).not.toContain(secret);
      expect(secret.startsWith(key.shown.slice(0, -1))).toBe(true);
      expect(test.logged.join('')).not.toContain(secret);
    });

    it('a personal key is its owner’s, with the lesser role; one that reads does not write; it makes no key', async () => {
      const { secret } = await make('dan', { role: 'admin' });
      const me = Me.parse((await byKey(secret, 'GET', 'me')).json());
      expect(me.user).toMatchObject({ name: 'Dan Okafor', role: 'member' });
      expect((await byKey(secret, 'GET', 'audit-log')).statusCode).toBe(403);
      const written = await byKey(secret, 'PATCH', 'me/preferences', { track: false });
      expect([written.statusCode, written.json().error.code]).toEqual([403, 'read-only-key']);
      expect((await byKey(secret, 'POST', 'lookup', { addresses: [] })).statusCode).toBe(200);
      for (const spelled of ['api-keys', '%61pi-keys', 'api%2dkeys']) {
        expect((await byKey(secret, 'GET', spelled)).json().error.code).toBe('people-only');
      }
      const used = ApiKeys.parse(await get('dan', 'api-keys')).keys.find(({ lastUsedAt }) => lastUsedAt);
      expect(used).toBeDefined();
    });

    it('an account’s key is an administrator’s to make, is nobody, and what it does is on record under its name', async () => {
      const refused = await send('dan', 'POST', 'api-keys', {
        kind: 'account',
        name: 'CRM',
        role: 'member',
        access: 'write',
        days: 30,
      });
      expect(refused.statusCode).toBe(403);
      const { key, secret } = await make('alice', { kind: 'account', role: 'marketer', access: 'write' });
      expect((await byKey(secret, 'GET', 'feed')).json().error.code).toBe('no-person');
      const made = await byKey(secret, 'POST', 'contacts', { name: 'Zoe', addresses: ['zoe@zed.example'] });
      expect([made.statusCode, made.json().owner]).toEqual([201, undefined]);
      expect(
        ContactPage.parse((await byKey(secret, 'GET', 'contacts?search=zoe')).json()).contacts,
      ).toHaveLength(1);
      const line = await store.db
        .selectFrom('audit_log')
        .select(['actor_user_id', 'detail'])
        .where('action', '=', 'contact.create')
        .orderBy('seq', 'desc')
        .executeTakeFirst();
      expect(line).toMatchObject({ actor_user_id: null, detail: { key: key.id } });
    });

    it('one that ended, was revoked, or whose owner is disabled, is unknown; another account’s is never found', async () => {
      const { key, secret } = await make('dan', { days: 1 });
      expect(
        (await test.ask('erin', { method: 'DELETE', url: `/api/v1/api-keys/${key.id}` })).statusCode,
      ).toBe(404);
      expect((await byKey(secret, 'GET', 'me')).statusCode).toBe(200);
      const disabled = (status: 'active' | 'disabled') =>
        store.db
          .updateTable('users')
          .set({ status })
          .where('oid', '=', test.people.dan.person.objectId)
          .execute();
      await disabled('disabled');
      expect((await byKey(secret, 'GET', 'me')).statusCode).toBe(401);
      await disabled('active');
      const { secret: other, key: second } = await make('dan', {});
      expect(
        (await test.ask('alice', { method: 'DELETE', url: `/api/v1/api-keys/${second.id}` })).statusCode,
      ).toBe(204);
      expect((await byKey(other, 'GET', 'me')).statusCode).toBe(401);
      await store.db
        .updateTable('api_keys')
        .set({ expires_at: test.clock.now() })
        .where('id', '=', key.id)
        .execute();
      expect((await byKey(secret, 'GET', 'me')).json().error.code).toBe('bad-key');
    });

    it('too many requests are told when to come again', async () => {
      const { secret } = await make('dan', {});
      let last = await byKey(secret, 'GET', 'me');
      for (let i = 0; i < 100; i++) last = await byKey(secret, 'GET', 'api-keys');
      expect([last.statusCode, last.headers['retry-after']]).toEqual([429, '1']);
      test.clock.advance(1_000);
      expect((await byKey(secret, 'GET', 'me')).statusCode).toBe(200);
    });
  });

  it('the first steps tick themselves, and can be put away and taken out again', async () => {
    const steps = async (as: PersonKey) => FirstRun.parse(await get(as, 'me/first-run'));
    const done = ({ steps: all }: FirstRun) => all.flatMap((one) => (one.done ? [one.step] : []));
    expect(done(await steps('dan'))).toEqual([]);
    // S4: nothing counts as connected that was not read yet.
    expect(done(await steps('alice'))).toEqual(['addin', 'sent']);
    await store.db.updateTable('mailboxes').set({ state: 'watching' }).execute();
    expect(done(await steps('alice'))).toEqual(['mailbox', 'addin', 'sent']);
    const seen = FirstRun.parse((await send('dan', 'PATCH', 'me/first-run', { basisSeen: true })).json());
    expect(done(seen)).toEqual(['basis']);
    const away = FirstRun.parse((await send('dan', 'PATCH', 'me/first-run', { dismissed: true })).json());
    expect([away.dismissed, done(away)]).toEqual([true, ['basis']]);
  });
});

/** One round of the job; resolves to the ms until the next. */
function domainsJobOf(test: () => TestApp): () => Promise<number> {
  return async () => {
    const { services, clock } = test();
    const run = domainsJob(services, async () => undefined);
    const job = {
      account: 0,
      type: 'tracking.domains',
      key: 'all',
      payload: null,
      attempt: 1,
      signal: new AbortController().signal,
    };
    const again = (await run(job))?.again;
    return (again?.getTime() ?? Infinity) - clock.now().getTime();
  };
}

/** A tracked mail of Alice's that a filter refused for its content. */
async function bounceOf(store: Store, test: TestApp, domain: string): Promise<void> {
  const { account, user } = test.people.alice;
  const id = await writeMessage(store, {
    account_id: account,
    user_id: user,
    at: test.clock.now(),
    tracked_image: true,
    recipients: [{ address: `frank@${domain}` }],
  });
  await store.db
    .updateTable('message_recipients')
    .set({ delivery: 'failed', delivery_detail: '5.7.1' })
    .where('account_id', '=', account)
    .where('message_id', '=', id)
    .execute();
  await store.tx((trx) =>
    recordEvent(trx, {
      account,
      user,
      kind: 'bounce',
      at: test.clock.now(),
      recordedAt: test.clock.now(),
      message: id,
      recipient: 1,
      cause: 'test:bounce',
      detail: { note: 'Not delivered (5.7.1)', blames: 'content' },
    }),
  );
}
