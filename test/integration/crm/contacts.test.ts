import { sql } from 'kysely';
import { CompanyCard, CompanyMerges, CompanyPage } from '../../../src/core/api/companies';
import { Timeline } from '../../../src/core/api/app';
import {
  ContactChanges,
  ContactColumns,
  ContactFields,
  ContactPage,
  ImportDraft,
  ImportPreview,
  Runs,
  RunView,
  type ContactSort,
  type ImportPlan,
} from '../../../src/core/api/contacts';
import { LegalBases } from '../../../src/core/api/legal-bases';
import { Merges } from '../../../src/core/api/logs';
import { ContactCard, Problem } from '../../../src/core/api/shared';
import { changeContacts, standingOf } from '../../../src/server/crm/change-contacts';
import { companyPage } from '../../../src/server/crm/company-views';
import { contactPage } from '../../../src/server/crm/contact-views';
import { ensureContacts, insertContacts } from '../../../src/server/crm/contacts-to-make';
import { contactJobs } from '../../../src/server/crm/runs';
import { startJobs, type RunningJobs } from '../../../src/server/jobs';
import { releaseFiles } from '../../../src/server/messages/release-files';
import type { Store } from '../../../src/server/store';
import { rewriteDomains } from '../../../src/server/store/migrations/0031-orphans-and-domains';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { readPlans } from '../../fixtures/plans';
import { describeOnBothStores } from '../../fixtures/stores';

const DAY = 86_400_000;

