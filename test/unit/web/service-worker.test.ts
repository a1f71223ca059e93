import { neutralWords, readPush, readWords } from '../../../src/web/push-words';

const NOTICE = '0197f0a0-0000-4000-8000-000000000001';
const WORDS = { title: 'Bob opened your mail', body: 'Offer', path: '/messages/1', takenBack: false };

interface Page {
  url: string;
  visibilityState: string;
  sent: unknown[];
  focused: boolean;
}

/** What a browser gives a service worker. */
class Worker {
  readonly shown: { title: string; options: Record<string, unknown> }[] = [];
  readonly opened: string[] = [];
  readonly asked: string[] = [];
  pages: Page[] = [];
  answer: () => Promise<Response> = async () => Response.json(WORDS);
  readonly #on = new Map<string, (event: object) => void>();

  readonly scope = {
    registration: {
      showNotification: async (title: string, options: Record<string, unknown>) => {
        const at = this.shown.findIndex((one) => one.options['tag'] === options['tag']);
        if (at >= 0) this.shown.splice(at, 1);
        this.shown.push({ title, options });
      },
      getNotifications: async ({ tag }: { tag: string }) =>
        this.shown.filter(({ options }) => options['tag'] === tag),
    },
    clients: {
      matchAll: async () =>
        this.pages.map((page) => ({
          ...page,
          postMessage: (message: unknown) => page.sent.push(message),
          focus: async () => (page.focused = true),
        })),
      openWindow: async (path: string) => this.opened.push(path),
    },
    navigator: { languages: ['en-GB'] },
    skipWaiting: async () => undefined,
    addEventListener: (type: string, on: (event: object) => void) => this.#on.set(type, on),
  };

  async happens(type: string, event: object): Promise<void> {
    let done: unknown;
    this.#on.get(type)?.({ ...event, waitUntil: (promise: unknown) => (done = promise) });
    await done;
  }
  push(text: string): Promise<void> {
    return this.happens('push', { data: { text: () => text } });
  }
}

const page = (visibilityState: string, path = '/contacts'): Page => ({
  url: `https://crm.example${path}`,
  visibilityState,
  sent: [],
  focused: false,
});

describe('the service worker', () => {
  let worker: Worker;
  const fetchBefore = globalThis.fetch;

  beforeEach(async () => {
    worker = new Worker();
    Object.assign(globalThis, { self: worker.scope });
    globalThis.fetch = async (input) => {
      worker.asked.push(typeof input === 'string' ? input : '');
      return worker.answer();
    };
    await jest.isolateModulesAsync(async () => {
      await import('../../../src/web/service-worker');
    });
  });
  afterEach(() => {
    globalThis.fetch = fetchBefore;
    Reflect.deleteProperty(globalThis, 'self');
  });

  const push = JSON.stringify({ notice: NOTICE });

  test('asks who and what, and shows it under the notice’s tag', async () => {
    await worker.push(push);
    await worker.push(push);
    expect(worker.asked[0]).toBe(`/api/v1/me/push/notices/${NOTICE}`);
    expect(worker.shown).toHaveLength(1);
    expect(worker.shown[0]).toMatchObject({
      title: WORDS.title,
      options: { body: 'Offer', tag: NOTICE, data: '/messages/1', silent: false },
    });
  });

  test.each<[string, () => Promise<Response>]>([
    ['signed out', async () => new Response('{}', { status: 401 })],
    ['somebody else signed in', async () => new Response('{}', { status: 404 })],
    ['the server unreachable', async () => Promise.reject(new TypeError('fetch failed'))],
    ['an answer of another kind', async () => new Response('<html>')],
    ['a path to elsewhere', async () => Response.json({ ...WORDS, path: '//evil.example' })],
  ])('%s: a neutral text without a name', async (_name, answer) => {
    worker.answer = answer;
    await worker.push(push);
    expect(worker.shown).toMatchObject([
      { title: 'Something new in Mailtrail', options: { data: '/', body: 'Open Mailtrail to see it.' } },
    ]);
  });

  test('a visible page of ours shows it itself; a hidden one does not', async () => {
    worker.pages = [page('hidden'), page('visible')];
    await worker.push(push);
    expect(worker.shown).toEqual([]);
    worker.pages = [page('hidden')];
    await worker.push(push);
    expect(worker.shown).toHaveLength(1);
  });

  test('taken back: what still stands is replaced silently, what was put away stays away', async () => {
    await worker.push(push);
    worker.answer = async () => Response.json({ ...WORDS, title: 'This was a scanner', takenBack: true });
    await worker.push(push);
    expect(worker.shown).toMatchObject([{ title: 'This was a scanner', options: { silent: true } }]);
    worker.shown.length = 0;
    await worker.push(push);
    expect(worker.shown).toEqual([]);
  });

  test('a click opens the message, in an open page of ours or a new one', async () => {
    const click = { notification: { data: '/messages/1', close: () => undefined } };
    await worker.happens('notificationclick', click);
    expect(worker.opened).toEqual(['/messages/1']);
    const [pane, open] = [page('hidden', '/addin/pane.html'), page('hidden')];
    worker.pages = [pane, open];
    await worker.happens('notificationclick', click);
    expect(open).toMatchObject({ sent: [{ open: '/messages/1' }], focused: true });
    expect(pane.focused).toBe(false);
    expect(worker.opened).toHaveLength(1);
  });

  test('reads only what is ours', () => {
    for (const text of ['', '{', '[]', 'null', '{"notice":"../x"}', '{"notice":7}'])
      expect(readPush(text)).toBeUndefined();
    expect(readPush(push)).toBe(NOTICE);
    expect(readWords({ ...WORDS, path: '/\\evil.example' })).toBeUndefined();
    expect(readWords(null)).toBeUndefined();
    expect(readWords(WORDS)).toEqual(WORDS);
  });
});

test('who is signed out reads neutral words in the language of their browser', () => {
  expect(neutralWords(['pl-PL', 'en']).body).toBe('Otwórz Mailtrail, aby to zobaczyć.');
  expect(neutralWords(['de-AT']).title).toBe('Neuigkeiten in Mailtrail');
  expect(neutralWords(['fr']).title).toBe('Something new in Mailtrail');
});
