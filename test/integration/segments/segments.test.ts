import { sql } from 'kysely';
import { z } from 'zod';
import { ContactPage, ImportDraft, RunView } from '../../../src/core/api/contacts';
import {
  ContactSegments,
  HistoryPage,
  MemberPage,
  RuleCount,
  SegmentDetail,
  Segments,
} from '../../../src/core/api/segments';
import { Problem } from '../../../src/core/api/shared';
import type { Rule } from '../../../src/core/rules';
import { contactJobs } from '../../../src/server/crm/runs';
import { recordEvent, retractEvent } from '../../../src/server/events';
import { startJobs } from '../../../src/server/jobs';
import { followTouched, segmentJobs } from '../../../src/server/segments';
import { fillOnce } from '../../../src/server/segments/fill';
import { followOnce } from '../../../src/server/segments/follow';
import { forgetRemoved } from '../../../src/server/segments/forget';
import { restoreSegment } from '../../../src/server/segments/segments';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

const DAY_MS = 86_400_000;
const Contacts = z.object({ contacts: z.array(z.object({ name: z.string() })) });
const all = (...rules: Rule[]): Rule => ({ kind: 'group', of: 'all', rules });
const named = (...values: string[]): Rule => ({
  ...{ kind: 'text', property: 'name', test: { is: 'contains', values } },
});
const REPLIED: Rule = {
  ...{ kind: 'event', event: 'replied', of: 'any', when: { is: 'within', days: 30 } },
};

