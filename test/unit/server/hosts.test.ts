import { makeHostCheck } from '../../../src/server/http/hosts';

const check = makeHostCheck(
  { app: 'https://app.test', tracking: 'https://t.test', files: 'https://files.test' },
  (name) => name === 't.test' || name === 'news.test',
);

describe('which host serves what', () => {
  test.each(['/o/x.gif', '/c/x/1', '/u/x', '/p/x', '/i/:key'])(
    'a tracking host serves %s, and it alone',
    (path) => {
      expect(['t.test', 'news.test', 'app.test', 'files.test'].map((host) => check(host, path))).toEqual([
        'served',
        'served',
        'absent',
        'absent',
      ]);
    },
  );

  test.each(['/', '/api/v1/marketing', '/i', '/images/x', '/it/works', '/auth/login', '/marketing/1'])(
    'a tracking host has nothing at %s, which is the app’s',
    (path) => {
      expect([check('t.test', path), check('app.test', path)]).toEqual(['absent', 'served']);
    },
  );

  test('any other name is refused', () => {
    expect(check('evil.test', '/i/:key')).toBe('wrong-host');
  });
});
