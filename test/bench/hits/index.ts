import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, table } from '../measure';
import type { Load, Order } from './load';
import { measureDrain } from './drain';
import { bareServer, mailTrackingServer, ourServer, type Contestant } from './servers';

const HELP = `npm run bench -- hits [--seconds S] [--rounds R] [--connections N] [--drain] [--minutes M]

Requests for tracking images on loopback: a bare node:http server (the limit of the machine), nodemailer-mail-tracking's
Express endpoint in memory, ours on the embedded store, and ours on PostgreSQL where TEST_DATABASE_URL or DATABASE_URL
names a server whose role may create databases. Ours runs as npm start runs it: each hit is durable before its answer.
Each server and the load have a process of their own; the servers take turns, and stand still (SIGSTOP) between them.

  --seconds S       length of a turn (5)
  --rounds R        turns of each (5)
  --connections N   kept open (256)
  --only NAME       bare, mail-tracking, embedded or postgres; may be given several times
  --drain           instead: how fast a backlog of 500 hits on 100 mails is judged, on each store
  --minutes M       instead: so many minutes of half the maximum on ours, and its memory
`;

const WANTED_SHARE = 0.6;
const WANTED_P99 = 25;
const WARM_UP_SECONDS = 8;

type Kind = 'bare' | 'mail-tracking' | 'embedded' | 'postgres';

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '256' },
      minutes: { type: 'string' },
      drain: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  const print = (text: string): unknown => process.stdout.write(`${text}\n`);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const databaseUrl = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL;
  if (values.drain) {
    for (const url of databaseUrl === undefined ? [undefined] : [undefined, databaseUrl]) {
      const { store, perSecond, hits } = await measureDrain({ messages: 100, hits: 500 }, url);
      print(`${store}: ${hits} hits drained and judged, ${perSecond.toFixed(0)} a second`);
    }
    return 0;
  }
  const wanted = (kind: Kind): boolean =>
    values.only === undefined
      ? values.minutes === undefined || kind === 'embedded'
      : values.only.includes(kind);
  const makers: [Kind, () => Promise<Contestant>][] = [
    ['bare', bareServer],
    ['mail-tracking', mailTrackingServer],
    ['embedded', () => ourServer()],
  ];
  if (databaseUrl !== undefined) makers.push(['postgres', () => ourServer(databaseUrl)]);
  else print('PostgreSQL: not measured (neither TEST_DATABASE_URL nor DATABASE_URL is set)');

  const contestants: Contestant[] = [];
  const generator = fork(join(__dirname, 'load.ts'), { execArgv: ['-r', 'tsx/cjs'] });
  const load = (order: Order): Promise<Load> =>
    new Promise((resolve) => {
      generator.once('message', (result: Load) => resolve(result));
      generator.send(order);
    });
  try {
    for (const [kind, make] of makers) {
      if (!wanted(kind)) continue;
      const made = await make();
      contestants.push(made);
      process.kill(made.pid, 'SIGSTOP');
    }
    const bench = {
      contestants,
      load,
      print,
      seconds: Number(values.seconds),
      connections: Number(values.connections),
    };
    if (values.minutes === undefined) await compare({ ...bench, rounds: Number(values.rounds) });
    else await watchMemory({ ...bench, minutes: Number(values.minutes) });
  } finally {
    generator.kill();
    for (const contestant of contestants) {
      process.kill(contestant.pid, 'SIGCONT');
      await contestant.end();
    }
  }
  return 0;
}

interface Bench {
  contestants: Contestant[];
  load: (order: Order) => Promise<Load>;
  print: (text: string) => unknown;
  seconds: number;
  connections: number;
}

async function turn(
  { load, seconds, connections }: Bench,
  { pid, port, paths }: Contestant,
  rate?: number,
): Promise<Load> {
  process.kill(pid, 'SIGCONT');
  const result = await load({ port, paths, seconds, connections, ...(rate !== undefined && { rate }) });
  process.kill(pid, 'SIGSTOP');
  return result;
}

