import type { CompletedContext, LaunchRun } from './launch';

/** Milliseconds until the person is asked whether to go on waiting; Outlook cannot be told another figure. */
export const SLOW_AFTER = 5_000;
/** Milliseconds until Outlook gives a handler up. */
export const GIVE_UP_AFTER = 300_000;

export type Alert =
  | { kind: 'slow' }
  | { kind: 'gave-up' }
  | { kind: 'failed'; reason: string }
  | { kind: 'refused'; context: CompletedContext };

/** `send` the mail all the same, or `stop` and go on writing. */
export type AlertChoice = 'send' | 'stop';

export interface SendDeps {
  run: () => LaunchRun;
  /** Shows a dialog; `dismiss` takes it away unanswered. */
  show: (alert: Alert) => { choice: Promise<AlertChoice>; dismiss: () => void };
  /** Resolves after so many milliseconds. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export type SendDecision = { send: true; by: 'handler' | 'person' } | { send: false };

/**
 * Smart Alerts in the mode PromptUser: whatever the handler does, the person can send. A handler that takes longer than
 * `SLOW_AFTER` brings up a dialog that goes away by itself when the handler ends.
 */
export async function decideSend({ run, show, wait }: SendDeps): Promise<SendDecision> {
  const handler = run();
  const timers = new AbortController();
  const handled = handler.result.then((result) => ({ is: 'handled', result }) as const);
  const after = <K extends string>(milliseconds: number, is: K) =>
    wait(milliseconds, timers.signal).then(() => ({ is }) as const);
  const gaveUp = after(GIVE_UP_AFTER, 'gave-up');
  const slow = after(SLOW_AFTER, 'slow');

  const ask = async (alert: Alert): Promise<SendDecision> => {
    const choice = await show(alert).choice;
    return choice === 'send' ? { send: true, by: 'person' } : { send: false };
  };

  try {
    let outcome = await Promise.race([handled, slow, gaveUp]);
    if (outcome.is === 'slow') {
      const dialog = show({ kind: 'slow' });
      const chosen = dialog.choice.then((choice) => ({ is: 'chosen', choice }) as const);
      const next = await Promise.race([handled, gaveUp, chosen]);
      if (next.is === 'chosen')
        return next.choice === 'send' ? { send: true, by: 'person' } : { send: false };
      dialog.dismiss();
      outcome = next;
    }
    if (outcome.is !== 'handled') return await ask({ kind: 'gave-up' });
    const { result } = outcome;
    if (result.kind === 'failed') return await ask({ kind: 'failed', reason: result.reason });
    return result.context.allowEvent
      ? { send: true, by: 'handler' }
      : await ask({ kind: 'refused', context: result.context });
  } finally {
    timers.abort();
    handler.stop();
  }
}
