import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import { idsOf, type EngagementQuery } from '../../../core/api/reports';
import { dayStarts } from '../../../core/marketing/days';
import type { Database } from '../../store/schema';

/** Copies that left from `from` on and before `to`, of these messages or of all. */
export interface Span {
  from: Date;
  to: Date;
  messages?: string[];
}

export interface DaySpan extends Span {
  days: { day: string; at: Date }[];
}

export function spanOf(query: Pick<EngagementQuery, 'from' | 'to' | 'zone' | 'messages'>): DaySpan {
  const starts = dayStarts(query.zone, query.from, query.to);
  const messages = idsOf(query.messages);
  const [first] = starts;
  const end = starts.at(-1);
  if (!first || !end) throw new Error('a span without a day');
  return { from: first.at, to: end.at, days: starts.slice(0, -1), ...(messages && { messages }) };
}

/** Of rows of `marketing_counts` by this name: they are of the span. */
export function ofSpan(account: number, span: Span, counts: string): RawBuilder<SqlBool> {
  const c = sql.id(counts);
  const these =
    span.messages === undefined ? sql`` : sql` and ${c}.message_id = any(${span.messages}::uuid[])`;
  return sql<SqlBool>`${c}.account_id = ${account} and ${c}.quarter >= ${span.from} and ${c}.quarter < ${span.to}${these}`;
}

/** The messages of which copies left in the span. */
export async function messagesOf(db: Kysely<Database>, account: number, span: Span): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.message_id as id from marketing_counts c where ${ofSpan(account, span, 'c')}
    group by c.message_id having sum(c.sent) > 0 order by 1`.execute(db);
  return rows.map(({ id }) => id);
}
