import { afterAbsence } from '../../../../src/server/reminders/standing';
import { nameParts } from '../../../../src/server/sending/field-values';

describe('reminders and names', () => {
  test('an absence that is over before changes nothing; a later one is waited out, to the same hour of the day after', () => {
    const due = new Date('2026-11-20T09:30:00Z');
    expect(afterAbsence(due, new Date('2026-11-18'))).toEqual(due);
    expect(afterAbsence(due, new Date('2026-11-27'))).toEqual(new Date('2026-11-28T09:30:00Z'));
  });

  test.each([
    ['Bob Lindqvist', { whole: 'Bob Lindqvist', first: 'Bob', last: 'Lindqvist' }],
    ['Lindqvist, Bob', { whole: 'Bob Lindqvist', first: 'Bob', last: 'Lindqvist' }],
    ['Bob', { whole: 'Bob', first: 'Bob' }],
    ['bob@partner.example', {}],
    ['', {}],
  ])('%s is read as a name', (name, parts) => {
    expect(nameParts(name)).toEqual(parts);
  });
});
