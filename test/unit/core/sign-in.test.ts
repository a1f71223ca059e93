import { ConsentFailure, SignInFailure } from '../../../src/core/api/sign-in';

test('a link to us shows none of its own words: what is not in the list is the general case', () => {
  expect(SignInFailure.parse('too-late')).toBe('too-late');
  expect(ConsentFailure.parse('admins-only')).toBe('admins-only');
  for (const text of ['Call +48 123 456 789', '', 'constructor', 'too-late ']) {
    expect(SignInFailure.parse(text)).toBe('refused');
    expect(ConsentFailure.parse(text)).toBe('refused');
  }
});
