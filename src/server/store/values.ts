import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

const asText = (text: string): string => text;

/** A bigint column as a number; ids and counters stay far below 2^53, and one that does not must not be rounded. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

function readInt8Array(text: string): (number | null)[] {
  return text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => (item === 'NULL' ? null : readInt8(item)));
}

const isParser = (value: unknown): value is (text: string) => unknown => typeof value === 'function';

/** How a column of this type (PostgreSQL's oid) is read from its text form; the same on both stores. */
export function parserFor(oid: number): (text: string) => unknown {
  if (oid === INT8) return readInt8;
  if (oid === INT8_ARRAY) return readInt8Array;
  // pg would make a local midnight of it.
  if (oid === DATE) return asText;
  const parse: unknown = pg.types.getTypeParser(oid, 'text');
  return isParser(parse) ? parse : asText;
}

function quoteElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return arrayLiteral(value);
  const text = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : encodeParameter(value);
  return `"${String(text).replace(/["\\]/g, '\\$&')}"`;
}

const arrayLiteral = (values: readonly unknown[]): string => `{${values.map(quoteElement).join(',')}}`;

/** A zero character, and half of a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/**
 * Text as PostgreSQL can hold it: U+FFFD for what it refuses in text or JSON. Anybody may write such a character into a
 * mail, and a value refused for it would keep the whole record out.
 */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '\ufffd');

const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? storableText(value) : value;

/** JSON as PostgreSQL can hold it. */
export const storableJson = (value: unknown): string => JSON.stringify(value, storable);

export type WireValue = string | Uint8Array | null;

/**
 * A parameter in the form it travels: dates in UTC, objects as JSON, arrays as PostgreSQL arrays (so a JSON array is
 * written with `json()` from schema.ts), bytes as bytes.
 */
export function encodeParameter(value: unknown): WireValue {
  switch (typeof value) {
    case 'string':
      return storableText(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return null;
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return value;
      if (Array.isArray(value)) return arrayLiteral(value);
      return storableJson(value);
    default:
      throw new TypeError(`a ${typeof value} cannot be an SQL parameter`);
  }
}
