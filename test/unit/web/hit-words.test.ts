import type { HitView } from '../../../src/core/api/hits';
import { badgeOf, hitSentence, outcome } from '../../../src/web/hit-words';
import { speak } from '../../../src/web/texts';

beforeAll(() => speak(['en']));

const hit: HitView = {
  id: '019cadc6-9a80-724f-a948-78c9d425ab04',
  kind: 'open',
  at: '2026-03-02T09:00:00.000Z',
  verdict: 'person',
  reasons: [],
  counted: true,
};
const bob = { name: 'Bob', address: 'bob@partner.example' };

describe('a hit in words', () => {
  test.each<[HitView, string]>([
    [{ ...hit, who: bob }, 'The image was loaded from Bob’s copy'],
    [hit, 'The image was loaded by Someone'],
    [{ ...hit, verdict: 'self', who: bob }, 'The image was loaded by you'],
    [{ ...hit, verdict: 'self', colleague: true }, 'The image was loaded by a colleague'],
    [
      { ...hit, kind: 'click', who: bob, link: { target: 'https://a.example/', text: 'the offer' } },
      '“the offer” was followed from Bob’s copy',
    ],
    [
      { ...hit, kind: 'click', link: { target: 'https://a.example/', text: '' } },
      '“https://a.example/” was followed by Someone',
    ],
  ])('%j says %s', (view, words) => {
    expect(hitSentence(view)).toBe(words);
  });

  test('what a colleague looked at is not called yours', () => {
    expect(badgeOf({ verdict: 'self', colleague: true }).badge).toBe('A colleague’s, not counted');
    expect(badgeOf({ verdict: 'self' }).badge).toBe('Yours, not counted');
  });

  test('what came of a word says how many similar hits follow, and where', () => {
    expect(outcome('machine', { verdict: 'machine', similar: 1, elsewhere: 0 })).toBe(
      'No longer counted: not a person. 1 similar hit follows.',
    );
    expect(outcome('self', { verdict: 'self', similar: 0, elsewhere: 3 })).toBe(
      'No longer counted: yours. 3 hits from this device on your other mail will follow.',
    );
    expect(outcome(null, { verdict: 'person', similar: 0, elsewhere: 0 })).toBe(
      'Judged by the rules again: a person.',
    );
  });
});
