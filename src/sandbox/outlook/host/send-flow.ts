import type { CompletedContext, LaunchRun } from './launch';

/** Milliseconds until the person is asked whether to go on waiting; Outlook cannot be told another figure. */
export const SLOW_AFTER = 5_000;
/** Milliseconds until Outlook gives a handler up. */
export const GIVE_UP_AFTER = 300_000;

export type Alert =
  | { kind: 'slow' }
  | { kind: 'gave-up' }
  | { kind: 'failed'; reason: string }
  /** The person went to another item meanwhile. */
  | { kind: 'left' }
  | { kind: 'refused'; context: CompletedContext; by?: string };

/** `send` the mail all the same, `stop` and keep it, or `wait` for the handler. */
export type AlertChoice = 'send' | 'stop' | 'wait';

export interface SendDeps {
  run: () => LaunchRun;
  /** Shows a dialog; `dismiss` takes it away unanswered. */
  show: (alert: Alert) => { choice: Promise<AlertChoice>; dismiss: () => void };
  /** Resolves after so many milliseconds. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Resolves when the person leaves the item, each time anew. */
  left?: () => Promise<void>;
  /** The person goes back to it. */
  back?: () => void;
}

export type SendDecision = { send: true; by: 'handler' | 'person' } | { send: false };

/**
 * Smart Alerts in the mode PromptUser: whatever the handler does, the person can send. A handler that takes longer than
 * `SLOW_AFTER` brings up a dialog that goes away by itself when the handler ends.
 */
export async function decideSend({ run, show, wait, left, back }: SendDeps): Promise<SendDecision> {
  const handler = run();
  const timers = new AbortController();
  const handled = handler.result.then((result) => ({ is: 'handled', result }) as const);
  const after = <K extends string>(milliseconds: number, is: K) =>
    wait(milliseconds, timers.signal).then(() => ({ is }) as const);
  const never = new Promise<never>(() => undefined);
  const gaveUp = after(GIVE_UP_AFTER, 'gave-up');
  let slow: Promise<{ is: 'slow' }> = after(SLOW_AFTER, 'slow');

  const decided = (choice: AlertChoice): SendDecision =>
    choice === 'send' ? { send: true, by: 'person' } : { send: false };
  const ask = async (alert: Alert): Promise<SendDecision> => decided(await show(alert).choice);
  /** The handler's end, or what the person said while it went on. */
  const outcome = async () => {
    for (;;) {
      const away = left?.().then(() => ({ is: 'left' }) as const) ?? never;
      const next = await Promise.race([handled, gaveUp, slow, away]);
      if (next.is !== 'slow' && next.is !== 'left') return next;
      if (next.is === 'slow') slow = never;
      const dialog = show({ kind: next.is });
      const chosen = dialog.choice.then((choice) => ({ is: 'chosen', choice }) as const);
      const then = await Promise.race([handled, gaveUp, chosen]);
      if (then.is !== 'chosen') dialog.dismiss();
      if (then.is !== 'chosen' || then.choice !== 'wait') return then;
      if (next.is === 'left') back?.();
    }
  };

  try {
    const end = await outcome();
    if (end.is === 'chosen') return decided(end.choice);
    if (end.is === 'gave-up') return await ask({ kind: 'gave-up' });
    if (end.result.kind === 'failed') return await ask({ kind: 'failed', reason: end.result.reason });
    return end.result.context.allowEvent
      ? { send: true, by: 'handler' }
      : await ask({ kind: 'refused', context: end.result.context });
  } finally {
    timers.abort();
    handler.stop();
  }
}
