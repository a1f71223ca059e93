import type { Page } from 'playwright-core';
import { LAUNCH_EVENTS } from '../../../src/core/manifest';
import { launchScript } from '../../fixtures/outlook-addin';

/** One send, in milliseconds. */
export interface Lap {
  /** From the event that Outlook gives the frame to the handler's `completed`, as Outlook sees both. */
  handler: number;
  /** From the frame's opening: with the loading of office.js and the launch file. */
  whole: number;
  /** Of these, what the handler only waited for by the client table's timers (settleMs, apartMs). */
  waited: number;
  /** The handler's calls to Outlook: name of the message, milliseconds since the event. */
  calls: Call[];
}

export interface Call {
  at: number;
  text: string;
}

interface Moments {
  calls: Call[];
  opened: number;
  invoked: number;
  completed: number;
}

declare global {
  interface Window {
    benchMoments?: Moments;
    benchWaited?: (milliseconds: number) => Promise<void>;
  }
}

export type Variant = 'ours' | 'empty';

/** Tells of each timer of these lengths that ran out; the timers themselves stay as they are. */
const countWaits = (lengths: readonly number[]): string => `{
  const later = window.setTimeout.bind(window);
  window.setTimeout = (work, ms, ...more) => later(() => {
    if (${JSON.stringify(lengths)}.includes(ms)) void window.benchWaited(ms);
    work(...more);
  }, ms);
}`;

/** A launch file that does nothing: every handler only completes. */
const EMPTY = launchScript({});

/** Stamps the moments of each send on Outlook's page, and gives its frames our launch file or the empty one. */
export async function watchLaps(
  page: Page,
  waits: readonly number[],
): Promise<{ use: (variant: Variant) => void; during: (send: () => Promise<void>) => Promise<Lap> }> {
  let variant: Variant = 'ours';
  let waited = 0;
  await page.exposeBinding('benchWaited', (_, milliseconds: number) => {
    waited += milliseconds;
  });
  // Frames are opened anew for each event.
  await page.addInitScript(countWaits(waits));
  // Only this one file is stopped on its way, in both variants: nothing else may be slowed.
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Fetch.requestPaused', ({ requestId }) => {
    void (variant === 'ours'
      ? devtools.send('Fetch.continueRequest', { requestId })
      : devtools.send('Fetch.fulfillRequest', {
          requestId,
          responseCode: 200,
          responseHeaders: [{ name: 'content-type', value: 'text/javascript; charset=utf-8' }],
          body: Buffer.from(EMPTY).toString('base64'),
        }));
  });
  await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*/addin/launchevent.js*' }] });
  const event = LAUNCH_EVENTS.find(({ functionName }) => functionName === 'onMessageSend')?.type ?? '';
  await page.evaluate((type) => {
    const moments = (window.benchMoments = { opened: 0, invoked: 0, completed: 0, calls: [] as Call[] });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof HTMLIFrameElement && node.title.endsWith(type)) {
            moments.opened = performance.now();
            moments.completed = 0;
            moments.calls = [];
          }
    }).observe(document.body, { childList: true, subtree: true });
    const trace = (window.outlookTrace ??= []);
    const push = trace.push.bind(trace);
    trace.push = (...entries) => {
      for (const { frame, direction, what, value } of entries) {
        if (frame !== type) continue;
        moments.calls.push({
          at: performance.now(),
          text: `${direction} ${what} ${JSON.stringify(value).slice(0, 300)}`,
        });
        if (direction === 'out' && what === 'appCommandInvoked') moments.invoked = performance.now();
        // 94: `event.completed`.
        if (
          direction === 'in' &&
          what === 'executeMethod' &&
          JSON.stringify(value).includes('"DispatchId":94')
        )
          moments.completed = performance.now();
      }
      return push(...entries);
    };
  }, event);
  return {
    use: (next) => {
      variant = next;
    },
    async during(send) {
      waited = 0;
      await page.evaluate(() => {
        if (window.benchMoments) window.benchMoments.completed = 0;
      });
      await send();
      const moments = await page
        .waitForFunction(() => (window.benchMoments?.completed ? { ...window.benchMoments } : undefined))
        .then((handle) => handle.jsonValue());
      if (!moments) throw new Error('the page lost its stamps');
      const { opened, invoked, completed, calls } = moments;
      return {
        handler: completed - invoked,
        whole: completed - opened,
        waited,
        calls: calls.flatMap(({ at, text }) => (at < invoked ? [] : [{ at: at - invoked, text }])),
      };
    },
  };
}
