import { inProcessMicrosoft, type InProcessMicrosoft } from '../../src/sandbox/in-process';
import { checkedByOpenApi } from '../fixtures/graph-openapi';
import { chanceOf, pick } from './chance';
import { SECRET } from './drafts';
import { differences, foundFacts } from './found';
import { CATEGORY, MailOfLife } from './mail-of-life';
import { expectedFacts, type Owner } from './oracle';
import { KNOWN } from './people';
import { stateOf, waitsFor } from './quiet';
import type { Step } from './steps';
import { Troubles } from './troubles';
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
  #down = false;

  constructor(world: World, seed: number) {
    this.#world = world;
    this.#isJudged = seed % 20 === 1;
    this.#byCategory = seed % 4 === 2;
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
      onError: (error) => errors.push(`the emulator: ${String(error)}`),
    });
    troubles.begin(this.#microsoft);
    // Each exchange of some lives is held against Microsoft's description, which takes its time.
    microsoft.fetch = this.#isJudged ? judged(troubles.fetch, errors) : troubles.fetch;
    const logged = this.#world.logged.length;
    const founded = await foundCompany(this.#world, this.#owners.length === 2 ? 2 : 1);
    this.#account = founded.account;
    this.#mail = new MailOfLife({
      services: this.#world.services,
      time,
      mailboxes: this.#microsoft.mailboxes,
      account: this.#account,
      owners: this.#owners,
    });
    if (this.#byCategory) await wantCategory(this.#world, this.#account, CATEGORY);
    try {
      await server.start();
      await this.#calm();
      for (const step of steps) await this.#take(step);
      await this.#settle();
      await this.#pass(11 * MINUTE);
      return [...errors, ...(await this.#compare()), ...this.#trespasses(logged)];
    } finally {
      await server.kill();
      await this.#microsoft.close();
      await dissolve(this.#world, this.#account);
    }
  }

  async #compare(): Promise<string[]> {
    const { facts, items } = await foundFacts(this.#world.services, this.#account);
    const wanted = expectedFacts(
      this.#mail.outgoing,
      this.#mail.incoming,
      KNOWN.flatMap(({ addresses }) => addresses),
      {
        message: (id) => facts.has(`incoming ${id}`),
        sighting: (item) => items.has(item),
      },
      this.#byCategory,
    );
    const states = await this.#world.services.store.db
      .selectFrom('mailboxes')
      .select(['state', 'state_reason'])
      .where('account_id', '=', this.#account)
      .execute();
    const unwell = states
      .filter(({ state }) => state !== 'watching')
      .map((row) => `a mailbox is ${JSON.stringify(row)}`);
    return [...differences(wanted, facts), ...unwell];
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
    this.troubles.end();
    await this.troubles.doMeanwhile();
    this.#down = false;
    const from = time.now();
    for (let hops = 0; ; hops += 1) {
      await this.#pass(2_000);
      // It died at the last: the next pass starts it again.
      if (!server.up) continue;
      const waits = await waitsFor(this.#world, this.#account, from);
      if (waits === undefined) break;
      if (hops > 60 || waits === Infinity)
        throw new Error(
          `the watch does not come back after a quiet time: ${await stateOf(this.#world, this.#account)}`,
        );
      time.moveTo(waits);
    }
    for (const copy of this.#mail.copies()) copy.seen ||= copy.watched && !copy.gone;
  }
}
