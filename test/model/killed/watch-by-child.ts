import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Called } from '../../../src/sandbox/graph';
import type { Clock } from '../../../src/server/clock';
import type { Services } from '../../../src/server/services';
import type { Store } from '../../../src/server/store';
import type { WatchServer } from '../watch-server';
import type { Asked, Fetched, Question, Told } from './messages';

/** How the connections of a watching process are told from ours. */
const WATCHING = 'watching';
const POLL_MS = 5;
/** It does not live long enough for its code to be worth optimizing. */
const FLAGS = ['--max-semi-space-size=32', '--no-opt', '--sparkplug'];
/** Of what a run touches, one in so many is a request. */
const TOUCHES_PER_REQUEST = 8;
/** A request takes the server about a millisecond, and its work on the answer some more. */
const MOMENT_MS = 4;

interface Parts {
  /** `child.ts`, bundled: a start of what is loaded file by file takes seconds. */
  entry: string;
  dataDir: string;
  store: Store;
  databaseUrl: string;
  clock: Clock;
  fetch: Services['microsoft'];
  logged: (line: string) => void;
}

type Value = Extract<Told, { told: 'answer' }>['value'];

/** One process, until it is dead. */
class Run {
  alive = true;
  /** Until it is killed, requests; then it has some moments more. */
  requestsLeft = Infinity;
  readonly died: Promise<void>;
  readonly #child: ChildProcess;
  readonly #parts: Parts;
  readonly #waiting = new Map<number, { resolve: (value: Value) => void; reject: (error: Error) => void }>();
  #asked = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    const url = new URL(parts.databaseUrl);
    url.searchParams.set('application_name', WATCHING);
    this.#child = fork(parts.entry, [parts.dataDir, url.href], {
      execArgv: FLAGS,
      serialization: 'advanced',
    });
    this.#child.on('message', (told: Told) => this.#hear(told));
    this.died = new Promise((resolve) => this.#child.once('exit', () => resolve()));
    void this.died.then(() => this.#end());
  }

  /** It is up when it has answered what nobody asked. */
  ready(): Promise<Value> {
    return this.#wait(0);
  }

  ask(question: Question): Promise<Value> {
    this.#asked += 1;
    const answered = this.#wait(this.#asked);
    this.#send({ ...question, ask: this.#asked, now: this.#parts.clock.now().getTime() });
    return answered;
  }

  kill(): void {
    this.alive = false;
    this.#child.kill('SIGKILL');
  }

  #wait(ask: number): Promise<Value> {
    return new Promise((resolve, reject) => this.#waiting.set(ask, { resolve, reject }));
  }

  #send(message: Asked | Fetched): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #end(): void {
    this.alive = false;
    for (const { reject } of this.#waiting.values()) reject(new Error('the process is no longer there'));
    this.#waiting.clear();
  }

  #hear(told: Told): void {
    switch (told.told) {
      case 'log':
        return this.#parts.logged(told.line);
      case 'answer':
        this.#waiting.get(told.ask)?.resolve(told.value);
        this.#waiting.delete(told.ask);
        return;
      case 'failure':
        this.#waiting.get(told.ask)?.reject(new Error(told.message));
        this.#waiting.delete(told.ask);
        return;
      case 'fetch':
        if (!this.alive) return;
        void this.#fetch(told);
        this.requestsLeft -= 1;
        if (this.requestsLeft < 0)
          void setTimeout(MOMENT_MS * (-this.requestsLeft % 4)).then(() => this.kill());
    }
  }

  async #fetch({ fetch, url, init }: Extract<Told, { told: 'fetch' }>): Promise<void> {
    const { body, ...rest } = init;
    try {
      const answer = await this.#parts.fetch(url, { ...rest, ...(body !== undefined && { body }) });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const { status, headers } = answer;
      this.#send({ fetched: fetch, answer: { status, headers: [...headers], body: bytes } });
    } catch {
      this.#send({ fetched: fetch });
    }
  }
}

/**
 * PostgreSQL finishes what a dead process asked last, and a new one that begins before that may find a job taken by
 * nobody until its lease ends: in life a minute's wait, here time that stands still.
 */
async function connectionsEnd({ db }: Store): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from pg_stat_activity
      where datname = current_database() and application_name = ${WATCHING}`.execute(db);
    if (rows[0]?.left === 0) return;
    await setTimeout(POLL_MS);
  }
}

const isCalled = (value: Value): value is Called => typeof value === 'object';

/**
 * The watching server in a process of its own, on a store that both processes open. It dies by SIGKILL, in the middle
 * of whatever it does.
 */
export function watchByChild(parts: Parts): WatchServer {
  let run: Run | undefined;

  async function bury(): Promise<void> {
    run?.kill();
    await run?.died;
    run = undefined;
  }

  /** What it answers, or nothing where it dies over it. */
  async function asked(question: Question): Promise<Value> {
    const own = run;
    if (!own?.alive) return undefined;
    try {
      return await own.ask(question);
    } catch (error) {
      if (own.alive) throw error;
      await own.died;
      return undefined;
    }
  }

  return {
    get up() {
      return run?.alive === true;
    },
    start: async () => {
      await bury();
      await connectionsEnd(parts.store);
      run = new Run(parts);
      await run.ready();
      await asked({ what: 'start' });
    },
    kill: bury,
    dieAfter: (touches) => {
      if (run) run.requestsLeft = Math.floor(touches / TOUCHES_PER_REQUEST);
    },
    call: async (url, { type, body }) => {
      const called = await asked({ what: 'call', url, type, body });
      if (!isCalled(called)) throw new Error('nobody listens');
      return called;
    },
    services: () => undefined,
    stir: async () => void (await asked({ what: 'stir' })),
    settle: async () => void (await asked({ what: 'settle' })),
    nextDue: async () => {
      const due = await asked({ what: 'next due' });
      return typeof due === 'number' ? due : Infinity;
    },
  };
}
