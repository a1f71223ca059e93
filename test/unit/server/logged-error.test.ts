import pino from 'pino';
import { loggedError } from '../../../src/server/logged-error';

const logged = (error: unknown): string => {
  const lines: string[] = [];
  const log = pino({ serializers: { err: loggedError } }, { write: (line: string) => void lines.push(line) });
  log.error({ err: error }, 'failed');
  return lines.join('');
};

test('an SQL error is logged by code, constraint and place, without the values it names', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "Zq7 Lindqvist"'), {
    name: 'SqlError',
    code: '22P02',
    constraint: 'contact_addresses_pkey',
    detail: 'Key (account_id, address)=(1, zq7@partner.example) already exists.',
    where: 'unnamed portal parameter $1 = zq7',
  });
  const line = logged(error);
  expect(line).toContain('22P02');
  expect(line).toContain('contact_addresses_pkey');
  expect(line).toContain('logged-error.test');
  expect(line).not.toMatch(/zq7/i);
});

test('an address in the words of an error, or of its cause, is not logged', () => {
  const cause = new Error('no mailbox <zq7.bob@partner.example>');
  const line = logged(new Error('could not read zq7+x@partner.example, given up', { cause }));
  expect(line).toContain('could not read …@…, given up');
  expect(line).toContain('no mailbox <…@…>');
  expect(line).not.toContain('zq7');
});

test('what libraries hang on their errors stays out', () => {
  const error = Object.assign(new Error('expired'), { payload: { name: 'zq7' }, config: { secret: 'zq7' } });
  expect(logged(error)).not.toContain('zq7');
});
