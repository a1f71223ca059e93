import fc from 'fast-check';
import {
  readSpf,
  spfRecordsIn,
  type SpfMechanism,
  type SpfQualifier,
} from '../../../src/server/marketing/audience/checks/spf-record';
import { propertyRuns } from '../seed';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const domain = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const bits = (most: number) => fc.integer({ min: 0, max: most });

const mechanism: fc.Arbitrary<SpfMechanism> = fc.oneof(
  fc.constant({ kind: 'all' as const }),
  fc.record({ kind: fc.constantFrom('include' as const, 'exists' as const), domain }),
  fc
    .record({
      kind: fc.constantFrom('a' as const, 'mx' as const),
      domain: fc.option(domain, { nil: undefined }),
      v4: bits(32),
      v6: bits(128),
    })
    .map(({ domain: of, ...rest }) => (of === undefined ? rest : { ...rest, domain: of })),
  fc.constant({ kind: 'ptr' as const }),
  fc.record({ kind: fc.constant('ip4' as const), address: fc.ipV4(), bits: bits(32) }),
  fc.record({
    kind: fc.constant('ip6' as const),
    address: fc.ipV6().map((one) => one.toLowerCase()),
    bits: bits(128),
  }),
);
const term = fc.record({ qualifier: fc.constantFrom<SpfQualifier>('+', '-', '~', '?'), mechanism });

function written(one: SpfMechanism): string {
  switch (one.kind) {
    case 'all':
    case 'ptr':
      return one.kind;
    case 'include':
    case 'exists':
      return `${one.kind}:${one.domain}`;
    case 'a':
    case 'mx':
      return `${one.kind}${one.domain === undefined ? '' : `:${one.domain}`}/${one.v4}//${one.v6}`;
    case 'ip4':
    case 'ip6':
      return `${one.kind}:${one.address}/${one.bits}`;
  }
}

const runs = propertyRuns('SPF records', 150, 5_000);

describe('an SPF record', () => {
  test('is read as it was written, whatever the case and the spaces', () => {
    fc.assert(
      fc.property(
        fc.array(term, { maxLength: 12 }),
        fc.option(domain, { nil: undefined }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        (terms, redirect, loud, spaces) => {
          const parts = [
            'v=spf1',
            ...terms.map(({ qualifier, mechanism: one }) => `${qualifier}${written(one)}`),
            ...(redirect === undefined ? [] : [`redirect=${redirect}`]),
            'x-other=1',
          ];
          const text = parts.join(' '.repeat(spaces));
          const given = loud ? text.toUpperCase() : text;
          expect(spfRecordsIn([given, 'v=spf10 all', 'verification=1'])).toEqual([given]);
          expect(readSpf(given)).toEqual({
            ok: true,
            record: { terms, ...(redirect !== undefined && { redirect }) },
          });
        },
      ),
      runs,
    );
  });

  test('whatever stands in it, it is read or the term that is none is named', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (rest) => {
        const read = readSpf(`v=spf1 ${rest}`);
        if (read.ok) return;
        expect(rest).toContain(read.term);
        expect(read.term).not.toContain(' ');
      }),
      runs,
    );
  });

  test.each([
    ['ip4:10.0.0.0/33'],
    ['ip4:10.0.0'],
    ['ip6:10.0.0.1'],
    ['ip6:fe80::%eth0'],
    ['include'],
    ['include:'],
    ['a:/24'],
    ['mx/x'],
    ['all:x.example'],
    ['+'],
    ['inclued:x.example'],
  ])('%s means nothing', (wrong) => {
    expect(readSpf(`v=spf1 mx ${wrong} -all`)).toEqual({ ok: false, term: wrong });
  });

  test('a missing qualifier is a pass', () => {
    expect(readSpf('v=spf1 mx ~all')).toEqual({
      ok: true,
      record: {
        terms: [
          { qualifier: '+', mechanism: { kind: 'mx', v4: 32, v6: 128 } },
          { qualifier: '~', mechanism: { kind: 'all' } },
        ],
      },
    });
  });
});
