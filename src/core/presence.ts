/** The server counts a page as looked at for 20 seconds after it said so. */
const SAY_AGAIN_MS = 15_000;
/** A page that is visible while nobody touches it may be on a desk that was left. */
const TOUCHED_MS = 120_000;
/** Without the keyboard it may stand behind another window; a pointer that moves over it says that it does not. */
const UNFOCUSED_MS = 15_000;
/** Events that come together are answered for together. */
const TOGETHER_MS = 200;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;

/** What of the browser tells whether a page is looked at. */
export interface Look {
  page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  window: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  now: () => number;
  /** Whether it has the keyboard; told by pages that are called visible behind other windows too, as Outlook's panes are. */
  focused?: () => boolean;
}

export interface PresenceKeeper {
  /** The page shows the feed up to this event. */
  shows(seq: number): void;
  stop(): void;
}

/**
 * Says while this page is looked at that it is, and which events it has shown: those are not pushed to the person's
 * other devices as well (O2). Looked at: visible, and touched within two minutes (15 seconds where it says that it has not
 * the keyboard). What cannot be said is said again.
 * `onLook` hears when it begins and ends to be looked at; at first it is, if it is visible.
 */
export function keepPresence(
  say: (shown: number) => Promise<unknown>,
  onLook: (looking: boolean) => void,
  look: Look,
): PresenceKeeper {
  let touched = look.now();
  let shown = 0;
  let told: boolean | undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const check = (): boolean => {
    const patience = look.focused?.() === false ? UNFOCUSED_MS : TOUCHED_MS;
    const looking = look.page.visibilityState === 'visible' && look.now() - touched < patience;
    if (looking !== told) onLook(looking);
    return (told = looking);
  };
  const tell = (): void => {
    if (check()) void say(shown).catch(() => undefined);
  };
  const tellSoon = (): void => {
    if (!check()) return;
    soon ??= setTimeout(() => {
      soon = undefined;
      tell();
    }, TOGETHER_MS);
  };
  const touch = (): void => {
    const before = check();
    touched = look.now();
    if (!before) tellSoon();
  };
  const change = (): void => {
    // Who brings it up is there.
    touched = look.now();
    tellSoon();
  };
  for (const type of TOUCHES) look.window.addEventListener(type, touch, { passive: true });
  const leave = (): void => void check();
  look.window.addEventListener('blur', leave);
  look.page.addEventListener('visibilitychange', change);
  const timer = setInterval(tell, SAY_AGAIN_MS);
  check();
  return {
    shows(seq) {
      if (over || seq <= shown) return;
      shown = seq;
      tellSoon();
    },
    stop() {
      over = true;
      clearInterval(timer);
      clearTimeout(soon);
      for (const type of TOUCHES) look.window.removeEventListener(type, touch);
      look.window.removeEventListener('blur', leave);
      look.page.removeEventListener('visibilitychange', change);
    },
  };
}
