import { sql } from 'kysely';
import { ContactPage, Timeline } from '../../../src/core/api/app';
import { MessageView } from '../../../src/core/api/shared';
import { contactPage } from '../../../src/server/crm/contact-views';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { insights } from '../../../src/server/crm/insights';
import { findMessages } from '../../../src/server/crm/messages';
import { contactTimeline } from '../../../src/server/crm/timeline';
import { eventViews } from '../../../src/server/crm/event-views';
import { messageIdHash } from '../../../src/server/messages/message-id';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { hitViews } from '../../../src/server/tracking';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';
import { readPlans } from '../../fixtures/plans';

const MINUTE = 60_000;
const MANY = 'cccccccc-cccc-4ccc-8ccc-00000000000a';

describeOnBothStores('contacts and timelines in pages', (open) => {
  let store: Store;
  let test: TestApp;
  let bob = '';

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    bob = test.contacts.get('bob@partner.example') ?? '';
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const ask = async (url: string): Promise<unknown> => (await test.ask('alice', { url })).json();

  async function timelinePages(contact: string, limit: number): Promise<string[][]> {
    const pages: string[][] = [];
    for (let cursor: string | undefined, i = 0; i < 50; i += 1) {
      const query = `?limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
      const page = Timeline.parse(await ask(`/api/v1/contacts/${contact}/timeline${query}`));
      pages.push(page.messages.map((message) => message.id));
      cursor = page.next;
      if (cursor === undefined) return pages;
    }
    throw new Error('the pages do not end');
  }

  it('a file that was given up says so, and is tried again at the word of who sees the mail', async () => {
    const { account, user } = test.people.alice;
    const key = { account_id: account, user_id: user };
    const id = await writeMessage(store, { ...key, at: test.clock.now(), subject: 'With files' });
    const file = { account_id: account, message_id: id, content_type: 'application/pdf', content_id: null };
    const missing = { size: 9, blob_key: null, state: 'failed' as const, reason: 'Microsoft answered 500' };
    await store.db
      .insertInto('attachments')
      .values([
        { ...file, ...missing, n: 1, name: 'known.pdf', graph_id: 'g', item_id: 'i' },
        { ...file, ...missing, n: 2, name: 'unknown.pdf' },
      ])
      .execute();
    const files = async () => MessageView.parse(await ask(`/api/v1/messages/${id}`)).attachments;
    expect(await files()).toMatchObject([
      { reason: 'Microsoft answered 500', retry: true },
      { name: 'unknown.pdf' },
    ]);
    expect((await files())[1]).not.toHaveProperty('retry');
    const again = (n: number, as: 'alice' | 'erin' = 'alice') =>
      test.ask(as, { method: 'POST', url: `/api/v1/messages/${id}/attachments/${n}/retry` });
    expect((await again(1, 'erin')).statusCode).toBe(404);
    expect((await again(2)).statusCode).toBe(409);
    expect((await again(1)).statusCode).toBe(204);
    expect(await files()).toMatchObject([{ state: 'pending', reason: 'being copied' }, { state: 'failed' }]);
    const job = await store.db.selectFrom('jobs').select('type').where('key', '=', id).execute();
    expect(job).toEqual([{ type: 'mailbox.copy-files' }]);
    await store.db.deleteFrom('attachments').where('message_id', '=', id).execute();
  });

  it('where answers are to go is told of a received mail, if elsewhere than to who wrote it', async () => {
    const { account, user } = test.people.alice;
    const field = '=?utf-8?Q?J=C3=B6rg=2C_Sales?=\r\n <sales@partner.example>, desk@partner.example';
    const came = { direction: 'incoming' as const, state: 'received' as const };
    const told = async (value: string, more: object): Promise<MessageView['replyTo']> => {
      const id = await writeMessage(store, {
        ...{ account_id: account, user_id: user, at: test.clock.now(), from_address: 'bob@partner.example' },
        headers: json([{ name: 'Reply-To', value }]),
        ...more,
      });
      return MessageView.parse(await ask(`/api/v1/messages/${id}`)).replyTo;
    };
    expect(await told(field, came)).toEqual([
      { address: 'sales@partner.example', name: 'Jörg, Sales' },
      { address: 'desk@partner.example', name: '' },
    ]);
    expect(await told('Bob <Bob@partner.example>', came)).toBeUndefined();
    expect(await told('nobody', came)).toBeUndefined();
    expect(await told(field, {})).toBeUndefined();
  });

  it('a timeline pages through mail to and from the contact, newest first, each once, also within one millisecond', async () => {
    const { account, user } = test.people.alice;
    const base = test.clock.now().getTime();
    const written: { id: string; at: number }[] = [];
    for (let i = 0; i < 11; i += 1) {
      // Three of a kind share their moment.
      const at = base - Math.floor(i / 3) * MINUTE;
      const incoming = i % 4 === 3;
      const id = await writeMessage(store, {
        account_id: account,
        user_id: user,
        at: new Date(at),
        direction: incoming ? 'incoming' : 'outgoing',
        state: incoming ? 'received' : 'sent',
        ...(incoming
          ? { sender: bob }
          : {
              recipients: [
                { address: 'bob@partner.example', contact: bob },
                // Once more under another address of his, in copy.
                { address: 'bob@home.example', contact: bob, via: 'cc' as const },
              ],
            }),
      });
      written.push({ id, at });
    }
    const expected = written.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
    for (const limit of [1, 2, 3, 4, 11, 30]) {
      const pages = await timelinePages(bob, limit);
      expect(pages.flat()).toEqual(expected);
      expect(pages.length).toBe(Math.ceil(11 / limit));
    }
  });

  it('what arrives between two pages moves no line from one to the other', async () => {
    const first = Timeline.parse(await ask(`/api/v1/contacts/${bob}/timeline?limit=5`));
    await writeMessage(store, {
      account_id: test.people.alice.account,
      at: new Date(test.clock.now().getTime() + MINUTE),
      recipients: [{ address: 'bob@partner.example', contact: bob }],
    });
    const second = Timeline.parse(await ask(`/api/v1/contacts/${bob}/timeline?limit=5&cursor=${first.next}`));
    const shown = [...first.messages, ...second.messages].map((message) => message.id);
    expect(new Set(shown).size).toBe(10);
  });

  it('a message with very many events shows the latest, each as it stands, and says that there are more', async () => {
    const { account, user } = test.people.alice;
    const at = test.clock.now();
    const id = await writeMessage(store, {
      account_id: account,
      user_id: user,
      at,
      recipients: [{ address: 'bob@partner.example', contact: bob }],
    });
    const record = async (from: number, to: number): Promise<void> => {
      await sql`insert into events (account_id, seq, kind, at, recorded_at, user_id, message_id, recipient_idx, contact_id, cause,
          retracts)
        select ${account}, 1000 + n, case when n = 150 then 'retracted' else 'open' end, ${at}, ${at}, ${user}, ${id}, 1, ${bob},
          'load:' || n, case when n = 150 then 1140 end
        from generate_series(${sql.lit(from)}, ${sql.lit(to)}) n`.execute(store.db);
    };
    const shown = async () => MessageView.parse(await ask(`/api/v1/messages/${id}`));
    await record(1, 40);
    const few = await shown();
    expect(few.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => 1001 + i));
    expect(few.moreEvents).toBeUndefined();
    await record(41, 160);
    const many = await shown();
    expect(many.moreEvents).toBe(true);
    expect(many.events.at(-1)?.seq).toBe(1160);
    expect(many.events.map(({ seq }) => seq)).not.toContain(1150);
    expect(many.events.filter(({ retracted }) => retracted).map(({ seq }) => seq)).toEqual([1140]);
    expect(many.events[0]).toMatchObject({ who: { contactId: bob, address: 'bob@partner.example' } });
    // On a page of many, each shows fewer.
    const page = Timeline.parse(await ask(`/api/v1/contacts/${bob}/timeline`));
    const same = page.messages.find((message) => message.id === id);
    expect(same?.events.length).toBeLessThan(many.events.length);
    expect(same?.events.at(-1)?.seq).toBe(1160);
    await store.db.updateTable('messages').set({ state: 'undone' }).where('id', '=', id).execute();
  });

  describe('the list of contacts', () => {
    const people: string[] = [];
    beforeAll(async () => {
      const { account, user } = test.people.alice;
      const at = test.clock.now();
      for (let i = 0; i < 9; i += 1) {
        const id = await store.tx((trx) =>
          insertContact(trx, account, {
            name: `Żaneta No ${i}`,
            company: i % 2 === 0 ? '100%_Pure\\Ltd' : null,
            addresses: [`zaneta${i}@pure.example`, `z.${i}@home.example`],
            owner: user,
            source: 'test',
            at,
          }),
        );
        people.push(id);
        // Of those with activity, two share their moment; the others have none.
        if (i < 4) {
          await store.db
            .updateTable('contacts')
            .set({ last_activity_at: new Date(at.getTime() - Math.floor(i / 2) * MINUTE) })
            .where('id', '=', id)
            .execute();
        }
      }
    });

    async function contactPages(search: string, limit: number): Promise<string[]> {
      const ids: string[] = [];
      for (let cursor: string | undefined, i = 0; i < 50; i += 1) {
        const query = new URLSearchParams({
          search,
          limit: String(limit),
          ...(cursor !== undefined && { cursor }),
        });
        const page = ContactPage.parse(await ask(`/api/v1/contacts?${query.toString()}`));
        ids.push(...page.contacts.map((card) => card.id));
        cursor = page.next;
        if (cursor === undefined) return ids;
      }
      throw new Error('the pages do not end');
    }

    it.each([1, 2, 5, 50])(
      'pages by latest activity, those without any last, each once (%d a page)',
      async (limit) => {
        const [a = '', b = '', c = '', d = '', ...rest] = people;
        const ids = await contactPages('żaneta', limit);
        const down = (some: string[]): string[] => [...some].sort().reverse();
        expect(ids).toEqual([...down([a, b]), ...down([c, d]), ...down(rest)]);
      },
    );

    it.each([
      ['ŻANETA NO 3', 1],
      ['z.3@home', 1],
      ['zaneta', 9],
      ['100%_pure\\ltd', 5],
      // Words are searched, by how they begin; signs are none.
      ['aneta', 0],
      ['zaneta3@pure.exam', 1],
      ['%', 0],
      ['_', 0],
      ['\\', 0],
      ["'; drop table contacts --", 0],
      ['  no 4  ', 1],
      ['', 11],
    ])('a search for %j finds %d', async (search, found) => {
      expect(await contactPages(search, 50)).toHaveLength(found);
    });
  });

  describe('with 20,000 messages of others', () => {
    beforeAll(async () => {
      const { account, user } = test.people.alice;
      await store.tx(async (trx) => {
        await sql`insert into contacts (account_id, id, name, source, created_at, updated_at)
          select ${account}, ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n), 12, '0'))::uuid, 'P ' || n, 'test', now(), now()
          from generate_series(1, 500) n`.execute(trx);
        await sql`insert into messages (account_id, id, direction, kind, state, user_id, from_address, at, message_id_hash,
            conversation_id, logged, token_key, tracked_image, created_at, updated_at)
          select ${account}, lpad(to_hex(n), 32, '0')::uuid, 'outgoing', 'one-to-one', 'sent', ${user}, 'alice@brightwater.example',
            timestamptz '2026-01-01' + n * interval '1 minute', 'hash' || n, 'conversation' || (n / 4), true, 'token' || n, true, now(), now()
          from generate_series(1, 20000) n`.execute(trx);
        await sql`insert into message_recipients (account_id, message_id, idx, address, via, contact_id, at)
          select ${account}, lpad(to_hex(n), 32, '0')::uuid, 1, 'p' || (n % 500) || '@many.example', case when n % 9 = 0 then 'bcc' else 'to' end,
            ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n % 500 + 1), 12, '0'))::uuid, timestamptz '2026-01-01' + n * interval '1 minute'
          from generate_series(1, 20000) n`.execute(trx);
        await sql`insert into message_senders (account_id, message_id, contact_id, at)
          select ${account}, lpad(to_hex(n), 32, '0')::uuid, ('cccccccc-cccc-4ccc-8ccc-' || lpad(to_hex(n % 500 + 1), 12, '0'))::uuid, timestamptz '2026-01-01' + n * interval '1 minute'
          from generate_series(1, 20000) n`.execute(trx);
        await sql`insert into events (account_id, seq, kind, at, recorded_at, user_id, message_id, recipient_idx, cause)
          select ${account}, 100000 + n, 'open', now(), now(), ${user}, lpad(to_hex(n), 32, '0')::uuid, 1, 'hit:' || n
          from generate_series(1, 20000) n`.execute(trx);
        await sql`insert into hits (account_id, id, log, segment, "offset", kind, at, token_key, recipient_idx, message_id, features,
            source_hash, key_epoch, verdict, settled_at)
          select ${account}, lpad(to_hex(n), 32, '0')::uuid, lpad('1', 32, '1')::uuid, 1, n, 'open',
            timestamptz '2026-01-01' + n * interval '1 minute', 'token' || n / 4, 1, lpad(to_hex(n / 4), 32, '0')::uuid,
            '{"method":"GET","agent":"browser","family":"chrome","platform":"mac","network":"other","prefetch":false}', 'source', 1,
            'person', now()
          from generate_series(1, 20000) n`.execute(trx);
      });
      await store.db
        .updateTable('messages')
        .set({ message_id_hash: messageIdHash('<known@many.example>') })
        .where('message_id_hash', '=', 'hash400')
        .execute();
      await sql`analyze`.execute(store.db);
    });

    const viewer = () => test.people.alice;
    const queries: [string, number, (db: Store['db']) => Promise<unknown>][] = [
      ['a timeline', 8, (db) => contactTimeline(db, viewer(), bob, { limit: 30 }, () => '')],
      [
        'a timeline’s second page',
        10,
        async (db) => {
          const first = await contactTimeline(db, viewer(), bob, { limit: 5 }, () => '');
          return contactTimeline(db, viewer(), bob, { limit: 5, cursor: first?.next ?? '' }, () => '');
        },
      ],
      [
        'a message by Message-ID, with its conversation',
        2,
        (db) => findMessages(db, viewer(), { internetMessageId: '<known@many.example>' }),
      ],
      [
        'a message by what the add-in left on it, and by Outlook’s conversation',
        2,
        (db) =>
          findMessages(db, viewer(), {
            internetMessageId: '<nobody@knows.example>',
            conversationId: 'AAQkAGI2/+8AEAB4Zm4=',
            token: 'of nothing',
          }),
      ],
      [
        'a timeline of one of many, for a colleague',
        8,
        (db) =>
          contactTimeline(db, { ...viewer(), user: test.people.dan.user }, MANY, { limit: 30 }, () => ''),
      ],
      ['the feed', 1, (db) => eventViews(db, viewer(), { user: viewer().user, limit: 50, order: 'desc' })],
      [
        'the stream',
        1,
        (db) => eventViews(db, viewer(), { user: viewer().user, after: 119_990, limit: 200, order: 'asc' }),
      ],
      [
        'the hits of a message',
        8,
        (db) =>
          db.transaction().execute(async (trx) => {
            const message = await trx
              .selectFrom('messages')
              .selectAll()
              .where('account_id', '=', viewer().account)
              .where('token_key', '=', 'token40')
              .executeTakeFirstOrThrow();
            const { hits } = await hitViews(trx, viewer(), message);
            expect(hits).toHaveLength(4);
          }),
      ],
      [
        'what a colleague’s own mail met with',
        2,
        (db) =>
          insights(
            db,
            { ...viewer(), user: test.people.dan.user },
            { days: 90, zone: 'UTC' },
            test.clock.now(),
          ),
      ],
      ['the list of contacts', 5, (db) => contactPage(db, viewer().account, { limit: 50 }, test.clock.now())],
    ];
    it.each(queries)('%s reads no large table from end to end', async (_name, least, run) => {
      const scans = await readPlans(store, run);
      expect(scans.queries).toBeGreaterThanOrEqual(least);
      expect(
        scans.sequential.filter((table) =>
          ['messages', 'message_recipients', 'message_senders', 'events', 'hits_default'].includes(table),
        ),
      ).toEqual([]);
    });
  });
});
