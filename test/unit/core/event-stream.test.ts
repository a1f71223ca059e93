import { makeEventStreamReader, type StreamEvent } from '../../../src/core/event-stream';

const readAll = (...chunks: string[]): StreamEvent[] => {
  const read = makeEventStreamReader();
  return chunks.flatMap((chunk) => read(chunk));
};

describe('reading an event stream', () => {
  test('what our server writes comes out, heartbeats and retry do not', () => {
    expect(readAll('retry: 2000\n\n: alive\n\nid: 7\nevent: feed\ndata: {"seq":7}\n\n: alive\n\n')).toEqual([
      { id: '7', event: 'feed', data: '{"seq":7}' },
    ]);
  });

  test('an event counts once it is whole, not before', () => {
    const read = makeEventStreamReader();
    expect(read('id: 7\nevent: feed\ndata: half')).toEqual([]);
    expect(read(' and half\n')).toEqual([]);
    expect(read('\n')).toEqual([{ id: '7', event: 'feed', data: 'half and half' }]);
    expect(read('')).toEqual([]);
  });

  test.each(['\n', '\r', '\r\n'])('lines may end in %j', (end) => {
    expect(readAll(['data: a', 'data: b', '', ''].join(end), ['data: c', '', ''].join(end))).toEqual([
      { event: 'message', data: 'a\nb' },
      { event: 'message', data: 'c' },
    ]);
  });

  test('a cut between carriage return and line feed ends no event too early', () => {
    expect(readAll('data: a\r', '\ndata: b\r', '\n\r', '\n')).toEqual([{ event: 'message', data: 'a\nb' }]);
  });

  test.each([
    ['one blank after the colon is not the value’s', 'data:  a\n\n', { event: 'message', data: ' a' }],
    ['none is needed', 'data:a\n\n', { event: 'message', data: 'a' }],
    ['a field without a colon is empty', 'data\n\n', { event: 'message', data: '' }],
    ['an empty type is a message', 'event:\ndata: a\n\n', { event: 'message', data: 'a' }],
    ['colons belong to the value', 'data: a: b:c\n\n', { event: 'message', data: 'a: b:c' }],
    ['an unknown field is passed over', 'colour: red\ndata: a\n\n', { event: 'message', data: 'a' }],
    ['an id with U+0000 is none', 'id: 1\0\ndata: a\n\n', { event: 'message', data: 'a' }],
    ['a byte order mark at the start is none of it', '\ufeffdata: a\n\n', { event: 'message', data: 'a' }],
  ])('%s', (_name, text, event) => {
    expect(readAll(text)).toEqual([event]);
  });

  test('an event without data is none', () => {
    expect(readAll('id: 3\nevent: feed\n\n')).toEqual([]);
  });
});
