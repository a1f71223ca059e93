import { isRecord } from './wire';

/** office.js keeps Tab at the border of its page to itself, and says so to its host, whose focus it then is. */
const TAB_EXIT = 13;
const TAB_EXIT_BACK = 14;

const STOPS =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea, iframe, [tabindex]:not([tabindex="-1"])';

/** Which way a `ContextActivationManager_notifyHost` asks the focus to leave; undefined: it says something else. */
export function wayOut(value: unknown): 'on' | 'back' | undefined {
  const action: unknown = Array.isArray(value) || isRecord(value) ? Reflect.get(value, 1) : undefined;
  if (action === TAB_EXIT) return 'on';
  return action === TAB_EXIT_BACK ? 'back' : undefined;
}

/** Gives the focus to what comes after the frame in its document, or before it. */
export function leaveFrame(frame: HTMLIFrameElement, way: 'on' | 'back'): void {
  const stops = [...document.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) =>
      stop === frame ||
      (stop.tabIndex >= 0 && stop.getClientRects().length > 0 && !stop.hasAttribute('data-tabster-dummy')),
  );
  const here = stops.indexOf(frame);
  stops.at((here + (way === 'on' ? 1 : -1)) % stops.length)?.focus();
}
