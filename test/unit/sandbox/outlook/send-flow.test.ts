import { readCompletion, type LaunchResult } from '../../../../src/sandbox/outlook/host/launch';
import {
  decideSend,
  GIVE_UP_AFTER,
  SLOW_AFTER,
  type Alert,
  type AlertChoice,
} from '../../../../src/sandbox/outlook/host/send-flow';

function bench() {
  let handled: (result: LaunchResult) => void = () => undefined;
  const shown: Alert[] = [];
  const log: string[] = [];
  let choose: (choice: AlertChoice) => void = () => undefined;
  let left: () => void = () => undefined;
  const timers = new Map<number, () => void>();
  const decision = decideSend({
    run: () => ({ result: new Promise((resolve) => (handled = resolve)), stop: () => log.push('stopped') }),
    show: (alert) => {
      shown.push(alert);
      return { choice: new Promise((resolve) => (choose = resolve)), dismiss: () => log.push('dismissed') };
    },
    left: () => new Promise((resolve) => (left = resolve)),
    back: () => log.push('back'),
    wait: (milliseconds) => new Promise((resolve) => timers.set(milliseconds, resolve)),
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  return {
    decision,
    shown,
    log,
    settle,
    complete: (allowEvent: boolean) =>
      handled({
        kind: 'completed',
        context: { allowEvent, errorMessage: 'Look', cancelLabel: '', commandId: '', contextData: '' },
      }),
    fail: () => handled({ kind: 'failed', reason: 'gone' }),
    leave: () => left(),
    choose: (choice: AlertChoice) => choose(choice),
    pass: async (milliseconds: number) => {
      timers.get(milliseconds)?.();
      await settle();
    },
  };
}

describe('Smart Alerts in the mode PromptUser', () => {
  test('a handler that allows sends without a word', async () => {
    const { decision, complete, shown, log } = bench();
    complete(true);
    expect(await decision).toEqual({ send: true, by: 'handler' });
    expect([shown, log]).toEqual([[], ['stopped']]);
  });

  test.each([
    ['send', { send: true, by: 'person' }],
    ['stop', { send: false }],
  ] as const)('a refusal asks; %s', async (choice, expected) => {
    const { decision, complete, shown, settle, choose } = bench();
    complete(false);
    await settle();
    expect(shown).toEqual([{ kind: 'refused', context: expect.objectContaining({ errorMessage: 'Look' }) }]);
    choose(choice);
    expect(await decision).toEqual(expected);
  });

  test('after five seconds the person may send without waiting', async () => {
    const { decision, pass, shown, choose, log } = bench();
    await pass(SLOW_AFTER);
    expect(shown).toEqual([{ kind: 'slow' }]);
    choose('send');
    expect(await decision).toEqual({ send: true, by: 'person' });
    expect(log).toEqual(['stopped']);
  });

  test('the dialog goes away when the slow handler ends after all', async () => {
    const { decision, pass, complete, log } = bench();
    await pass(SLOW_AFTER);
    complete(true);
    expect(await decision).toEqual({ send: true, by: 'handler' });
    expect(log).toEqual(['dismissed', 'stopped']);
  });

  test('after five minutes Outlook gives the handler up', async () => {
    const { decision, pass, choose, shown } = bench();
    await pass(SLOW_AFTER);
    await pass(GIVE_UP_AFTER);
    expect(shown).toEqual([{ kind: 'slow' }, { kind: 'gave-up' }]);
    choose('stop');
    expect(await decision).toEqual({ send: false });
  });

  test.each([
    ['send', { send: true, by: 'person' }],
    ['stop', { send: false }],
  ] as const)('who leaves the item is asked; %s', async (choice, expected) => {
    const { decision, leave, settle, shown, choose } = bench();
    leave();
    await settle();
    expect(shown).toEqual([{ kind: 'left' }]);
    choose(choice);
    expect(await decision).toEqual(expected);
  });

  test('who waits after all goes back to the item, and may leave it again', async () => {
    const { decision, leave, settle, shown, choose, complete, log } = bench();
    leave();
    await settle();
    choose('wait');
    await settle();
    leave();
    await settle();
    expect([shown.length, log]).toEqual([2, ['back']]);
    complete(true);
    expect(await decision).toEqual({ send: true, by: 'handler' });
    expect(log).toEqual(['back', 'dismissed', 'stopped']);
  });

  test('a handler that is not there asks too', async () => {
    const { decision, fail, settle, shown, choose } = bench();
    fail();
    await settle();
    expect(shown).toEqual([{ kind: 'failed', reason: 'gone' }]);
    choose('send');
    expect(await decision).toEqual({ send: true, by: 'person' });
  });
});

describe('what a handler completes with', () => {
  const completed = (completedContext: unknown) =>
    readCompletion({ 0: 'id', 1: 0, 2: JSON.stringify({ type: 't', completedContext }) });

  test('says whether the mail may go, and why not', () => {
    expect(completed({ allowEvent: false, errorMessage: 'No', commandId: 'b', contextData: '{}' })).toEqual({
      id: 'id',
      result: {
        kind: 'completed',
        context: {
          allowEvent: false,
          errorMessage: 'No',
          cancelLabel: '',
          commandId: 'b',
          contextData: '{}',
        },
      },
    });
  });

  test('lets the mail go when it says nothing', () => {
    expect(completed(undefined)?.result).toMatchObject({ context: { allowEvent: true } });
    expect(readCompletion({ 0: 'id', 1: 0, 2: 'no json' })?.result).toMatchObject({
      context: { allowEvent: true },
    });
  });

  test('keeps texts within Outlook’s limits', () => {
    const result = completed({
      allowEvent: false,
      errorMessage: 'x'.repeat(600),
      cancelLabel: 'y'.repeat(30),
    })?.result;
    expect(result).toMatchObject({ context: { errorMessage: 'x'.repeat(500), cancelLabel: 'y'.repeat(20) } });
  });

  test('is a failure when office.js found no function', () => {
    expect(readCompletion({ 0: 'id', 1: 11101 })?.result).toMatchObject({ kind: 'failed' });
    expect(readCompletion({ 1: 0 })).toBeUndefined();
  });
});
