import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { sql } from 'kysely';
import { makeEventStreamReader } from '../../../src/core/event-stream';
import { EventView, MessageView } from '../../../src/core/api/shared';
import { Feed } from '../../../src/core/api/app';
import { recordAudit } from '../../../src/server/audit';
import { recordEvent, retractEvent, type NewEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import { openTestApp, RunningClock, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';
import { waitFor } from '../../fixtures/wait-for';

interface Stream {
  events: EventView[];
  status: number;
  ended: boolean;
  comments: number;
  close(): void;
}

describeOnBothStores('the ledger and the feed', (open) => {
  let store: Store;
  let test: TestApp;
  const streams: Stream[] = [];

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store, { clock: new RunningClock(new Date()) });
    await test.listen();
  });
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const event = (cause: string, more: Partial<NewEvent> = {}): NewEvent => ({
    account: test.people.alice.account,
    user: test.people.alice.user,
    kind: 'open',
    at: test.clock.now(),
    recordedAt: test.clock.now(),
    cause,
    ...more,
  });
  const record = (cause: string, more: Partial<NewEvent> = {}) =>
    store.tx((trx) => recordEvent(trx, event(cause, more)));
  const head = async () => Feed.parse((await test.ask('alice', { url: '/api/v1/feed' })).json()).head;

  async function follow(
    options: { as?: PersonKey; token?: string; after?: number; headers?: Record<string, string> } = {},
  ): Promise<Stream> {
    const { as = 'alice', after, headers = {} } = options;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(
        `${test.services.urls.app}/api/v1/feed/stream${after === undefined ? '' : `?after=${after}`}`,
        { headers: { authorization: `Bearer ${options.token ?? test.people[as].token}`, ...headers } },
        resolve,
      ).on('error', reject);
    });
    const read = makeEventStreamReader();
    const stream: Stream = {
      events: [],
      status: response.statusCode ?? 0,
      ended: false,
      comments: 0,
      close: () => response.destroy(),
    };
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      stream.comments += chunk.split('\n').filter((line) => line.startsWith(':')).length;
      for (const message of read(chunk)) {
        const view = EventView.parse(JSON.parse(message.data));
        expect([message.event, message.id]).toEqual(['feed', String(view.seq)]);
        stream.events.push(view);
      }
    });
    response.on('error', () => undefined);
    response.on('close', () => (stream.ended = true));
    streams.push(stream);
    return stream;
  }

  describe('the ledger', () => {
    it('one cause writes each kind once, however often and from however many transactions', async () => {
      const first = await record('hit:once');
      expect(first).toBeGreaterThan(0);
      expect(await record('hit:once')).toBeUndefined();
      expect(await record('hit:once', { kind: 'click' })).toBeGreaterThan(first ?? 0);
      const many = await Promise.all(Array.from({ length: 10 }, () => record('hit:raced')));
      expect(many.filter((seq) => seq !== undefined)).toHaveLength(1);
      const rows = await store.db
        .selectFrom('events')
        .select('seq')
        .where('cause', 'in', ['hit:once', 'hit:raced'])
        .execute();
      expect(rows).toHaveLength(3);
    });

    it('the first open of each recipient is marked, by its time, and the next once that is taken back (O3)', async () => {
      const { account, user } = test.people.alice;
      const at = test.clock.now();
      const message = await writeMessage(store, { account_id: account, at, user_id: user });
      const open = async (cause: string, second: number, recipient: number) =>
        (await record(cause, { message, recipient, at: new Date(at.getTime() + second * 1_000) })) ?? 0;
      const later = await open('hit:later', 5, 1);
      const earlier = await open('hit:earlier', 0, 1);
      const others = await open('hit:others', 9, 2);
      const marked = async (): Promise<number[]> => {
        const feed = Feed.parse((await test.ask('alice', { url: '/api/v1/feed' })).json()).items;
        const view = MessageView.parse(
          (await test.ask('alice', { url: `/api/v1/messages/${message}` })).json(),
        );
        const seqs = [feed, view.events].map((lines) =>
          lines
            .flatMap(({ message: on, first, seq }) => (on?.id === message && first ? [seq] : []))
            .sort((a, b) => a - b),
        );
        expect(seqs[0]).toEqual(seqs[1]);
        return seqs[0] ?? [];
      };
      expect(await marked()).toEqual([earlier, others]);
      await store.tx((trx) => retractEvent(trx, account, earlier, { at, reason: 'a scanner' }));
      expect(await marked()).toEqual([later, others]);
      // The first one is no longer kept.
      await store.tx(async (trx) => {
        await sql`select set_config('mailtrail.change', 'retention', true)`.execute(trx);
        for (const table of ['notifications', 'events'] as const)
          await trx.deleteFrom(table).where('account_id', '=', account).where('seq', '=', 1).execute();
        await trx
          .updateTable('messages')
          .set({ at: new Date(0) })
          .where('id', '=', message)
          .execute();
      });
      expect(await marked()).toEqual([]);
    });

    it('of a team’s mail only what one may see now stands in one’s feed, and is told (A9, P7, L5)', async () => {
      const { account, user } = test.people.alice;
      const dan = test.people.dan.user;
      const at = test.clock.now();
      const team = { account_id: account, id: randomUUID(), name: 'Sales' };
      await store.db.insertInto('teams').values(team).execute();
      await store.db
        .insertInto('team_members')
        .values([user, dan].map((member) => ({ account_id: account, team_id: team.id, user_id: member })))
        .execute();
      const address = 'sales@brightwater.example';
      const mailbox = randomUUID();
      await store.db
        .insertInto('mailboxes')
        .values({
          ...{ account_id: account, id: mailbox, kind: 'team', owner_user_id: null, team_id: team.id },
          ...{ address, aliases: '[]', graph_user: address, access: 'application', log_rule: '{}' },
          ...{ state: 'watching', state_reason: null, connected_at: at, watermark: at },
          ...{ subscription_id: null, subscription_expires_at: null },
          ...{ last_notification_at: null, last_sync_at: null },
        })
        .execute();
      const message = await writeMessage(store, {
        ...{ account_id: account, at, user_id: user, from_address: address },
        recipients: [{ address: 'bob@partner.example' }, { address: 'frank@partner.example', via: 'bcc' }],
      });
      const notify = { message, notify: true };
      const bobs = await record(`hit:${randomUUID()}`, { ...notify, recipient: 1 });
      const franks = await record(`hit:${randomUUID()}`, { ...notify, recipient: 2 });
      const told = async (seq: number | undefined) =>
        (
          await store.db
            .selectFrom('notifications')
            .select('user_id')
            .where('seq', '=', seq ?? 0)
            .execute()
        ).map((row) => row.user_id);
      expect([...(await told(bobs))].sort()).toEqual([user, dan].sort());
      expect(await told(franks)).toEqual([user]);
      // As it was written before that was asked.
      await store.db
        .insertInto('notifications')
        .values({
          ...{ account_id: account, user_id: dan, seq: franks ?? 0, kind: 'open' },
          ...{ created_at: at, read_at: null, shared: true },
        })
        .execute();
      const lines = async (as: PersonKey) =>
        Feed.parse((await test.ask(as, { url: '/api/v1/feed' })).json()).items.filter(
          (line) => line.message?.id === message,
        );
      const seqs = async (as: PersonKey) => (await lines(as)).map(({ seq }) => seq);
      expect(await seqs('alice')).toEqual([franks, bobs]);
      expect(await seqs('dan')).toEqual([bobs]);

      // V3, P7: what a hit was is said by who sent the mail, or an administrator.
      const offered = async (as: PersonKey) => (await lines(as)).map(({ hit }) => hit !== undefined);
      expect(await offered('alice')).toEqual([true, true]);
      const danIs = (role: 'member' | 'admin') =>
        store.db
          .updateTable('users')
          .set({ role })
          .where('account_id', '=', account)
          .where('id', '=', dan)
          .execute();
      await danIs('admin');
      expect(await offered('dan')).toEqual([true]);
      await danIs('member');
      expect(await offered('dan')).toEqual([false]);

      const visible = (visibility: 'team' | 'participants') =>
        store.db.updateTable('messages').set({ visibility }).where('id', '=', message).execute();
      await visible('participants');
      expect(await seqs('dan')).toEqual([]);
      await visible('team');
      expect(await seqs('dan')).toEqual([bobs]);
      // A copy in the team's mailbox that shows to whom it went.
      await store.db
        .insertInto('sightings')
        .values({
          ...{ account_id: account, mailbox_id: mailbox, item_id: 'sent', message_id: message },
          ...{ trust: 'server', shows_bcc: true, at },
        })
        .execute();
      expect(await seqs('dan')).toEqual([franks, bobs]);
      await store.db.deleteFrom('team_members').where('user_id', '=', dan).execute();
      expect(await seqs('dan')).toEqual([]);

      // R9: who reads the mailbox that an answer to marketing mail came to.
      const reply = { ...notify, kind: 'reply', recipient: 1, mailbox } as const;
      await store.db.updateTable('messages').set({ kind: 'marketing' }).where('id', '=', message).execute();
      await visible('participants');
      await store.db
        .updateTable('mailboxes')
        .set({ kind: 'personal', owner_user_id: dan, team_id: null })
        .where('id', '=', mailbox)
        .execute();
      await store.db.deleteFrom('sightings').where('message_id', '=', message).execute();
      const answered = await record(`item:${mailbox}:answer`, reply);
      expect(await seqs('dan')).toEqual([answered]);
      await store.db
        .updateTable('mailboxes')
        .set({ owner_user_id: user })
        .where('id', '=', mailbox)
        .execute();
      expect(await seqs('dan')).toEqual([]);
      await store.db.deleteFrom('mailboxes').where('id', '=', mailbox).execute();
    });

    it('a transaction that rolls back leaves no event, no notification and no wake', async () => {
      await expect(
        store.tx(async (trx) => {
          await recordEvent(trx, event('hit:undone', { notify: true }));
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(
        await store.db.selectFrom('events').select('seq').where('cause', '=', 'hit:undone').execute(),
      ).toEqual([]);
    });

    it('fifty concurrent transactions commit in the order of their seq', async () => {
      const base = await head();
      const seqs = await Promise.all(
        Array.from({ length: 50 }, async (_, i) =>
          store.tx(async (trx) => {
            await new Promise((resolve) => setTimeout(resolve, (i * 7) % 13));
            const seq = (await recordEvent(trx, event(`hit:order-${i}`))) ?? 0;
            await new Promise((resolve) => setTimeout(resolve, (i * 5) % 11));
            // Whoever holds a number sees every lower one committed.
            const { lower } = await trx
              .selectFrom('events')
              .select((eb) => eb.fn.countAll<number>().as('lower'))
              .where('account_id', '=', test.people.alice.account)
              .where('seq', '>', base)
              .where('seq', '<', seq)
              .executeTakeFirstOrThrow();
            expect(lower).toBe(seq - base - 1);
            return seq;
          }),
        ),
      );
      expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => base + 1 + i));
    });

    it('a reader that polls seq > cursor while fifty write misses none', async () => {
      let cursor = await head();
      const seen: number[] = [];
      let writing = true;
      const reader = (async () => {
        for (let last = false; !last;) {
          last = !writing;
          const rows = await store.db
            .selectFrom('events')
            .select('seq')
            .where('account_id', '=', test.people.alice.account)
            .where('seq', '>', cursor)
            .orderBy('seq')
            .execute();
          for (const { seq } of rows) seen.push((cursor = seq));
        }
      })();
      const written = await Promise.all(Array.from({ length: 50 }, (_, i) => record(`hit:polled-${i}`)));
      writing = false;
      await reader;
      expect(seen).toEqual(written.map((seq) => seq ?? 0).sort((a, b) => a - b));
    });

    it('events and the audit log refuse to be changed or thinned', async () => {
      const seq = await record('hit:kept');
      await store.tx((trx) =>
        recordAudit(trx, test.people.alice, test.clock.now(), 'contact.change', { kind: 'contact', id: 'x' }),
      );
      for (const table of ['events', 'audit_log'] as const) {
        await expect(
          store.db
            .updateTable(table)
            .set({ at: new Date(0) })
            .execute(),
        ).rejects.toThrow(/append only/);
        await expect(store.db.deleteFrom(table).execute()).rejects.toThrow(/append only/);
      }
      const kept = await store.db
        .selectFrom('events')
        .select('seq')
        .where('cause', '=', 'hit:kept')
        .execute();
      expect(kept).toEqual([{ seq }]);
    });
  });

  describe('the stream', () => {
    it('brings what concurrent transactions write in order of seq, each once', async () => {
      const after = await head();
      const stream = await follow({ after });
      expect(stream.status).toBe(200);
      const written = await Promise.all(Array.from({ length: 40 }, (_, i) => record(`hit:streamed-${i}`)));
      await waitFor('all lines', () => stream.events.length >= 40);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(stream.events.map((e) => e.seq)).toEqual(written.map((seq) => seq ?? 0).sort((a, b) => a - b));
    });

    it('wakes at the commit, long before its heartbeat', async () => {
      const stream = await follow({ after: await head() });
      await record('hit:warm');
      await waitFor('the first line', () => stream.events.length === 1);
      const took: number[] = [];
      for (let i = 0; i < 5; i += 1) {
        const before = stream.events.length;
        await record(`hit:fast-${i}`);
        const committed = performance.now();
        await waitFor('the line', () => stream.events.length > before);
        took.push(performance.now() - committed);
      }
      took.sort((a, b) => a - b);
      process.stdout.write(
        `a line reaches the stream ${(took[2] ?? 0).toFixed(0)} ms after its commit (median of 5)\n`,
      );
      expect(took[2]).toBeLessThan(1_000);
    });

    it('goes on after Last-Event-ID, which beats the address', async () => {
      const after = await head();
      const seqs = [await record('hit:resume-1'), await record('hit:resume-2'), await record('hit:resume-3')];
      const stream = await follow({ after, headers: { 'last-event-id': String(seqs[0]) } });
      await waitFor('the rest', () => stream.events.length === 2);
      expect(stream.events.map((e) => e.seq)).toEqual(seqs.slice(1));
      const odd = await follow({ after, headers: { 'last-event-id': 'x' } });
      await waitFor('all', () => odd.events.length === 3);
    });

    it('more than a batch comes whole', async () => {
      const after = await head();
      await store.tx(async (trx) => {
        for (let i = 0; i < 450; i += 1) await recordEvent(trx, event(`hit:batch-${i}`));
      });
      const stream = await follow({ after });
      await waitFor('all lines', () => stream.events.length >= 450);
      expect(new Set(stream.events.map((e) => e.seq)).size).toBe(450);
    });

    it('is its owner’s alone: a colleague’s and a stranger’s stay silent', async () => {
      const after = await head();
      const [alice, dan, erin] = [
        await follow({ after }),
        await follow({ as: 'dan' }),
        await follow({ as: 'erin' }),
      ];
      await record('hit:private');
      await waitFor('her line', () => alice.events.length === 1);
      await record('hit:of-dan', { user: test.people.dan.user });
      await waitFor('his line', () => dan.events.length === 1);
      expect([alice.events.length, erin.events.length]).toEqual([1, 0]);
    });

    it('a taken back line is a line of its own, and the first is marked', async () => {
      const after = await head();
      const seq = await record('hit:taken-back');
      const stream = await follow({ after });
      await waitFor('the line', () => stream.events.length === 1);
      await store.tx((trx) =>
        retractEvent(trx, test.people.alice.account, seq ?? 0, { at: test.clock.now(), reason: 'a proxy' }),
      );
      await waitFor('the second', () => stream.events.length === 2);
      expect(stream.events[1]).toMatchObject({ kind: 'retracted', reasons: ['a proxy'] });
      const page = Feed.parse((await test.ask('alice', { url: '/api/v1/feed' })).json());
      expect(page.items.find((e) => e.seq === seq)?.retracted).toBe(true);
    });

    it('closes when the token ends, and a new one goes on', async () => {
      const seconds = Math.floor(test.clock.now().getTime() / 1000);
      const stream = await follow({
        after: await head(),
        token: await test.signed('alice', { exp: seconds + 2 }),
      });
      expect(stream.ended).toBe(false);
      await waitFor('its end', () => stream.ended);
      expect(test.clock.now().getTime()).toBeGreaterThanOrEqual((seconds + 2) * 1000 - 5);
      expect((await follow({ token: await test.signed('alice', { exp: seconds + 2 }) })).ended).toBe(false);
    });

    it('a user who is disabled meanwhile gets no further line', async () => {
      const stream = await follow({ as: 'dan', after: await head() });
      await record('hit:dan-1', { user: test.people.dan.user });
      await waitFor('his line', () => stream.events.length === 1);
      const status = (to: 'active' | 'disabled') =>
        store.db
          .updateTable('users')
          .set({ status: to })
          .where('oid', '=', test.people.dan.person.objectId)
          .execute();
      await status('disabled');
      await record('hit:dan-2', { user: test.people.dan.user });
      await waitFor('its end', () => stream.ended);
      expect(stream.events).toHaveLength(1);
      await status('active');
    });

    it('an unsigned or forged request opens none', async () => {
      for (const token of ['x', `${test.people.alice.token}x`]) {
        expect((await follow({ token })).status).toBe(401);
      }
      const head = await test.ask('alice', { method: 'HEAD', url: '/api/v1/feed/stream' });
      expect(head.statusCode).toBe(404);
    });
  });

  it('page and stream together show every line once, whatever is written between them', async () => {
    let more = true;
    let n = 0;
    const writer = (async () => {
      while (more) await record(`hit:between-${n++}`);
    })();
    const page = Feed.parse((await test.ask('alice', { url: '/api/v1/feed?limit=200' })).json());
    const stream = await follow({ after: page.head });
    await waitFor('a few lines', () => stream.events.length > 5);
    more = false;
    await writer;
    const last = await head();
    await waitFor('the last line', () => stream.events.at(-1)?.seq === last);
    expect(page.items.every((e) => e.seq <= page.head)).toBe(true);
    const shown = [...page.items.map((e) => e.seq), ...stream.events.map((e) => e.seq)];
    expect(new Set(shown).size).toBe(shown.length);
    const lowest = Math.min(...shown);
    const rows = await store.db
      .selectFrom('events')
      .select('seq')
      .where('account_id', '=', test.people.alice.account)
      .where('user_id', '=', test.people.alice.user)
      .where('seq', '>=', lowest)
      .execute();
    expect(shown.sort((a, b) => a - b)).toEqual(rows.map((row) => row.seq).sort((a, b) => a - b));
  });

  it('the page goes back by `before`, and reading marks notifications up to where it was read', async () => {
    const seqs: number[] = [];
    for (let i = 0; i < 5; i += 1) seqs.push((await record(`hit:page-${i}`, { notify: true })) ?? 0);
    const ask = async (query: string) =>
      Feed.parse((await test.ask('alice', { url: `/api/v1/feed${query}` })).json());
    const first = await ask('?limit=2');
    expect(first.items.map((e) => e.seq)).toEqual([seqs[4], seqs[3]]);
    const second = await ask(`?limit=2&before=${first.next}`);
    expect(second.items.map((e) => e.seq)).toEqual([seqs[2], seqs[1]]);
    const before = first.unread;
    await test.ask('alice', { method: 'POST', url: '/api/v1/feed/read', payload: { upTo: seqs[2] } });
    expect((await ask('')).unread).toBe(2);
    expect(before).toBeGreaterThanOrEqual(5);
    // What is taken back waits no longer, and what was read is not counted twice.
    for (const seq of [seqs[1], seqs[4]])
      await store.tx((trx) =>
        retractEvent(trx, test.people.alice.account, seq ?? 0, { at: test.clock.now(), reason: 'a scanner' }),
      );
    expect((await ask('')).unread).toBe(1);
  });
});
