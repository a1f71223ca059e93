import { keepPresence, type Look } from '../../../src/core/presence';

/** A page whose visibility, touches and clock the test moves. */
class Desk {
  visibilityState: DocumentVisibilityState = 'visible';
  at = 0;
  /** Undefined: a page that does not tell. */
  focused: boolean | undefined;
  readonly said: number[] = [];
  readonly looks: boolean[] = [];
  readonly #page = new EventTarget();
  readonly #window = new EventTarget();

  readonly keeper = keepPresence(
    async (shown) => void this.said.push(shown),
    (looking) => void this.looks.push(looking),
    this.#look(),
  );

  #look(): Look {
    const visibility = () => this.visibilityState;
    return {
      page: {
        get visibilityState() {
          return visibility();
        },
        addEventListener: this.#page.addEventListener.bind(this.#page),
        removeEventListener: this.#page.removeEventListener.bind(this.#page),
      },
      window: {
        addEventListener: this.#window.addEventListener.bind(this.#window),
        removeEventListener: this.#window.removeEventListener.bind(this.#window),
      },
      now: () => this.at,
      focused: () => this.focused !== false,
    };
  }

  pass(ms: number): void {
    this.at += ms;
    jest.advanceTimersByTime(ms);
  }

  turn(to: DocumentVisibilityState): void {
    this.visibilityState = to;
    this.#page.dispatchEvent(new Event('visibilitychange'));
  }

  blur(): void {
    this.focused = false;
    this.#window.dispatchEvent(new Event('blur'));
  }

  touch(): void {
    this.#window.dispatchEvent(new Event('pointermove'));
  }
}

describe('whether a page is looked at', () => {
  let desk: Desk;
  beforeEach(() => {
    jest.useFakeTimers();
    desk = new Desk();
  });
  afterEach(() => {
    desk.keeper.stop();
    jest.useRealTimers();
  });

  test('is said at once with what it shows, once for lines that come together, and every 15 seconds', () => {
    desk.keeper.shows(4);
    desk.keeper.shows(5);
    desk.pass(200);
    expect(desk.said).toEqual([5]);
    desk.pass(15_000);
    expect(desk.said).toEqual([5, 5]);
  });

  test('is not said of a hidden page, and is when it comes up again', () => {
    desk.turn('hidden');
    desk.keeper.shows(5);
    desk.pass(60_000);
    expect(desk.said).toEqual([]);
    desk.turn('visible');
    desk.pass(200);
    expect(desk.said).toEqual([5]);
    expect(desk.looks).toEqual([true, false, true]);
  });

  test('is not said of a desk that was left for two minutes, and is with the first touch', () => {
    desk.keeper.shows(5);
    desk.pass(125_000);
    const before = desk.said.length;
    desk.keeper.shows(6);
    desk.pass(60_000);
    expect(desk.said).toHaveLength(before);
    desk.touch();
    desk.pass(200);
    expect(desk.said.slice(before)).toEqual([6]);
    expect(desk.looks).toEqual([true, false, true]);
  });

  test('is said no more when the page is left', () => {
    desk.keeper.stop();
    desk.keeper.shows(7);
    desk.pass(60_000);
    expect(desk.said.filter((shown) => shown === 7)).toEqual([]);
  });

  test('without the keyboard, for a moment after a touch alone: it may stand behind another window', () => {
    desk.pass(60_000);
    expect(desk.looks).toEqual([true]);
    desk.blur();
    expect(desk.looks).toEqual([true, false]);
    desk.keeper.shows(7);
    desk.pass(1000);
    expect(desk.said).not.toContain(7);
    desk.touch();
    desk.pass(1000);
    expect(desk.said.at(-1)).toBe(7);
    desk.pass(30_000);
    expect(desk.looks).toEqual([true, false, true, false]);
  });
});
