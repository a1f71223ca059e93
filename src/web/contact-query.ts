import { Basis } from '../core/api/shared';
import { ContactSort } from '../core/api/contacts';
import type { Query } from './contacts-api';
import { midnight } from './day';

/** What the address of the table of contacts says. */
export interface TableState {
  search: string;
  /** A user's number, `me`, `none`, or empty: anybody's. */
  owner: string;
  company: string;
  /** Whose members. */
  segment: string;
  basis: string;
  /** `within-30`, `quiet-90`, or empty. */
  activity: string;
  show: '' | 'no-open-seen' | 'departed' | 'no-company';
  sort: ContactSort;
  order: 'asc' | 'desc';
  /** Where in that order the table begins: letters, or a day; empty: at its beginning. */
  from: string;
}

/** In which direction each order begins. */
export const naturalOrder = (sort: ContactSort): 'asc' | 'desc' =>
  sort === 'activity' || sort === 'created' ? 'desc' : 'asc';

const SHOWN = ['no-open-seen', 'departed', 'no-company'] as const;
export const ACTIVITIES = [
  { value: 'within-7', days: 7 },
  { value: 'within-30', days: 30 },
  { value: 'within-90', days: 90 },
  { value: 'quiet-30', days: 30 },
  { value: 'quiet-90', days: 90 },
  { value: 'quiet-365', days: 365 },
] as const;

/** Reads an address; what it does not know, it leaves out. */
export function tableState(params: URLSearchParams): TableState {
  const sort = ContactSort.catch('activity').parse(params.get('sort'));
  const order = params.get('order');
  const owner = params.get('owner') ?? '';
  const activity = params.get('activity') ?? '';
  const basis = Basis.safeParse(params.get('basis'));
  return {
    search: params.get('search') ?? '',
    owner: /^(?:me|none|\d{1,9})$/.test(owner) ? owner : '',
    company: /^[0-9a-f-]{36}$/.test(params.get('company') ?? '') ? (params.get('company') ?? '') : '',
    segment: /^[0-9a-f-]{36}$/.test(params.get('segment') ?? '') ? (params.get('segment') ?? '') : '',
    basis: basis.success ? basis.data : '',
    activity: ACTIVITIES.some(({ value }) => value === activity) ? activity : '',
    show: SHOWN.find((one) => one === params.get('show')) ?? '',
    sort,
    order: order === 'asc' || order === 'desc' ? order : naturalOrder(sort),
    from: (params.get('from') ?? '').slice(0, 100),
  };
}

/** The address of a state: what is as ever is left out. */
export function tableParams(state: TableState): Record<string, string> {
  const { sort, order, ...filter } = state;
  const params: Record<string, string> = {};
  for (const [key, value] of Object.entries(filter)) if (value !== '') params[key] = value;
  if (sort !== 'activity') params.sort = sort;
  if (order !== naturalOrder(sort)) params.order = order;
  return params;
}

export const isFiltered = ({ search, owner, company, segment, basis, activity, show }: TableState): boolean =>
  [search, owner, company, segment, basis, activity, show].some((value) => value !== '');

/** As the API takes it: the filter alone. `me`: the number of who looks. */
export function filterOf(state: TableState, me: number): Query {
  const [kind, days] = state.activity.split('-');
  return {
    search: state.search.trim(),
    owner: state.owner === 'me' ? String(me) : state.owner,
    company: state.show === 'no-company' ? 'none' : state.company,
    segment: state.segment,
    basis: state.basis,
    activeWithin: kind === 'within' ? days : undefined,
    quietFor: kind === 'quiet' ? days : undefined,
    noOpenSeen: state.show === 'no-open-seen' ? 'true' : undefined,
    departed: state.show === 'departed' ? 'true' : undefined,
  };
}

/** Where the table begins, as the API takes it: of a day, the moment at which it begins or ends, in the reader's zone. */
export function placeOf({ sort, order, from }: TableState): string | undefined {
  if (from === '' || sort === 'name' || sort === 'company') return from.trim() || undefined;
  return midnight(from, order === 'desc' ? 1 : 0);
}

/** The same without what is empty, as a body has it. */
export const plain = (filter: Query): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, value] as const],
    ),
  );
