import { mailboxLimits } from '../../../src/sandbox/graph';
import { endpointHealth } from '../../../src/sandbox/graph/endpoint-health';
import { inProcessGraph, type InProcessGraph } from '../../fixtures/in-process-graph';
import { employeeCalled } from '../../fixtures/sandbox';
import { deliveryReport, rawOf, type Draft } from '../../model/mails';
import { VirtualTime } from '../../model/virtual-time';

const alice = employeeCalled('alice');
const USER = `/users/${alice.objectId}`;
const MINUTE = 60_000;

let graph: InProcessGraph;
let serial = 0;

beforeEach(async () => {
  graph = await inProcessGraph();
});
afterEach(() => graph.close());

const arrive = (draft: Partial<Draft> = {}, placing = {}) => {
  serial += 1;
  const mail: Draft = {
    from: 'Bob <bob@partner.example>',
    to: [alice.address],
    subject: `Mail ${serial}`,
    id: `<faults-${serial}@partner.example>`,
    at: graph.time.now(),
    text: 'Hello',
    travelled: true,
    ...draft,
  };
  return graph.microsoft.mailboxes.put(alice.address, rawOf(mail), placing);
};
const idsOf = (rows: readonly Record<string, unknown>[]): unknown[] => rows.map(({ id }) => id);
const linkOf = (body: Record<string, unknown>, name: string): string => String(body[`@odata.${name}Link`]);

describe('folders', () => {
  test("the owner's own come, go and hold mail, also inside of one another", async () => {
    const { mailboxes } = graph.microsoft;
    const first = await graph.get(`${USER}/mailFolders/delta?$select=displayName`);
    const outer = await mailboxes.makeFolder(alice.address, 'Customers');
    const inner = await mailboxes.makeFolder(alice.address, 'North', outer);
    const item = await arrive({}, { folder: inner });
    const made = (await graph.get(linkOf(first.body, 'delta'))).body;
    expect(made.value.map(({ displayName }) => displayName)).toEqual(['Customers', 'North']);
    const [parent, child] = idsOf(made.value);
    const children = (await graph.get(`${USER}/mailFolders/${String(parent)}/childFolders`)).body.value;
    expect(idsOf(children)).toEqual([child]);
    const round = (await graph.get(`${USER}/mailFolders/${String(child)}/messages/delta?$select=id`)).body;
    expect(idsOf(round.value)).toEqual([item.immutableId]);

    await mailboxes.removeFolder(alice.address, outer);
    const gone = (await graph.get(linkOf(made, 'delta'))).body.value;
    expect(gone.map((row) => [row.id, row['@removed']])).toEqual([
      [child, { reason: 'deleted' }],
      [parent, { reason: 'deleted' }],
    ]);
    expect((await graph.get(linkOf(round, 'delta'))).status).toBe(404);
    expect((await graph.get(`${USER}/messages/${item.immutableId}`)).body.error.code).toBe(
      'ErrorItemNotFound',
    );
  });
});

