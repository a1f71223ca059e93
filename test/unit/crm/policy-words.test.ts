import { POLICY_CODES } from '../../../src/core/policy/types';
import { policyWords } from '../../../src/server/crm/policy-words';

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
});
