import type { BasisEntry } from '../../../src/core/api/legal-bases';
import { entrySentence, setBack } from '../../../src/web/parts/legal-bases';
import { speak } from '../../../src/web/texts';

beforeAll(() => speak(['en']));

const given: BasisEntry = {
  basis: 'consent-given',
  source: 'asked by phone',
  givenOn: '2026-11-03',
  proof: 'note 17',
  recordedAt: '2026-11-04T09:00:00.000Z',
  recordedBy: 'Dan Okafor',
};

describe('the words of a legal basis', () => {
  test('say what, when, from where and by what proof', () => {
    expect(entrySentence(given)).toBe('Consent given on Nov 3, 2026: asked by phone (note 17)');
    const { proof: _proof, ...bare } = given;
    expect(entrySentence({ ...bare, basis: 'none' })).toBe('None on Nov 3, 2026: asked by phone');
  });

  test('setting back puts source, day and proof into force again; before the first there was none', () => {
    expect(setBack(given)).toEqual({
      basis: 'consent-given',
      source: 'asked by phone',
      givenOn: '2026-11-03',
      proof: 'note 17',
    });
    expect(setBack(undefined)).toEqual({ basis: 'none', source: 'set back' });
  });
});
