import { loadPiece, type PieceWindow } from '../../../src/core/pieces';

const gone = (): Promise<never> => Promise.reject(new Error('ChunkLoadError'));

/** A window whose server is there, or is not. */
function windowThat(answers: boolean) {
  const kept = new Map<string, string>();
  const calls = { reloads: 0 };
  const window: PieceWindow = {
    fetch: () => (answers ? Promise.resolve({ ok: true }) : Promise.reject(new TypeError('Failed to fetch'))),
    location: { href: 'https://mail.example.com/addin/pane.html', reload: () => void (calls.reloads += 1) },
    sessionStorage: {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    },
  };
  return { window, calls };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Its end, with all waiting passed over. */
async function ended<T>(piece: Promise<T>): Promise<T | Error> {
  const end = piece.catch((error: unknown) => (error instanceof Error ? error : new Error('?')));
  await jest.advanceTimersByTimeAsync(20_000);
  return end;
}

test('a piece comes, also when its line broke once', async () => {
  const { window, calls } = windowThat(true);
  let tries = 0;
  const load = () => ((tries += 1) === 1 ? gone() : Promise.resolve('piece'));
  expect(await ended(loadPiece(load, window))).toBe('piece');
  expect(calls.reloads).toBe(0);
});

test('for a piece that is gone the page loads itself anew, once', async () => {
  const { window, calls } = windowThat(true);
  expect(await ended(loadPiece(gone, window, () => 1e12))).toBeInstanceOf(Error);
  expect(calls.reloads).toBe(1);
  // The new page, a moment later: gone all the same.
  expect(await ended(loadPiece(gone, window, () => 1e12 + 5_000))).toBeInstanceOf(Error);
  expect(calls.reloads).toBe(1);
  // The next upgrade.
  await ended(loadPiece(gone, window, () => 1e12 + 3_600_000));
  expect(calls.reloads).toBe(2);
});

test('without a server the page stays as it is', async () => {
  const { window, calls } = windowThat(false);
  expect(await ended(loadPiece(gone, window))).toBeInstanceOf(Error);
  expect(calls.reloads).toBe(0);
});
