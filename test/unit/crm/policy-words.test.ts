import { BODY_TROUBLES, CLIENT_LIMITS, POLICY_CODES } from '../../../src/core/policy/types';
import { policyWords, sentNote } from '../../../src/server/crm/policy-words';

describe('the reasons of a frozen policy', () => {
  test('every code has words', () => {
    for (const code of POLICY_CODES)
      expect(policyWords({ reasons: [{ subject: 'links', code }] })).toHaveLength(1);
  });

  test('name what they concern and whom, each once', () => {
    const reason = { subject: 'links', rule: 'seat', code: 'freeSeat' };
    const objection = {
      subject: 'image',
      rule: 'objection',
      code: 'objected',
      address: 'bob@partner.example',
    };
    expect(policyWords({ reasons: [reason, reason, objection] })).toEqual([
      'Links: links need a paid seat',
      'Opens: a recipient objected (bob@partner.example)',
    ]);
  });

  test('what is not a policy of ours says nothing', () => {
    expect(policyWords({})).toEqual([]);
    expect(policyWords(null)).toEqual([]);
    expect(policyWords({ reasons: ['x', { code: 'fromTheFuture', subject: 'image' }] })).toEqual([]);
  });

  test('whatever the add-in reports of client and body is said, on the message and in the feed', () => {
    const reported = [
      ...CLIENT_LIMITS.map((limit) => `client.${limit}`),
      ...BODY_TROUBLES.map((trouble) => `body.${trouble}`),
    ];
    for (const reason of reported) {
      expect(policyWords({ reasons: [reason] })).toHaveLength(1);
      expect(sentNote([reason])).toMatch(/\.$/);
    }
    expect(sentNote(['body.bodyDamaged'])).toBe(
      'Not tracked: Outlook damaged the text, your own was put back.',
    );
    expect(sentNote([{ subject: 'image', code: 'switchedOff' }, 'links.switchedOff'])).toBeUndefined();
  });

  test('what Outlook did not know yet is said, though the server knew it', () => {
    expect(policyWords({ reasons: ['links.policyStale', 'links.switchedOff'] })).toEqual([
      'Links: Outlook’s policy was too old',
    ]);
  });
});
