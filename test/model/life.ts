import { inProcessMicrosoft, type InProcessMicrosoft } from '../../src/sandbox/in-process';
import { checkedByOpenApi } from '../fixtures/graph-openapi';
import { chanceOf, pick } from './chance';
import { SECRET } from './drafts';
import { differences, foundFacts } from './found';
import { CATEGORY, MailOfLife } from './mail-of-life';
import { expectedFacts, type Owner } from './oracle';
import { KNOWN } from './people';
import { stateOf, waitsFor } from './quiet';
import { forgedNotification, type Forgery } from './forged';
import { PersonsOfLife } from './persons';
import { PaneOfLife } from './pane-of-life';
import type { Step } from './steps';
import { Troubles } from './troubles';
import { ConsentsOfLife, wayOf, type Way } from './ways';
import { BEGINNING, dissolve, foundCompany, wantCategory, type World } from './world';

const MINUTE = 60_000;

/** Notes where an exchange departs from the description; networks that fail do not. */
function judged(fetch: Troubles['fetch'], errors: string[]): Troubles['fetch'] {
  const checked = checkedByOpenApi(fetch);
  return async (url, init) => {
    try {
      return await checked(url, init);
    } catch (error) {
      if (error instanceof Error && !(error instanceof TypeError)) errors.push(error.message);
      throw error;
    }
  };
}

/** One life of mailboxes, under a server that watches them. */
export class Life {
  readonly troubles: Troubles;
  readonly #world: World;
  readonly #owners: readonly Owner[];
  readonly #isJudged: boolean;
  /** L12: only received mail of a category is wanted. */
  readonly #byCategory: boolean;
  #account = 0;
  #microsoft!: InProcessMicrosoft;
  #mail!: MailOfLife;
  #persons!: PersonsOfLife;
  #down = false;
  readonly #way: Way;
  readonly #consents: ConsentsOfLife;
  #pane: PaneOfLife | undefined;
  /** What is wrong already. */
  readonly #wrong: string[] = [];

