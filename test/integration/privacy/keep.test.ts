import { sql } from 'kysely';
import { AccountStanding, AuditPage } from '../../../src/core/api/audit';
import { recordAudit } from '../../../src/server/audit';
import { recordEvent } from '../../../src/server/events';
import { emptyNext } from '../../../src/server/privacy/keep/closing';
import { applyRetention, monthsBefore } from '../../../src/server/privacy/keep/retention';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';

const DAY = 86_400_000;
const GOES_ON = { aborted: false };

test('months are counted by the calendar, and a month’s end stays one', () => {
  const before = (now: string, months: number) =>
    monthsBefore(new Date(now), months).toISOString().slice(0, 10);
  expect(before('2026-11-20T09:00:00Z', 13)).toBe('2025-10-20');
  expect(before('2026-03-31T09:00:00Z', 1)).toBe('2026-02-28');
  expect(before('2026-01-31T00:00:00Z', 2)).toBe('2025-11-30');
});

describeOnBothStores('what is kept, and who did what', (open) => {
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

  const ask = (as: PersonKey, url: string, method: 'GET' | 'POST' | 'PUT' = 'GET', payload?: object) =>
    app.ask(as, { method, url, ...(payload && { payload }) });

  test('no line of the audit log and no event can be changed, deleted or emptied by hand', async () => {
    const { alice } = app.people;
    await store.tx((trx) =>
      recordAudit(
        trx,
        alice,
        app.clock.now(),
        'contact.change',
        { kind: 'contact', id: 'x' },
        { fields: ['name'] },
      ),
    );
    for (const statement of [
      `update audit_log set action = 'nothing'`,
      `delete from audit_log`,
      `truncate audit_log`,
      `truncate events`,
    ]) {
      await expect(sql.raw(statement).execute(store.db)).rejects.toThrow(/append only/);
    }
    // Not even by those that may delete: what was written stays as it was.
    const rewritten = store.tx(async (trx) => {
      await sql`select set_config('mailtrail.change', 'retention', true)`.execute(trx);
      await sql`update audit_log set action = 'nothing'`.execute(trx);
    });
    await expect(rewritten).rejects.toThrow(/append only/);
  });

  test('administrators see and take out who did what; a cell that would be a formula is text', async () => {
    const { alice } = app.people;
    await store.tx((trx) =>
      recordAudit(
        trx,
        alice,
        app.clock.now(),
        'contact.change',
        { kind: 'contact', id: '=1+1' },
        { a: '"b",c' },
      ),
    );
    expect((await ask('dan', '/api/v1/audit-log')).statusCode).toBe(403);
    expect((await ask('dan', '/api/v1/audit-log.csv')).statusCode).toBe(403);
    const page = AuditPage.parse((await ask('alice', '/api/v1/audit-log?action=contact.&limit=1')).json());
    expect(page.lines).toMatchObject([
      { action: 'contact.change', object: { id: '=1+1' }, by: { name: 'Alice Moreau' } },
    ]);
    const next = AuditPage.parse(
      (await ask('alice', `/api/v1/audit-log?action=contact.&before=${page.next ?? 0}`)).json(),
    );
    expect(next.lines.map(({ object }) => object.id)).toContain('x');
    expect(AuditPage.parse((await ask('alice', '/api/v1/audit-log?actor=0')).json()).lines).toEqual([]);
    expect(AuditPage.parse((await ask('erin', '/api/v1/audit-log?action=contact.')).json()).lines).toEqual(
      [],
    );
    const csv = (await ask('alice', '/api/v1/audit-log.csv?action=contact.')).body.split('\r\n');
    expect(csv[0]).toBe('number,at,by,action,kind,id,detail');
    expect(csv[1]).toMatch(/,Alice Moreau,contact\.change,contact,'=1\+1,"\{""a"":""\\""b\\"",c""\}"$/);
    const exported = await ask('alice', '/api/v1/audit-log?action=audit-log.export');
    expect(AuditPage.parse(exported.json()).lines).toHaveLength(1);
  });

  test('by default everything is kept; as set, old text, events and audit lines go, and counts stay', async () => {
    const { alice } = app.people;
    const now = app.clock.now();
    const years = (n: number) => new Date(now.getTime() - n * 366 * DAY);
    const letter = (at: Date) =>
      writeMessage(store, {
        account_id: alice.account,
        user_id: alice.user,
        at,
        subject: 'Kept subject',
        html: '<p>x</p>',
        opens: 3,
        tracked_image: true,
        recipients: [{ address: 'bob@partner.example' }],
      });
    const [old, young] = [await letter(years(3)), await letter(now)];
    await store.tx(async (trx) => {
      for (const [cause, at, message] of [
        ['hit:old', years(3), old],
        ['hit:young', now, young],
      ] as const) {
        await recordEvent(trx, {
          account: alice.account,
          user: alice.user,
          kind: 'open',
          at,
          recordedAt: at,
          message,
          recipient: 1,
          cause,
          notify: true,
        });
      }
      await recordAudit(trx, alice, years(3), 'device.remove', { kind: 'x', id: 'x' });
    });
    const state = async () => ({
      letters: await store.db
        .selectFrom('messages')
        .select(['html', 'opens'])
        .where('id', 'in', [old, young])
        .orderBy('at')
        .execute(),
      events: (
        await store.db
          .selectFrom('events')
          .select('cause')
          .where('account_id', '=', alice.account)
          .where('cause', 'in', ['hit:old', 'hit:young'])
          .orderBy('seq')
          .execute()
      ).map(({ cause }) => cause),
      old: (
        await store.db.selectFrom('audit_log').select('seq').where('action', '=', 'device.remove').execute()
      ).length,
    });
    const before = await state();
    expect((await applyRetention(app.services, GOES_ON)).gone.size).toBe(0);
    expect(await state()).toEqual(before);

    expect((await ask('dan', '/api/v1/settings/retention', 'PUT', { mails: 24 })).statusCode).toBe(403);
    expect((await ask('alice', '/api/v1/settings/retention', 'PUT', { auditLog: 1 })).statusCode).toBe(422);
    const months = { mails: 24, events: 24, auditLog: 24 };
    expect((await ask('alice', '/api/v1/settings/retention', 'PUT', months)).json()).toEqual(months);
    const { gone } = await applyRetention(app.services, GOES_ON);
    expect([...gone]).toEqual([[alice.account, { mails: 1, events: 1, auditLog: 1 }]]);
    expect(await state()).toEqual({
      letters: [
        { html: null, opens: 3 },
        { html: '<p>x</p>', opens: 3 },
      ],
      events: ['hit:young'],
      old: 0,
    });
    // Another account keeps what it has; a second run finds nothing.
    expect((await applyRetention(app.services, GOES_ON)).gone.size).toBe(0);
    const noted = await ask('alice', '/api/v1/audit-log?action=retention.');
    expect(AuditPage.parse(noted.json()).lines).toMatchObject([
      { detail: { mails: 1, events: 1, auditLog: 1 } },
    ]);
  });

  test('a closed account lets nobody in but its administrators, can be opened again for 30 days, and is then empty', async () => {
    const { erin, alice } = app.people;
    const close = (name: string) => ask('erin', '/api/v1/account/close', 'POST', { name });
    expect((await ask('dan', '/api/v1/account/close', 'POST', { name: 'x' })).statusCode).toBe(403);
    expect((await close('not its name')).statusCode).toBe(422);
    await writeMessage(store, {
      account_id: erin.account,
      at: app.clock.now(),
      subject: 'Otherside secret',
      recipients: [{ address: 'zoe@far.example' }],
    });
    const before = (await store.db.selectFrom('contacts').select('id').execute()).length;
    const { name } = AccountStanding.parse((await ask('erin', '/api/v1/account')).json());
    const closed = AccountStanding.parse((await close(name)).json());
    expect(closed.closedAt).toBe(app.clock.now().toISOString());
    expect((await ask('erin', '/api/v1/contacts')).json().error.code).toBe('account-closed');
    expect((await ask('erin', '/api/v1/me')).statusCode).toBe(200);
    expect((await ask('erin', '/api/v1/account/export')).headers['content-type']).toBe('application/zip');
    await ask('erin', '/api/v1/account/reopen', 'POST');
    expect((await ask('erin', '/api/v1/contacts')).statusCode).toBe(200);

    await close(name);
    expect(await emptyNext(app.services, erin.account)).toBe(false);
    app.clock.advance(31 * DAY);
    for (let turns = 0; await emptyNext(app.services, erin.account); turns += 1)
      expect(turns).toBeLessThan(60);
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'account_id' order by 1`.execute(store.db);
    const left: string[] = [];
    for (const { name: table } of rows) {
      const { rows: some } =
        await sql`select 1 from ${sql.table(table)} where account_id = ${erin.account}`.execute(store.db);
      if (some.length > 0) left.push(table);
    }
    expect(left.filter((table) => table !== 'jobs')).toEqual(['account_counters']);
    expect((await store.db.selectFrom('contacts').select('id').execute()).length).toBe(before);
    expect(
      (await store.db.selectFrom('messages').select('id').where('account_id', '=', alice.account).execute())
        .length,
    ).toBeGreaterThan(0);
  });
});
