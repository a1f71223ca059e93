import type { Rule } from '../../../../src/core/rules';
import {
  Definition,
  loopAmong,
  problemsOf,
  programOf,
  type Known,
  type Step,
} from '../../../../src/core/workflows';

const LIST = '11111111-1111-4111-8111-111111111111';
const LEADS = '22222222-2222-4222-8222-222222222222';
const NEWS = '33333333-3333-4333-8333-333333333333';
const DRAFT = '44444444-4444-4444-8444-444444444444';

const isStatus = (value: string): Rule => ({
  kind: 'text',
  property: 'custom:status',
  test: { is: 'equal', values: [value] },
});

const known: Known = {
  properties: new Map([
    ['company', { kind: 'text', choices: [] }],
    ['owner', { kind: 'user', choices: [] }],
    ['lastReply', { kind: 'date', choices: [] }],
    ['custom:status', { kind: 'choice', choices: ['lead', 'customer', 'contacted'] }],
    ['custom:end', { kind: 'date', choices: [] }],
    ['custom:size', { kind: 'number', choices: [] }],
  ]),
  lists: new Set([LIST]),
  segments: new Map([
    [LIST, null],
    [LEADS, isStatus('lead')],
  ]),
  messages: new Map([
    [NEWS, true],
    [DRAFT, false],
  ]),
  users: new Set([1]),
  teams: new Set(),
  secret: false,
};

const definition = (given: Partial<Definition>): Definition => ({
  triggers: [],
  filter: null,
  again: 'each-time',
  goal: null,
  timeZone: 'Europe/Warsaw',
  steps: [],
  ...given,
});
const set = (id: string, value: string | null): Step => ({
  id,
  kind: 'set',
  property: 'custom:status',
  value,
});
const list = (id: string, action: 'add' | 'remove' = 'add'): Step => ({
  id,
  kind: 'list',
  action,
  list: LIST,
});
const wait = (id: string): Step => ({ id, kind: 'wait', how: { kind: 'for', amount: 1, unit: 'days' } });
const goto = (id: string, step: string): Step => ({ id, kind: 'goto', step });
const branch = (id: string, yes: Step[], no: Step[] = []): Step => ({
  id,
  kind: 'branch',
  rule: isStatus('lead'),
  within: 0,
  yes,
  no,
});

const codes = (given: Partial<Definition>) =>
  problemsOf(definition(given), known).map(({ code, step, at }) => `${code} ${step ?? at ?? ''}`.trim());

describe('what keeps a workflow from running', () => {
  it.each([
    [{ steps: [] }, ['no-steps']],
    [{ steps: [wait('a'), wait('a')] }, ['same-id a']],
    [{ steps: [{ id: 'a', kind: 'set', property: null, value: 'x' }] }, ['no-property a']],
    [{ steps: [{ id: 'a', kind: 'set', property: 'lastReply', value: '2026-01-01' }] }, ['no-property a']],
    [{ steps: [set('a', 'lost')] }, ['bad-value a']],
    [{ steps: [{ id: 'a', kind: 'set', property: 'custom:size', value: '12' }] }, ['bad-value a']],
    [{ steps: [{ id: 'a', kind: 'set', property: 'custom:end', value: '2026-02-30' }] }, ['bad-value a']],
    [{ steps: [{ id: 'a', kind: 'set', property: 'owner', value: 9 }] }, ['bad-value a']],
    [{ steps: [{ id: 'a', kind: 'list', action: 'add', list: LEADS }] }, ['no-list a']],
    [{ steps: [{ id: 'a', kind: 'notify', whom: { kind: 'user', user: 9 }, text: 'x' }] }, ['no-user a']],
    [{ steps: [{ id: 'a', kind: 'notify', whom: { kind: 'owner' }, text: ' ' }] }, ['no-text a']],
    [{ steps: [{ id: 'a', kind: 'task', title: '', days: 1, user: null }] }, ['no-title a']],
    [{ steps: [{ id: 'a', kind: 'send', message: DRAFT }] }, ['message-not-ready a']],
    [{ steps: [{ id: 'a', kind: 'send', message: null }] }, ['no-message a']],
    [{ steps: [{ id: 'a', kind: 'webhook', url: 'http://partner.example/' }] }, ['bad-address a']],
    [{ steps: [{ id: 'a', kind: 'webhook', url: 'https://me:pw@partner.example/' }] }, ['bad-address a']],
    [{ steps: [{ id: 'a', kind: 'webhook', url: 'https://partner.example/' }] }, ['no-secret a']],
    [{ steps: [{ id: 'a', kind: 'branch', rule: null, within: 0, yes: [], no: [] }] }, ['no-rule a']],
    [{ steps: [goto('a', 'b')] }, ['no-step a']],
    [{ steps: [{ id: 'a', kind: 'wait', how: { kind: 'for', amount: 53, unit: 'weeks' } }] }, ['too-long a']],
    [{ steps: [{ id: 'a', kind: 'end' }, wait('b')] }, ['never-reached b']],
    [
      { steps: [wait('a')], triggers: [{ kind: 'segment', segment: DRAFT }] },
      ['no-trigger-segment triggers'],
    ],
    [{ steps: [wait('a')], filter: { kind: 'member', segment: DRAFT } }, ['gone-in-rule filter']],
    [{ steps: [branch('a', [set('b', 'lead')], [list('c')]), wait('d')] }, []],
  ] satisfies [Partial<Definition>, string[]][])('%j', (given, expected) => {
    expect(codes(given)).toEqual(expected);
  });
});

