import { parseArgs } from 'node:util';
import { ticketFor, tokenFor } from '../../fixtures/tickets';
import { worstShapes, type Shape } from '../../fixtures/worst-shapes';
import { builtEngine } from '../built-engine';
import { collectGarbage, processorTime, table } from '../measure';

const HELP = `npm run bench -- linear [--max MB] [--only TEXT] [--all] [--root R]

Processor time of embed and of strip on the worst shapes we could think of (test/fixtures/worst-shapes.ts), for input twice as
long each time, from 1 MB (a million characters) on; each time is the least of several runs. Exit code 1 if twice the
input takes over 2.2 times as long, in the mean of all doublings.

  --max MB      largest input (8)
  --only TEXT   shapes with TEXT in their name
  --all         a line for each shape, not only for the slow
  --root R      the engine of another checkout
`;

const MILLION = 1_000_000;
const WANTED = 2.2;
/** Where a doubling would take longer than this, the shape has failed and is left. */
const PATIENCE = 30_000;
/** Shorter than this, a time is the clock's, the collector's and the memory's (400 MB a second), not ours. */
const NOISE = 20;
/** Milliseconds of runs at first, and where a factor is to be looked at again. */
const GLANCE = 150;
const LOOK = 3000;

/** Least of some runs, as many as fit into `budget` milliseconds: one at least. */
function least(work: () => unknown, budget: number, known = Infinity): number {
  let best = known;
  let spent = 0;
  for (let runs = 0; runs === 0 || (runs < 12 && spent < budget); runs++) {
    collectGarbage();
    const start = processorTime();
    work();
    const time = processorTime() - start;
    best = Math.min(best, time);
    spent += time;
  }
  return best;
}

interface Row {
  name: string;
  /** Milliseconds at each size, NaN where it was not waited for. */
  times: number[];
  factors: number[];
  /** Their mean, which counts: single ones jump where a cache or the collector's space is full, and make up for it next. */
  growth: number;
}

/** Times at half a megabyte (to see a square coming), then at each of `sizes`. */
function timesOf(
  name: string,
  { page }: Shape,
  sizes: readonly number[],
  work: (html: string) => unknown,
): Row {
  const times: number[] = [];
  const small = page(MILLION / 8);
  let last = least(() => work(small), GLANCE);
  let factor = 4;
  let given = MILLION / 8;
  for (const size of [MILLION / 2, ...sizes.map((megabytes) => megabytes * MILLION)]) {
    if ((last * factor * size) / given / 2 > PATIENCE) {
      times.push(NaN);
      continue;
    }
    const html = page(size);
    const time = least(() => work(html), GLANCE);
    factor = Math.max(2, (time / last / (size / given)) * 2);
    last = time;
    given = size;
    times.push(time);
  }
  times.shift();
  const factorAt = (i: number): number => {
    const [before = NaN, after = NaN] = times.slice(i, i + 2);
    if (Number.isNaN(after)) return Infinity;
    return after < NOISE ? 2 : after / before;
  };
  const grown = (): Pick<Row, 'factors' | 'growth'> => {
    const factors = times.slice(1).map((_, i) => factorAt(i));
    return { factors, growth: factors.reduce((all, one) => all * one, 1) ** (1 / factors.length) };
  };
  const { growth } = grown();
  // One too large is measured once more: a machine that others use stumbles now and then.
  if (growth > WANTED && growth !== Infinity) {
    sizes.forEach((megabytes, i) => {
      const html = page(megabytes * MILLION);
      times[i] = least(() => work(html), LOOK, times[i]);
    });
  }
  return { name, times, ...grown() };
}

const shown = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '–';

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      max: { type: 'string', default: '8' },
      only: { type: 'string', default: '' },
      all: { type: 'boolean', default: false },
      root: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const { embed, strip } = builtEngine({ root: values.root });
  const ticket = ticketFor();
  const token = tokenFor(ticket);
  const works: [string, (html: string) => unknown][] = [
    ['embed', (html) => embed(html, { ticket, token: tokenFor(ticket, 2), image: true, links: true })],
    ['strip', (html) => strip(html, ['mail.example'])],
  ];
  const sizes = [1, 2, 4, 8, 16, 32].filter((size) => size <= Number(values.max));
  const shapes = worstShapes(ticket, token).filter(({ name }) => name.includes(values.only));

  const rows: Row[] = [];
  for (const shape of shapes) {
    for (const [name, work] of works) {
      const row = timesOf(`${name}: ${shape.name}`, shape, sizes, work);
      rows.push(row);
      process.stderr.write(
        `${row.growth > WANTED ? 'SLOW ' : 'ok   '} ${row.name}  ${row.times.map((time) => shown(time, 0)).join(' ')} ms  ${row.factors.map((factor) => shown(factor, 2)).join(' ')}\n`,
      );
    }
  }

  const slow = rows.filter(({ growth }) => growth > WANTED);
  const head = [
    'shape',
    ...sizes.map((size) => `${size} MB, ms`),
    ...sizes.slice(1).map((size) => `→ ${size} MB`),
    'mean',
  ];
  const cells = (row: Row): string[] => [
    row.name,
    ...row.times.map((time) => shown(time, 0)),
    ...[...row.factors, row.growth].map((factor) => `${shown(factor, 2)} ×`),
  ];
  const listed = values.all ? rows : slow;
  if (listed.length > 0) print(table([head, ...listed.map(cells)]));
  const speeds = rows.map((row) => (1000 * (sizes.at(-1) ?? 0)) / (row.times.at(-1) ?? NaN));
  const slowest = speeds.indexOf(Math.min(...speeds.map((speed) => (Number.isNaN(speed) ? 0 : speed))));
  print(
    `\n${shapes.length} shapes, embed and strip, up to ${sizes.at(-1) ?? 0} MB: ${slow.length} over ${WANTED} for twice the input.` +
      ` Slowest for its size: ${rows[slowest]?.name ?? 'one that was not waited for'}` +
      (slowest < 0 ? '' : `, ${shown(speeds[slowest] ?? NaN, 1)} MB/s`),
  );
  return slow.length === 0 ? 0 : 1;
}