describe('limits', () => {
  /** Requests to mailboxes begin at one moment, once `count` are there, however long each takes to get there. */
  function allBeginAtOnce(count: number): void {
    let there = 0;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    graph.faults.answer = async ({ path }) => {
      if (path === '/$batch') return undefined;
      there += 1;
      if (there === count) begin();
      await begun;
      return undefined;
    };
  }

  test('a fifth request at once to a mailbox is refused with Retry-After, and the next one is not', async () => {
    await arrive();
    allBeginAtOnce(5);
    const five = await Promise.all(Array.from({ length: 5 }, () => graph.get(`${USER}/messages`)));
    expect(five.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429]);
    const refused = five.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.body.error).toEqual(
      expect.objectContaining({
        code: 'ApplicationThrottled',
        message: 'Application is over its MailboxConcurrency limit.',
      }),
    );
    expect((await graph.get(`${USER}/messages`)).status).toBe(200);
  });

  test('ten thousand requests in ten minutes are the most, for each mailbox by itself', () => {
    const time = new VirtualTime('2026-11-20T09:00:00.000Z');
    const limits = mailboxLimits(time);
    const ask = (mailbox: string): void => limits.enter('app', mailbox)();
    for (let n = 0; n < 10_000; n += 1) ask('a');
    expect(() => ask('a')).toThrow('request limit');
    expect(() => ask('b')).not.toThrow();
    time.moveTo(time.ms + 10 * MINUTE);
    expect(() => ask('a')).not.toThrow();
  });

  test('items of two batches at once are refused one by one, in a batch that succeeds', async () => {
    await arrive();
    const requests = ['1', '2', '3', '4'].map((id) => ({ id, method: 'GET', url: `${USER}/messages` }));
    allBeginAtOnce(8);
    const both = await Promise.all([1, 2].map(() => graph.call('POST', '/$batch', { requests })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const items = both.flatMap(({ body }) => body.responses);
    expect(items.filter(({ status }) => status === 200)).toHaveLength(4);
    expect(items.filter(({ status }) => status === 429).map(({ headers }) => headers['retry-after'])).toEqual(
      Array.from({ length: 4 }, () => '1'),
    );
  });
});

describe('delta', () => {
  const start = `${USER}/mailFolders/inbox/messages/delta?$select=id`;

  test.each([
    ['gone', 410, 'resyncRequired'],
    ['syncStateNotFound', 400, 'syncStateNotFound'],
  ] as const)('a token that is no longer known is told by %s', async (how, status, code) => {
    const first = (await graph.get(start)).body;
    graph.faults.deltaLost = () => how;
    const lost = await graph.get(linkOf(first, 'delta'));
    expect([lost.status, lost.body.error.code]).toEqual([status, code]);
    expect((await graph.get(start)).status).toBe(200);
  });

  test('rounds may begin with an empty page, name an item twice, and name it again', async () => {
    const old = await arrive();
    const first = (await graph.get(start)).body;
    const item = await arrive();
    const second = (await graph.get(linkOf(first, 'delta'))).body;
    graph.faults.emptyPages = true;
    graph.faults.replays = true;
    const empty = (await graph.get(linkOf(second, 'delta'))).body;
    expect(empty.value).toEqual([]);
    const again = (await graph.get(linkOf(empty, 'next'))).body;
    expect(idsOf(again.value)).toEqual([item.immutableId, item.immutableId]);
    expect(idsOf(first.value)).toEqual([old.immutableId]);
  });
});

describe('items of their own kind', () => {
  const absence = { headers: { 'Auto-Submitted': 'auto-replied' }, subject: 'Automatic reply: Offer' };

  test("a colleague's absence note may show nowhere but by its Message-ID, a stranger's is plain mail", async () => {
    const inside = await arrive({ ...absence, from: 'Dan <dan@brightwater.example>' });
    const outside = await arrive(absence);
    expect([inside.messageClass, outside.messageClass]).toEqual([
      'IPM.Note.Rules.OofTemplate.Microsoft',
      'IPM.Note',
    ]);
    graph.faults.hidesAbsenceNotes = true;
    expect(idsOf((await graph.get(`${USER}/messages`)).body.value)).toEqual([outside.immutableId]);
    const round = await graph.get(`${USER}/mailFolders/inbox/messages/delta?$select=id`);
    expect(idsOf(round.body.value)).toEqual([outside.immutableId]);
    const filter = encodeURIComponent(`internetMessageId eq '${inside.internetMessageId}'`);
    expect(idsOf((await graph.get(`${USER}/messages?$filter=${filter}`)).body.value)).toEqual([
      inside.immutableId,
    ]);
  });

  test('a report of failure is addressed to whom the mail did not reach, and may show in no list', async () => {
    const item = await arrive({
      from: 'Mail Delivery System <mailer-daemon@partner.example>',
      report: deliveryReport('<x@brightwater.example>', 'gone@partner.example', {
        action: 'failed',
        status: '5.1.1',
      }),
    });
    const [row] = (await graph.get(`${USER}/messages?$select=toRecipients`)).body.value;
    expect(row?.toRecipients).toMatchObject([{ emailAddress: { address: 'gone@partner.example' } }]);
    graph.faults.hidesReports = true;
    expect((await graph.get(`${USER}/messages`)).body.value).toEqual([]);
    expect((await graph.get(`${USER}/messages/${item.immutableId}`)).status).toBe(200);
  });

  test('a file in the cloud is an attachment without bytes', async () => {
    const cloudFiles = [{ name: 'Plan.docx', contentType: 'application/msword' }];
    const item = await arrive({}, { cloudFiles });
    expect(item.hasAttachments).toBe(true);
    const [file] = (await graph.get(`${USER}/messages/${item.immutableId}/attachments`)).body.value;
    expect(file).toMatchObject({ '@odata.type': '#microsoft.graph.referenceAttachment', name: 'Plan.docx' });
    const path = `${USER}/messages/${item.immutableId}/attachments/${String(file?.id)}/$value`;
    expect((await graph.get(path)).status).toBe(405);
  });
});