describe('loops', () => {
  it.each([
    ['back to itself at once', { steps: [set('a', 'lead'), goto('b', 'a')] }, ['goes-round b']],
    ['back over a wait', { steps: [set('a', 'lead'), wait('w'), goto('b', 'a')] }, []],
    [
      'back by a branch that leads past the wait',
      { steps: [branch('a', [wait('w')], [list('l')]), goto('b', 'a')] },
      ['goes-round b'],
    ],
    [
      'onto the list whose newcomers it enrols',
      { triggers: [{ kind: 'segment', segment: LIST }], steps: [list('a')] },
      ['enrols-itself a'],
    ],
    [
      'onto that list after a wait',
      { triggers: [{ kind: 'segment', segment: LIST }], steps: [wait('w'), list('a')] },
      [],
    ],
    ['off that list', { triggers: [{ kind: 'segment', segment: LIST }], steps: [list('a', 'remove')] }, []],
    [
      'a property that it waits for',
      { triggers: [{ kind: 'property', property: 'custom:status' }], steps: [set('a', 'lead')] },
      ['enrols-itself a'],
    ],
    [
      'a property that it waits for, to another value',
      {
        triggers: [{ kind: 'property', property: 'custom:status', to: 'lead' }],
        steps: [set('a', 'contacted')],
      },
      [],
    ],
    [
      'who is enrolled only once',
      {
        again: 'never',
        triggers: [{ kind: 'property', property: 'custom:status' }],
        steps: [set('a', 'lead')],
      },
      [],
    ],
    [
      'out of the segment that it enrols from',
      { triggers: [{ kind: 'segment', segment: LEADS }], steps: [set('a', 'contacted')] },
      [],
    ],
    [
      'out of that segment and in again',
      {
        triggers: [{ kind: 'segment', segment: LEADS }],
        steps: [set('a', 'contacted'), branch('b', [], [set('c', 'lead')])],
      },
      ['enrols-itself c'],
    ],
  ] satisfies [string, Partial<Definition>, string[]][])('%s', (_name, given, expected) => {
    expect(codes(given)).toEqual(expected);
  });

  const first = definition({
    triggers: [{ kind: 'property', property: 'custom:status', to: 'lead' }],
    steps: [set('a', 'contacted')],
  });
  const second = definition({
    triggers: [{ kind: 'property', property: 'custom:status', to: 'contacted' }],
    steps: [list('b')],
  });
  const third = definition({ triggers: [{ kind: 'segment', segment: LIST }], steps: [set('c', 'lead')] });
  const among = (...definitions: Definition[]) => {
    const named = definitions.map((one, i) => ({ id: String(i), name: `W${i}`, definition: one }));
    const [own, ...others] = named;
    return own && loopAmong(own, others, known.segments);
  };

  it('finds three workflows that enrol one another round and round', () => {
    expect(among(first, second, third)).toEqual({ step: 'a', through: ['W1', 'W2'] });
  });
  it('finds none where one of them waits, enrols once, or is missing', () => {
    expect(among(first, second)).toBeUndefined();
    expect(among(first, second, { ...third, again: 'never' })).toBeUndefined();
    expect(among(first, second, { ...third, steps: [wait('w'), ...third.steps] })).toBeUndefined();
  });
});

describe('a definition', () => {
  it('is read with its nested steps, and refused by place', () => {
    const given = definition({ steps: [branch('a', [branch('b', [wait('c')])])] });
    expect(Definition.parse(structuredClone(given))).toEqual(given);
    const bad: unknown = { ...given, timeZone: 'Mars/Olympus' };
    expect(Definition.safeParse(bad).error?.issues[0]?.path).toEqual(['timeZone']);
  });

  it('leads from the end of a branch to what follows it', () => {
    const { first, places } = programOf(definition({ steps: [branch('a', [set('b', 'x')]), wait('c')] }));
    expect(first).toBe('a');
    expect(places.get('a')).toMatchObject({ yes: 'b', no: 'c', next: 'c' });
    expect(places.get('b')?.next).toBe('c');
    expect(places.get('c')?.next).toBeNull();
  });
});
