import { lookThrough, type WatchApi } from '../../../../src/addin/pane/watch/look';
import { GraphFailed, makeGraph } from '../../../../src/graph';

const CHUNK = new Uint8Array(1024 * 1024);
const SIZES: Record<string, number> = { huge: 221, large: 40 };

/** A mailbox of a few items at Graph: `huge` has 221 MB of MIME, `large` 40, `odd` cannot be read, the others are small. */
const anew = () =>
  makeGraph({
    token: () => Promise.resolve('t'),
    fetch: async (url) => {
      const path = decodeURIComponent(new URL(url).pathname);
      const folder = /mailFolders\/(\w+)$/.exec(path)?.[1];
      if (folder === 'delta')
        return Response.json({
          value: [
            { id: 'old', parentFolderId: 'deleteditems' },
            { id: 'older', parentFolderId: 'old' },
          ],
        });
      if (folder !== undefined) return Response.json({ id: folder, displayName: folder });
      const item = /messages\/(\w+)(\/\$value)?$/.exec(path);
      if (!item)
        return Response.json({
          value: [
            ...['odd', 'huge', 'large', 'fine'].map((id) => ({ id, parentFolderId: 'inbox' })),
            { id: 'deleted', parentFolderId: 'older' },
          ],
        });
      if (item[1] === 'past') return Response.json({ error: { code: 'ErrorItemNotFound' } }, { status: 404 });
      if (item[1] === 'heavy') return new Response('', { status: 503, headers: { 'retry-after': '1' } });
      if (item[1] === 'broken' && item[2] !== undefined)
        return new Response(new ReadableStream({ pull: (body) => body.error(new TypeError('terminated')) }));
      if (item[1] === 'throttled') return new Response('', { status: 429, headers: { 'retry-after': '1' } });
      if (item[1] === 'odd')
        return Response.json({ error: { code: 'ErrorInternal', message: 'x' } }, { status: 500 });
      if (item[2] === undefined)
        return Response.json({ id: item[1], receivedDateTime: '2026-11-20T09:00:00Z' });
      let left = SIZES[item[1] ?? ''] ?? 1;
      return new Response(
        new ReadableStream<Uint8Array>({
          pull: (controller) => (left-- > 0 ? controller.enqueue(CHUNK) : controller.close()),
        }),
      );
    },
  });

/** The server's side, which wants everything, and first of all `again`. */
function server(again: string[]): { api: WatchApi; told: string[] } {
  const told: string[] = [];
  const api: WatchApi = {
    paneWatch: () =>
      Promise.resolve({
        mailbox: {
          ...{
            id: 'box',
            graphUser: 'dan',
            since: '2026-11-20T08:00:00Z',
            watermark: '2026-11-20T08:10:00Z',
            properties: [],
          },
          again,
        },
      }),
    wanted: (_mailbox, ids) => Promise.resolve(ids),
    handOver: (_mailbox, { item }, mime) => {
      told.push(`took ${JSON.stringify(item).slice(7, 11)}: ${mime.size / CHUNK.length} MB`);
      return Promise.resolve();
    },
    leave: (_mailbox, { id, why }) => {
      told.push(`${id}: ${why}`);
      return Promise.resolve();
    },
    looked: () => {
      told.push('looked');
      return Promise.resolve();
    },
  };
  return { api, told };
}

const look = (api: WatchApi) => lookThrough(anew(), api, () => new Date(0), new AbortController().signal);

it('the pane names what it cannot hand over, and goes on with the rest', async () => {
  const { api, told } = server(['before', 'past']);
  const handed = await look(api);
  expect(told).toEqual([
    'took befo: 1 MB',
    'past: gone',
    'odd: not-read',
    'huge: too-large',
    'took larg: 40 MB',
    'took fine: 1 MB',
    'looked',
  ]);
  expect(handed).toBe(3);
});

it.each([
  ['heavy', ['heavy: not-read']],
  ['broken', ['broken: not-read']],
  // The mailbox is to be left alone: nothing is wrong with the item.
  ['throttled', []],
])(
  'what looks like load ends the round, and is named, so that the next one passes it by: %s',
  async (id, named) => {
    const { api, told } = server([id]);
    await expect(look(api)).rejects.toThrow(GraphFailed);
    expect(told).toEqual(named);
  },
);
