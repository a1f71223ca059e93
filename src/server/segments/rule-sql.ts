import { type RawBuilder, sql, type SqlBool } from 'kysely';
import {
  eventChoiceOf,
  eventKey,
  type DateTest,
  type EventRule,
  type Leaf,
  type Rule,
} from '../../core/rules';
import { canBeSeen } from '../crm/contact-filter';
import { eventRows, inScope, type Scope } from './event-sources';

const DAY_MS = 86_400_000;
type Bool = RawBuilder<SqlBool>;

/** A rule as SQL over `contacts`, aliased `c`. */
export interface RuleSql {
  /** What it is joined with: one look through an index for each kind of fact, whatever the number of contacts. */
  joins: RawBuilder<unknown>;
  /** True, false or null, as `evaluate` says it. */
  holds: Bool;
  /** When time alone may change the answer: not after `until` of `evaluate`. Null: never. */
  next: RawBuilder<Date | null>;
}

/** Answers for all contacts of an account at once what `evaluate` answers for one. `scope` narrows what is looked through. */
export function ruleSql(account: number, rule: Rule, now: Date, scope: Scope = {}): RuleSql {
  const compiled = new Compiling(account, now, scope);
  const holds = compiled.rule(rule);
  const { joins, next } = compiled;
  return {
    joins: sql.join(joins, sql` `),
    holds,
    next: next.length === 0 ? sql`null::timestamptz` : sql`least(${sql.join(next)})`,
  };
}

const TEXT = { name: 'c.name', company: 'c.company', phone: 'c.phone', source: 'c.source' } as const;
const DATES = {
  created: 'c.created_at',
  lastActivity: 'c.last_activity_at',
  lastOpen: 'c.last_open_at',
  lastClick: 'c.last_click_at',
  lastReply: 'c.last_reply_at',
  lastEngagement: 'c.last_engagement_at',
  firstMarketingReply: 'c.first_marketing_reply_at',
  lastMarketingReply: 'c.last_marketing_reply_at',
} as const;

const own = (property: string): RawBuilder<string | null> =>
  sql`(c.properties -> 'custom' ->> ${property.slice('custom:'.length)})`;
const ownIs = (property: string, type: 'string' | 'number'): Bool =>
  sql`jsonb_typeof(c.properties -> 'custom' -> ${property.slice('custom:'.length)}) = ${sql.lit(type)}`;

