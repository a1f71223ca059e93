import { badRequest } from './exchange';
import { filteredProperties, parseFilter } from './filter';
import type { Filter } from './filter';

export interface Query {
  select?: string[];
  /** Ids of the extended properties to show with each item. */
  extended: string[];
  /** `attachments` of `$expand`, with its nested `$select`. */
  attachments?: { select?: string[] };
  /** `microsoft.graph.itemAttachment/item` of `$expand`: what an attached mail holds. */
  attachedItem?: boolean;
  filter?: Filter;
  filterText?: string;
  orderBy: { property: string; descending: boolean }[];
  top?: number;
  skip: number;
  count: boolean;
  changeType?: string;
  skipToken?: string;
  deltaToken?: string;
}

/** Divides at a separator that stands outside parentheses and quotes. */
function divide(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let part = '';
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    if (!quoted && character === '(') depth += 1;
    if (!quoted && character === ')') depth -= 1;
    if (character === separator && depth === 0 && !quoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map((each) => each.trim()).filter((each) => each !== '');
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

function number(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw badRequest(
      `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a number from ${min} to ${max}.`,
    );
  }
  return value;
}

type Expanded = Pick<Query, 'extended' | 'attachments' | 'attachedItem'>;

function readExpand(text: string): Expanded {
  const found: Expanded = { extended: [] };
  for (const part of divide(text, ',')) {
    const [, name = part, inner = ''] = /^([\w./]+)\((.*)\)$/s.exec(part) ?? [];
    const options = new Map(
      divide(inner, ';').map((option) => {
        const equals = option.indexOf('=');
        return [option.slice(0, equals).trim().toLowerCase(), option.slice(equals + 1).trim()];
      }),
    );
    switch (name.toLowerCase()) {
      case 'singlevalueextendedproperties': {
        const ids = [...(options.get('$filter') ?? '').matchAll(/\bid\s+eq\s+'((?:[^']|'')*)'/gi)];
        if (ids.length === 0) {
          throw badRequest(
            'The SingleValueExtendedProperties expand needs a filter on id.',
            'ErrorInvalidUrlQueryFilter',
          );
        }
        found.extended.push(...ids.map((match) => (match[1] ?? '').replaceAll("''", "'")));
        break;
      }
      case 'attachments': {
        const select = options.get('$select');
        found.attachments = select === undefined ? {} : { select: list(select) };
        break;
      }
      case 'microsoft.graph.itemattachment/item':
        found.attachedItem = true;
        break;
      default:
        throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.message'.`);
    }
  }
  return found;
}

/**
 * Reads the query options of a mail request. Names may lack their `$`.
 *
 * @throws GraphRefusal 400, among them InefficientFilter where `$orderby` names what `$filter` does not name first and in the same order
 */
export function readQuery(params: URLSearchParams): Query {
  const options = new Map([...params].map(([name, value]) => [name.replace(/^\$/, '').toLowerCase(), value]));
  const search = options.get('search');
  if (search !== undefined) throw badRequest('$search is not played by the sandbox.', 'ErrorInvalidUrlQuery');
  const filterText = options.get('filter');
  const filter = filterText === undefined ? undefined : parseFilter(filterText);
  const orderBy = list(options.get('orderby') ?? '').map((text) => {
    const [property = '', direction = 'asc'] = text.split(/\s+/);
    return { property, descending: direction.toLowerCase() === 'desc' };
  });
  if (filter !== undefined) {
    const named = [...new Set(filteredProperties(filter).map((name) => name.toLowerCase()))];
    if (!orderBy.every(({ property }, index) => named[index] === property.toLowerCase())) {
      throw badRequest(
        'The restriction or sort order is too complex for this operation.',
        'InefficientFilter',
      );
    }
  }
  const top = options.get('top');
  const select = options.get('select');
  const changeType = options.get('changetype');
  const skipToken = options.get('skiptoken');
  const deltaToken = options.get('deltatoken');
  return {
    ...readExpand(options.get('expand') ?? ''),
    ...(select === undefined ? {} : { select: list(select) }),
    ...(filter === undefined || filterText === undefined ? {} : { filter, filterText }),
    orderBy,
    ...(top === undefined ? {} : { top: number('$top', top, 1, 1000) }),
    skip: number('$skip', options.get('skip') ?? '0', 0, 1_000_000_000),
    count: options.get('count')?.toLowerCase() === 'true',
    ...(changeType === undefined ? {} : { changeType: changeType.toLowerCase() }),
    ...(skipToken === undefined ? {} : { skipToken }),
    ...(deltaToken === undefined ? {} : { deltaToken }),
  };
}
