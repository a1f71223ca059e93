import type { SendForecast } from '../../../src/core/api/sending';
import type { RecipientAnswer } from '../../../src/core/policy';
import { namelessOf } from '../../../src/server/sending/nameless';
import { speak } from '../../../src/web/texts';
import { outlookLines } from '../../../src/web/write/outlook-lines';

beforeAll(() => speak(['en']));

const answer = (name: string, standing: RecipientAnswer['standing'] = 'known'): RecipientAnswer => ({
  ...{ address: `${name}@partner.example`, standing, reason: 'knownContact' },
  ...{ image: true, links: true, log: true },
});
const [bob, frank, list] = [answer('bob'), answer('frank', 'noBasis'), answer('list', 'list')];
const copy = (to: readonly RecipientAnswer[], tracked = true) => ({
  recipients: to,
  policy: { image: tracked, links: false },
});
const seen = (change: Partial<SendForecast>): SendForecast => ({
  ...{ recipients: [], image: true, links: { tracked: 1, total: 1 }, log: true, reasons: [], leftAlone: {} },
  ...{ nameless: [], unfilled: [], faulty: false },
  ...change,
});
const said = (change: Partial<SendForecast>): string => outlookLines(seen(change)).join(' ');

test('a list has no name, nor whoever has no legal basis; beside one who has, they are in the way', () => {
  const everybody = [bob, frank, list];
  expect(namelessOf([copy([bob])], everybody)).toEqual([]);
  expect(namelessOf([copy([list])], everybody)).toEqual([{ why: 'list', addresses: [list.address] }]);
  expect(namelessOf([copy([bob, list])], everybody)).toEqual([{ why: 'beside', addresses: [list.address] }]);
  expect(namelessOf([copy([bob]), copy([frank], false)], everybody)).toEqual([
    { why: 'untracked', addresses: [frank.address] },
  ]);
  expect(namelessOf([copy([bob, frank], false)], everybody)).toEqual([]);
});

test('whoever prevents it is named', () => {
  const recipients = [{ ...bob, contact: { id: '1', name: 'Bob Lindqvist' } }, frank];
  const objected = { subject: 'image', code: 'objected', address: bob.address } as const;
  expect(said({ recipients, image: false, reasons: [objected], links: { tracked: 0, total: 0 } })).toContain(
    'Opens will not be seen (objection: Bob Lindqvist).',
  );
  const nameless = [{ why: 'noBasis' as const, addresses: [frank.address] }];
  const lines = said({ recipients, nameless });
  expect(lines).toContain('for want of a legal basis: frank@partner.example.');
  expect(lines).toContain('Those of the others will have a name.');
  expect(said({ recipients: [frank], nameless })).not.toContain('will have a name');
});

test('links that nothing is put into are not said not to be there, but why they are left alone', () => {
  const off = { subject: 'links', code: 'switchedOff' } as const;
  const lines = said({
    ...{ image: false, links: { tracked: 0, total: 3 }, reasons: [off] },
    leftAlone: { linksOff: 2, mailto: 1 },
  });
  expect(lines).toContain('0 of 3 links are tracked (you switched it off).');
  expect(lines).toContain('1 link is left alone: it writes a mail');
  expect(lines).not.toMatch(/no links|2 links/);
  // A link that is left alone for its own sake is not the policy's doing.
  expect(said({ links: { tracked: 0, total: 1 }, reasons: [off], leftAlone: { meeting: 1 } })).toContain(
    '0 of 1 links are tracked. 1 link',
  );
});
