import { retryDelay, streamParser, type StreamEvent } from '../../../../src/addin/pane/stream';

const read = (...pieces: string[]): StreamEvent[] => {
  const events: StreamEvent[] = [];
  const push = streamParser((event) => events.push(event));
  pieces.forEach(push);
  return events;
};

describe('the stream of server-sent events', () => {
  const text =
    ': hello\r\n\r\nid: 7\r\nevent: feed\r\ndata: {"a":\r\ndata: 1}\r\n\r\nevent: feed\ndata:x\n\n';

  test('is read with its event, data lines and id; comments are nothing', () => {
    expect(read(text)).toEqual([
      { event: 'feed', data: '{"a":\n1}', id: '7' },
      { event: 'feed', data: 'x', id: '7' },
    ]);
  });

  test('is read the same however it is cut', () => {
    for (let at = 0; at <= text.length; at++) {
      expect(read(text.slice(0, at), text.slice(at))).toEqual(read(text));
    }
    expect(read(...Array.from(text))).toEqual(read(text));
  });

  test('an event that was not finished by an empty line is not told', () => {
    expect(read('event: feed\ndata: half')).toEqual([]);
  });

  test('a line without data is no event, one without a name is a message', () => {
    expect(read('event: feed\n\ndata: x\n\n')).toEqual([{ event: 'message', data: 'x', id: '' }]);
  });

  test('tries again after 1 s, 2 s … never more than about half a minute', () => {
    expect(retryDelay(0, 0.5)).toBe(1000);
    expect(retryDelay(2, 0.5)).toBe(4000);
    expect(retryDelay(50, 1)).toBeLessThanOrEqual(34_000);
  });
});