  constructor(world: World, seed: number) {
    this.#world = world;
    this.#isJudged = seed % 20 === 1;
    this.#byCategory = seed % 4 === 2;
    this.#way = wayOf(seed, world.apart);
    this.#consents = new ConsentsOfLife(() => world.time.ms);
    this.#owners = seed % 4 === 0 ? ['alice', 'dan'] : ['alice'];
    this.troubles = new Troubles(() => world.time.ms, world.server, chanceOf(seed + 1));
    this.troubles.onServed = () => {
      for (const copy of this.#mail.copies()) copy.exposed ||= copy.watched && !copy.gone;
    };
  }

  /** Lives the steps and a quiet time after them; resolves to where the store is not as it must be. */
  async live(steps: readonly Step[]): Promise<string[]> {
    const { time, server, microsoft, keys } = this.#world;
    const { troubles } = this;
    const errors: string[] = [];
    time.restart(BEGINNING);
    this.#microsoft = await inProcessMicrosoft({
      keys,
      clock: time,
      timers: time,
      faults: troubles.faults,
      call: troubles.call,
      consents: this.#consents,
      onError: (error) => errors.push(`the emulator: ${String(error)}`),
    });
    troubles.begin(this.#microsoft);
    troubles.refusal = (url, body) => this.#consents.refusal(url, body);
    // Each exchange of some lives is held against Microsoft's description, which takes its time.
    microsoft.fetch = this.#isJudged ? judged(troubles.fetch, errors) : troubles.fetch;
    const logged = this.#world.logged.length;
    const founded = await foundCompany(this.#world, this.#owners, this.#way, this.#consents);
    this.#account = founded.account;
    this.#mail = new MailOfLife({
      services: this.#world.services,
      time,
      mailboxes: this.#microsoft.mailboxes,
      account: this.#account,
      owners: this.#owners,
    });
    this.#persons = new PersonsOfLife(this.#world.services, this.#account, founded.mailboxes, this.#mail);
    if (this.#way === 'pane')
      this.#pane = new PaneOfLife({
        ...{ time, keys, fetch: troubles.fetch, account: this.#account, owners: this.#owners },
        server: () => server.services(),
      });
    if (this.#byCategory) await wantCategory(this.#world, this.#account, CATEGORY);
    try {
      await server.start();
      await this.#calm();
      for (const step of steps) await this.#take(step);
      await this.#settle();
      const settled = time.now();
      await this.#pass(11 * MINUTE);
      // It may have died in that time.
      await this.#untilQuiet(settled);
      return [...errors, ...this.#wrong, ...(await this.#compare()), ...this.#trespasses(logged)];
    } finally {
      await server.kill();
      await this.#pane?.settled();
      this.#pane?.close();
      await this.#microsoft.close();
      await dissolve(this.#world, this.#account);
    }
  }

  async #compare(): Promise<string[]> {
    const { facts, items, logged, answers, files } = await foundFacts(
      this.#world.services,
      this.#account,
      this.#mail.incoming,
    );
    const wanted = expectedFacts(
      this.#mail.outgoing,
      this.#mail.incoming,
      KNOWN.flatMap(({ addresses }) => addresses),
      {
        message: (id) => facts.has(`incoming ${id}`),
        sighting: (item) => items.has(item),
        logged: (id) => logged.has(id),
        answers: (id) => answers.has(id),
        files: (id) => files.get(id) ?? [],
      },
      this.#byCategory,
    );
    const states = await this.#world.services.store.db
      .selectFrom('mailboxes')
      .select(['state', 'state_reason', 'subscription_id'])
      .where('account_id', '=', this.#account)
      .execute();
    const standing = this.#microsoft.ledger.subscriptions().map(({ id }) => id);
    const isThere = (id: string | null): boolean =>
      id !== null && (standing.includes(id) || this.troubles.unsubscribed.has(id));
    const unwell = states
      .filter(
        ({ state, state_reason: reason, subscription_id: id }) =>
          state !== 'watching' || reason !== null || (!this.#pane && !isThere(id)),
      )
      .map((row) => `a mailbox is ${JSON.stringify(row)}, subscriptions are ${standing.join()}`);
    const spare = standing.length > states.length ? [`too many subscriptions: ${standing.join()}`] : [];
    return [...differences(wanted, facts), ...unwell, ...spare];
  }

  /** R8 and R10. */
  #trespasses(logged: number): string[] {
    const lines = this.#world.logged.splice(logged).filter((line) => line.includes(SECRET));
    return [
      ...this.troubles.trespasses,
      ...this.#microsoft.ledger
        .refusedWrites()
        .map(({ method, path }) => `tried to write: ${method} ${path}`),
      ...lines.map((line) => `logged what is not ours: ${line}`),
    ];
  }

  async #take(step: Step): Promise<void> {
    const { troubles } = this;
    const { server } = this.#world;
    switch (step.do) {
      case 'pass':
        return this.#pass(step.seconds * 1_000);
      case 'sleep':
        // As a machine that was shut: nothing ran, and everything is due at once.
        this.#world.time.moveTo(this.#world.time.ms + step.hours * 60 * MINUTE);
        return this.#calm();
      case 'kill':
        if (step.after === 0) await server.kill();
        else server.dieAfter(step.after);
        return;
      case 'down':
        this.#down = true;
        return server.kill();
      case 'up':
        this.#down = false;
        return;
      case 'meanwhile':
        troubles.meanwhile(step.after, () => this.#take(step.what));
        return;
      case 'settle':
        return this.#settle();
      case 'days':
        return this.#days(step.days);
      case 'forge':
        return this.#forge(step);
      case 'consent':
        return this.#consent(step);
      case 'pane':
        if (this.#pane) this.#pane.open = step.open;
        return;
      case 'undo':
      case 'log again':
      case 'move log':
      case 'look back':
        await this.#persons.take(step);
        return server.stir();
      case 'pause':
      case 'resume':
        // Taken up, it may be read before we hear of it.
        if (step.do === 'resume') troubles.left.clear();
        await this.#persons.take(step);
        await this.#noteLeft();
        return server.stir();
      case 'poison': {
        const copy = pick(this.#mail.present(), step.item);
        if (copy) troubles.poisoned.add(copy.item.immutableId);
        return;
      }
      case 'network':
      case 'graph':
      case 'entra':
      case 'notifications':
      case 'lose delta':
      case 'delta':
      case 'break off':
      case 'lifecycle':
      case 'unsubscribe':
      case 'heal':
        return troubles.take(step);
      default:
        return this.#mail.take(step);
    }
  }

  /** Until nothing is left to do at this moment. */
  async #calm(): Promise<void> {
    const { time, server } = this.#world;
    do {
      time.moveTo(time.ms);
      await this.#microsoft.notifier.settled();
      await this.#pane?.settled();
      await server.settle();
    } while (time.next <= time.ms);
  }

  /** Lets time pass, with everything happening at its moment. A server that died is started again by its machine. */
  async #pass(ms: number): Promise<void> {
    const { time, server } = this.#world;
    const until = time.ms + ms;
    for (let turns = 0; ; turns += 1) {
      if (!server.up && !this.#down) {
        this.troubles.forgetWaits();
        await server.start();
      }
      await this.#calm();
      const due = server.up ? await server.nextDue() : Infinity;
      const next = Math.max(time.ms, Math.min(time.next, due));
      if (next > until) break;
      if (turns > 500) throw new Error(`time stands still: something is due again and again at ${next}`);
      time.moveTo(next);
    }
    time.moveTo(until);
    await this.#calm();
  }

  /** A quiet time: everything works again, and the watch has looked through all there is. */
  async #settle(): Promise<void> {
    const { time, server } = this.#world;
    await this.#mail.release();
    this.troubles.left.clear();
    await this.#persons.resume();
    await this.#persons.askAgain();
    await server.stir();
    this.troubles.end();
    await this.troubles.doMeanwhile();
    if (this.#way === 'delegated') await this.#consents.giveAgain(this.#consentParts(), this.#owners);
    await server.stir();
    if (this.#pane) this.#pane.open = true;
    this.#down = false;
    await this.#untilQuiet(time.now());
    for (const copy of this.#mail.copies()) copy.seen ||= copy.watched && !copy.gone;
  }

  /** Until every mailbox was looked through after that time, and nothing is left. */
  async #untilQuiet(from: Date): Promise<void> {
    const { time, server } = this.#world;
    for (let hops = 0; ; hops += 1) {
      await this.#pass(2_000);
      // It died at the last: the next pass starts it again.
      if (!server.up) continue;
      await this.#pane?.look();
      if (!server.up) continue;
      const waits = await waitsFor(this.#world, this.#account, from);
      if (waits === undefined) break;
      // Told to wait, a pane looks again with its next turn; no job does.
      const next = waits === Infinity && this.#pane ? time.ms + MINUTE : waits;
      if (hops > 60 || next === Infinity)
        throw new Error(
          `the watch does not come back after a quiet time: ${await stateOf(this.#world, this.#account)}`,
        );
      time.moveTo(next);
    }
  }

  #consentParts() {
    return { services: this.#world.services, keys: this.#world.keys, account: this.#account };
  }

  async #consent({ how, owner }: Extract<Step, { do: 'consent' }>): Promise<void> {
    const at = Math.min(this.#owners.length - 1, Math.floor(owner * this.#owners.length));
    const person = this.#owners[at];
    if (this.#way !== 'delegated' || person === undefined) return;
    if (how === 'withdrawn') return this.#consents.withdraw(person);
    if (how === 'expired') this.#consents.expired = true;
    // Where Microsoft is not reached, the owner tries it some other time.
    else await this.#consents.give(this.#consentParts(), person, at + 1).catch(() => undefined);
    await this.#world.server.stir();
  }

  /** Which mailboxes are not to be read from now on. */
  async #noteLeft(): Promise<void> {
    const { left } = this.troubles;
    const paused = await this.#world.services.store.db
      .selectFrom('mailboxes')
      .select('graph_user as user')
      .where('account_id', '=', this.#account)
      .where('state', '=', 'paused')
      .execute();
    const users = new Set(paused.map(({ user }) => user));
    for (const user of left.keys()) if (!users.has(user)) left.delete(user);
    for (const user of users) if (!left.has(user)) left.set(user, this.#world.time.ms);
  }

  /** Facts: 1.1. Graph ends a subscription after a week, without a word. */
  async #days(days: number): Promise<void> {
    const { time, services } = this.#world;
    await this.#settle();
    for (let half = 1; half <= 2 * days; half += 1) {
      time.moveTo(time.ms + 12 * 60 * MINUTE);
      await this.#pass(1_000);
      const standing = this.#microsoft.ledger.subscriptions().length;
      const boxes = await services.store.db
        .selectFrom('mailboxes')
        .select('id')
        .where('account_id', '=', this.#account)
        .execute();
      // A day, until a renewal finds out what was ended without a word before.
      if (standing === boxes.length || half < 4) continue;
      this.#wrong.push(`after ${half / 2} quiet days ${standing} of ${boxes.length} subscriptions stand`);
      return;
    }
  }

  /** What is not from Microsoft is answered as what is, and changes nothing. */
  async #forge(forgery: Forgery): Promise<void> {
    const { server, services } = this.#world;
    await this.#calm();
    const standing = this.#microsoft.ledger.subscriptions()[0];
    if (!server.up || standing === undefined) return;
    const before = await this.#told();
    const body = forgedNotification(forgery, standing);
    const address = `${services.urls.app}/api/graph/${forgery.event === 'created' ? 'notifications' : 'lifecycle'}`;
    const called = await server
      .call(address, { type: 'application/json', body: JSON.stringify(body) }, 3_000)
      .catch(() => undefined);
    if (!called) return;
    await this.#calm();
    const after = await this.#told();
    if (server.up && called.status !== 202)
      this.#wrong.push(`a forged notification was answered ${called.status}`);
    if (server.up && before !== after)
      this.#wrong.push(`a forged notification was believed: ${before} became ${after}`);
  }

  /** What a notification leaves at once. */
  async #told(): Promise<string> {
    const rows = await this.#world.services.store.db
      .selectFrom('mailboxes')
      .select(['last_notification_at', 'subscription_id'])
      .where('account_id', '=', this.#account)
      .orderBy('id')
      .execute();
    return JSON.stringify(rows);
  }
}
