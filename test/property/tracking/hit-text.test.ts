import fc from 'fast-check';
import { HitRecord, hitText } from '../../../src/server/tracking/ingested';
import { propertyRuns } from '../seed';

test('a hit’s text says what the hit is, whatever its letters', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', 'a', '\ud800') }),
  );
  const whole = fc.integer({ min: 0 });
  const hit = fc.record(
    {
      kind: fc.constantFrom<HitRecord['kind'][]>('open', 'click'),
      account: whole,
      user: whole,
      token: text,
      messageKey: text,
      recipient: whole,
      at: whole,
      method: text,
      link: whole,
      target: text,
      raw: fc.record(
        { ip: text, headers: fc.dictionary(text, text), userAgent: text },
        { requiredKeys: ['ip', 'headers'] },
      ),
    },
    { requiredKeys: ['kind', 'account', 'user', 'token', 'messageKey', 'recipient', 'at', 'method', 'raw'] },
  );
  fc.assert(
    fc.property(hit, (one) => expect(JSON.parse(hitText(one))).toEqual(JSON.parse(JSON.stringify(one)))),
    propertyRuns('texts of hits', 2_000, 100_000),
  );
});
