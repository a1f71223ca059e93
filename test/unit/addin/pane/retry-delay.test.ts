import { retryDelay } from '../../../../src/addin/pane/retry-delay';

test('a cut stream is taken up after 1 s, 2 s … never more than about half a minute', () => {
  expect(retryDelay(0, 0.5)).toBe(1000);
  expect(retryDelay(2, 0.5)).toBe(4000);
  expect(retryDelay(50, 1)).toBeLessThanOrEqual(34_000);
});
