import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail, type RawMail } from '../../fixtures/raw-mail';
import type { GraphReply } from '../../../src/sandbox/graph/exchange';
import { copyAgain, makeGraphAccess } from '../../../src/server/mailbox';
import { clientStateOf } from '../../../src/server/mailbox/client-state';
import { beginLookBack, lookBackOf } from '../../../src/server/mailbox/look-back';
import { loadMailbox } from '../../../src/server/mailbox/mailboxes';
import { syncMailbox } from '../../../src/server/mailbox/sync';

const ALICE = 'alice@brightwater.example';
const BOB = 'Bob Lindqvist <bob@partner.example>';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const refusal = (status: number, code = 'UnknownError', headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { error: { code, message: `about ${ALICE}` } },
});

const LONG = process.env.LONG === '1';

/** What the watch of a world does when Graph does not do as it should; in a world that other tests use too. */
export function troubleTests(theWorld: () => MailboxWorld): void {
  let world: MailboxWorld;
  /** The message that Bob's replies answer. */
  let original: string;
  let serial = 0;

  beforeAll(async () => {
    world = theWorld();
    original = (await world.send({})).id;
    await world.settle();
  });

  /** Bob answers; resolves to the Message-ID. */
  const reply = async (mail: Partial<RawMail> = {}): Promise<string> => {
    const messageId = `<trouble-${(serial += 1)}@partner.example>`;
    await world.sandbox.mailboxes.deliver(
      rawMail({
        from: BOB,
        to: ALICE,
        subject: 'Re',
        messageId,
        inReplyTo: original,
        html: '<p>Yes</p>',
        ...mail,
      }),
      [ALICE],
    );
    return messageId;
  };
  const filed = (messageId: string) =>
    world.store.db
      .selectFrom('messages')
      .select(['id', 'html'])
      .where('internet_message_id', '=', messageId)
      .executeTakeFirst();
  const filesOf = async (messageId: string) =>
    world.store.db
      .selectFrom('attachments')
      .selectAll()
      .where('message_id', '=', (await filed(messageId))?.id ?? '')
      .orderBy('n')
      .execute();
  const contentOf = (key: string | null): Promise<Buffer> =>
    buffer(world.services.blobs.openBlob(world.account, key ?? ''));
  const mailbox = () =>
    world.store.db
      .selectFrom('mailboxes')
      .selectAll()
      .where('id', '=', world.mailbox)
      .executeTakeFirstOrThrow();
  /** Items that came to the inbox since this was called. */
  const newItems = (): (() => string[]) => {
    const known = new Set(world.sandbox.mailboxes.list(ALICE, 'inbox').map((i) => i.immutableId));
    return () =>
      world.sandbox.mailboxes
        .list(ALICE, 'inbox')
        .map((i) => i.immutableId)
        .filter((id) => !known.has(id));
  };
  const advance = async (ms: number): Promise<void> => {
    world.clock.advance(ms);
    await world.settle();
  };
  const file = (name: string, content: Buffer, contentType = 'application/pdf') => ({
    name,
    contentType,
    content,
  });

  test('a mail is filed though a file of it cannot be copied, which is named, and copied later', async () => {
    const content = randomBytes(4_000);
    world.faults.answer = async ({ path }) =>
      /attachments\/[^/]+\/\$value/.test(path) ? refusal(500, 'x') : undefined;
    const id = await reply({ files: [file('Order.pdf', content)] });
    await world.settle();
    expect(await filed(id)).toBeDefined();
    expect(await filesOf(id)).toMatchObject([
      {
        name: 'Order.pdf',
        state: 'pending',
        reason: 'Microsoft answered 500',
        blob_key: null,
        attempts: 1,
      },
    ]);
    await advance(MINUTE_MS);
    expect(await filesOf(id)).toMatchObject([{ state: 'pending', attempts: 2 }]);
    world.faults.answer = undefined;
    await advance(2 * MINUTE_MS);
    const [copied] = await filesOf(id);
    expect(copied).toMatchObject({ state: 'copied', reason: null, retry_at: null, size: 4_000 });
    expect(sha(await contentOf(copied?.blob_key ?? null))).toBe(sha(content));
  });

  test('files that wait are copied once a mailbox that was disconnected is connected again', async () => {
    world.faults.answer = async ({ path }) =>
      /attachments\/[^/]+\/\$value/.test(path) ? refusal(500, 'x') : undefined;
    const id = await reply({ files: [file('Waits.pdf', randomBytes(100))] });
    await world.settle();
    world.faults.answer = undefined;
    const put = (state: 'disconnected' | 'watching') =>
      world.store.db.updateTable('mailboxes').set({ state }).where('id', '=', world.mailbox).execute();
    await put('disconnected');
    await advance(MINUTE_MS);
    expect(await filesOf(id)).toMatchObject([
      { state: 'pending', reason: 'The mailbox is no longer connected', attempts: 2 },
    ]);
    await put('watching');
    await advance(2 * MINUTE_MS);
    expect(await filesOf(id)).toMatchObject([{ state: 'copied', size: 100 }]);
  });

  test('after seven days it is given up; a person can have it tried again', async () => {
    world.faults.answer = async ({ path }) =>
      /attachments\/[^/]+\/\$value/.test(path) ? refusal(500, 'x') : undefined;
    const id = await reply({ files: [file('Late.pdf', randomBytes(100))] });
    await world.settle();
    await advance(8 * DAY_MS);
    expect(await filesOf(id)).toMatchObject([{ state: 'failed', retry_at: null }]);
    world.faults.answer = undefined;
    await advance(DAY_MS);
    expect(await filesOf(id)).toMatchObject([{ state: 'failed' }]);
    const message = (await filed(id))?.id ?? '';
    expect(await copyAgain(world.services, { account: world.account, message, n: 1 })).toBe(true);
    await world.settle();
    expect(await filesOf(id)).toMatchObject([{ state: 'copied', size: 100 }]);
    expect(await copyAgain(world.services, { account: world.account, message, n: 1 })).toBe(false);
  });

  test('what is still being scanned is fetched when the scan is over, and its stand-in is never kept', async () => {
    let scanning = true;
    world.faults.answer = async ({ path }) =>
      scanning && /\/attachments$/.test(path)
        ? {
            status: 200,
            body: {
              value: [
                {
                  '@odata.type': '#microsoft.graph.itemAttachment',
                  ...{
                    id: 'stand-in',
                    name: 'Safe Attachments Scan In Progress',
                    size: 700,
                    isInline: false,
                  },
                },
              ],
            },
          }
        : undefined;
    const content = randomBytes(900);
    const chart = { ...file('chart.png', randomBytes(300), 'image/png'), contentId: 'chart@scan' };
    const id = await reply({
      html: '<p>See <img src="cid:chart@scan"></p>',
      files: [chart, file('Scanned.pdf', content)],
    });
    await world.settle();
    expect(await filesOf(id)).toMatchObject([
      { state: 'pending', reason: 'Microsoft is still scanning this file', blob_key: null },
    ]);
    // What else is said of it meanwhile does not make it forgotten.
    await world.store.db
      .updateTable('attachments')
      .set({ reason: 'Microsoft does not list the files of this mail' })
      .where('graph_id', '=', 'stand-in')
      .execute();
    scanning = false;
    await advance(MINUTE_MS);
    const files = await filesOf(id);
    expect(files).toMatchObject([
      { name: 'chart.png', state: 'copied', content_id: 'chart@scan', inline: true },
      { name: 'Scanned.pdf', state: 'copied', content_id: null, inline: false },
    ]);
    expect(sha(await contentOf(files[1]?.blob_key ?? null))).toBe(sha(content));
  });

  test('a large file of a signed mail, which Microsoft does not list, is streamed out of its MIME', async () => {
    const content = randomBytes(1_700_000);
    let broken = true;
    let reads = 0;
    world.faults.answer = async ({ path }) => {
      if (/\/attachments$/.test(path)) {
        const type = '#microsoft.graph.fileAttachment';
        const signed = { id: 'signed', name: 'smime.p7m', contentType: 'multipart/signed', size: 2_400_000 };
        return { status: 200, body: { value: [{ '@odata.type': type, ...signed, isInline: false }] } };
      }
      if (!/messages\/[^/]+\/\$value/.test(path)) return undefined;
      reads += 1;
      return broken && reads > 2 ? refusal(500, 'x') : undefined;
    };
    const id = await reply({
      files: [file('Contract.pdf', content), file('small.txt', Buffer.from('small'), 'text/plain')],
    });
    await world.settle();
    expect(await filesOf(id)).toMatchObject([
      { name: 'Contract.pdf', state: 'pending', reason: 'Microsoft answered 500' },
      { name: 'small.txt', state: 'copied', size: 5 },
    ]);
    broken = false;
    await advance(MINUTE_MS);
    const [large] = await filesOf(id);
    expect(large).toMatchObject({ name: 'Contract.pdf', state: 'copied', size: content.length });
    expect(sha(await contentOf(large?.blob_key ?? null))).toBe(sha(content));
  });

  test('a large file is copied by a job of its own, out of a mail that is never held whole', async () => {
    const content = randomBytes(2_500_000);
    const id = await reply({
      files: [file('Film.mp4', content, 'video/mp4'), file('a.pdf', Buffer.from('small'))],
    });
    await world.settle();
    const files = await filesOf(id);
    expect(files).toMatchObject([
      { name: 'Film.mp4', state: 'copied', size: content.length },
      { name: 'a.pdf', state: 'copied', size: 5 },
    ]);
    expect(sha(await contentOf(files[0]?.blob_key ?? null))).toBe(sha(content));
    const row = await world.store.db
      .selectFrom('messages as m')
      .innerJoin('blobs as b', 'b.key', 'm.mime_blob')
      .select(['b.size', 'm.html'])
      .where('m.internet_message_id', '=', id)
      .executeTakeFirst();
    expect(row?.size).toBeLessThan(20_000);
    expect(row?.html).toContain('Yes');
  });

  test('pictures of the text are kept; a logo that stands in no text is listed in neither of its mails', async () => {
    const logo = { ...file('logo.png', randomBytes(2_000), 'image/png'), contentId: 'logo@1' };
    const chart = { ...file('chart.png', randomBytes(2_000), 'image/png'), contentId: 'chart@1' };
    const first = await reply({ html: '<p><img src="cid:chart@1"></p>', files: [chart, logo] });
    await world.settle();
    const shown = async (id: string) => (await filesOf(id)).map((f) => [f.name, f.inline, f.state]);
    expect(await shown(first)).toEqual([
      ['chart.png', true, 'copied'],
      ['logo.png', false, 'copied'],
    ]);
    const second = await reply({ files: [logo] });
    await world.settle();
    expect(await shown(second)).toEqual([['logo.png', true, 'copied']]);
    expect((await shown(first))[1]).toEqual(['logo.png', true, 'copied']);
  });

  const poisons: [string, () => GraphReply][] = [
    ['503', () => refusal(503)],
    ['500', () => refusal(500, 'ErrorInternalServerError')],
    ['403', () => refusal(403, 'ErrorAccessDenied')],
    ['nothing that can be read', () => ({ status: 200, body: ['?'] })],
  ];
  test.each(poisons.slice(0, LONG ? undefined : 1))(
    'an item for which Graph always answers %s stops nothing, is named, and given up in the end',
    async (_name, answer) => {
      const found = newItems();
      let asked = 0;
      const bad = await reply();
      const [poison = 'none'] = found();
      world.faults.answer = async ({ path }) => {
        if (!decodeURIComponent(path).endsWith(poison)) return undefined;
        asked += 1;
        return answer();
      };
      const good = await reply();
      await world.settle();
      await advance(MINUTE_MS);
      await advance(MINUTE_MS);
      expect(await filed(good)).toBeDefined();
      expect(await filed(bad)).toBeUndefined();
      expect(asked).toBeLessThanOrEqual(4);
      const problems = () =>
        world.store.db.selectFrom('mailbox_problems').selectAll().where('item_id', '=', poison).execute();
      expect(await problems()).toMatchObject([{ mailbox_id: world.mailbox }]);
      expect((await problems())[0]?.reason).not.toContain('@');
      expect(await mailbox()).toMatchObject({
        state: 'watching',
        state_reason: expect.stringContaining('1 mail'),
      });
      await advance(8 * DAY_MS);
      await advance(10 * MINUTE_MS);
      expect(await problems()).toMatchObject([{ retry_at: null }]);
      const before = asked;
      await advance(DAY_MS);
      expect(asked).toBe(before);
      world.faults.answer = undefined;
      await world.store.db.deleteFrom('mailbox_problems').execute();
      await advance(10 * MINUTE_MS);
      expect(await filed(bad)).toBeUndefined();
      expect(await mailbox()).toMatchObject({ state: 'watching', state_reason: null });
    },
  );

  test('an item that fails while a look back passes is tried again as what it is, and counted to it (R1)', async () => {
    const before = world.clock.now();
    world.clock.set('2026-11-19T08:00:00.000Z');
    const found = newItems();
    const old = await reply();
    const [late = 'none'] = found();
    world.clock.set(before);
    await advance(10 * MINUTE_MS);
    expect(await filed(old)).toBeUndefined();
    world.faults.answer = async ({ path }) =>
      decodeURIComponent(path).endsWith(late) ? refusal(500, 'ErrorInternalServerError') : undefined;
    const who = { account: world.account, user: world.user };
    expect(await beginLookBack(world.services, who, world.mailbox, 7)).toBe(true);
    await world.settle();
    const back = () => lookBackOf(world.store.db, world.account, world.mailbox);
    // Other tests of the file leave mail behind that it finds too.
    const passed = await back();
    expect(passed).toMatchObject({ state: 'done' });
    expect(await filed(old)).toBeUndefined();
    world.faults.answer = undefined;
    await advance(10 * MINUTE_MS);
    expect(await filed(old)).toBeDefined();
    expect(await back()).toMatchObject({ added: (passed?.added ?? NaN) + 1 });
    const row = await world.store.db
      .selectFrom('messages')
      .select(['historic', 'reply_to_message'])
      .where('internet_message_id', '=', old)
      .executeTakeFirst();
    expect(row).toEqual({ historic: true, reply_to_message: expect.any(String) });
    const told = await world.store.db
      .selectFrom('events')
      .select('historic')
      .where('message_id', '=', row?.reply_to_message ?? '')
      .where('kind', '=', 'reply')
      .where('at', '<', new Date('2026-11-20T00:00:00Z'))
      .execute();
    expect(told).toEqual([{ historic: true }]);
    expect(await world.store.db.selectFrom('mailbox_problems').select('item_id').execute()).toEqual([]);
  });

  test('a folder that has lost its token again and again is asked a bounded number of times, and said so', async () => {
    const { graph_user: alice } = await mailbox();
    let asked = 0;
    const others = new Set<string>();
    const folder = (path: string): string =>
      /mailfolders(?:\/|\(')([^/')]+)/i.exec(decodeURIComponent(path))?.[1] ?? '';
    let lost = '';
    world.faults.answer = async ({ path }) => {
      if (!/messages\/delta/i.test(path) || !path.includes(alice)) return undefined;
      lost ||= folder(path);
      if (folder(path) !== lost) {
        others.add(folder(path));
        return undefined;
      }
      asked += 1;
      return asked % 2 === 0 ? refusal(400, 'SYNCSTATENOTFOUND') : refusal(410, 'x');
    };
    await advance(10 * MINUTE_MS);
    expect(asked).toBeLessThanOrEqual(2);
    expect(others.size).toBeGreaterThan(0);
    expect(await mailbox()).toMatchObject({
      state: 'watching',
      state_reason: expect.stringContaining('1 folder'),
    });
    const id = await reply();
    await world.settle();
    expect(await filed(id)).toBeDefined();
    world.faults.answer = undefined;
    await advance(10 * MINUTE_MS);
    expect(await mailbox()).toMatchObject({ state: 'watching', state_reason: null });
  });

  test('told to wait, no other job asks for this mailbox either, and another mailbox is not disturbed', async () => {
    const there = await world.store.db
      .selectFrom('users')
      .select('id')
      .where('email', 'like', 'dan@%')
      .executeTakeFirst();
    if (!there) await world.join('dan');
    const dan = 'dan@brightwater.example';
    let asked = 0;
    world.faults.answer = async ({ path }) => {
      if (decodeURIComponent(path).includes((await mailbox()).graph_user)) {
        asked += 1;
        return refusal(429, 'ApplicationThrottled', { 'retry-after': '90' });
      }
      return undefined;
    };
    const id = await reply();
    await world.settle();
    const before = asked;
    const [subscription = ''] = world.sandbox.graph.subscriptions();
    await world.sandbox.graph.lifecycle(subscription, 'missed');
    const raw = rawMail({
      from: BOB,
      to: dan,
      subject: 'Re',
      messageId: '<to-dan@partner.example>',
      inReplyTo: original,
      text: 'x',
    });
    await world.sandbox.mailboxes.deliver(raw, [dan]);
    await world.settle();
    expect(asked).toBe(before);
    expect(await filed('<to-dan@partner.example>')).toBeDefined();
    expect(await filed(id)).toBeUndefined();
    world.faults.answer = undefined;
    await advance(91_000);
    expect(await filed(id)).toBeDefined();
  });

  test('a run whose time is over gives way, gets on by something each time, and comes to its end', async () => {
    world.faults.notifications = () => [];
    const ids = [await reply(), await reply(), await reply()];
    const watched = await loadMailbox(world.store.db, world.account, world.mailbox);
    if (!watched) throw new Error('no mailbox');
    const graph = makeGraphAccess(world.services).graph(watched);
    const once = () => syncMailbox(world.services, graph, watched, new AbortController().signal, -1);
    const count = async () => (await Promise.all(ids.map(filed))).filter(Boolean).length;
    expect((await once()).complete).toBe(false);
    expect(await count()).toBe(1);
    expect((await once()).complete).toBe(false);
    expect(await count()).toBe(2);
    let runs = 0;
    while (!(await once()).complete && runs < 20) runs += 1;
    expect(runs).toBeLessThan(20);
    expect(await count()).toBe(3);
  });

  test('news makes the new mail be listed, not every folder be read anew within five minutes', async () => {
    await advance(10 * MINUTE_MS);
    let deltas = 0;
    world.faults.answer = async ({ path }) => {
      if (/\/delta/i.test(path)) deltas += 1;
      return undefined;
    };
    const id = await reply();
    await world.settle();
    expect(await filed(id)).toBeDefined();
    expect(deltas).toBe(0);
    await advance(10 * MINUTE_MS);
    expect(deltas).toBeGreaterThan(3);
  });

  describe('notifications', () => {
    const tell = async (item: object): Promise<void> => {
      const state = clientStateOf(world.services.secrets, {
        account: world.account,
        mailbox: world.mailbox,
      });
      const answer = await fetch(`${world.services.urls.app}/api/graph/lifecycle`, {
        method: 'POST',
        body: JSON.stringify({ value: [{ clientState: state, ...item }] }),
      });
      expect(answer.status).toBe(202);
      await world.settle();
    };
    /** When this mailbox's subscription was written to (once more with a fresh token), and how often changes were asked for. */
    const counted = async (): Promise<{ writes: Set<number>; deltas: number }> => {
      const { subscription_id: own, graph_user: user } = await mailbox();
      const count = { writes: new Set<number>(), deltas: 0 };
      world.faults.answer = async ({ method, path }) => {
        if (method !== 'GET' && path.endsWith(`/subscriptions/${own}`))
          count.writes.add(world.clock.now().getTime());
        else if (/messages\/delta/i.test(path) && path.includes(user)) count.deltas += 1;
        return undefined;
      };
      return count;
    };

    test('to be reauthorized renews once in ten minutes, and looks through the gap', async () => {
      await advance(20 * MINUTE_MS);
      const count = await counted();
      await tell({ lifecycleEvent: 'reauthorizationRequired' });
      await tell({ lifecycleEvent: 'reauthorizationRequired' });
      expect(count.writes.size).toBe(1);
      expect(count.deltas).toBeGreaterThan(0);
      await advance(11 * MINUTE_MS);
      expect(count.writes.size).toBe(2);
    });

    test('of another tenant wakes nobody; the end of a subscription that was replaced ends nothing', async () => {
      const count = await counted();
      const { subscription_id: subscription, last_notification_at: heard } = await mailbox();
      world.clock.advance(1_000);
      await tell({ tenantId: '00000000-0000-4000-8000-000000000000', lifecycleEvent: 'missed' });
      expect(count.deltas).toBe(0);
      expect((await mailbox()).last_notification_at).toEqual(heard);
      await tell({ subscriptionId: 'an-older-one', lifecycleEvent: 'subscriptionRemoved' });
      expect(count.writes.size).toBe(0);
      expect(count.deltas).toBeGreaterThan(0);
      expect((await mailbox()).subscription_id).toBe(subscription);
    });
  });

  test('no log line names anybody', () => {
    expect(world.logged.filter((line) => /@(?:brightwater|partner)/.test(line))).toEqual([]);
  });
}
