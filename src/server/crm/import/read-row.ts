import type { ContactEdit, ContactField, ImportColumn, RowTrouble } from '../../../core/api/contacts';
import { readValue } from '../contact-fields';
import { foldAddress, isNobody } from '../contacts';

export interface ImportedPerson {
  /** Folded, each once; the first is the primary one. */
  addresses: string[];
  /** Empty where the file has none. */
  name: string;
  company: string;
  phone: string;
  /** A user's number. */
  owner?: number;
  custom: NonNullable<ContactEdit['custom']>;
}

export type RowRead = { ok: true; person: ImportedPerson } | { ok: false; reason: RowTrouble };

/** What a row is read by. */
export interface ReadBy {
  columns: readonly ImportColumn[];
  fields: readonly ContactField[];
  /** Folded name or mail address of a user → their number. */
  users: ReadonlyMap<string, number>;
  ownDomains: ReadonlySet<string>;
}

const ADDRESS = /^[^@\s<>",;]+@[^@\s<>",;]+\.[^@\s<>",;]+$/;
const LONGEST = { name: 200, company: 200, phone: 60, address: 320 };

const bad = (reason: RowTrouble): RowRead => ({ ok: false, reason });

/** "Bob Lindqvist <bob@partner.example>; b@home.example" are two addresses. */
const addressesIn = (cell: string): string[] =>
  cell
    .split(/[;,\s]+(?=[^<>]*@)|[;,]/)
    .map((part) => /<([^<>]+)>/.exec(part)?.[1] ?? part)
    .map((part) => foldAddress(part.replace(/^mailto:/i, '').replace(/^["']|["']$/g, '')))
    .filter((part) => part !== '');

/** A row of a file as a person; a pure function of the row and of what it is read by. */
export function readRow(cells: readonly string[], by: ReadBy): RowRead {
  const text = (kind: ImportColumn): string =>
    by.columns
      .flatMap((column, i) => (column === kind ? [(cells[i] ?? '').trim()] : []))
      .filter((cell) => cell !== '')
      .join(' ')
      // What a database cannot keep.
      .replaceAll('\0', '');
  const addresses = [
    ...new Set(by.columns.flatMap((column, i) => (column === 'address' ? addressesIn(cells[i] ?? '') : []))),
  ];
  if (addresses.length === 0) return bad('no-address');
  if (addresses.length > 20 || addresses.some((address) => address.length > LONGEST.address)) {
    return bad('too-long');
  }
  if (!addresses.every((address) => ADDRESS.test(address) && !address.includes('\0')))
    return bad('bad-address');
  if (addresses.some(isNobody)) return bad('nobody');
  if (addresses.some((address) => by.ownDomains.has(address.slice(address.lastIndexOf('@') + 1)))) {
    return bad('colleague');
  }
  const name = text('name') || [text('firstName'), text('lastName')].filter((part) => part !== '').join(' ');
  const company = text('company');
  const phone = text('phone');
  if (name.length > LONGEST.name || company.length > LONGEST.company || phone.length > LONGEST.phone) {
    return bad('too-long');
  }
  const said = text('owner');
  const owner = said === '' ? undefined : by.users.get(said.toLowerCase());
  if (said !== '' && owner === undefined) return bad('unknown-owner');
  const custom: ImportedPerson['custom'] = {};
  for (const field of by.fields) {
    const cell = text(`custom:${field.key}`);
    if (cell === '') continue;
    const value = readValue(field, cell);
    if (value === undefined) {
      return bad(field.kind === 'number' ? 'bad-number' : field.kind === 'date' ? 'bad-date' : 'bad-choice');
    }
    custom[field.key] = value;
  }
  return {
    ok: true,
    person: { addresses, name, company, phone, ...(owner !== undefined && { owner }), custom },
  };
}

const HEADINGS: readonly [ImportColumn, RegExp][] = [
  [
    'address',
    /^(?:e-?mail(?:s|\s*\d)?|(?:e-?)?mail(?:[\s-]*(?:address|adresse|adres))?(?:\s*\d)?|address(?:es)?|adres(?:y)? e-?mail|adresa? poczty.*|email_address)$/,
  ],
  ['firstName', /^(?:first[\s_]*name|given[\s_]*name|vorname|imi[eę])$/],
  ['lastName', /^(?:last[\s_]*name|surname|family[\s_]*name|nachname|familienname|nazwisko)$/],
  [
    'name',
    /^(?:(?:full[\s_]*|display[\s_]*)?name|contact(?:[\s_]*name)?|kontakt|anzeigename|imi[eę] i nazwisko|nazwa)$/,
  ],
  ['company', /^(?:company(?:[\s_]*name)?|organi[sz]ation|account(?:[\s_]*name)?|firma|unternehmen)$/],
  [
    'phone',
    /^(?:(?:business|work|mobile|mobil)?[\s_]*(?:tele)?(?:phone|fon)(?:[\s_]*number)?|telefon(?:nummer)?|tel\.?|handy|mobile|kom[oó]rka)$/,
  ],
  ['owner', /^(?:owner|contact[\s_]*owner|besitzer|zust[aä]ndig|eigent[uü]mer|w[lł]a[sś]ciciel|opiekun)$/],
];

/** What the columns most likely are, by their headings; where none says "address", by what stands in the first rows. */
export function guessColumns(
  headings: readonly string[],
  samples: readonly (readonly string[])[],
  fields: readonly ContactField[],
): ImportColumn[] {
  const taken = new Set<ImportColumn>();
  const guess = headings.map((heading): ImportColumn => {
    const plain = heading.trim().toLowerCase();
    const own = fields.find(({ name, key }) => name.toLowerCase() === plain || key === plain);
    const found: ImportColumn = own
      ? `custom:${own.key}`
      : (HEADINGS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null);
    if (found !== null && found !== 'address' && taken.has(found)) return null;
    taken.add(found);
    return found;
  });
  if (!guess.includes('address')) {
    const i = headings.findIndex((_heading, column) => {
      const cells = samples.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
      return cells.length > 0 && cells.every((cell) => addressesIn(cell).every((one) => ADDRESS.test(one)));
    });
    if (i >= 0) guess[i] = 'address';
  }
  return guess;
}