describeOnBothStores('segments and lists', (open) => {
  let store: Store;
  let app: TestApp;
  let account: number;
  let bob = '';
  let frank = '';

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
    account = app.people.alice.account;
    bob = app.contacts.get('bob@partner.example') ?? '';
    frank = app.contacts.get('frank@quiet.example') ?? '';
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const ask = (
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    payload?: object,
    as: PersonKey | undefined = 'alice',
  ) => app.ask(as, { method, url: `/api/v1${path}`, ...(payload && { payload }) });
  /** What the jobs do, until there is nothing to do. */
  const settle = async (of = account): Promise<void> => {
    const rows = await store.db
      .selectFrom('segments')
      .select('id')
      .where('account_id', '=', of)
      .where('state', '=', 'filling')
      .where('removed_at', 'is', null)
      .execute();
    for (const { id } of rows) while ((await fillOnce(app.services, of, id)) !== 'done');
    while ((await followOnce(app.services, of)).more);
  };
  const make = async (name: string, rule?: Rule, as: PersonKey = 'alice'): Promise<SegmentDetail> => {
    const kind = rule ? 'active' : 'list';
    const answer = await ask('POST', '/segments', { name, kind, ...(rule && { rule }) }, as);
    expect(answer.statusCode).toBe(201);
    await settle(app.people[as].account);
    return SegmentDetail.parse(answer.json());
  };
  const members = async (id: string): Promise<string[]> =>
    MemberPage.parse((await ask('GET', `/segments/${id}/members`)).json())
      .members.map(({ contact }) => contact.name)
      .sort();
  const refusedWith = async (
    answer: ReturnType<typeof ask>,
  ): Promise<[status: number, code: string, field: string | undefined]> => {
    const { statusCode, json } = await answer.then((one) => ({
      statusCode: one.statusCode,
      json: Problem.parse(one.json()),
    }));
    return [statusCode, json.error.code, json.error.field];
  };
  /** What the job of a change to many or an import does, until there is no more of it. */
  const runOn = async (id: string): Promise<void> => {
    const jobs = contactJobs(app.services);
    const { signal } = new AbortController();
    await jobs['contacts.run']?.({
      account,
      type: 'contacts.run',
      key: id,
      payload: null,
      attempt: 1,
      signal,
    });
  };
  let seq = 0;
  const reply = (contact: string, at = app.clock.now()): Promise<number | undefined> =>
    store.tx((trx) =>
      recordEvent(trx, {
        ...{ account, kind: 'reply', at, recordedAt: app.clock.now(), contact },
        cause: `test:${(seq += 1)}`,
      }),
    );

  test('an active segment follows a reply, says why, lets go when it is taken back, and when its time is over', async () => {
    const { id } = await make('Replied lately', all(REPLIED, named('bob', 'frank')));
    expect(await members(id)).toEqual([]);
    const first = await reply(bob);
    await settle();
    expect(await members(id)).toEqual(['Bob Lindqvist']);
    const mine = ContactSegments.parse((await ask('GET', `/contacts/${bob}/segments`)).json());
    expect(mine.segments).toMatchObject([
      {
        name: 'Replied lately',
        why: { what: 'event', name: 'reply' },
        parts: [{ holds: true }, { holds: true }],
      },
    ]);
    await store.tx((trx) => retractEvent(trx, account, first ?? 0, { at: app.clock.now(), reason: 'test' }));
    await settle();
    expect(await members(id)).toEqual([]);

    app.clock.advance(1_000);
    await reply(frank, new Date(app.clock.now().getTime() - 29 * DAY_MS));
    const { next } = await followOnce(app.services, account);
    expect(await members(id)).toEqual(['Frank Weber']);
    // Nothing touches him; the time of which the segment knows comes.
    expect(next).toEqual(new Date(app.clock.now().getTime() + DAY_MS));
    app.clock.advance(DAY_MS);
    await settle();
    // Who has signed in is so for an hour.
    app.clock.advance(-DAY_MS);
    expect(await members(id)).toEqual([]);
    const { moves } = HistoryPage.parse((await ask('GET', `/segments/${id}/history`)).json());
    expect(moves.map(({ contact, came, why }) => [contact.name, came, why.what])).toEqual([
      ['Frank Weber', false, 'time'],
      ['Frank Weber', true, 'event'],
      ['Bob Lindqvist', false, 'event'],
      ['Bob Lindqvist', true, 'event'],
    ]);
  });

  test('on a running server, the commit of an event is what wakes it', async () => {
    const { id } = await make('Woken', all(REPLIED, named('bob')));
    await settle();
    const ends = await followTouched(app.services);
    const jobs = await startJobs({ store, clock: app.clock, handlers: segmentJobs(app.services) });
    try {
      const before = (await members(id)).length;
      const seen = await reply(bob);
      await waitFor('Bob comes in', async () => (await members(id)).length === before + 1);
      await store.tx((trx) => retractEvent(trx, account, seen ?? 0, { at: app.clock.now(), reason: 'test' }));
      await waitFor('Bob goes out', async () => (await members(id)).length === before);
    } finally {
      await ends();
      await jobs.stop();
    }
  });

  test('what is counted while a rule is written is what the segment then holds', async () => {
    const rule = all(named('bob'), {
      kind: 'basis',
      purpose: 'one-to-one-tracking',
      bases: ['none'],
      not: true,
    });
    const counted = RuleCount.parse((await ask('POST', '/segments/preview', { rule })).json());
    expect(counted).toMatchObject({ count: 1, sample: [{ id: bob, address: 'bob@partner.example' }] });
    const { id } = await make('Bobs', rule);
    expect(await members(id)).toEqual(['Bob Lindqvist']);
    const { segments } = Segments.parse((await ask('GET', '/segments')).json());
    expect(segments.find((one) => one.id === id)).toMatchObject({ count: 1, kind: 'active' });
    const inTable = Contacts.parse((await ask('GET', `/contacts?segment=${id}`)).json());
    expect(inTable.contacts).toMatchObject([{ name: 'Bob Lindqvist' }]);
  });

  test('a filling that is broken off goes on where it was, and once more changes nothing', async () => {
    const answer = await ask('POST', '/segments', {
      name: 'Everybody',
      kind: 'static',
      rule: { kind: 'group', of: 'all', rules: [] },
    });
    const { id } = SegmentDetail.parse(answer.json());
    while ((await fillOnce(app.services, account, id, 1)) === 'wait');
    const half = SegmentDetail.parse((await ask('GET', `/segments/${id}`)).json());
    expect(half).toMatchObject({ count: 1, filling: { lookedAt: 1 } });
    // The process ended; another goes on.
    while ((await fillOnce(app.services, account, id, 1)) !== 'done');
    expect(await fillOnce(app.services, account, id, 1)).toBe('done');
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from contacts where account_id = ${account}`.execute(store.db);
    const whole = SegmentDetail.parse((await ask('GET', `/segments/${id}`)).json());
    expect([whole.count, whole.filling]).toEqual([rows[0]?.n, undefined]);
    // Frozen: who comes later is not in it.
    await ask('POST', '/contacts', { name: 'Greta Later', addresses: ['greta@later.example'] });
    await settle();
    expect(await members(id)).not.toContain('Greta Later');
  });

  test('what a transaction lost is not followed, and what two followed at once is followed once', async () => {
    const { id } = await make('Gretas', named('greta', 'hugo'));
    expect(await members(id)).toEqual(['Greta Later']);
    await expect(
      store.tx(async (trx) => {
        await trx
          .updateTable('contacts')
          .set({ name: 'Hugo' })
          .where('account_id', '=', account)
          .where('id', '=', bob)
          .execute();
        throw new Error('lost');
      }),
    ).rejects.toThrow('lost');
    await store.db
      .updateTable('contacts')
      .set({ name: 'Hugo' })
      .where('account_id', '=', account)
      .where('id', '=', frank)
      .execute();
    await Promise.all([followOnce(app.services, account), followOnce(app.services, account)]);
    expect(await members(id)).toEqual(['Greta Later', 'Hugo']);
    await store.db
      .updateTable('contacts')
      .set({ name: 'Frank Weber' })
      .where('account_id', '=', account)
      .where('id', '=', frank)
      .execute();
    await settle();
    expect(await members(id)).toEqual(['Greta Later']);
  });

  test('many touches of few contacts are followed to their end without being woken again', async () => {
    await store.db
      .insertInto('contact_touches')
      .values(
        Array.from({ length: 501 }, (_, i) => ({
          ...{ account_id: account, contact_id: i % 2 === 0 ? bob : frank, cause: 'property' },
        })),
      )
      .execute();
    expect(await followOnce(app.services, account)).toMatchObject({ looked: 2, more: true });
    expect(await followOnce(app.services, account)).toMatchObject({ looked: 1, more: false });
  });

  test('segments that name lists and other segments follow them, in whatever order they were made', async () => {
    const list = await make('Customers');
    const inner = await make('Not customers', { kind: 'member', segment: list.id, not: true });
    const outer = await make('Bob, no customer', all({ kind: 'member', segment: inner.id }, named('bob')));
    expect(await members(outer.id)).toEqual(['Bob Lindqvist']);
    expect((await ask('PUT', `/segments/${list.id}/members/${bob}`)).statusCode).toBe(204);
    await settle();
    expect(await members(outer.id)).toEqual([]);
    expect((await ask('DELETE', `/segments/${list.id}/members/${bob}`)).statusCode).toBe(204);
    await settle();
    expect(await members(outer.id)).toEqual(['Bob Lindqvist']);

    // A rule that leads back is refused, however long the way; what is needed cannot be removed.
    const loop = { rule: all({ kind: 'member', segment: outer.id }) };
    expect(await refusedWith(ask('PATCH', `/segments/${inner.id}`, loop))).toEqual([
      422,
      'loop',
      'rule.rules.0.segment',
    ]);
    const itself = { rule: { kind: 'member', segment: inner.id } };
    expect(await refusedWith(ask('PATCH', `/segments/${inner.id}`, itself))).toEqual([
      422,
      'loop',
      'rule.segment',
    ]);
    expect(await refusedWith(ask('DELETE', `/segments/${list.id}`))).toEqual([409, 'in-use', undefined]);

    // Another rule of the inner one is followed by the outer one.
    await ask('PATCH', `/segments/${inner.id}`, { rule: named('frank') });
    await settle();
    expect(await members(outer.id)).toEqual([]);
    expect(await members(inner.id)).toEqual(['Frank Weber']);
  });

  test('contacts from the table go onto a list together, and come off it by undoing', async () => {
    const list = await make('Newsletter');
    await ask('PUT', `/segments/${list.id}/members/${frank}`);
    const begun = await ask('POST', '/contacts/runs', {
      kind: 'list',
      who: { ids: [bob, frank] },
      list: list.id,
    });
    expect(begun.statusCode).toBe(202);
    const { id } = RunView.parse(begun.json());
    await runOn(id);
    await runOn(id);
    expect(await members(list.id)).toEqual(['Bob Lindqvist', 'Frank Weber']);
    const done = RunView.parse((await ask('GET', `/contacts/runs/${id}`)).json());
    expect(done).toMatchObject({ state: 'done', changed: 1, canUndo: true });
    await ask('DELETE', `/contacts/runs/${id}`);
    await runOn(id);
    // Who was on it before stays.
    expect(await members(list.id)).toEqual(['Frank Weber']);

    const off = await ask('POST', '/contacts/runs', {
      ...{ kind: 'list', who: { filter: { segment: list.id } }, list: list.id, remove: true },
    });
    const taken = RunView.parse(off.json());
    await runOn(taken.id);
    expect(await members(list.id)).toEqual([]);
    await ask('DELETE', `/contacts/runs/${taken.id}`);
    await runOn(taken.id);
    expect(await members(list.id)).toEqual(['Frank Weber']);
  });

  test('an import puts everybody in its file on a list; taken back, it takes them off, but not who was there', async () => {
    const list = await make('From a file');
    await ask('PUT', `/segments/${list.id}/members/${frank}`);
    const uploaded = await app.ask('alice', {
      method: 'POST',
      url: '/api/v1/contacts/imports?fileName=people.csv',
      headers: { 'content-type': 'text/csv' },
      payload: 'Mail,Name\nbob@partner.example,Bob\nfrank@quiet.example,Frank\njon@filed.example,Jon Filed\n',
    });
    const draft = ImportDraft.parse(uploaded.json());
    const url = `/contacts/imports/${draft.id}/begin`;
    const plan = { columns: ['address', 'name'], existing: 'leave', owner: null };
    expect(await refusedWith(ask('POST', url, { ...plan, list: bob }))).toEqual([
      404,
      'no-such-list',
      'list',
    ]);
    expect((await ask('POST', url, { ...plan, list: list.id })).statusCode).toBe(202);
    await runOn(draft.id);
    expect(await members(list.id)).toEqual(['Bob Lindqvist', 'Frank Weber', 'Jon Filed']);
    expect((await ask('DELETE', `/contacts/runs/${draft.id}`)).statusCode).toBe(202);
    await runOn(draft.id);
    expect(await members(list.id)).toEqual(['Frank Weber']);
  });

  test('a copy has the rule or the members, a removed one comes back, and goes for good after a day', async () => {
    const { id } = await make('To copy', named('bob'));
    const copy = SegmentDetail.parse(
      (await ask('POST', `/segments/${id}/copy`, { name: 'Its copy' })).json(),
    );
    const frozen = SegmentDetail.parse(
      (await ask('POST', `/segments/${id}/copy`, { name: 'Frozen', kind: 'static' })).json(),
    );
    await settle();
    expect([await members(copy.id), await members(frozen.id)]).toEqual([
      ['Bob Lindqvist'],
      ['Bob Lindqvist'],
    ]);
    expect([copy.kind, frozen.kind, frozen.rule]).toEqual(['active', 'static', named('bob')]);
    // Nobody has gone through the contacts for it yet.
    const fresh = await ask('POST', '/segments', { name: 'Fresh', kind: 'active', rule: named('frank') });
    const early = await ask('POST', `/segments/${SegmentDetail.parse(fresh.json()).id}/copy`, {
      ...{ name: 'Frozen early', kind: 'static' },
    });
    await settle();
    expect(await members(SegmentDetail.parse(early.json()).id)).toEqual(['Frank Weber']);
    expect((await ask('DELETE', `/segments/${copy.id}`)).statusCode).toBe(204);
    expect((await ask('GET', `/segments/${copy.id}`)).statusCode).toBe(404);
    expect((await ask('POST', `/segments/${copy.id}/restore`)).statusCode).toBe(200);
    await settle();
    expect(await members(copy.id)).toEqual(['Bob Lindqvist']);
    await ask('DELETE', `/segments/${copy.id}`);
    app.clock.advance(DAY_MS);
    const late = store.tx((trx) => restoreSegment(trx, app.people.alice, copy.id, app.clock.now()));
    expect(await late).toEqual({ code: 'no-such-segment' });
    app.clock.advance(-DAY_MS);
    await forgetRemoved(store, new Date(app.clock.now().getTime() + 2 * DAY_MS));
    expect(await refusedWith(ask('POST', `/segments/${copy.id}/restore`))).toEqual([
      404,
      'no-such-segment',
      undefined,
    ]);
    const { rows } = await sql`select 1 from segment_members where segment_id = ${copy.id}`.execute(store.db);
    expect(rows).toEqual([]);
  });

  test('bad input is refused by its name', async () => {
    const tries: [object, number, string, string | undefined][] = [
      [{ name: '', kind: 'list' }, 422, 'bad-request', 'name'],
      [{ name: 'x', kind: 'active' }, 422, 'bad-request', 'rule'],
      [{ name: 'Newsletter', kind: 'list' }, 409, 'name-taken', 'name'],
      [{ name: 'x', kind: 'active', rule: { kind: 'what' } }, 422, 'bad-request', 'rule.kind'],
      [
        { name: 'x', kind: 'active', rule: all({ ...REPLIED, when: { is: 'within', days: 0 } }) },
        ...[422, 'bad-request', 'rule.rules.0.when.days'],
      ] as [object, number, string, string],
      [
        { name: 'x', kind: 'active', rule: { kind: 'member', segment: bob } },
        ...[422, 'no-such-segment-named', 'rule.segment'],
      ] as [object, number, string, string],
      [
        { name: 'x', kind: 'active', rule: { kind: 'event', event: 'opened', of: { message: bob } } },
        ...[422, 'no-such-message-named', 'rule.of.message'],
      ] as [object, number, string, string],
      [
        { name: 'x', kind: 'active', rule: { kind: 'owner', users: [987] } },
        ...[422, 'no-such-user-named', 'rule.users'],
      ] as [object, number, string, string],
      [
        { name: 'x', kind: 'active', rule: { kind: 'text', property: 'custom:no', test: { is: 'known' } } },
        ...[422, 'no-such-field-named', 'rule.property'],
      ] as [object, number, string, string],
    ];
    for (const [body, ...refusal] of tries)
      expect(await refusedWith(ask('POST', '/segments', body))).toEqual(refusal);
    let deep: Rule = named('x');
    for (let i = 0; i < 500; i += 1) deep = { kind: 'group', of: 'any', rules: [deep] };
    expect(await refusedWith(ask('POST', '/segments/preview', { rule: deep }))).toEqual([
      422,
      'bad-request',
      'rule',
    ]);
  });

  test('a member looks and changes nothing; another company sees nothing', async () => {
    const { id } = await make('Ours alone', named('bob'));
    expect((await ask('GET', `/segments/${id}`, undefined, 'dan')).statusCode).toBe(200);
    expect(
      SegmentDetail.parse((await ask('GET', `/segments/${id}`, undefined, 'dan')).json()).canChange,
    ).toBe(false);
    for (const [method, path, body] of [
      ['POST', '/segments', { name: 'Dan’s', kind: 'list' }],
      ['PATCH', `/segments/${id}`, { name: 'Dan’s' }],
      ['DELETE', `/segments/${id}`, undefined],
      ['POST', `/segments/${id}/restore`, {}],
      ['POST', `/segments/${id}/copy`, { name: 'Dan’s' }],
      ['PUT', `/segments/${id}/members/${bob}`, undefined],
      ['POST', '/contacts/runs', { kind: 'list', who: { ids: [bob] }, list: id }],
    ] as const) {
      expect((await ask(method, path, body, 'dan')).statusCode).toBe(403);
      if (!path.includes(id)) continue;
      expect((await ask(method, path, body, 'erin')).statusCode).toBe(404);
    }
    for (const path of [
      `/segments/${id}`,
      `/segments/${id}/members`,
      `/segments/${id}/history`,
      `/contacts/${bob}/segments`,
    ]) {
      expect((await ask('GET', path, undefined, 'erin')).statusCode).toBe(404);
      expect((await app.ask(undefined, { method: 'GET', url: `/api/v1${path}` })).statusCode).toBe(401);
    }
    expect(
      ContactPage.parse((await ask('GET', `/contacts?segment=${id}`, undefined, 'erin')).json()).contacts,
    ).toEqual([]);
    const theirs = await make('Ours alone', named('e'), 'erin');
    expect(
      await refusedWith(ask('POST', '/segments/preview', { rule: { kind: 'member', segment: theirs.id } })),
    ).toEqual([422, 'no-such-segment-named', 'rule.segment']);
    // Their contacts on our list, and ours on theirs.
    const list = await make('Our list');
    const { rows } = await sql<{
      id: string;
    }>`select id from contacts where account_id = ${app.people.erin.account} limit 1`.execute(store.db);
    await ask('PUT', `/segments/${list.id}/members/${rows[0]?.id ?? ''}`);
    expect(await members(list.id)).toEqual([]);
  });

  test('who is erased is in nothing any more', async () => {
    const list = await make('To be left');
    const made = await ask('POST', '/contacts', { name: 'Ida Gone', addresses: ['ida@gone.example'] });
    const { id } = z.object({ id: z.string() }).parse(made.json());
    await ask('PUT', `/segments/${list.id}/members/${id}`);
    await ask('DELETE', `/segments/${list.id}/members/${id}`);
    await ask('PUT', `/segments/${list.id}/members/${id}`);
    await store.db.deleteFrom('contacts').where('account_id', '=', account).where('id', '=', id).execute();
    for (const table of ['segment_members', 'segment_stays', 'segment_checks'] as const) {
      const rows = await store.db
        .selectFrom(table)
        .select('contact_id')
        .where('contact_id', '=', id)
        .execute();
      expect(rows).toEqual([]);
    }
    expect(SegmentDetail.parse((await ask('GET', `/segments/${list.id}`)).json()).count).toBe(0);
  });
});
