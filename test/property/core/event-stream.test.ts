import fc from 'fast-check';
import { makeEventStreamReader, type StreamEvent } from '../../../src/core/event-stream';
import { propertyRuns } from '../seed';

const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\r\n\0]/g, ' '));
const event = fc.record({
  id: fc.integer({ min: 1 }),
  name: fc.constantFrom('feed', 'other'),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  heartbeat: fc.boolean(),
});
const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 30 });

function chunksOf(text: string, at: readonly number[]): string[] {
  const places = [...new Set([0, ...at.map((n) => n % (text.length + 1)), text.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, i) => text.slice(places[i], end));
}

describe('an event stream cut anywhere', () => {
  const runs = propertyRuns('event stream', 300, 20_000);

  test('gives the events that were written, each once and in order, whatever ends its lines', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        cuts,
        (events, end, at) => {
          const text = events
            .map(({ id, name, lines, heartbeat }) =>
              [
                ...(heartbeat ? [': alive', ''] : []),
                `id: ${id}`,
                `event: ${name}`,
                ...lines.map((one) => `data: ${one}`),
                '',
                '',
              ].join(end),
            )
            .join('');
          const read = makeEventStreamReader();
          const seen: StreamEvent[] = chunksOf(text, at).flatMap((chunk) => read(chunk));
          expect(seen).toEqual(
            events.map(({ id, name, lines }) => ({ id: String(id), event: name, data: lines.join('\n') })),
          );
        },
      ),
      runs,
    );
  });
});
