import { callOffice, makeGate, pause, readOffice, readText, type Timers } from '../../../../src/addin/office';

/** Time in the test's own hand. */
function handTimers() {
  const waiting = new Map<number, { run: () => void; at: number }>();
  let now = 0;
  let next = 1;
  const timers: Timers = {
    set(run, ms) {
      waiting.set(next, { run, at: now + ms });
      return next++;
    },
    clear: (timer) => void waiting.delete(Number(timer)),
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const [id, timer] of [...waiting].sort(([, a], [, b]) => a.at - b.at)) {
      if (timer.at <= now && waiting.delete(id)) timer.run();
    }
  };
  return { timers, pass, waiting };
}

const good = (value: unknown) => ({ status: 'succeeded', value });

describe('an Office call always settles', () => {
  test('with the value that the callback brings', async () => {
    const { timers, waiting } = handTimers();
    const gate = makeGate(timers);
    await expect(callOffice(gate, 100, (done) => done(good('x')), readText)).resolves.toEqual({
      ok: true,
      value: 'x',
    });
    expect(waiting.size).toBe(0);
  });

  test('with Office’s own code when it fails', async () => {
    const gate = makeGate(handTimers().timers);
    const call = callOffice(
      gate,
      100,
      (done) => done({ status: 'failed', error: { code: 9032, message: 'not here' } }),
      readText,
    );
    await expect(call).resolves.toEqual({ ok: false, code: 9032, how: 'failed' });
  });

  test('when Office throws before it begins', async () => {
    const gate = makeGate(handTimers().timers);
    const call = callOffice(
      gate,
      100,
      () => {
        throw new RangeError('Sys.ArgumentOutOfRangeException');
      },
      readText,
    );
    await expect(call).resolves.toMatchObject({ how: 'threw', code: null });
  });

  test('when the callback never comes', async () => {
    const { timers, pass } = handTimers();
    const call = callOffice(makeGate(timers), 100, () => undefined, readText);
    pass(100);
    await expect(call).resolves.toMatchObject({ ok: false, how: 'timedOut' });
  });

  test('with the first of two callbacks, and a late one changes nothing', async () => {
    const { timers, pass } = handTimers();
    let callback: (result: unknown) => void = () => undefined;
    const first = callOffice(
      makeGate(timers),
      100,
      (done) => {
        done(good('one'));
        done(good('two'));
      },
      readText,
    );
    const late = callOffice(makeGate(timers), 100, (done) => void (callback = done), readText);
    pass(100);
    let looked = false;
    callback({
      get status() {
        looked = true;
        return 'succeeded';
      },
    });
    await expect(first).resolves.toEqual({ ok: true, value: 'one' });
    await expect(late).resolves.toMatchObject({ how: 'timedOut' });
    expect(looked).toBe(false);
  });

  test.each([[undefined], [null], ['text'], [good(5)], [{ status: 'failed' }]])(
    'as a failure when the answer is %p',
    async (answer) => {
      const gate = makeGate(handTimers().timers);
      await expect(callOffice(gate, 100, (done) => done(answer), readText)).resolves.toMatchObject({
        ok: false,
        how: 'failed',
      });
    },
  );
});

describe('a closed gate', () => {
  test('settles what waits and clears its timers', async () => {
    const { timers, waiting } = handTimers();
    const gate = makeGate(timers);
    const call = callOffice(gate, 100, () => undefined, readText);
    const waited = pause(gate, 500);
    gate.close();
    await expect(call).resolves.toMatchObject({ how: 'timedOut' });
    await waited;
    expect(waiting.size).toBe(0);
  });

  test('lets no further call reach Office', async () => {
    const gate = makeGate(handTimers().timers);
    gate.close();
    const start = jest.fn();
    await expect(callOffice(gate, 100, start, readText)).resolves.toMatchObject({ how: 'timedOut' });
    expect(start).not.toHaveBeenCalled();
  });

  test('an inner span ends by its own time or with the outer one, and leaves the outer one open', () => {
    const { timers, pass, waiting } = handTimers();
    const outer = makeGate(timers);
    const short = outer.within(50);
    const long = outer.within(500);
    pass(50);
    expect([outer.open, short.open, long.open]).toEqual([true, false, true]);
    outer.close();
    expect(long.open).toBe(false);
    expect(waiting.size).toBe(0);
  });
});

test('a getter of Office that throws is a failure, not a crash', () => {
  expect(
    readOffice(() => {
      throw new Error('Elevated permission is required');
    }, readText),
  ).toMatchObject({ ok: false, how: 'threw' });
});
