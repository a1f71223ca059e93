import { Readable } from 'node:stream';
import type { ContactField } from '../../../src/core/api/contacts';
import { changesOf, reversed, type Standing } from '../../../src/server/crm/change-contacts';
import { readValue } from '../../../src/server/crm/contact-fields';
import { companyOf, workDomainOf } from '../../../src/server/crm/contacts';
import { guessColumns, readRow, type ReadBy } from '../../../src/server/crm/import/read-row';
import { rowsOfFile } from '../../../src/server/crm/import/rows-of-file';

const field = (kind: ContactField['kind'], choices: string[] = []): ContactField => ({
  key: 'x',
  name: 'Größe',
  kind,
  choices,
});
const by = (columns: ReadBy['columns'], change: Partial<ReadBy> = {}): ReadBy => ({
  columns,
  fields: [],
  users: new Map([['alice moreau', 7]]),
  ownDomains: new Set(['brightwater.example']),
  ...change,
});

describe('rows of an import', () => {
  test('several addresses, split names and an owner make one person', () => {
    const columns = ['firstName', 'lastName', 'address', 'address', 'owner', null] as const;
    const row = ['Bob', 'Lindqvist', 'Bob <BOB@partner.example>; b@home.example', '', 'Alice Moreau', '?'];
    expect(readRow(row, by(columns))).toEqual({
      ok: true,
      person: {
        name: 'Bob Lindqvist',
        addresses: ['bob@partner.example', 'b@home.example'],
        company: '',
        phone: '',
        owner: 7,
        custom: {},
      },
    });
  });

  test.each([
    [[''], 'no-address'],
    [['bob'], 'bad-address'],
    [['bob@partner'], 'bad-address'],
    [['noreply@shop.example'], 'nobody'],
    [['dan@brightwater.example'], 'colleague'],
    [['b@x.example', '12x'], 'bad-number'],
    [['b@x.example', '', 'Nobody Known'], 'unknown-owner'],
    [['b@x.example', '', '', 'n'.repeat(201)], 'too-long'],
  ])('%j is refused as %s', (row, reason) => {
    const columns = ['address', 'custom:x', 'owner', 'name'] as const;
    expect(readRow(row, by(columns, { fields: [field('number')] }))).toEqual({ ok: false, reason });
  });

  test.each([
    ['number', '1 234,5', 1234.5],
    ['number', '1,234.50', 1234.5],
    ['number', '1.234.567,5', 1234567.5],
    ['number', '12,5', 12.5],
    ['number', 'twelve', undefined],
    ['date', '31.12.2026', '2026-12-31'],
    ['date', '2026-02-30', undefined],
    ['date', '1/2/2026', '2026-02-01'],
    ['choice', 'LARGE', 'large'],
    ['choice', 'huge', undefined],
    ['text', ' x ', 'x'],
    ['text', '', null],
  ] as const)('a %s %j is read as %j', (kind, text, value) => {
    expect(readValue(field(kind, ['small', 'large']), text)).toBe(value);
  });

  test.each([
    [
      ['Vorname', 'Nachname', 'E-Mail', 'Telefon', 'Größe'],
      ['firstName', 'lastName', 'address', 'phone', 'custom:x'],
    ],
    [
      ['Imię i nazwisko', 'Adres e-mail', 'Firma'],
      ['name', 'address', 'company'],
    ],
    [
      ['First Name', 'Email', 'Email 2', 'Owner', 'Colour'],
      ['firstName', 'address', 'address', 'owner', null],
    ],
  ])('%j are known columns', (headings, guess) => {
    expect(guessColumns(headings, [], [field('text')])).toEqual(guess);
  });

  test('a column full of addresses is one, whatever its heading', () => {
    expect(guessColumns(['A', 'B'], [['x', 'a@b.example']], [])).toEqual([null, 'address']);
  });

  test.each(['utf8', 'utf16le', 'windows-1250'] as const)('letters of %s are read', async (encoding) => {
    const text = 'Name,Mail\nŻaneta Łoś,z@x.example';
    const bytes =
      encoding === 'windows-1250'
        ? Buffer.from([...text].map((c) => ({ Ż: 0xaf, Ł: 0xa3, ś: 0x9c })[c] ?? c.charCodeAt(0)))
        : Buffer.from(`\ufeff${text}`, encoding);
    const rows: string[][] = [];
    const file = Readable.from([bytes.subarray(0, 3), bytes.subarray(3, 12), bytes.subarray(12)]);
    for await (const { cells } of rowsOfFile(file, 'windows-1250')) rows.push(cells);
    expect(rows).toEqual([
      ['Name', 'Mail'],
      ['Żaneta Łoś', 'z@x.example'],
    ]);
  });
});

describe('the company of an address', () => {
  test.each([
    ['bob@partner.example', 'Partner'],
    ['x@mail.larkhill.co.uk', 'Larkhill'],
    ['x@gmail.com', null],
    ['x@t-online.de', null],
    ['x@eu.acme.com.pl', 'Acme'],
  ])('of %s is %s', (address, company) => expect(companyOf(address)).toBe(company));
  test('is told by the domain without what is below it', () => {
    expect(workDomainOf('x@a.b.partner.de')).toBe('partner.de');
  });
});

describe('a change of a contact', () => {
  const standing: Standing = {
    id: 'c',
    name: 'Bob',
    company: null,
    phone: null,
    owner: 7,
    basis: 'none',
    custom: { size: 3 },
  };
  test('is only what differs', () => {
    expect(
      changesOf(standing, { name: 'Bob', company: '', owner: null, custom: { size: 3, x: '' } }),
    ).toEqual([{ property: 'owner', before: 7, after: null }]);
  });
  test('is put back where it still stands, and nowhere else', () => {
    const change = { property: 'custom:size', before: null, after: 3 };
    expect(reversed(standing, change)).toEqual({ custom: { size: null } });
    expect(reversed({ ...standing, custom: { size: 4 } }, change)).toBeUndefined();
    expect(reversed(standing, { property: 'owner', before: 9, after: 7 })).toEqual({ owner: 9 });
    expect(reversed(standing, { property: 'company', before: 'X', after: null })).toEqual({ company: 'X' });
  });
});