async function compare(bench: Bench & { rounds: number }): Promise<void> {
  const { contestants, print, rounds, connections, seconds } = bench;
  print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
  print(
    `${connections} connections, ${rounds} turns of ${seconds} s each; figures are the median of the turns\n`,
  );
  const turnsOf = (): Map<Contestant, Load[]> => new Map(contestants.map((one) => [one, []]));
  const closed = turnsOf();
  // Until V8 has compiled what runs often, a server pays for its compiler; ours for the longest, some seconds.
  for (const one of contestants) await turn({ ...bench, seconds: WARM_UP_SECONDS }, one);
  for (let round = 0; round < rounds; round += 1)
    for (const one of contestants) closed.get(one)?.push(await turn(bench, one));

  const middle = (one: Contestant, read: (load: Load) => number, of = closed): number =>
    median((of.get(one) ?? []).map(read));
  const open = turnsOf();
  for (let round = 0; round < rounds; round += 1)
    for (const one of contestants)
      open.get(one)?.push(await turn(bench, one, middle(one, ({ perSecond }) => perSecond) / 2));

  // Of the turn just before: a machine that is shared grows faster and slower by the minute.
  const [bare] = contestants;
  const limits = (bare && closed.get(bare)) ?? [];
  const share = (one: Contestant): number =>
    median((closed.get(one) ?? []).map(({ perSecond }, i) => perSecond / (limits[i]?.perSecond ?? NaN)));
  const wrong = (one: Contestant): number =>
    [...(closed.get(one) ?? []), ...(open.get(one) ?? [])].reduce((sum, load) => sum + load.wrong, 0);
  print(
    table([
      [
        '',
        'requests/s',
        'of bare',
        'p50 ms',
        'p99 ms',
        'wrong',
        'at half: requests/s',
        'p50 ms',
        'p99 ms',
        'most ms',
      ],
      ...contestants.map((one) => [
        one.name,
        middle(one, ({ perSecond }) => perSecond).toFixed(0),
        share(one).toFixed(2),
        middle(one, ({ p50 }) => p50).toFixed(1),
        middle(one, ({ p99 }) => p99).toFixed(1),
        String(wrong(one)),
        middle(one, ({ perSecond }) => perSecond, open).toFixed(0),
        middle(one, ({ p50 }) => p50, open).toFixed(1),
        middle(one, ({ p99 }) => p99, open).toFixed(1),
        middle(one, ({ most }) => most, open).toFixed(1),
      ]),
    ]),
  );
  print('\nWanted:');
  for (const one of contestants.filter(({ name }) => name.startsWith('ours'))) {
    const met = (yes: boolean): string => (yes ? 'met    ' : 'NOT MET');
    const p99 = middle(one, (load) => load.p99, open);
    if (bare && !bare.name.startsWith('ours'))
      print(
        `  ${met(share(one) >= WANTED_SHARE)}  ${one.name}: at least ${WANTED_SHARE} of the bare server's rate: ${share(one).toFixed(2)}`,
      );
    print(
      `  ${met(p99 <= WANTED_P99)}  ${one.name}: p99 at half its maximum at most ${WANTED_P99} ms: ${p99.toFixed(1)} ms`,
    );
  }
}

/** Resident memory in MiB, as Linux tells it. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1_024;

async function watchMemory(bench: Bench & { minutes: number }): Promise<void> {
  const { contestants, print, minutes } = bench;
  for (const one of contestants) {
    const { perSecond } = await turn(bench, one);
    print(`${one.name}: ${perSecond.toFixed(0)} requests/s at most; now half of it for ${minutes} minutes`);
    const rows = [['seconds', 'requests/s', 'p99 ms', 'memory, MiB']];
    const began = performance.now();
    while (performance.now() - began < minutes * 60_000) {
      const { perSecond: rate, p99 } = await turn({ ...bench, seconds: 10 }, one, perSecond / 2);
      rows.push([
        ((performance.now() - began) / 1_000).toFixed(0),
        rate.toFixed(0),
        p99.toFixed(1),
        memoryOf(one.pid).toFixed(0),
      ]);
    }
    print(table(rows));
  }
}