describeOnBothStores('contacts and companies', (open) => {
  let store: Store;
  let test: TestApp;
  let jobs: RunningJobs;
  let bob = '';

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    jobs = await startJobs({ store, clock: test.clock, handlers: contactJobs(test.services) });
    bob = test.contacts.get('bob@partner.example') ?? '';
  });
  afterAll(async () => {
    await jobs.stop();
    await test.close();
    await store.close();
  });

  const get = async (url: string, as: PersonKey = 'alice'): Promise<unknown> =>
    (await test.ask(as, { url })).json();
  const send = (
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    as: PersonKey = 'alice',
  ) => test.ask(as, { method, url, ...(payload && { payload }) });
  const names = async (query: string): Promise<string[]> =>
    ContactPage.parse(await get(`/api/v1/contacts?${query}`)).contacts.map(({ name }) => name);
  const card = async (id: string) => ContactCard.parse(await get(`/api/v1/contacts/${id}`));
  const make = async (name: string, address: string, company?: string): Promise<ContactCard> =>
    ContactCard.parse(
      (
        await send('POST', '/api/v1/contacts', {
          name,
          addresses: [address],
          ...(company !== undefined && { company }),
        })
      ).json(),
    );
  const ended = async (answer: { json(): unknown }): Promise<RunView> => {
    const { id } = RunView.parse(answer.json());
    await jobs.idle();
    return RunView.parse(await get(`/api/v1/contacts/runs/${id}`));
  };
  const upload = async (csv: string | Buffer, query = 'fileName=people.csv'): Promise<ImportDraft> => {
    const answer = await test.ask('alice', {
      method: 'POST',
      url: `/api/v1/contacts/imports?${query}`,
      headers: { 'content-type': 'text/csv' },
      payload: csv,
    });
    return ImportDraft.parse(answer.json());
  };

  it('a contact belongs to the company of its work domain, under the name that the company has now', async () => {
    const first = await make('Ada Lark', 'ada@mail.larkhill.co.uk', 'Larkhill');
    const { companies } = CompanyPage.parse(await get('/api/v1/companies?search=larkhill'));
    expect(companies).toMatchObject([
      { id: first.companyId, name: 'Larkhill', domains: ['larkhill.co.uk'], contacts: 1 },
    ]);
    const renamed = await send('PATCH', `/api/v1/companies/${first.companyId}`, { name: 'Larkhill Ltd' });
    expect(renamed.statusCode).toBe(200);
    expect((await card(first.id)).company).toBe('Larkhill Ltd');
    // As mail makes contacts: the domain's name gives way to the company's.
    await store.tx((trx) =>
      insertContacts(trx, test.people.alice.account, [
        {
          id: uuidV7(test.clock.now()),
          name: 'Ben Lark',
          company: 'Larkhill',
          addresses: ['ben@larkhill.co.uk'],
          owner: null,
          source: 'written to',
          at: test.clock.now(),
        },
      ]),
    );
    expect(await names(`company=${first.companyId}&sort=name`)).toEqual(['Ada Lark', 'Ben Lark']);
  });

  it('companies merge with their contacts and domains, and become two again', async () => {
    const gone = await make('Cleo Moor', 'cleo@moorhouse.example', 'Moorhouse');
    const kept = await make('Dora Fell', 'dora@fellside.example', 'Fellside');
    const url = `/api/v1/companies/${kept.companyId}`;
    const taken = await send('PATCH', url, { name: 'MOORHOUSE' });
    expect([taken.statusCode, Problem.parse(taken.json()).error.code]).toEqual([409, 'name-taken']);
    const merged = CompanyMerges.parse(
      (await send('POST', `${url}/merge`, { other: gone.companyId })).json(),
    );
    expect(merged.merges).toMatchObject([{ name: 'Moorhouse', by: 'Alice Moreau' }]);
    expect(await get(url)).toMatchObject({
      contacts: 2,
      domains: ['fellside.example', 'moorhouse.example'],
    });
    expect((await card(gone.id)).company).toBe('Fellside');
    expect((await send('DELETE', `${url}/merges/${merged.merges[0]?.id ?? ''}`)).statusCode).toBe(200);
    expect(await card(gone.id)).toMatchObject({ company: 'Moorhouse', companyId: gone.companyId });
    expect(CompanyCard.parse(await get(url)).domains).toEqual(['fellside.example']);
    expect((await test.ask('erin', { url })).statusCode).toBe(404);
  });

  it('a company’s domain is the one by which contacts are looked up, and no mail provider’s', async () => {
    const ove = await make('Ove Sund', 'ove@sund.example', 'Sund');
    const url = `/api/v1/companies/${ove.companyId}/domains`;
    const given = await send('POST', url, { domain: 'mail.sundhold.co.uk' });
    expect(given.json()).toMatchObject({ domains: ['sund.example', 'sundhold.co.uk'] });
    expect((await make('Pia Sund', 'pia@eu.sundhold.co.uk', 'Sundhold')).companyId).toBe(ove.companyId);
    for (const domain of ['gmail.com', 'mail.gmx.de', 'co.uk']) {
      const refused = await send('POST', url, { domain });
      expect([refused.statusCode, Problem.parse(refused.json()).error.code]).toEqual([422, 'bad-domain']);
    }
    // As they were kept before.
    const { account } = test.people.alice;
    const domains = store.db.selectFrom('company_domains').select('domain').orderBy('domain');
    const theirs = domains.where('company_id', '=', ove.companyId ?? '');
    await store.db
      .insertInto('company_domains')
      .values(
        ['mail.sundhold.co.uk', 'eu.sundsvall.se', 'web.de'].map((domain) => ({
          account_id: account,
          domain,
          company_id: ove.companyId ?? '',
        })),
      )
      .execute();
    await rewriteDomains(store.db);
    expect((await theirs.execute()).map(({ domain }) => domain)).toEqual([
      'sund.example',
      'sundhold.co.uk',
      'sundsvall.se',
    ]);
  });

  it('a company’s timeline has the mail of all its people, each once, and can be searched', async () => {
    const ines = await make('Ines Tarn', 'ines@tarn.example', 'Tarn');
    const joel = await make('Joel Tarn', 'joel@tarn.example', 'Tarn');
    const { account, user } = test.people.alice;
    const mail = (subject: string, ago: number, ...people: ContactCard[]) =>
      writeMessage(store, {
        account_id: account,
        user_id: user,
        subject,
        at: new Date(test.clock.now().getTime() - ago * 60_000),
        recipients: people.map(({ id, addresses: [address = ''] }) => ({ address, contact: id })),
      });
    await mail('To both', 1, ines, joel);
    await mail('To Joel', 2, joel);
    await writeMessage(store, {
      account_id: account,
      user_id: test.people.dan.user,
      subject: 'From Ines',
      direction: 'incoming',
      state: 'received',
      judged_kind: 'reply',
      new_text: 'The price of 100% wool',
      at: new Date(test.clock.now().getTime() - 3 * 60_000),
      sender: ines.id,
    });
    const subjects = async (query: string): Promise<string[]> =>
      Timeline.parse(await get(`/api/v1/companies/${ines.companyId}/timeline${query}`)).messages.map(
        ({ subject }) => subject,
      );
    expect(await subjects('')).toEqual(['To both', 'To Joel', 'From Ines']);
    expect(await subjects('?kind=sent')).toEqual(['To both', 'To Joel']);
    expect(await subjects('?kind=replies')).toEqual(['From Ines']);
    expect(await subjects('?mine=true')).toEqual(['To both', 'To Joel']);
    expect(await subjects('?search=100%25')).toEqual(['From Ines']);
    expect(await subjects('?search=100_')).toEqual([]);
    const page = Timeline.parse(await get(`/api/v1/companies/${ines.companyId}/timeline?limit=1`));
    expect(await subjects(`?limit=1&cursor=${page.next ?? ''}`)).toEqual(['To Joel']);
  });

  describe('a table of contacts', () => {
    const sorts: [ContactSort, 'asc' | 'desc'][] = [
      ['name', 'asc'],
      ['name', 'desc'],
      ['company', 'asc'],
      ['company', 'desc'],
      ['activity', 'asc'],
      ['created', 'asc'],
      ['created', 'desc'],
    ];
    it.each(sorts)('pages by %s, %s, each contact once', async (sort, order) => {
      const whole = await names(`sort=${sort}&order=${order}&limit=200`);
      const paged: string[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page = ContactPage.parse(
          await get(`/api/v1/contacts?sort=${sort}&order=${order}&limit=3&cursor=${cursor}`),
        );
        paged.push(...page.contacts.map(({ name }) => name));
        cursor = page.next;
      }
      expect(paged).toEqual(whole);
      const sorted = [...whole].sort(new Intl.Collator('en').compare);
      if (sort === 'name') expect(whole).toEqual(order === 'asc' ? sorted : sorted.reverse());
    });

    it('is filtered by owner, basis, activity and departure, and counted likewise', async () => {
      const edda = await make('Edda Voss', 'edda@voss.example');
      const { user } = test.people.dan;
      expect((await send('PATCH', `/api/v1/contacts/${edda.id}`, { owner: user })).statusCode).toBe(200);
      expect(await names(`owner=${user}`)).toEqual(['Edda Voss']);
      expect(await get(`/api/v1/contacts/count?owner=${user}`)).toEqual({ count: 1 });
      expect(await names('owner=none')).toEqual(['Ben Lark']);
      await send('PATCH', `/api/v1/contacts/${edda.id}`, { basis: 'contract' });
      expect(await names('basis=contract')).toEqual(['Edda Voss']);
      expect(await names(`activeWithin=30&owner=${user}`)).toEqual([]);
      expect(await names(`quietFor=30&owner=${user}`)).toEqual(['Edda Voss']);
      await store.db
        .updateTable('contacts')
        .set({ properties: JSON.stringify({ departed: { at: test.clock.now().toISOString() } }) })
        .where('id', '=', edda.id)
        .execute();
      expect(await names('departed=true')).toEqual(['Edda Voss']);
    });

    it('O12: "no open seen" names only people who could have been seen', async () => {
      const { account, user } = test.people.alice;
      const hanna = await make('Hanna Kern', 'hanna@kern.example');
      await send('PATCH', `/api/v1/contacts/${hanna.id}`, { basis: 'consent-given' });
      const unseen = () => names('noOpenSeen=true&search=kern');
      expect(await unseen()).toEqual([]);
      const mail = { account_id: account, user_id: user, at: test.clock.now(), tracked_image: true };
      const to = { address: 'hanna@kern.example', contact: hanna.id };
      await writeMessage(store, { ...mail, recipients: [to, { address: 'b@x.example' }] });
      // Shared with another: an open of it would be Someone's (O10).
      expect(await unseen()).toEqual([]);
      // What a newsletter was opened by stands in its report, and in no date of sales mail.
      await writeMessage(store, { ...mail, kind: 'marketing', recipients: [to] });
      expect(await unseen()).toEqual([]);
      await writeMessage(store, { ...mail, recipients: [to] });
      expect(await unseen()).toEqual(['Hanna Kern']);
      await send('PATCH', `/api/v1/contacts/${hanna.id}`, { basis: 'none' });
      expect(await unseen()).toEqual([]);
      await send('PATCH', `/api/v1/contacts/${hanna.id}`, { basis: 'legitimate-interest' });
      await store.db
        .updateTable('contacts')
        .set({ last_open_at: test.clock.now() })
        .where('id', '=', hanna.id)
        .execute();
      expect(await unseen()).toEqual([]);
    });

    it('has the columns that each person chose', async () => {
      const columns = async (as: PersonKey) =>
        ContactColumns.parse(await get('/api/v1/me/columns', as)).contacts;
      const before = await columns('dan');
      const chosen = ['lastReply', 'company', 'custom:size'];
      expect((await send('PUT', '/api/v1/me/columns', { contacts: chosen })).statusCode).toBe(200);
      expect(await columns('alice')).toEqual(chosen);
      expect(await columns('dan')).toEqual(before);
    });
  });

  it('a property of the account’s own is set, refused where it does not fit, and has a history', async () => {
    const fields = ContactFields.parse(
      (
        await send('POST', '/api/v1/contact-fields', {
          name: 'Größe',
          kind: 'choice',
          choices: ['small', 'large'],
        })
      ).json(),
    );
    expect(fields.fields).toEqual([
      { key: 'grosse', name: 'Größe', kind: 'choice', choices: ['small', 'large'] },
    ]);
    expect(
      (await send('POST', '/api/v1/contact-fields', { name: 'x', kind: 'text' }, 'dan')).statusCode,
    ).toBe(403);
    const change = (edit: object) => send('PATCH', `/api/v1/contacts/${bob}`, edit);
    expect((await change({ custom: { grosse: 'huge' } })).statusCode).toBe(422);
    expect((await change({ custom: { grosse: 'large' }, phone: '+48 12 345' })).statusCode).toBe(200);
    expect(await card(bob)).toMatchObject({ custom: { grosse: 'large' }, phone: '+48 12 345' });
    expect((await change({ custom: { grosse: null } })).statusCode).toBe(200);
    expect((await card(bob)).custom).toEqual({});
    const { changes } = ContactChanges.parse(await get(`/api/v1/contacts/${bob}/changes`));
    expect(changes.filter(({ property }) => property === 'custom:grosse')).toHaveLength(2);
    expect(changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          property: 'phone',
          before: null,
          after: '+48 12 345',
          by: 'Alice Moreau',
        }),
      ]),
    );
    expect(await names('search=%2B48+12')).toContain('Bob Lindqvist');
  });

  it('many are changed at once, whoever had withdrawn excepted, and all is put back but what was changed since', async () => {
    const made = [];
    for (const n of [1, 2, 3]) made.push(await make(`Bulk ${n}`, `bulk${n}@bulk.example`));
    const [one, two, three] = made.map(({ id }) => id);
    await send('PATCH', `/api/v1/contacts/${two}`, { basis: 'consent-withdrawn' });
    await make('In other letters', 'letters@letters.example', 'CRATES & CO');
    const run = await ended(
      await send('POST', '/api/v1/contacts/runs', {
        kind: 'edit',
        who: { filter: { search: 'bulk' } },
        edit: { company: 'Crates & Co', owner: test.people.dan.user, basis: 'contract' },
      }),
    );
    expect(run).toMatchObject({ state: 'done', total: 3, lookedAt: 3, changed: 3, canUndo: true });
    expect(await card(two ?? '')).toMatchObject({ company: 'CRATES & CO', basis: 'consent-withdrawn' });
    await send('PATCH', `/api/v1/contacts/${three}`, { company: 'Another' });
    // The request may hold an address: it is let go of.
    const kept = await store.db.selectFrom('contact_runs').select('request').execute();
    expect(JSON.stringify(kept)).not.toContain('bulk"');
    expect(await ended(await send('DELETE', `/api/v1/contacts/runs/${run.id}`))).toMatchObject({
      state: 'undone',
    });
    const back = await card(one ?? '');
    expect([back.company, back.owner?.name, back.basis]).toEqual([undefined, 'Alice Moreau', 'none']);
    expect(await card(three ?? '')).toMatchObject({ company: 'Another', owner: { name: 'Alice Moreau' } });
    const { purposes } = LegalBases.parse(await get(`/api/v1/contacts/${one}/legal-bases`));
    expect(purposes[0]?.history.map(({ basis }) => basis)).toEqual(['none', 'contract', 'none']);
    expect((await send('DELETE', `/api/v1/contacts/runs/${run.id}`)).statusCode).toBe(409);
    // Only one's own are shown, and can be taken back.
    expect(Runs.parse(await get('/api/v1/contacts/runs', 'dan')).runs).toEqual([]);
  });

  it('the store is asked for nothing where an edit changes nothing', async () => {
    const { id } = await make('Same Again', 'same@again.example', 'Again Ltd');
    const who = { account: test.people.alice.account, user: test.people.alice.user };
    const contact = (await store.tx((trx) => standingOf(trx, who.account, [id]))).get(id);
    if (!contact) throw new Error('was made a moment ago');
    const edit = { name: 'Same Again', company: 'Again Ltd' };
    const how = { now: test.clock.now(), source: 'test' };
    const { queries } = await readPlans(store, (db) =>
      db.transaction().execute((trx) => changeContacts(trx, who, [{ contact, edit }], how)),
    );
    expect(queries).toBe(0);
  });

  it('many are erased by an administrator alone, and for five minutes it can be taken back', async () => {
    const ids = [await make('Gone 1', 'gone1@gone.example'), await make('Gone 2', 'gone2@gone.example')].map(
      ({ id }) => id,
    );
    const asked = { kind: 'erase', who: { ids } };
    expect((await send('POST', '/api/v1/contacts/runs', asked, 'dan')).statusCode).toBe(403);
    const run = await ended(await send('POST', '/api/v1/contacts/runs', asked));
    expect(run).toMatchObject({ state: 'done', changed: 2 });
    expect((await card(ids[0] ?? '')).erasure).toBeDefined();
    await ended(await send('DELETE', `/api/v1/contacts/runs/${run.id}`));
    expect((await card(ids[0] ?? '')).erasure).toBeUndefined();
  });

  it('what a filter shows goes out as CSV: for whom it may, on record, and no cell is a formula', async () => {
    await make('=HYPERLINK("https://evil.example")', 'formula@f.example');
    const csv = (as: PersonKey) => test.ask(as, { url: '/api/v1/contacts.csv?search=formula' });
    expect((await csv('dan')).statusCode).toBe(403);
    const [heading, line, ...rest] = (await csv('alice')).body.split('\r\n');
    expect(heading).toMatch(/^\ufeffName,Email,/);
    expect(line).toMatch(/^"'=HYPERLINK\(""https:\/\/evil.example""\)",formula@f.example,/);
    expect(rest).toEqual(['']);
    const audited = await store.db
      .selectFrom('audit_log')
      .select('detail')
      .where('action', '=', 'contacts.export')
      .execute();
    expect(audited).toEqual([{ detail: { contacts: 1, searched: true } }]);
  });

  it('what went out as CSV comes in as it was, to the row', async () => {
    const { id } = await make('=1+1', 'back@b.example', '-Minus');
    await send('PATCH', `/api/v1/contacts/${id}`, { phone: '+49 30 1' });
    const out = (await test.ask('alice', { url: '/api/v1/contacts.csv?search=back@b.example' })).body;
    const draft = await upload(Buffer.from(out));
    expect(draft.samples[0]).toEqual(expect.arrayContaining(['=1+1', '+49 30 1', '-Minus']));
    const plan = { columns: draft.guess, existing: 'update', owner: null };
    const run = await ended(await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, plan));
    expect(run).toMatchObject({ made: 0, changed: 0, bad: 0, lookedAt: 1 });
    expect(await card(id)).toMatchObject({ name: '=1+1', phone: '+49 30 1', company: '-Minus' });
    const broken = await test.ask('alice', {
      method: 'POST',
      url: '/api/v1/contacts/imports',
      headers: { 'content-type': 'text/csv' },
      payload: 'Name,Mail\nA,a@a.example\n"B,b@b.example\n',
    });
    expect([broken.statusCode, Problem.parse(broken.json()).error.message]).toEqual([
      422,
      'Row 3 of the file opens a quotation mark that is never closed. Close or remove it.',
    ]);
  });

  describe('an import', () => {
    const PLAN: ImportPlan = {
      columns: ['name', 'address', 'company', null],
      existing: 'update',
      owner: null,
      basis: { basis: 'consent-given', source: 'fair 2026' },
    };

    it('guesses its columns, previews, makes and updates, and reports the rows that make nobody', async () => {
      const { account, user } = test.people.alice;
      await store.db
        .insertInto('never_log')
        .values({
          account_id: account,
          user_id: 0,
          kind: 'domain',
          value: 'secret.example',
          at: test.clock.now(),
        })
        .execute();
      await writeMessage(store, {
        account_id: account,
        user_id: user,
        at: test.clock.now(),
        recipients: [{ address: 'otto@new.example' }],
      });
      await send('PATCH', `/api/v1/contacts/${bob}`, { basis: 'consent-withdrawn' });
      const csv = [
        'Name;E-Mail;Firma;Remarks',
        'Otto Neu;Otto@NEW.example;"Neu; Söhne";x',
        ';bob@partner.example;Partner SE;',
        'Twice;otto@new.example;;',
        'No address;;;',
        'Wrong;not an address;;',
        'Hush;h@secret.example;;',
        'Alice;alice@brightwater.example;;',
        '',
      ].join('\r\n');
      const draft = await upload(Buffer.from(csv, 'latin1'));
      expect(draft).toMatchObject({
        rows: 7,
        headings: ['Name', 'E-Mail', 'Firma', 'Remarks'],
        guess: ['name', 'address', 'company', null],
      });
      expect(draft.samples[0]).toEqual(['Otto Neu', 'Otto@NEW.example', 'Neu; Söhne', 'x']);
      const url = `/api/v1/contacts/imports/${draft.id}`;
      const preview = ImportPreview.parse((await send('POST', `${url}/preview`, PLAN)).json());
      expect(preview).toMatchObject({ lookedAt: 7, made: 1, changed: 2, bad: 4, kept: 1 });
      expect((await names('search=otto')).length).toBe(0);

      const run = await ended(await send('POST', `${url}/begin`, PLAN));
      expect(run).toMatchObject({ state: 'done', total: 7, lookedAt: 7, made: 1, changed: 2, bad: 4 });
      const [otto] = ContactPage.parse(await get('/api/v1/contacts?search=otto')).contacts;
      expect(otto).toMatchObject({ name: 'Twice', company: 'Neu; Söhne', basis: 'consent-given' });
      // L14: what was kept of them stands on their record.
      expect(Timeline.parse(await get(`/api/v1/contacts/${otto?.id}/timeline`)).messages).toHaveLength(1);
      expect(await card(bob)).toMatchObject({ company: 'Partner SE', basis: 'consent-withdrawn' });
      const report = (await test.ask('alice', { url: `${url}/bad-rows.csv` })).body;
      expect(report.split('\r\n').slice(1, -1)).toEqual([
        '5,no-address,No address,,,',
        '6,bad-address,Wrong,not an address,,',
        // Of whom nothing may be kept.
        '7,never-logged',
        '8,colleague,Alice,alice@brightwater.example,,',
      ]);
      expect((await test.ask('dan', { url: `${url}/bad-rows.csv` })).statusCode).toBe(404);
      const row = await store.db
        .selectFrom('contact_runs')
        .select('blob_key')
        .where('id', '=', draft.id)
        .executeTakeFirst();
      expect(row).toEqual({ blob_key: null });
    });

    it('without a basis leaves it to the first mail, as a contact made by hand does; one with a basis is not touched', async () => {
      const { basis: given, ...without } = PLAN;
      const columns: ImportPlan['columns'] = ['name', 'address'];
      for (const [name, plan] of [
        ['later', without],
        ['given', { ...without, basis: given }],
      ] as const) {
        const draft = await upload(`Name,Mail\n${name},${name}@basis.example\n`);
        await ended(await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, { ...plan, columns }));
      }
      await make('hand', 'hand@basis.example');
      test.clock.advance(60_000);
      const now = test.clock.now();
      const people = ['later', 'given', 'hand'].map((name) => ({ name, address: `${name}@basis.example` }));
      const { account, user } = test.people.alice;
      await store.tx((trx) => ensureContacts(trx, account, people, user, {}, { sentAt: now, now }));
      const { contacts } = ContactPage.parse(await get('/api/v1/contacts?search=basis.example&sort=name'));
      expect(contacts.map(({ name, basis }) => [name, basis])).toEqual([
        ['given', 'consent-given'],
        ['hand', 'legitimate-interest'],
        ['later', 'legitimate-interest'],
      ]);
    });

    it('that was broken off goes on where it was, and does no row twice', async () => {
      const rows = Array.from({ length: 250 }, (_, i) => `P ${i},p${i}@many.example`);
      const draft = await upload(['Name,Mail', ...rows].join('\n'));
      const { account } = test.people.alice;
      const plan = { ...PLAN, columns: ['name', 'address'], existing: 'leave' };
      // As it stands after a server was killed behind the first step.
      await jobs.stop();
      await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, plan);
      await store.tx((trx) =>
        insertContacts(
          trx,
          account,
          rows.slice(0, 200).map((_, i) => ({
            id: uuidV7(test.clock.now()),
            name: `P ${i}`,
            company: null,
            addresses: [`p${i}@many.example`],
            owner: null,
            source: 'import',
            at: test.clock.now(),
          })),
        ),
      );
      await store.db
        .updateTable('contact_runs')
        .set({ cursor: '201', looked_at: 200, made: 200 })
        .where('id', '=', draft.id)
        .execute();
      jobs = await startJobs({ store, clock: test.clock, handlers: contactJobs(test.services) });
      await jobs.idle();
      expect(RunView.parse(await get(`/api/v1/contacts/runs/${draft.id}`))).toMatchObject({
        state: 'done',
        lookedAt: 250,
        made: 250,
        changed: 0,
        bad: 0,
      });
      expect(await get('/api/v1/contacts/count?search=many.example')).toEqual({ count: 250 });
    });

    it('is taken back: who came with it goes unless there is more of them by now, and values are as they were', async () => {
      const known = await make('Known One', 'known@back.example', 'Backhouse');
      await send('PATCH', `/api/v1/contacts/${known.id}`, { phone: '+48 1' });
      const csv = [
        'Name,Mail,Company,Phone',
        'Fresh One,fresh1@undo.example,Undone Ltd,+1',
        'Fresh Two,fresh2@undo.example,Undone Ltd,+2',
        // Of one person each: the last word counts, and is taken back with the first.
        'Fresh Three,fresh2@undo.example,,+3',
        'Known Two,known@back.example; more@back.example,Another Ltd,+48 2',
        'Known Three,known@back.example,,+48 3',
        'Written To,written@undo.example,Kept Ltd,',
        'Changed,changed@undo.example,,',
      ].join('\n');
      const draft = await upload(csv);
      const plan = { ...PLAN, columns: ['name', 'address', 'company', 'phone'] };
      const run = await ended(await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, plan));
      expect(run).toMatchObject({ state: 'done', made: 4, changed: 3, canUndo: true });
      expect(await card(known.id)).toMatchObject({
        name: 'Known Three',
        phone: '+48 3',
        company: 'Another Ltd',
      });
      const found = async (search: string): Promise<string> =>
        ContactPage.parse(await get(`/api/v1/contacts?search=${search}`)).contacts[0]?.id ?? '';
      const { account, user } = test.people.alice;
      test.clock.advance(60_000);
      await writeMessage(store, {
        ...{ account_id: account, user_id: user, at: test.clock.now() },
        recipients: [{ address: 'written@undo.example', contact: await found('written') }],
      });
      await send('PATCH', `/api/v1/contacts/${await found('changed@undo.example')}`, { phone: '+9' });

      expect((await send('DELETE', `/api/v1/contacts/runs/${run.id}`, undefined, 'dan')).statusCode).toBe(
        404,
      );
      const undone = await ended(await send('DELETE', `/api/v1/contacts/runs/${run.id}`));
      expect(undone).toMatchObject({ state: 'undone', takenBack: { removed: 2, stayed: 2 }, canUndo: false });
      expect(await names('search=undo.example&sort=name')).toEqual(['Changed', 'Written To']);
      expect(await card(known.id)).toMatchObject({
        ...{ name: 'Known One', phone: '+48 1', company: 'Backhouse', basis: 'none' },
        addresses: ['known@back.example'],
      });
      const companies = CompanyPage.parse(await get('/api/v1/companies?search=ltd')).companies;
      expect(companies.map(({ name }) => name)).not.toContain('Undone Ltd');
      // Nothing of them is left, and they may come again.
      const left = store.db.selectFrom('contact_changes').select('property').where('run_id', '=', run.id);
      expect((await left.where('property', '=', 'made').execute()).length).toBe(2);
      expect((await upload(csv)).rows).toBe(7);
    });

    it('taken back, as a change of many, it leaves to whom a merge kept what is their own', async () => {
      const kept = await make('Goes', 'keeps@keeps.example', 'Acme Works');
      const gone = await make('Nameless', 'goes@goes.example');
      const apart = await make('Nameless', 'apart@apart.example');
      const own = { owner: test.people.dan.user, basis: 'consent-given' };
      await send('PATCH', `/api/v1/contacts/${kept.id}`, own);
      const csv =
        'Name,Mail,Company\nGoes,goes@goes.example,Acme Works\nApart,apart@apart.example,Acme Works\n';
      const draft = await upload(csv);
      const plan = { ...PLAN, columns: ['name', 'address', 'company'] };
      const brought = await ended(await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, plan));
      const ids = [gone.id, apart.id];
      const asked = { kind: 'edit', who: { ids }, edit: { owner: own.owner } };
      const set = await ended(await send('POST', '/api/v1/contacts/runs', asked));
      expect([brought.changed, set.changed]).toEqual([2, 2]);
      const url = `/api/v1/contacts/${kept.id}/merge`;
      await send('POST', url, { other: gone.id });
      test.clock.advance(1000);
      const { merges } = Merges.parse((await send('POST', url, { other: apart.id })).json());
      const again = await send('DELETE', `/api/v1/contacts/${kept.id}/merges/${merges[0]?.id ?? ''}`);
      expect([merges.length, again.statusCode]).toEqual([2, 200]);

      for (const { id } of [set, brought]) await ended(await send('DELETE', `/api/v1/contacts/runs/${id}`));
      const stands = { name: 'Goes', company: 'Acme Works', basis: own.basis, owner: { id: own.owner } };
      expect(await card(kept.id)).toMatchObject(stands);
      // Of whom the merge was undone, all is as it was.
      const back = await card(apart.id);
      expect([back.name, back.company, back.basis]).toEqual(['Nameless', undefined, 'none']);
      expect(back.owner?.id).toBe(test.people.alice.user);
    });

    it('lets go of its file unless something else has the same, and nothing else of its', async () => {
      const { account } = test.people.alice;
      const rows = 'Name,Mail\nSame,same@same.example\n';
      const draft = await upload(rows);
      const keys = async (): Promise<string[]> =>
        (await store.db.selectFrom('blobs').select('key').where('key', '=', key).execute()).map(
          (row) => row.key,
        );
      const { key, size } = await test.services.blobs.putBlob(account, Buffer.from(rows));
      expect(await store.tx((trx) => releaseFiles(trx, account, [key]))).toEqual([]);
      await store.db
        .insertInto('outgoing_files')
        .values({
          ...{ account_id: account, mail_id: draft.id, n: 1, name: 'people.csv', content_type: 'text/csv' },
          ...{ size, blob_key: key },
        })
        .execute();
      const plan = { ...PLAN, columns: ['name', 'address'] };
      await ended(await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, plan));
      expect(await keys()).toEqual([key]);
      await store.db.deleteFrom('outgoing_files').where('blob_key', '=', key).execute();
      expect(await store.tx((trx) => releaseFiles(trx, account, [key]))).toEqual([key]);
    });

    it('P5: brings nobody back who was erased', async () => {
      const { account } = test.people.alice;
      const { addressHash } = await import('../../../src/server/privacy/address-hash');
      await store.db
        .insertInto('erased_addresses')
        .values({
          account_id: account,
          address_hash: addressHash(test.services.secrets, account, 'erased@e.example'),
          erasure_id: uuidV7(test.clock.now()),
          at: test.clock.now(),
        })
        .execute();
      const draft = await upload('Name,Mail\nErased One,erased@e.example\n');
      const plan = { ...PLAN, columns: ['name', 'address'] };
      const run = await ended(await send('POST', `/api/v1/contacts/imports/${draft.id}/begin`, plan));
      expect(run).toMatchObject({ made: 0, bad: 1 });
      const report = (await test.ask('alice', { url: `/api/v1/contacts/imports/${draft.id}/bad-rows.csv` }))
        .body;
      expect(report).toContain('2,erased');
      expect(report).not.toContain('Erased One');
    });

    it('that is never begun is let go of after a day, and a report after a week', async () => {
      const draft = await upload('Name,Mail\nLeft,left@l.example\n');
      test.clock.advance(DAY + 1);
      jobs.wake();
      await jobs.idle();
      const there = () =>
        store.db.selectFrom('contact_runs').select('id').where('id', '=', draft.id).execute();
      expect(await there()).toEqual([]);
      test.clock.advance(7 * DAY);
      jobs.wake();
      await jobs.idle();
      expect(await store.db.selectFrom('contact_run_bad_rows').select('row').execute()).toEqual([]);
    });
  });

  describe('with 20,000 contacts', () => {
    beforeAll(async () => {
      const { account } = test.people.alice;
      await sql`insert into contacts (account_id, id, name, company, owner_user_id, source, last_activity_at, created_at, updated_at)
        select ${account}, ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n, 'Firm ' || n % 50,
          n % 7, 'test', now() - n * interval '1 minute', now(), now()
        from generate_series(1, 20000) n`.execute(store.db);
      await sql`insert into companies (account_id, id, name, created_at, updated_at)
        select ${account}, ('dddddddd-dddd-4ddd-8ddd-' || lpad(to_hex(n), 12, '0'))::uuid, 'Firm ' || n, now(), now()
        from generate_series(0, 9999) n`.execute(store.db);
      await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
        select ${account}, 'person' || n || '@firm' || n % 50 || '.example',
          ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n), 12, '0'))::uuid, true, now()
        from generate_series(1, 20000) n`.execute(store.db);
      await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source)
        select ${account}, ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n), 12, '0'))::uuid, 'one-to-one-tracking', now(), 'contract', 'test'
        from generate_series(1, 20000) n`.execute(store.db);
      // As it stands a minute later by itself: what waits to go into the index of words makes that index dear.
      await sql`vacuum analyze`.execute(store.db);
    });

    const account = () => test.people.alice.account;
    const page = (query: Parameters<typeof contactPage>[2]) => (db: Store['db']) =>
      contactPage(db, account(), query, test.clock.now());
    const queries: [string, (db: Store['db']) => Promise<unknown>][] = [
      ['by activity', page({ limit: 50 })],
      ['by name', page({ limit: 50, sort: 'name' })],
      ['by name, backwards', page({ limit: 50, sort: 'name', order: 'desc' })],
      ['by company', page({ limit: 50, sort: 'company' })],
      ['by when they were made', page({ limit: 50, sort: 'created' })],
      [
        'the second page by name',
        async (db) => {
          const { next = '' } = await page({ limit: 50, sort: 'name' })(db);
          return page({ limit: 50, sort: 'name', cursor: next })(db);
        },
      ],
      ['from the middle of the names', page({ limit: 50, sort: 'name', from: 'person 15' })],
      ['from a day on', page({ limit: 50, from: new Date(0).toISOString() })],
      ['of one owner', page({ limit: 50, owner: 3 })],
      ['a search', page({ limit: 50, search: 'person 1999' })],
      ['a search by name', page({ limit: 50, search: 'person1999', sort: 'name' })],
      ['companies', (db) => companyPage(db, account(), { limit: 50 })],
    ];
    it('begins at a place of its order, and goes on from there', async () => {
      const from = async (query: Partial<Parameters<typeof contactPage>[2]>) => {
        const first = await page({ limit: 2, ...query })(store.db);
        const second = await page({ limit: 2, ...query, cursor: first.next ?? '' })(store.db);
        return [...first.contacts, ...second.contacts].map(({ name }) => name);
      };
      expect(await from({ sort: 'name', from: 'PERSON 150' })).toEqual([
        ...['Person 150', 'Person 1500', 'Person 15000', 'Person 15001'],
      ]);
      expect(await from({ sort: 'name', order: 'desc', from: 'person 1500' })).toEqual([
        ...['Person 15009', 'Person 15008', 'Person 15007', 'Person 15006'],
      ]);
      const all = await page({ limit: 200 })(store.db);
      const tenth = all.contacts.filter(({ name }) => name.startsWith('Person'))[9];
      // The API tells milliseconds, the store has more.
      const at = new Date(Date.parse(tenth?.lastActivityAt ?? '') + 1).toISOString();
      const ofTenth = await from({ from: at });
      expect(ofTenth[0]).toBe(tenth?.name);
      // What says no place of this order begins at its beginning.
      expect((await from({ from: 'no day' }))[0]).toBe(all.contacts[0]?.name);
    });

    it.each(queries)('%s: no large table is read from end to end', async (_name, run) => {
      const { sequential } = await readPlans(store, run);
      expect(
        sequential.filter((table) =>
          ['contacts', 'contact_addresses', 'contact_search', 'companies', 'legal_bases'].includes(table),
        ),
      ).toEqual([]);
    });
  });
});