/** Text comparison by bytes: days written 2026-12-31 are in order so. */
const AS_BYTES = sql.raw(`collate "C"`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const startOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
const dayAfter = (day: string): Date => new Date(startOf(day).getTime() + DAY_MS);

class Compiling {
  readonly joins: RawBuilder<unknown>[] = [];
  readonly next: RawBuilder<unknown>[] = [];
  readonly #aliases = new Map<string, RawBuilder<unknown>>();

  constructor(
    readonly account: number,
    readonly now: Date,
    readonly scope: Scope,
  ) {}

  rule(rule: Rule): Bool {
    const holds = rule.kind === 'group' ? this.#group(rule.of, rule.rules) : this.#leaf(rule);
    return rule.not ? sql`(not ${holds})` : holds;
  }

  #group(of: 'all' | 'any', rules: readonly Rule[]): Bool {
    if (rules.length === 0) return of === 'all' ? sql`true` : sql`false`;
    return sql`(${sql.join(
      rules.map((one) => this.rule(one)),
      of === 'all' ? sql` and ` : sql` or `,
    )})`;
  }

  /** The alias of a join that is made once. */
  #joined(key: string, query: () => RawBuilder<unknown>): RawBuilder<unknown> {
    const known = this.#aliases.get(key);
    if (known) return known;
    const alias = sql.raw(`j${this.#aliases.size}`);
    this.#aliases.set(key, alias);
    this.joins.push(sql`left join (${query()}) ${alias} on ${alias}.contact_id = c.id`);
    return alias;
  }

  #leaf(rule: Leaf): Bool {
    switch (rule.kind) {
      case 'text':
        return this.#text(rule);
      case 'number':
        return this.#number(rule);
      case 'date':
        return this.#date(rule);
      case 'owner':
        return rule.users.length === 0
          ? sql`(c.owner_user_id is not null)`
          : sql`coalesce(c.owner_user_id = any(${rule.users}::bigint[]), false)`;
      case 'address':
        return this.#address(rule.domains);
      case 'event':
        return this.#event(rule);
      case 'member': {
        const alias = this.#joined(
          `member ${rule.segment}`,
          () => sql`select contact_id from segment_members m
            where m.account_id = ${this.account} and m.segment_id = ${rule.segment}::uuid and ${inScope(sql`m.contact_id`, this.scope)}`,
        );
        return sql`(${alias}.contact_id is not null)`;
      }
      case 'basis': {
        const alias = this.#joined(
          `basis ${rule.purpose}`,
          () => sql`select distinct on (b.contact_id) b.contact_id, b.basis from legal_bases b
            where b.account_id = ${this.account} and b.purpose = ${rule.purpose} and ${inScope(sql`b.contact_id`, this.scope)}
            order by b.contact_id, b.at desc`,
        );
        return sql`(coalesce(${alias}.basis, 'none') = any(${rule.bases}::text[]))`;
      }
      case 'tracked':
        return canBeSeen;
    }
  }

  #text({ property, test }: Extract<Leaf, { kind: 'text' }>): Bool {
    const value =
      property === 'name' || property === 'company' || property === 'phone' || property === 'source'
        ? sql.raw(`nullif(${TEXT[property]}, '')`)
        : sql`(case when ${ownIs(property, 'string')} then nullif(${own(property)}, '') end)`;
    if (test.is === 'known') return sql`(${value} is not null)`;
    const said = sql`lower(${value} collate "und-x-icu")`;
    const values = test.values.map((one) => one.toLowerCase());
    switch (test.is) {
      case 'equal':
        return sql`coalesce(${said} = any(${values}::text[]), false)`;
      case 'contains':
        return sql`coalesce((${sql.join(
          values.map((one) => sql`strpos(${said}, ${one}::text) > 0`),
          sql` or `,
        )}), false)`;
      case 'begins':
        return sql`coalesce((${sql.join(
          values.map((one) => sql`starts_with(${said}, ${one}::text)`),
          sql` or `,
        )}), false)`;
    }
  }

  /** Null where nobody has filled it in. */
  #number({ property, test }: Extract<Leaf, { kind: 'number' }>): Bool {
    const value =
      property === 'marketingReplied'
        ? sql`c.marketing_replied`
        : sql`(case when ${ownIs(property, 'number')} then ${own(property)}::float8 end)`;
    switch (test.is) {
      case 'known':
        return sql`(${value} is not null)`;
      case 'equal':
        return sql`(${value} = ${test.value}::float8)`;
      case 'less':
        return sql`(${value} < ${test.value}::float8)`;
      case 'more':
        return sql`(${value} > ${test.value}::float8)`;
      case 'between':
        return sql`(${value} between ${test.from}::float8 and ${test.to}::float8)`;
    }
  }

  #date({ property, test }: Extract<Leaf, { kind: 'date' }>): Bool {
    if (property in DATES) return this.#instant(sql.raw(DATES[property as keyof typeof DATES]), test);
    const day = sql`(case when ${ownIs(property, 'string')} and ${own(property)} ~ '^\\d{4}-\\d{2}-\\d{2}$'
      then ${own(property)} ${AS_BYTES} end)`;
    if (test.is === 'within' || test.is === 'next') {
      // Days change at midnight; when exactly this one counts, whoever looks then says.
      const midnight = new Date(startOf(dayOf(this.now.getTime())).getTime() + DAY_MS);
      this.next.push(sql`case when ${day} is not null then ${midnight}::timestamptz end`);
    }
    return this.#day(day, test);
  }

  /** What never happened did so at no time. */
  #instant(at: RawBuilder<unknown>, test: DateTest): Bool {
    switch (test.is) {
      case 'known':
        return sql`(${at} is not null)`;
      case 'within':
      case 'next': {
        const length = sql`make_interval(secs => ${test.days * 86_400})`;
        const from = test.is === 'within' ? at : sql`(${at} - ${length})`;
        const to = test.is === 'within' ? sql`(${at} + ${length})` : at;
        this.next.push(
          sql`case when ${from} > ${this.now} then ${from} when ${to} > ${this.now} then ${to} end`,
        );
        return sql`coalesce(${from} <= ${this.now} and ${to} > ${this.now}, false)`;
      }
      case 'before':
        return sql`coalesce(${at} < ${startOf(test.day)}, false)`;
      case 'after':
        return sql`coalesce(${at} >= ${dayAfter(test.day)}, false)`;
      case 'between':
        return sql`coalesce(${at} >= ${startOf(test.from)} and ${at} < ${dayAfter(test.to)}, false)`;
    }
  }

  /** Of a day that people fill in: null where it is not. */
  #day(day: RawBuilder<unknown>, test: DateTest): Bool {
    const now = this.now.getTime();
    switch (test.is) {
      case 'known':
        return sql`(${day} is not null)`;
      case 'within':
        return sql`(${day} <= ${dayOf(now)} and ${day} > ${dayOf(now - test.days * DAY_MS)})`;
      case 'next':
        return sql`(${day} > ${dayOf(now)} and ${day} <= ${dayOf(now + test.days * DAY_MS)})`;
      case 'before':
        return sql`(${day} < ${test.day})`;
      case 'after':
        return sql`(${day} > ${test.day})`;
      case 'between':
        return sql`(${day} between ${test.from} and ${test.to})`;
    }
  }

  #address(domains: readonly string[]): Bool {
    const asked = sql`select distinct a.contact_id from contact_addresses a
      where a.account_id = ${this.account} and ${inScope(sql`a.contact_id`, this.scope)}`;
    const domain = sql`lower(split_part(a.address, '@', 2))`;
    const alias = this.#joined(`address ${domains.join(' ')}`, () =>
      domains.length === 0
        ? asked
        : sql`${asked} and (${domain} = any(${[...domains]}::text[])
            or ${sql.join(
              domains.map((one) => sql`${domain} like ${`%.${escapeLike(one)}`}`),
              sql` or `,
            )})`,
    );
    return sql`(${alias}.contact_id is not null)`;
  }

  #event(rule: EventRule): Bool {
    const { of, when, times = 1 } = rule;
    const choice = eventChoiceOf(rule);
    const alias = this.#joined(`event ${eventKey(choice)} ${JSON.stringify(when)}`, () => {
      const since = when?.is === 'within' ? new Date(this.now.getTime() - when.days * DAY_MS) : undefined;
      const rows = eventRows(rule.event, {
        account: this.account,
        scope: this.scope,
        of,
        link: choice.link,
        since,
      });
      return sql`select e.contact_id, count(*) filter (where e.at <= ${this.now}) as n,
          min(e.at) filter (where e.at <= ${this.now}) as first, min(e.at) filter (where e.at > ${this.now}) as coming
        from (${rows}) e where ${when ? isAt(when) : sql`true`} group by e.contact_id`;
    });
    const leaves =
      when?.is === 'within' ? sql`${alias}.first + make_interval(secs => ${when.days * 86_400})` : sql`null`;
    this.next.push(sql`${alias}.coming`, sql`(${leaves})::timestamptz`);
    return sql`(coalesce(${alias}.n, 0) >= ${times})`;
  }
}

function isAt(when: NonNullable<EventRule['when']>): Bool {
  switch (when.is) {
    case 'within':
      return sql`true`;
    case 'before':
      return sql`e.at < ${startOf(when.day)}`;
    case 'after':
      return sql`e.at >= ${dayAfter(when.day)}`;
    case 'between':
      return sql`(e.at >= ${startOf(when.from)} and e.at < ${dayAfter(when.to)})`;
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
