import { likePatterns, scrubber } from '../../../src/server/privacy/erase/scrub';

const PERSON = { addresses: ['bob.li+x@partner.example'], names: ['Bob Lindqvist', 'Lindqvist, Bob'] };

describe('taking a person out of a text', () => {
  const mentioned = scrubber(PERSON, 'mentioned');
  const participant = scrubber(PERSON, 'participant');
  const GONE: [string, string][] = [
    ['to Bob.Li+x@Partner.example.', 'to [erased].'],
    ['?u=bob.li%2Bx%40partner.example&n=1', '?u=[erased]&n=1'],
    ['?u=https%3A%2F%2Fs%2F%3Fm%3Dbob.li%252Bx%2540partner.example', '?u=https%3A%2F%2Fs%2F%3Fm%3D[erased]'],
    ['&lt;bob.li+x&#64;partner.example&gt;', '&lt;[erased]&gt;'],
    ['Bob Lindqvist wrote', '[erased] wrote'],
    ['BOB&nbsp;LINDQVIST', '[erased]'],
    ['Bob\n  <b>Lindqvist</b>', '[erased]</b>'],
    ['“Lindqvist, Bob”', '“[erased]”'],
  ];
  test.each(GONE)('%j is found', (text, clean) => {
    expect(mentioned.scrub(text)).toBe(clean);
    // What the store is asked for finds it too.
    const lower = text.toLowerCase();
    const like = likePatterns(PERSON).map(
      (pattern) => new RegExp(`^${pattern.split('%').map(literal).join('[\\s\\S]*')}$`),
    );
    expect(like.some((pattern) => pattern.test(lower))).toBe(true);
  });

  const STAYS = [
    'xbob.li+x@partner.example',
    'bob.li+x@partner.example.net',
    'ann.bob.li+x@partner.example',
    'Bob Lindqvister',
    'Bob is not he, nor is Ms. Lindqvist',
    'bob@partner.example',
  ];
  test.each(STAYS)('%j is somebody else', (text) => {
    expect(mentioned.scrub(text)).toBe(text);
  });

  test('on mail that they are part of, each word of their name goes, and no part of a word', () => {
    expect(participant.scrub('Dear Bob, Ms. Lindqvist, Bobby and bob')).toBe(
      'Dear [erased], Ms. [erased], Bobby and bob',
    );
  });

  test('an address without a name takes nothing else with it, and a name of one word is left in other mail', () => {
    expect(scrubber({ addresses: ['a@b.example'], names: [] }, 'participant').scrub('a b a@b.example')).toBe(
      'a b [erased]',
    );
    expect(scrubber({ addresses: [], names: ['Al'] }, 'participant').scrub('Al all')).toBe('Al all');
    expect(scrubber({ addresses: [], names: ['Rose'] }, 'mentioned').scrub('Rose')).toBe('Rose');
  });

  test('JSON keeps its shape and its keys', () => {
    expect(mentioned.scrubJson({ 'Bob Lindqvist': ['Bob Lindqvist', 1, null, { a: true }] })).toEqual({
      'Bob Lindqvist': ['[erased]', 1, null, { a: true }],
    });
  });
});

const literal = (text: string): string => text.replace(/\\(.)/g, '$1').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
