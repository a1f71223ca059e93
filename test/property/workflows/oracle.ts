import type { Definition, Step } from '../../../src/core/workflows';

/** What a life of contacts under one workflow is made of. */
export type Act =
  | { kind: 'open'; who: number }
  /** The n-th open from the last, if it is there and stands. */
  | { kind: 'take-back'; n: number }
  | { kind: 'set'; who: number; value: string }
  | { kind: 'join'; who: number }
  | { kind: 'put'; who: number }
  | { kind: 'turn'; on: boolean }
  | { kind: 'days'; n: number };

export const DAY = 86_400_000;
/** Passes after each act; no number of them below 100 comes near to whole days. */
export const SLACK = 130 * 60_000;

interface Person {
  status: string | null;
  lists: Set<string>;
  tasks: number;
  stays: Stay[];
}

interface Stay {
  state: 'in' | 'finished' | 'taken-back';
  open: number | undefined;
  done: number;
  due: number;
  walk: Generator<number, void, undefined>;
}

/** The list on which one comes in, and the one that is only written to. */
export const ENTRY = 'entry';

/**
 * What is to become of everybody: each of them led through the steps as they are written, one after the other, by a
 * generator for each stay. No table, no queue, no batch.
 */
export class Oracle {
  readonly people: Person[];
  #now = 0;
  #on = true;
  #opens: { who: number; stands: boolean }[] = [];

  constructor(
    private readonly definition: Definition,
    count: number,
    private readonly nameOf: (list: string) => string,
  ) {
    this.people = Array.from({ length: count }, () => ({
      status: null,
      lists: new Set(),
      tasks: 0,
      stays: [],
    }));
  }

  act(act: Act): void {
    switch (act.kind) {
      case 'open': {
        this.#opens.push({ who: act.who, stands: true });
        if (this.definition.triggers.some(({ kind }) => kind === 'open')) {
          this.#enrol(act.who, this.#opens.length - 1);
        }
        break;
      }
      case 'take-back': {
        const n = this.#opens.length - 1 - act.n;
        const open = this.#opens[n];
        if (!open?.stands) break;
        open.stands = false;
        const stay = this.#person(open.who).stays.find((one) => one.open === n);
        if (stay?.state === 'in' && stay.done === 0) stay.state = 'taken-back';
        break;
      }
      case 'set':
        this.#set(act.who, act.value);
        break;
      case 'join':
        this.#join(act.who, ENTRY);
        break;
      case 'put':
        this.#enrol(act.who);
        break;
      case 'turn':
        this.#on = act.on;
        break;
      case 'days':
        this.#pass(act.n * DAY);
        break;
    }
    this.#pass(SLACK);
  }

  #person(who: number): Person {
    const person = this.people[who];
    if (!person) throw new Error('nobody');
    return person;
  }

  #pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#on
        ? this.people
            .flatMap(({ stays }, who) => stays.map((stay) => ({ who, stay })))
            .filter(({ stay }) => stay.state === 'in' && stay.due <= end)
            .sort((a, b) => a.stay.due - b.stay.due)[0]
        : undefined;
      if (!next) break;
      this.#now = Math.max(this.#now, next.stay.due);
      this.#move(next.who, next.stay);
    }
    this.#now = end;
  }

  /** Signals of what a stay does are followed once it waits or is through. */
  #later: (() => void)[] | undefined;

  #move(who: number, stay: Stay): void {
    const later: (() => void)[] = [];
    this.#later = later;
    const { value, done } = stay.walk.next();
    if (done === true) stay.state = 'finished';
    else stay.due = this.#now + value;
    this.#later = undefined;
    for (const follow of later) follow();
  }

  #enrol(who: number, open?: number): void {
    if (this.#later) {
      this.#later.push(() => this.#enrol(who, open));
      return;
    }
    if (!this.#on) return;
    const { stays } = this.#person(who);
    const were = stays.filter(({ state }) => state !== 'taken-back');
    if (this.definition.again === 'never' && were.length > 0) return;
    if (were.some(({ state }) => state === 'in')) return;
    const stay: Stay = { state: 'in', open, done: 0, due: this.#now, walk: this.#walk(who, () => stay) };
    stays.push(stay);
  }

  /** On = false while the signal is followed: it is dropped, as is what comes of a step that ran before. */
  #set(who: number, value: string | null): void {
    const person = this.#person(who);
    if (person.status === value) return;
    person.status = value;
    const waits = this.definition.triggers.some(
      (trigger) => trigger.kind === 'property' && (trigger.to === undefined || trigger.to === value),
    );
    if (waits) this.#enrol(who);
  }

  #join(who: number, list: string): void {
    const { lists } = this.#person(who);
    if (lists.has(list)) return;
    lists.add(list);
    if (list === ENTRY && this.definition.triggers.some(({ kind }) => kind === 'segment')) this.#enrol(who);
  }

  *#walk(who: number, stay: () => Stay): Generator<number, void, undefined> {
    yield* this.#through(this.definition.steps, who, stay);
  }

  /** Resolves to true where it ends here. */
  *#through(steps: readonly Step[], who: number, stay: () => Stay): Generator<number, boolean, undefined> {
    const person = this.#person(who);
    for (const step of steps) {
      switch (step.kind) {
        case 'wait':
          if (step.how.kind === 'for') yield step.how.amount * DAY;
          stay().done += 1;
          break;
        case 'branch': {
          const { rule } = step;
          const holds =
            rule?.kind === 'text' &&
            rule.test.is === 'equal' &&
            person.status !== null &&
            rule.test.values.includes(person.status);
          stay().done += 1;
          if (yield* this.#through(holds ? step.yes : step.no, who, stay)) return true;
          break;
        }
        case 'set':
          stay().done += 1;
          this.#set(who, typeof step.value === 'string' ? step.value : null);
          break;
        case 'list':
          stay().done += 1;
          if (step.action === 'add') this.#join(who, this.nameOf(step.list ?? ''));
          else person.lists.delete(this.nameOf(step.list ?? ''));
          break;
        case 'task':
          stay().done += 1;
          person.tasks += 1;
          break;
        case 'end':
          stay().done += 1;
          return true;
        default:
          throw new Error(`no ${step.kind} here`);
      }
    }
    return false;
  }
}
