import { graphTime, makeGraph, type Graph, type GraphAnswer } from '../../../src/graph';
import { MailboxGate, mailboxOf } from '../../../src/graph/mailbox-gate';

/** A Graph whose answers are given by hand, and what was asked of it so far. */
function byHand() {
  let now = Date.parse('2026-03-02T09:00:00Z');
  const open: { url: string; answer: (response: Response) => void }[] = [];
  const urls: string[] = [];
  const graph: Graph = makeGraph({
    token: () => Promise.resolve('t'),
    now: () => new Date(now),
    fetch: (url) => {
      urls.push(url);
      return new Promise((answer) => open.push({ url, answer }));
    },
  });
  return {
    graph,
    urls,
    open,
    later: (ms: number) => (now += ms),
    /** Lets everything that can go on go on. */
    settle: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve))),
  };
}
const FOLDER = (): Response => Response.json({ id: 'F' });

test('one mailbox is asked at most three things at once, and keeps no other one waiting', async () => {
  const { graph, open, settle } = byHand();
  const answers = Array.from({ length: 5 }, () => graph.getFolder('Ann@x.example', 'inbox'));
  const other = graph.getFolder('bob', 'inbox');
  await settle();
  expect(open.map((o) => mailboxOf(o.url)).sort()).toEqual([
    ...['ann@x.example', 'ann@x.example', 'ann@x.example'],
    'bob',
  ]);
  while (open.length > 0) {
    for (const { answer } of open.splice(0)) answer(FOLDER());
    await settle();
  }
  expect((await Promise.all([...answers, other])).every((a) => a.ok)).toBe(true);
});

test('a file that is being read holds its turn until its last byte, and gives it back when given up', async () => {
  const { graph, open, settle } = byHand();
  const streams = ['1', '2', '3'].map((id) => graph.attachmentBytes('u', 'm', id));
  await settle();
  for (const { answer } of open.splice(0)) answer(new Response('bytes'));
  const [first, second] = await Promise.all(streams);
  const fourth = graph.getFolder('u', 'inbox');
  await settle();
  expect(open).toEqual([]);
  if (first?.ok) expect(await new Response(first.value).text()).toBe('bytes');
  await settle();
  open.pop()?.answer(FOLDER());
  expect((await fourth).ok).toBe(true);
  if (second?.ok) await second.value.cancel();
  void graph.getFolder('u', 'inbox');
  void graph.getFolder('u', 'inbox');
  await settle();
  expect(open).toHaveLength(2);
});

test('a mailbox that told us to wait is asked nothing before, whoever asks; others are', async () => {
  const { graph, open, urls, later, settle } = byHand();
  const kindOf = async (asked: Promise<GraphAnswer<unknown>>): Promise<unknown> => {
    const answer = await asked;
    return answer.ok ? 'ok' : answer.failure;
  };
  const refused = kindOf(graph.getFolder('u', 'inbox'));
  await settle();
  open.pop()?.answer(new Response(null, { status: 429, headers: { 'retry-after': '120' } }));
  expect(await refused).toMatchObject({ kind: 'throttled', retryAfter: 120 });
  later(20_000);
  expect(await kindOf(graph.listAttachments('U', 'm'))).toMatchObject({ kind: 'throttled', retryAfter: 100 });
  expect(urls).toHaveLength(1);
  const other = kindOf(graph.getFolder('v', 'inbox'));
  await settle();
  open.pop()?.answer(FOLDER());
  expect(await other).toBe('ok');
  later(100_000);
  const again = kindOf(graph.getFolder('u', 'inbox'));
  await settle();
  open.pop()?.answer(FOLDER());
  expect(await again).toBe('ok');
});

test('a request that has had no answer for five seconds is silent until it is answered', async () => {
  let now = 0;
  const gate = new MailboxGate(() => new Date(now));
  const { leave } = await gate.enter('a');
  now += 4_999;
  await gate.enter('b');
  expect(gate.silent()).toBe(0);
  now += 1;
  expect(gate.silent()).toBe(1);
  leave();
  leave();
  expect(gate.silent()).toBe(0);
});

test('of requests that hang, so many are left, the oldest beyond are given up, and none that is being answered', async () => {
  let now = 0;
  const gate = new MailboxGate(() => new Date(now));
  const graph = makeGraph({
    ...{ gate, token: () => Promise.resolve('t'), now: () => new Date(now) },
    fetch: (url, init) =>
      url.includes('$value')
        ? Promise.resolve(new Response(new ReadableStream()))
        : new Promise((_, reject) =>
            init?.signal?.addEventListener('abort', () => reject(new Error('ended'))),
          ),
  });
  const read = await graph.attachmentBytes('film', 'm', 'a');
  const ended: string[] = [];
  const settle = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  for (let n = 0; n < 300; n += 1) {
    void graph.getFolder(`u${n}`, 'inbox').then((answer) => {
      if (!answer.ok && answer.failure.kind === 'failed' && answer.failure.retry) ended.push(`u${n}`);
    });
    await settle();
    now += 10;
  }
  gate.letHang(200);
  await settle();
  expect(ended).toEqual([]);
  now += 5_000;
  expect(gate.silent()).toBe(301);
  gate.letHang(200);
  gate.letHang(200);
  await settle();
  expect(ended).toEqual(Array.from({ length: 100 }, (_, n) => `u${n}`));
  expect(gate.silent()).toBe(201);
  if (read.ok) await read.value.cancel();
});

test('whose mailbox an address asks is told from each of its spellings', () => {
  const base = 'https://graph.microsoft.com/v1.0/';
  expect(mailboxOf(`${base}users/A%40x.example/messages/1`)).toBe('a@x.example');
  expect(mailboxOf(`${base}users('A@x.example')/mailfolders('F')/messages/delta?x=1`)).toBe('a@x.example');
  expect(mailboxOf(`${base}subscriptions/1`)).toBeUndefined();
  expect(mailboxOf(`${base}users/a?$select=id`)).toBeUndefined();
});

test('times of Graph are read with Z, an offset, seven digits, or no zone, which is UTC', () => {
  const at = '2026-03-19T22:11:09.000Z';
  for (const text of [
    '2026-03-19T22:11:09Z',
    '2026-03-20T03:41:09+05:30',
    '2026-03-19T22:11:09.0000000Z',
    '2026-03-19T22:11:09',
  ]) {
    expect(graphTime(text)?.toISOString()).toBe(at);
  }
  expect(graphTime('never')).toBeUndefined();
  expect(graphTime(null)).toBeUndefined();
});
