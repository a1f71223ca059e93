import { z } from 'zod';
import type { InProcessMicrosoft } from '../../src/sandbox/in-process';
import type { Call, Faults, GraphReply, GraphRequest } from '../../src/sandbox/graph';
import type { Trouble } from './steps';
import type { WatchServer } from './watch-server';

const LATE_MS = 20 * 60_000;
/** Longer than the service waits for the first answer, and shorter than for a later one. */
const SLOW_MS = 4_000;
/** As requests and as links spell it. The directory's entry of a user is none: its limits are others. */
const MAILBOX = /\/users(?:\/([^/?(]+)|\('([^']+)'\))\//;
const SMALL_PAGE = 2;
/** As many as a run makes before it gives up, and some of the next. */
const CUT_REQUESTS = 4;
const FLAKY_SHARE = 0.12;
const THROTTLED_SHARE = 0.15;
/** More than any run over a mailbox of a life asks: it goes round and round. */
const MOST_AT_ONE_MOMENT = 3_000;

/** Everything between server and mailboxes that can go wrong, and the way from one to the other. */
export class Troubles {
  readonly faults: Faults = {};
  /** Immutable ids of items that Graph fails to give. */
  readonly poisoned = new Set<string>();
  /** Entra's answer in place of its own, where it gives no token. */
  refusal: (url: string, body: unknown) => Response | undefined = () => undefined;
  /** Called before each request that reaches Graph. */
  onServed: () => void = () => undefined;
  readonly #server: WatchServer;
  readonly #chance: () => number;
  #microsoft: InProcessMicrosoft | undefined;
  #network = true;
  #entra = true;
  #graph: Extract<Trouble, { do: 'graph' }>['how'] = 'well';
  #slow = false;
  #breakOff: Extract<Trouble, { do: 'break off' }> | undefined;
  /** So many requests more reach Microsoft, then so many do not. */
  #cut = { after: 0, requests: 0 };
  #lostDelta: 'gone' | 'syncStateNotFound' | undefined;
  /** Until when each user's mailbox is to be left alone, and since when. */
  readonly #told = new Map<string, { since: number; until: number; by: string }>();
  /** What the server did that it must not. */
  readonly trespasses: string[] = [];
  /** Users whose mailboxes are not to be read, and since when. */
  readonly left = new Map<string, number>();
  /** Subscriptions that Graph ended without a word: only a renewal finds that out. */
  readonly unsubscribed = new Set<string>();
  #moment = { at: 0, requests: 0 };
  #meanwhile: { after: number; work: () => Promise<void> }[] = [];

  constructor(
    private readonly now: () => number,
    server: WatchServer,
    chance: () => number,
  ) {
    this.#server = server;
    this.#chance = chance;
    this.faults.answer = (request) => this.#answer(request);
    this.faults.deltaLost = (request) => this.#deltaLost(request);
  }

  begin(microsoft: InProcessMicrosoft): void {
    this.#microsoft = microsoft;
  }

  /** Server to Microsoft. */
  readonly fetch = async (url: string, init?: RequestInit): Promise<Response> => {
    if (!this.#network || !this.#microsoft || this.#isCut()) throw new TypeError('fetch failed');
    const graph = url.startsWith('https://graph.microsoft.com/');
    if (!graph && !this.#entra) return new Response('<html>Bad gateway</html>', { status: 502 });
    const refusal = graph ? undefined : this.refusal(url, init?.body);
    if (refusal) return refusal;
    if (graph) this.onServed();
    if (this.#goesRound(url)) throw new TypeError('fetch failed');
    const [, plain, keyed] = MAILBOX.exec(url) ?? [];
    const user = plain ?? keyed;
    const told = this.#told.get(user ?? '');
    const left = this.left.get(user ?? '');
    if (left !== undefined && left < this.now())
      this.trespasses.push(`reads a mailbox that is paused: ${url}`);
    // What was under way at the very moment cannot be called back.
    if (told && this.now() > told.since && this.now() < told.until)
      this.trespasses.push(
        `asked ${told.until - this.now()} ms before the end of the Retry-After of ${told.by}: ${url}`,
      );
    const answer = await this.#microsoft.fetch(url, init);
    const wait = Number(answer.headers.get('retry-after') ?? 0) * 1_000;
    if (user !== undefined && answer.status === 429)
      this.#told.set(user, { since: this.now(), until: this.now() + wait, by: url.split('?')[0] ?? '' });
    if (graph) await this.#happenMeanwhile();
    if (this.#breakOff && url.includes('/messages/delta') && (await namesMail(answer)))
      this.#breaksOff(this.#breakOff);
    return answer;
  };

  /** Graph to the server's notification addresses. */
  readonly call: Call = async (url, content, timeout) => {
    if (!this.#network) throw new TypeError('fetch failed');
    const called = await this.#server.call(url, content, timeout);
    return this.#slow ? { ...called, ms: SLOW_MS } : called;
  };

  async take(step: Trouble): Promise<void> {
    switch (step.do) {
      case 'network':
        this.#network = step.well;
        return;
      case 'entra':
        this.#entra = step.well;
        return;
      case 'graph':
        this.#graph = step.how;
        return;
      case 'notifications':
        return this.#notify(step.how);
      case 'lose delta':
        this.#lostDelta = step.how;
        return;
      case 'delta':
        this.faults.replays = step.replays;
        this.faults.emptyPages = step.emptyPages;
        this.faults.pageSize = step.smallPages ? SMALL_PAGE : undefined;
        return;
      case 'break off':
        this.#breakOff = step;
        return;
      case 'lifecycle':
        for (const { id } of this.#microsoft?.ledger.subscriptions() ?? []) {
          // Its word may be lost too.
          if (step.event === 'subscriptionRemoved') this.unsubscribed.add(id);
          await this.#microsoft?.notifier.lifecycle(id, step.event).catch(() => 0);
        }
        return;
      case 'unsubscribe':
        for (const { id } of this.#microsoft?.ledger.subscriptions() ?? []) {
          await this.#microsoft?.ledger.record({ type: 'unsubscribed', id });
          this.unsubscribed.add(id);
        }
        return;
      case 'heal':
        this.poisoned.clear();
    }
  }

  /** A server that died before it could write down how long it was to wait may ask once more. */
  forgetWaits(): void {
    this.#told.clear();
  }

  /** Something that happens when the server has made so many requests more. */
  meanwhile(after: number, work: () => Promise<void>): void {
    this.#meanwhile.push({ after, work });
  }

  /** What was still to happen between requests, now. */
  async doMeanwhile(): Promise<void> {
    for (const { work } of this.#meanwhile.splice(0)) await work();
  }

  /** Everything works again. */
  end(): void {
    this.#network = true;
    this.#entra = true;
    this.#graph = 'well';
    this.#lostDelta = undefined;
    this.poisoned.clear();
    this.#notify('well');
    this.faults.replays = false;
    this.faults.emptyPages = false;
    this.faults.pageSize = undefined;
    this.#breakOff = undefined;
    this.#cut.requests = 0;
  }

  /** A run that never ends would look like a test that hangs. */
  #goesRound(url: string): boolean {
    if (this.#moment.at !== this.now()) this.#moment = { at: this.now(), requests: 0 };
    this.#moment.requests += 1;
    if (this.#moment.requests === MOST_AT_ONE_MOMENT)
      this.trespasses.push(`asked Graph ${MOST_AT_ONE_MOMENT} times at one moment, and went on: ${url}`);
    return this.#moment.requests > MOST_AT_ONE_MOMENT;
  }

  #notify(how: Extract<Trouble, { do: 'notifications' }>['how']): void {
    this.#slow = how === 'slow';
    this.faults.notifiesAfter = how === 'late' ? () => LATE_MS : undefined;
    const changes: Partial<Record<typeof how, (value: object[]) => object[]>> = {
      lost: () => [],
      doubled: (value) => [...value, ...value],
      reordered: (value) => [...value].reverse(),
    };
    this.faults.notifications = changes[how];
  }

  #breaksOff({ how, after }: Extract<Trouble, { do: 'break off' }>): void {
    this.#breakOff = undefined;
    if (how === 'kill') this.#server.dieAfter(after);
    else this.#cut = { after: Math.floor(after / 4), requests: CUT_REQUESTS };
  }

  #isCut(): boolean {
    if (this.#cut.requests === 0) return false;
    if (this.#cut.after > 0) {
      this.#cut.after -= 1;
      return false;
    }
    this.#cut.requests -= 1;
    return true;
  }

  async #happenMeanwhile(): Promise<void> {
    for (const each of this.#meanwhile) each.after -= 1;
    const due = this.#meanwhile.filter(({ after }) => after < 0);
    this.#meanwhile = this.#meanwhile.filter(({ after }) => after >= 0);
    for (const { work } of due) await work();
  }

  #deltaLost(request: GraphRequest): 'gone' | 'syncStateNotFound' | undefined {
    const lost = this.#lostDelta;
    // Asked for its changes with the wrong token, every folder says so; half of them at a time.
    if (lost === undefined || !request.query.has('$deltatoken') || this.#chance() < 0.5) return undefined;
    if (this.#chance() < 0.5) this.#lostDelta = undefined;
    return lost;
  }

  async #answer(request: GraphRequest): Promise<GraphReply | undefined> {
    const [, item] = /\/messages\/([^/?]+)/.exec(request.path) ?? [];
    if (item !== undefined && this.poisoned.has(decodeURIComponent(item))) return failure(500);
    switch (this.#graph) {
      case 'unavailable':
        return { status: 503 };
      case 'flaky':
        if (this.#chance() >= FLAKY_SHARE) return undefined;
        return failure([500, 502, 503, 504, 509][Math.floor(this.#chance() * 5)] ?? 500);
      case 'throttled':
        if (this.#chance() >= THROTTLED_SHARE) return undefined;
        return {
          status: 429,
          headers: { 'retry-after': String(1 + Math.floor(this.#chance() * 30)) },
          body: { error: { code: 'TooManyRequests', message: 'Too many requests' } },
        };
      case 'revoked': {
        this.#graph = 'well';
        const message = 'Lifetime validation failed, the token is expired.';
        return { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message } } };
      }
      case 'well':
        return undefined;
    }
  }
}

const PAGE = z.object({ value: z.array(z.looseObject({})) });

async function namesMail(answer: Response): Promise<boolean> {
  if (!answer.ok) return false;
  const page = PAGE.parse(await answer.clone().json());
  return page.value.some((row) => !('@removed' in row));
}

/** As the service fails: with a word that says nothing, or a gateway's page. */
const failure = (status: number): GraphReply =>
  status === 500
    ? { status, body: { error: { code: 'UnknownError', message: '' } } }
    : { status, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>Bad gateway</html>') };
