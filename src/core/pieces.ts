/** What of a browser's window is needed to get at the pieces of a page. */
export interface PieceWindow {
  fetch(address: string, init: { method: string; cache: 'no-store' }): Promise<{ ok: boolean }>;
  location: { href: string; reload(): void };
  sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
}

/** When the page last loaded itself anew, in milliseconds since 1970; kept for as long as its window. */
const KEY = 'mailtrail.reloadedForPiece';
/** A page that is new, and whose piece is gone all the same, does not load itself again and again. */
const AGAIN_MS = 5 * 60_000;
/** A window that does not load anew when it is told to must not be waited for. */
const LEAVES_MS = 10_000;

/**
 * Loads a piece of the page (`() => import('./settings')`). Where it is gone, since the server has been upgraded while
 * the page was open, the page loads itself anew, once; where the server is not reached, it does not. Rejects with what
 * the import said.
 */
export async function loadPiece<T>(
  load: () => Promise<T>,
  window: PieceWindow,
  now: () => number = () => Date.now(),
): Promise<T> {
  try {
    return await load();
  } catch {
    // A line that broke once: the loader asks again for what failed.
  }
  try {
    return await load();
  } catch (error) {
    if (!(await answers(window)) || !mayReload(window, now())) throw error;
    window.location.reload();
    await new Promise((resolve) => setTimeout(resolve, LEAVES_MS));
    throw error;
  }
}

async function answers(window: PieceWindow): Promise<boolean> {
  try {
    return (await window.fetch(window.location.href, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

function mayReload({ sessionStorage }: PieceWindow, now: number): boolean {
  try {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (now - last < AGAIN_MS) return false;
    sessionStorage.setItem(KEY, String(now));
    return true;
  } catch {
    // Without a memory of it, it could go round for ever.
    return false;
  }
}
