import { readFileSync } from 'node:fs';
import { AGENTS, readAgent } from '../../../src/core/hits';
import { describeWithShared, sharedPath } from '../../fixtures/shared';

describe('agents', () => {
  test.each(AGENTS.map((line) => [line.family, line] as const))('%s is told by its line', (family, line) => {
    expect(readAgent(line.example)).toMatchObject({ family, kind: line.kind });
  });

  test('a browser that no line names is a browser by its form', () => {
    const text =
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Newcomer/1.0';
    expect(readAgent(text)).toMatchObject({ kind: 'browser', family: 'chrome', platform: 'linux' });
  });

  test('a browser string with a complaint address in it is a robot', () => {
    const text =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 (+https://thing.example/why)';
    expect(readAgent(text)).toMatchObject({ kind: 'bot' });
  });

  test('a telephone of the brand Cubot is no robot', () => {
    const text =
      'Mozilla/5.0 (Linux; Android 13; CUBOT KINGKONG) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36';
    expect(readAgent(text)).toMatchObject({ kind: 'browser', platform: 'android' });
  });

  test.each([undefined, '', '   '])('no agent at all (%p) is empty', (text) => {
    expect(readAgent(text).kind).toBe('empty');
  });
});

describeWithShared('the corpus of agents', () => {
  interface Entry {
    userAgent: string;
    expected: 'human' | 'machine' | 'proxy';
  }
  const people = ['browser', 'mail-program'];

  test('at most 5 of 403 are told wrongly, and no proxy', () => {
    const entries = JSON.parse(readFileSync(sharedPath('corpus/user-agents.json'), 'utf8')) as Entry[];
    const wrong = entries.filter(({ userAgent, expected }) => {
      const { kind } = readAgent(userAgent);
      const told = people.includes(kind) ? 'human' : kind === 'image-proxy' ? 'proxy' : 'machine';
      return told !== expected;
    });
    process.stdout.write(`agents: ${entries.length - wrong.length} of ${entries.length} told rightly\n`);
    expect(entries.length).toBeGreaterThan(400);
    expect(wrong.length).toBeLessThanOrEqual(5);
    expect(wrong.filter(({ expected }) => expected === 'proxy')).toEqual([]);
  });
});
