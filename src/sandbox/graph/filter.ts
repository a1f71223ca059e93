import { badRequest } from './exchange';

export type Literal = string | number | boolean | Date | null;
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** The part of OData's filter language that Exchange takes for mail. */
export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; inner: Filter }
  | { kind: 'compare'; path: string; operator: Comparison; value: Literal }
  | { kind: 'call'; name: 'contains' | 'startswith' | 'endswith'; path: string; value: Literal }
  | { kind: 'any'; path: string; variable: string; inner: Filter };

type Token = { kind: 'word' | 'string' | 'mark'; text: string };

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_@$][\w@$./-]*)|(-?\d[\w:.+-]*)|([(),:]))/y;
const COMPARISONS: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];

function tokens(text: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null)
      throw badRequest(`Invalid filter clause: Syntax error at position ${at} in '${text}'.`);
    const [, quoted, word, number, mark] = match;
    if (quoted !== undefined) found.push({ kind: 'string', text: quoted.replaceAll("''", "'") });
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark });
    else found.push({ kind: 'word', text: word ?? number ?? '' });
  }
  return found;
}

function literal(token: Token): Literal {
  if (token.kind === 'string') return token.text;
  if (token.text === 'true' || token.text === 'false') return token.text === 'true';
  if (token.text === 'null') return null;
  if (/^-?\d+(?:\.\d+)?$/.test(token.text)) return Number(token.text);
  const time = /^\d{4}-\d\d-\d\d(?:T.*)?$/.test(token.text) ? new Date(token.text) : undefined;
  if (time === undefined || Number.isNaN(time.getTime()))
    throw badRequest(`Invalid filter clause: unexpected '${token.text}'.`);
  return time;
}

const isComparison = (text: string): text is Comparison => COMPARISONS.includes(text);

/**
 * Reads a `$filter`.
 *
 * @throws GraphRefusal 400 for what does not parse
 */
export function parseFilter(text: string): Filter {
  const list = tokens(text);
  let at = 0;
  const fail = (): never => {
    throw badRequest(`Invalid filter clause: Syntax error at token ${at} in '${text}'.`);
  };
  const next = (): Token => list[at++] ?? fail();
  const peek = (word: string): boolean =>
    list[at]?.kind !== 'string' && list[at]?.text.toLowerCase() === word;
  const expect = (mark: string): void => {
    if (next().text !== mark) fail();
  };

  function either(): Filter {
    let left = both();
    while (peek('or')) {
      at += 1;
      left = { kind: 'or', left, right: both() };
    }
    return left;
  }
  function both(): Filter {
    let left = one();
    while (peek('and')) {
      at += 1;
      left = { kind: 'and', left, right: one() };
    }
    return left;
  }
  /** A property, or `cast(property, Edm.Int32)`. */
  function operand(first: Token): string {
    if (first.text !== 'cast' || !peek('(')) return first.text;
    expect('(');
    const path = next().text;
    expect(',');
    next();
    expect(')');
    return path;
  }
  function one(): Filter {
    if (peek('(')) {
      at += 1;
      const inner = either();
      expect(')');
      return inner;
    }
    const first = next();
    if (first.kind !== 'word') return fail();
    const name = first.text.toLowerCase();
    if (name === 'not') return { kind: 'not', inner: one() };
    if (name.endsWith('/any') && peek('(')) {
      expect('(');
      const variable = next().text;
      expect(':');
      const inner = either();
      expect(')');
      return { kind: 'any', path: first.text.slice(0, -4), variable, inner };
    }
    if ((name === 'contains' || name === 'startswith' || name === 'endswith') && peek('(')) {
      expect('(');
      const path = next().text;
      expect(',');
      const value = literal(next());
      expect(')');
      return { kind: 'call', name, path, value };
    }
    const path = operand(first);
    const operator = next().text.toLowerCase();
    if (!isComparison(operator)) return fail();
    return { kind: 'compare', path, operator, value: literal(next()) };
  }

  const filter = either();
  if (at !== list.length) fail();
  return filter;
}

/** Names of the properties in the order in which a filter names them. */
export function filteredProperties(filter: Filter): string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...filteredProperties(filter.left), ...filteredProperties(filter.right)];
    case 'not':
      return filteredProperties(filter.inner);
    case 'any':
      return [filter.path];
    case 'compare':
    case 'call':
      return [filter.path];
  }
}

function compare(operator: Comparison, left: Literal, right: Literal): boolean {
  const order = (value: Literal): string | number =>
    value instanceof Date ? value.getTime() : typeof value === 'string' ? value.toLowerCase() : Number(value);
  if (left === null || right === null)
    return operator === 'eq' ? left === right : operator === 'ne' && left !== right;
  const a = typeof right === 'number' ? Number(left) : order(left);
  const b = order(right);
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
  }
}

/** What a filter looks at. `property` throws for names that are not there at all. */
export interface Filtered {
  property: (path: string) => Literal;
  /** Value of an extended property, undefined when the item has none of that id. */
  extended: (id: string) => string | undefined;
}

function idsIn(filter: Filter): string[] {
  if (filter.kind === 'and' || filter.kind === 'or') return [...idsIn(filter.left), ...idsIn(filter.right)];
  if (filter.kind === 'not') return idsIn(filter.inner);
  return filter.kind === 'compare' && filter.path.toLowerCase().endsWith('/id') ? [String(filter.value)] : [];
}

/** Whether an item passes. */
export function passes(filter: Filter, item: Filtered): boolean {
  switch (filter.kind) {
    case 'and':
      return passes(filter.left, item) && passes(filter.right, item);
    case 'or':
      return passes(filter.left, item) || passes(filter.right, item);
    case 'not':
      return !passes(filter.inner, item);
    case 'compare':
      return compare(filter.operator, item.property(filter.path), filter.value);
    case 'call': {
      const text = String(item.property(filter.path)).toLowerCase();
      const part = String(filter.value).toLowerCase();
      if (filter.name === 'contains') return text.includes(part);
      return filter.name === 'startswith' ? text.startsWith(part) : text.endsWith(part);
    }
    case 'any': {
      if (filter.path.toLowerCase() !== 'singlevalueextendedproperties') {
        throw badRequest(`The property '${filter.path}' cannot be used with any().`, 'ErrorInvalidUrlQuery');
      }
      const { variable, inner } = filter;
      return idsIn(inner).some((id) => {
        const value = item.extended(id);
        if (value === undefined) return false;
        return passes(inner, {
          extended: item.extended,
          property: (path) => (path === `${variable}/id` ? id : path === `${variable}/value` ? value : null),
        });
      });
    }
  }
}