describe('what lies in a mailbox', () => {
  test('categories show on an item, and are told to who reads its changes', async () => {
    const item = await arrive({}, { categories: ['Red'] });
    const first = (await graph.get(`${USER}/mailFolders/inbox/messages/delta?$select=categories`)).body;
    expect(first.value).toMatchObject([{ categories: ['Red'] }]);
    await graph.microsoft.mailboxes.categorise(item, ['Red', 'To keep']);
    const changed = (await graph.get(linkOf(first, 'delta'))).body;
    expect(changed.value).toMatchObject([{ id: item.immutableId, categories: ['Red', 'To keep'] }]);
  });

  test('a mail waits in the Outbox under the id that it keeps in Sent Items', async () => {
    const item = await arrive({ travelled: false }, { folder: 'outbox' });
    const [waiting] = (await graph.get(`${USER}/mailFolders/outbox/messages`)).body.value;
    expect(waiting?.id).toBe(item.immutableId);
    await graph.microsoft.mailboxes.move(item, 'sentitems');
    const [sent] = (await graph.get(`${USER}/mailFolders/sentitems/messages`)).body.value;
    expect(sent?.id).toBe(item.immutableId);
  });

  test('an attached mail is shown where its item is expanded', async () => {
    const inner: Draft = {
      from: 'Kim <kim@partner.example>',
      to: ['bob@partner.example'],
      subject: 'Forwarded as it was',
      id: '<inner@partner.example>',
      at: graph.time.now(),
      text: 'What Kim wrote',
      travelled: true,
    };
    const parts = [{ type: 'message/rfc822', content: rawOf(inner).toString('utf8') }];
    const item = await arrive({ report: { type: 'forwarded', parts } });
    const [file] = (await graph.get(`${USER}/messages/${item.immutableId}/attachments`)).body.value;
    const path = `${USER}/messages/${item.immutableId}/attachments/${String(file?.id)}`;
    expect((await graph.get(path)).body).not.toHaveProperty('item');
    const shown = (await graph.get(`${path}?$expand=microsoft.graph.itemAttachment/item`)).body;
    expect(shown).toMatchObject({
      '@odata.type': '#microsoft.graph.itemAttachment',
      item: {
        subject: 'Forwarded as it was',
        from: { emailAddress: { address: 'kim@partner.example' } },
      },
    });
    expect(JSON.stringify(shown['item'])).toContain('What Kim wrote');
  });
});

