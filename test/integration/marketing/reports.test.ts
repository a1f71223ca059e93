import { sql } from 'kysely';
import {
  ClickMap,
  Engagement,
  MessageReport,
  ReplyLines,
  ReportRecipients,
} from '../../../src/core/api/reports';
import { Problem } from '../../../src/core/api/shared';
import { randomFrom } from '../../../src/sandbox/simulated/random';
import { recordBasis } from '../../../src/server/crm/legal-bases';
import { recordEvents } from '../../../src/server/events';
import { clickMap } from '../../../src/server/marketing/report';
import { object } from '../../../src/server/privacy/objections';
import type { Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';
import { beginCampaigns, type Campaigns } from './campaign';

const LEFT = new Date('2026-11-20T08:00:00Z');
const SPAN = 'from=2026-11-01&to=2026-11-30&zone=Europe/Berlin';

describeOnBothStores('reports, as they are asked for', (open) => {
  let store: Store;
  let test: TestApp;
  let campaigns: Campaigns;
  let message = '';
  let contacts: string[] = [];
  let account = 0;

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    account = test.people.alice.account;
    campaigns = await beginCampaigns(store, randomFrom(1), { messages: 1, copies: 6, of: account });
    [message = ''] = campaigns.messages;
    const rows = await store.db
      .updateTable('marketing_copies')
      .set({
        state: 'accepted',
        left_at: LEFT,
        image: true,
        links: true,
        reason: null,
        reply_to: 'alice@brightwater.example',
      })
      .where('message_id', '=', message)
      .returning(['idx', 'contact_id'])
      .execute();
    contacts = rows.sort((a, b) => a.idx - b.idx).map(({ contact_id: id }) => id ?? '');
    await store.db
      .updateTable('marketing_copies')
      .set({ name: '=cmd()' })
      .where('message_id', '=', message)
      .where('idx', '=', 4)
      .execute();
    await store.tx((trx) =>
      recordEvents(
        trx,
        [1, 2, 3].flatMap((idx) => [
          event('open', idx, { agentFamily: 'outlook-windows' }),
          event('click', idx, { n: 1 }),
        ]),
      ),
    );
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const event = (kind: 'open' | 'click' | 'reply', idx: number, detail: Record<string, unknown>) => ({
    account,
    kind,
    at: new Date(LEFT.getTime() + idx * 60_000),
    recordedAt: LEFT,
    message,
    recipient: idx,
    contact: contacts[idx - 1] ?? '',
    cause: `test:${kind}:${idx}`,
    detail,
  });
  const get = async (url: string, as: PersonKey = 'alice') => test.ask(as, { url });
  const listed = async (query: string) =>
    ReportRecipients.parse((await get(`/api/v1/marketing/${message}/recipients?${query}`)).json()).recipients;

  it('tell who opened and clicked, by message and over a span', async () => {
    const report = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect(report.numbers).toMatchObject({ sent: 6, delivered: 6, opened: 3, clicked: 3 });
    expect(report.rates).toMatchObject({ open: 0.5, click: 0.5, reply: 0 });
    expect(report.programs).toEqual([{ family: 'outlook-windows', name: 'Outlook for Windows', opened: 3 }]);
    const span = Engagement.parse((await get(`/api/v1/reports/engagement?${SPAN}`)).json());
    expect(span.numbers).toEqual(report.numbers);
    expect(span.days.filter(({ sent }) => sent > 0).map(({ day }) => day)).toEqual(['2026-11-20']);
    expect((await listed('show=clicked&link=1')).map(({ who }) => who?.address)).toEqual([
      'person1@partner.example',
      'person2@partner.example',
      'person3@partner.example',
    ]);
    expect(await listed('show=clicked&link=2')).toEqual([]);
  });

  it('are refused with what is wrong in the question', async () => {
    for (const query of [
      'from=2026-11-30&to=2026-11-01',
      'from=2026-13-01&to=2026-11-01',
      'from=1970-01-01&to=2026-11-01',
      'from=2010-01-01&to=2026-11-01',
      'from=2026-11-01&to=2026-11-02&zone=Mars/Olympus',
      'from=2026-11-01&to=2026-11-02&messages=all',
    ]) {
      const answer = await get(`/api/v1/reports/engagement?${query}`);
      expect([query, answer.statusCode]).toEqual([query, 422]);
      expect(Problem.parse(answer.json()).error.message).not.toBe('');
    }
    const broken = await listed('show=sent&cursor=broken');
    expect(broken).toHaveLength(6);
  });

  it('are another account’s business only of its own mail', async () => {
    for (const part of ['report', 'recipients', 'recipients.csv', 'replies', 'click-map'])
      expect((await get(`/api/v1/marketing/${message}/${part}`, 'erin')).statusCode).toBe(404);
    const span = Engagement.parse(
      (await get(`/api/v1/reports/engagement?${SPAN}&messages=${message}`, 'erin')).json(),
    );
    expect([span.numbers.sent, span.messages]).toEqual([0, []]);
    expect(
      ReportRecipients.parse((await get(`/api/v1/reports/recipients?${SPAN}&show=sent`, 'erin')).json())
        .recipients,
    ).toEqual([]);
  });

  it('are exported by who may, on record, with nothing that a spreadsheet would run', async () => {
    for (const url of [
      `/api/v1/reports/engagement.csv?${SPAN}`,
      `/api/v1/reports/recipients.csv?${SPAN}`,
      `/api/v1/marketing/${message}/recipients.csv`,
    ])
      expect((await get(url, 'dan')).statusCode).toBe(403);
    const csv = await get(`/api/v1/marketing/${message}/recipients.csv?search=cmd`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [, line = '', ...rest] = csv.body.trim().split('\r\n');
    expect(rest).toEqual([]);
    expect(line).toContain(`,'=cmd(),person4@partner.example,`);
    const all = await get(`/api/v1/reports/engagement.csv?${SPAN}`);
    expect(all.body.trim().split('\r\n')).toHaveLength(3);
    const people = await get(`/api/v1/reports/recipients.csv?${SPAN}&show=opened`);
    expect(people.body.trim().split('\r\n')).toHaveLength(4);
    const { rows } = await sql<{ action: string; detail: Record<string, unknown> }>`
      select action, detail from audit_log where account_id = ${account} and action like 'report.%' order by seq`.execute(
      store.db,
    );
    expect(rows.map(({ action }) => action)).toEqual(['report.people', 'report.export', 'report.people']);
    // What was searched for may be an address.
    expect(JSON.stringify(rows)).not.toContain('cmd');
  });

  it('no longer name who opened and clicked once they have withdrawn, or object (P3, P6)', async () => {
    const [first = ''] = contacts;
    await store.tx(async (trx) => {
      await recordBasis(
        trx,
        { account, contact: first, purpose: 'marketing-tracking' },
        { basis: 'consent-withdrawn', source: 'test' },
        test.clock.now(),
      );
      await object(trx, test.services, account, 'person2@partner.example', 'mail');
    });
    const opened = await listed('show=opened');
    expect(opened.map(({ who, withheld }) => who?.address ?? withheld)).toEqual([
      'silent',
      'silent',
      'person3@partner.example',
    ]);
    expect(Object.keys(opened[0] ?? {}).sort()).toEqual(['message', 'replies', 'state', 'withheld']);
    // The numbers stay, and a search by name tells nothing.
    const report = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect(report.numbers.opened).toBe(3);
    expect(await listed('show=opened&search=person1')).toEqual([]);
    const [sent] = await listed('show=sent&search=person1');
    expect(sent?.who?.address).toBe('person1@partner.example');
    for (const key of ['opens', 'clicks', 'lastOpenAt', 'lastClickAt', 'machineOpens']) {
      expect(sent).not.toHaveProperty(key);
    }
    const csv = await get(`/api/v1/marketing/${message}/recipients.csv?show=opened`);
    expect(csv.body).not.toContain('person1@');
    // Nor does any other list, of who clicked on one link.
    expect((await listed('show=sent&link=1')).map(({ who }) => who?.address)).toEqual([
      undefined,
      undefined,
      'person3@partner.example',
    ]);
    expect(await listed('show=sent&link=1&search=person1')).toEqual([]);
  });

  it('show who replied, when, and the new text, to be searched; a colleague’s reply apart (M6, R5)', async () => {
    const mail = await writeMessage(store, {
      account_id: account,
      direction: 'incoming',
      kind: 'marketing',
      state: 'received',
      judged_kind: 'reply',
      subject: 'Re: Offer',
      from_address: 'person3@partner.example',
      reply_to_message: message,
      new_text: 'Yes please, two of them.',
      text: 'Yes please, two of them.\n> Our offer',
      at: LEFT,
      sender: contacts[2] ?? '',
    });
    await store.tx((trx) =>
      recordEvents(trx, [
        {
          ...event('reply', 3, {
            incoming: mail,
            from: { address: 'person3@partner.example', name: 'Three' },
          }),
        },
        {
          account,
          kind: 'reply',
          at: LEFT,
          recordedAt: LEFT,
          message,
          cause: 'test:colleague',
          detail: {
            from: { address: 'boss@partner.example', name: 'The Boss' },
            note: 'From a colleague of Person 1; not a known contact',
          },
        },
      ]),
    );
    const all = ReplyLines.parse((await get(`/api/v1/marketing/${message}/replies`)).json()).replies;
    expect(all.map(({ who, recipient, text }) => [who?.address, recipient, text])).toEqual([
      ['boss@partner.example', false, undefined],
      ['person3@partner.example', true, 'Yes please, two of them.'],
    ]);
    const found = async (search: string) =>
      ReplyLines.parse(
        (await get(`/api/v1/marketing/${message}/replies?search=${encodeURIComponent(search)}`)).json(),
      ).replies.map(({ who }) => who?.name);
    expect(await found('two of')).toEqual(['Person 2']);
    expect(await found('THE BOSS')).toEqual(['The Boss']);
    expect(await found('our offer')).toEqual([]);
    const report = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect([report.numbers.replied, report.numbers.replies, report.repliesByOthers]).toEqual([1, 1, 1]);
    const page = ReplyLines.parse((await get(`/api/v1/marketing/${message}/replies?limit=1`)).json());
    const next = ReplyLines.parse(
      (await get(`/api/v1/marketing/${message}/replies?limit=1&before=${page.next}`)).json(),
    );
    expect([...page.replies, ...next.replies]).toEqual(all);
    // P7: what one may not see is told without its text.
    await store.db
      .updateTable('messages')
      .set({ visibility: 'participants' })
      .where('id', '=', mail)
      .execute();
    const hidden = ReplyLines.parse(
      (await get(`/api/v1/marketing/${message}/replies`, 'dan')).json(),
    ).replies;
    expect(hidden.map(({ text, mail: view }) => [text, view])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(
      ReplyLines.parse((await get(`/api/v1/marketing/${message}/replies?search=two`, 'dan')).json()).replies,
    ).toEqual([]);
  });

  it('mark when replies were not watched (M10)', async () => {
    const { id: mailbox } = await store.db
      .selectFrom('mailboxes')
      .select('id')
      .where('account_id', '=', account)
      .where('address', '=', 'alice@brightwater.example')
      .executeTakeFirstOrThrow();
    const since = new Date('2026-11-20T08:30:00.000Z');
    await store.db
      .insertInto('mailbox_gaps')
      .values({ account_id: account, mailbox_id: mailbox, since, ended_at: null })
      .execute();
    const gap = [{ address: 'alice@brightwater.example', from: since.toISOString() }];
    const report = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect(report.notWatched).toEqual(gap);
    expect(Engagement.parse((await get(`/api/v1/reports/engagement?${SPAN}`)).json()).notWatched).toEqual(
      gap,
    );
    // Answers come after the days on which the mail left, too.
    const later = new Date('2026-11-20T09:30:00.000Z');
    await store.db
      .updateTable('mailbox_gaps')
      .set({ since: later })
      .where('mailbox_id', '=', mailbox)
      .execute();
    test.clock.advance(3_600_000);
    const before = 'from=2026-11-19&to=2026-11-19&zone=America/Anchorage';
    expect(Engagement.parse((await get(`/api/v1/reports/engagement?${before}`)).json())).toMatchObject({
      numbers: { sent: 6 },
      notWatched: [{ address: 'alice@brightwater.example', from: later.toISOString() }],
    });
    await store.db
      .updateTable('marketing_copies')
      .set({ reply_to: 'else@brightwater.example' })
      .where('message_id', '=', message)
      .execute();
    const elsewhere = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect(elsewhere.notWatched).toEqual([]);
  });

  it('show the mail with the clicks at its links, and nothing in it runs', async () => {
    expect((await get(`/api/v1/marketing/${message}/click-map`)).statusCode).toBe(404);
    await store.db
      .updateTable('messages')
      .set({
        html: `<p><a href="https://site.example/1">one</a> <a href="https://site.example/1">one again</a>
          <a href="https://site.example/2" onclick="alert(1)">two</a><script>alert(2)</script></p>`,
      })
      .where('id', '=', message)
      .execute();
    const { document } = ClickMap.parse((await get(`/api/v1/marketing/${message}/click-map`)).json());
    expect(document).not.toContain('alert');
    expect(document.match(/>3 · 50%<\/span><\/a>/g)).toHaveLength(1);
    expect(document.match(/>0<\/span><\/a>/g)).toHaveLength(1);
    expect(await clickMap(test.services, test.people.erin.account, message)).toBeUndefined();
  });

  it('count an event that is written twice, or a job that runs again, once', async () => {
    await store.tx((trx) => recordEvents(trx, [event('open', 1, { agentFamily: 'chrome' })]));
    const report = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect([report.numbers.opened, report.programs.length]).toEqual([3, 1]);
    // Rolled back, it never was.
    await expect(
      store.tx(async (trx) => {
        await recordEvents(trx, [{ ...event('open', 5, {}), cause: 'test:undone' }]);
        throw new Error('broken off');
      }),
    ).rejects.toThrow('broken off');
    const after = MessageReport.parse((await get(`/api/v1/marketing/${message}/report`)).json());
    expect(after.numbers).toEqual(report.numbers);
  });
});
