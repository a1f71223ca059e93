import { builtEngine } from '../../bench/built-engine';
import { processorTime } from '../../bench/measure';
import { ticketFor, tokenFor } from '../../fixtures/tickets';
import { worstShapes } from '../../fixtures/worst-shapes';

const SMALL = 4_000;
const LARGE = 128_000;
/** Milliseconds; what is quicker does no harm. */
const QUICK = 250;
/** A square takes 1,024 times as long, a line 32 times, and with the collector on a busy machine ten times that. */
const SUSPECT = 700;
const LOOKS = 6;

/** Coarse on purpose, to fail at a square and never by the weather: `npm run bench -- linear` measures the growth. */
describe('no shape of page takes the square of its length', () => {
  const { embed, strip } = builtEngine();
  const ticket = ticketFor();
  const again = { ticket, token: tokenFor(ticket, 2), image: true, links: true };
  const works: [string, (html: string) => unknown][] = [
    ['embed', (html) => embed(html, again)],
    ['strip', (html) => strip(html, ['mail.example'])],
  ];
  const least = (work: () => unknown, runs: number): number => {
    let best = Infinity;
    for (let i = 0; i < runs; i++) {
      const start = processorTime();
      work();
      best = Math.min(best, processorTime() - start);
    }
    return best;
  };

  test.each(works)('%s', (_, work) => {
    const grown: string[] = [];
    for (const { name, page } of worstShapes(ticket, tokenFor(ticket))) {
      const large = page(LARGE);
      if (least(() => work(large), 1) < QUICK) continue;
      const small = page(SMALL);
      const factor = least(() => work(large), LOOKS) / least(() => work(small), LOOKS);
      if (factor > SUSPECT) grown.push(`${name}: ${factor.toFixed(0)} times as long`);
    }
    expect(grown).toEqual([]);
  });
});
