import { sentToken } from '../../../../src/addin/pane/read/sent-token';
import { strangersAmong } from '../../../../src/addin/pane/read/strangers';

const person = (address: string) => ({ address, name: '', type: '' });

test('neither contacts nor the company’s own people and mailboxes are offered as contacts (A9)', () => {
  const known = {
    contacts: [{ addresses: ['bob@partner.example'] }],
    ours: ['sales@brightwater.example'],
  };
  const on = ['Sales@brightwater.example', 'Bob@partner.example', 'zoe@new.example'].map(person);
  expect(strangersAmong(on, known).map(({ address }) => address)).toEqual(['zoe@new.example']);
  // An older server names nobody.
  expect(strangersAmong(on, { contacts: [] })).toHaveLength(3);
});

test('a mail that was sent from here is known by what the add-in left on it, any other is not', async () => {
  const item = (kept: unknown) => ({
    loadCustomPropertiesAsync: (done: (result: unknown) => void) =>
      done({
        status: 'succeeded',
        value: { get: (name: string) => (name === 'mailtrail' ? kept : undefined) },
      }),
  });
  expect(await sentToken(item('{"token":"abc"}'))).toBe('abc');
  for (const other of [item(undefined), item('{'), item('{"token":7}'), item(null), {}, null])
    expect(await sentToken(other)).toBeUndefined();
});