describe('notifications', () => {
  const URL = 'https://app.example/notify';
  const subscribe = async (minutes = 10_000) =>
    (
      await graph.call('POST', '/subscriptions', {
        changeType: 'created',
        notificationUrl: URL,
        lifecycleNotificationUrl: `${URL}?lifecycle=1`,
        resource: `users/${alice.objectId}/messages`,
        expirationDateTime: new Date(graph.time.ms + minutes * MINUTE).toISOString(),
        clientState: 'secret',
      })
    ).body;
  const told = (): unknown[] => graph.posts.flatMap(({ items }) => items.map((item) => item.lifecycleEvent));

  test('what fails is tried again later and later, and keeps no newer one waiting', async () => {
    await subscribe();
    const first = await arrive();
    graph.answers = ({ items }) => {
      const ids = items.map((item) => JSON.stringify(item.resourceData));
      return { status: ids.some((text) => text.includes(first.immutableId)) ? 503 : 202 };
    };
    await graph.pass(MINUTE);
    await arrive();
    await graph.pass(MINUTE);
    const tries = graph.posts.filter(({ items }) => JSON.stringify(items).includes(first.immutableId));
    const pauses = tries.slice(1).map(({ at }, n) => at - (tries[n]?.at ?? 0));
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32].map((seconds) => seconds * 1_000));
    expect(graph.posts).toHaveLength(tries.length + 1);
  });

  test('after four hours without an answer it is given up, and said to be missed', async () => {
    await subscribe();
    await arrive();
    graph.answers = ({ url }) => ({ status: url === URL ? 500 : 202 });
    await graph.pass(5 * 60 * MINUTE);
    const tries = graph.posts.filter(({ url }) => url === URL);
    expect((tries.at(-1)?.at ?? 0) - (tries[0]?.at ?? 0)).toBeLessThanOrEqual(4 * 60 * MINUTE);
    expect(told().filter((event) => event !== undefined)).toEqual(['missed']);
    graph.answers = undefined;
    const before = graph.posts.length;
    await graph.pass(60 * MINUTE);
    expect(graph.posts).toHaveLength(before);
  });

  test('a first answer after three seconds is none, a later one may take ten', async () => {
    await subscribe();
    await arrive();
    graph.answers = () => ({ ms: 4_000 });
    await graph.pass(MINUTE);
    expect(graph.posts).toHaveLength(2);
  });

  test('an endpoint that is often slow hears ten minutes later, one that hardly answers nothing at all', () => {
    const slow = endpointHealth();
    for (let n = 0; n < 10; n += 1) slow.note(n, n < 2 ? 5_000 : 10);
    expect([slow.standing(100), slow.standing(10 * MINUTE + 10)]).toEqual(['slow', 'well']);
    const hung = endpointHealth();
    for (let n = 0; n < 10; n += 1) hung.note(n, n < 2 ? Infinity : 10);
    expect([hung.standing(100), hung.standing(10 * MINUTE + 10)]).toEqual(['dropping', 'well']);
  });

  test('what was discarded is told as missed when the endpoint is heard again', async () => {
    await subscribe();
    graph.answers = ({ url }) => ({ ms: url === URL ? 60_000 : 0 });
    for (let n = 0; n < 3; n += 1) {
      await arrive();
      await graph.pass(20_000);
    }
    graph.answers = undefined;
    const before = graph.posts.length;
    await arrive();
    await graph.pass(1_000);
    const discarded = graph.posts.slice(before).filter(({ url }) => url === URL);
    expect(
      discarded.filter(({ items }) => items.length > 0 && JSON.stringify(items).includes(`Mail`)),
    ).toEqual([]);
    await graph.pass(12 * MINUTE);
    expect(told()).toContain('missed');
  });

  test('the owner is asked to reauthorize in the last hour, again and again, and the end comes without a word', async () => {
    const { id } = await subscribe(120);
    await graph.pass(59 * MINUTE);
    expect(graph.posts).toEqual([]);
    await graph.pass(60 * MINUTE);
    expect(told()).toEqual(Array.from({ length: 4 }, () => 'reauthorizationRequired'));
    await graph.pass(2 * MINUTE);
    await arrive();
    await graph.pass(MINUTE);
    expect(graph.posts).toHaveLength(4);
    expect((await graph.get(`/subscriptions/${id}`)).status).toBe(404);
  });
});
