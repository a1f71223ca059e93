import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { makeNonce } from '../../../src/core/token';
import { ticketFor } from '../../fixtures/tickets';
import { builtEngine } from '../built-engine';
import { collectGarbage, median, processorTime, table } from '../measure';
import { readBodies } from './bodies';
import {
  contestants,
  ORIGIN,
  taskOf,
  type Contestant,
  type Rivals,
  type Signing,
  type Task,
} from './contestants';
import { judge, type Verdict } from './judge';
import { profile } from './profile';

const HELP = `npm run bench -- embed [--dir D] [--rounds N] [--slice MS] [--why] [--profile [--out FILE]]

Mails per second over every .html file of D (../shared/corpus/html), each contestant in turn in every round,
medians over the rounds; and the share of bodies each leaves undamaged, by one rule for all.

  --dir D       another folder of outgoing bodies
  --rounds N    rounds (7)
  --slice MS    how long a contestant runs in a round, at least (500)
  --cpu         processor time instead of the clock's, where others use the machine
  --root R      the engine of another checkout
  --why         each body a contestant damages, with the place
  --profile     a CPU profile of our engine instead: the functions that cost most
  --seconds N   how long it is taken (8)
  --out FILE    keep that profile (.cpuprofile, for a browser's developer tools)
`;

const WARM_PASSES = 25;
/** A collection throws compiled code away; one pass would time the compiler. */
const LEAST_PASSES = 4;

type Lap = { contestant: Contestant; passes: number; times: number[] };

async function pass({ send }: Contestant, tasks: readonly Task[], now: () => number): Promise<number> {
  const start = now();
  for (const task of tasks) {
    const sent = send(task);
    if (typeof sent !== 'string') await sent;
  }
  return now() - start;
}

/** Milliseconds for one pass over all tasks, by round; all contestants in every round, so that noise meets all alike. */
async function race(
  all: readonly Contestant[],
  tasks: readonly Task[],
  rounds: number,
  slice: number,
  now: () => number,
) {
  const laps: Lap[] = [];
  for (const contestant of all) {
    let last = 0;
    // Until the compiler has done what it will: a mail program's thousandth mail counts, not its first.
    const warmUntil = performance.now() + 5 * slice;
    for (let passes = 0; passes < WARM_PASSES || performance.now() < warmUntil; passes++) {
      last = await pass(contestant, tasks, now);
    }
    laps.push({ contestant, passes: Math.max(LEAST_PASSES, Math.ceil(slice / last)), times: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const lap of laps) {
      collectGarbage();
      let time = 0;
      for (let i = 0; i < lap.passes; i++) time += await pass(lap.contestant, tasks, now);
      lap.times.push(time / lap.passes);
    }
  }
  return laps;
}

async function verdictsOf({ send }: Contestant, tasks: readonly Task[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const task of tasks) verdicts.push(judge(task.html, await send(task), ORIGIN, task.mayTrack));
  return verdicts;
}

const percent = (part: number, of: number): string => `${((100 * part) / of).toFixed(part === of ? 0 : 1)} %`;

export async function run(args: string[], rivals: Rivals): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string' },
      rounds: { type: 'string', default: '7' },
      slice: { type: 'string', default: '500' },
      root: { type: 'string' },
      cpu: { type: 'boolean', default: false },
      why: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      seconds: { type: 'string', default: '8' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const now = values.cpu ? processorTime : () => performance.now();
  const { bodies, from } = readBodies(values.dir);
  const ticket = ticketFor({ trackingUrl: ORIGIN });
  const nonce = makeNonce(ticket, { time: 0, counter: 0, random: 0 });
  const signing: Signing = {
    engine: builtEngine({ readable: values.profile, root: values.root }),
    ticket,
    nonce,
  };
  const tasks = bodies.map((body) => taskOf(body, signing));
  const letters = tasks.reduce((sum, { html }) => sum + html.length, 0);
  const bytes = tasks.reduce((sum, { html }) => sum + Buffer.byteLength(html), 0);
  const links = tasks.reduce((sum, { targets }) => sum + targets.length, 0);
  print(`${from}: ${tasks.length} bodies, ${bytes} bytes (${letters} characters), ${links} links to sign`);
  print(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}${values.cpu ? ', processor time' : ''}\n`,
  );

  const all = contestants(signing, rivals);
  const [ours] = all;
  if (values.profile && ours) {
    const { text, json } = await profile(() => pass(ours, tasks, now), Number(values.seconds));
    print(text);
    if (values.out !== undefined) writeFileSync(values.out, json);
    return 0;
  }

  const judged = new Map<string, Verdict[]>();
  for (const contestant of all.slice(0, -1)) judged.set(contestant.name, await verdictsOf(contestant, tasks));
  const laps = await race(all, tasks, Number(values.rounds), Number(values.slice), now);
  const times = new Map(laps.map(({ contestant, times }) => [contestant.name, median(times)]));
  const timeOf = (name: string): number => times.get(name) ?? NaN;
  const [own, least] = [timeOf('ours'), timeOf('the limit')];

  const rows = laps.map(({ contestant: { name }, times }) => {
    const time = median(times);
    const verdicts = judged.get(name);
    const share = (of: (verdict: Verdict) => boolean): string =>
      verdicts ? percent(verdicts.filter(of).length, verdicts.length) : '–';
    return [
      name,
      ((1000 * tasks.length) / time).toFixed(0),
      (bytes / 1000 / time).toFixed(1),
      `${(time / own).toFixed(2)} ×`,
      `${(time / least).toFixed(2)} ×`,
      share(({ dom }) => dom),
      share((verdict) => verdict.bytes),
      share(({ left }) => left),
    ];
  });
  const head = [
    'who',
    'mails/s',
    'MB/s',
    'time / ours',
    'time / limit',
    'same tree',
    'same bytes',
    'only links it may',
  ];
  print(table([head, ...rows]));

  const undamaged = (name: string): boolean =>
    (judged.get(name) ?? []).every((verdict) => verdict.dom && verdict.bytes && verdict.left);
  const better = all.slice(1, -1).filter(({ name }) => timeOf(name) < own && undamaged(name));
  const against = timeOf('nodemailer-mail-tracking') / own;
  const wanted: [string, boolean][] = [
    ['ours leaves every body undamaged', undamaged('ours')],
    [
      `no rival both faster and undamaged: ${better.map(({ name }) => name).join(', ') || 'none'}`,
      better.length === 0,
    ],
    [`at least 40 times nodemailer-mail-tracking: ${against.toFixed(1)}`, against >= 40],
    [`within 4 times the limit: ${(own / least).toFixed(2)}`, own / least <= 4],
  ];
  print(`\nWanted:\n${wanted.map(([what, met]) => `  ${met ? 'met    ' : 'NOT MET'}  ${what}`).join('\n')}`);

  if (values.why) {
    for (const [name, verdicts] of judged) {
      const bad = verdicts.flatMap((verdict, i) =>
        verdict.why === '' ? [] : [`  ${verdict.dom ? 'bytes' : 'tree '} ${tasks[i]?.name}: ${verdict.why}`],
      );
      print(`\n${name}: ${bad.length} damaged\n${bad.join('\n')}`);
    }
  }
  return 0;
}
