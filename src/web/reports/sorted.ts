import type { ReportedMessage } from '../../core/api/reports';

const SORTS = ['name', 'at', 'sent', 'open', 'click', 'reply', 'bounced', 'unsubscribed'] as const;
export type Sort = (typeof SORTS)[number];
export const sortOf = (given: string | null): Sort => SORTS.find((sort) => sort === given) ?? 'at';

/** Of nothing there is no rate: such a message stands below all. */
const keyOf = (message: ReportedMessage, sort: Sort): number | string => {
  if (sort === 'name') return message.name.toLowerCase();
  if (sort === 'at') return Date.parse(message.at);
  if (sort === 'open' || sort === 'click' || sort === 'reply') return message.rates[sort] ?? -1;
  return message.numbers[sort];
};

export function sorted(
  messages: readonly ReportedMessage[],
  sort: Sort,
  order: 'asc' | 'desc',
): ReportedMessage[] {
  const sign = order === 'asc' ? 1 : -1;
  return [...messages].sort((a, b) => {
    const [x, y] = [keyOf(a, sort), keyOf(b, sort)];
    const way = typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y) : Number(x) - Number(y);
    return sign * way || a.id.localeCompare(b.id);
  });
}
