import { type Kysely, sql } from 'kysely';
import { type ContactEvent, eventKey, type EventChoice, type Facts, type Needs } from '../../core/rules';
import { Basis } from '../../core/api/shared';
import { canBeSeen } from '../crm/contact-filter';
import { customValues } from '../crm/contact-fields';
import type { Database } from '../store/schema';
import { eventRows } from './event-sources';

interface Row {
  id: string;
  name: string;
  company: string | null;
  phone: string | null;
  source: string;
  owner_user_id: number | null;
  properties: unknown;
  created_at: Date;
  last_activity_at: Date | null;
  last_open_at: Date | null;
  last_click_at: Date | null;
  last_reply_at: Date | null;
  last_engagement_at: Date | null;
  first_marketing_reply_at: Date | null;
  last_marketing_reply_at: Date | null;
  marketing_replied: number;
  domains: string[] | null;
  bases: Record<string, unknown> | null;
  tracked: boolean | null;
  segments: string[];
}

/** Facts of one contact; who is in what is changed by whoever asks rules that name others. */
export interface LoadedFacts extends Facts {
  memberOf: Set<string>;
}

/**
 * What is known of these contacts (at most 1,000), as far as rules need it: two statements, and one more for each kind of
 * event but the first. Whoever is missing in the answer is no contact of this account.
 */
export async function loadFacts(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  needs: Needs,
): Promise<Map<string, LoadedFacts>> {
  if (contacts.length === 0) return new Map();
  const rows = await contactRows(db, account, contacts, needs);
  const events = await eventsOf(db, account, contacts, needs.events);
  return new Map(rows.map((row) => [row.id, factsOf(row, events.get(row.id) ?? new Map())]));
}

async function contactRows(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  needs: Needs,
): Promise<Row[]> {
  const domains = needs.domains
    ? sql`array(select distinct lower(split_part(a.address, '@', 2)) from contact_addresses a
        where a.account_id = c.account_id and a.contact_id = c.id)`
    : sql`null::text[]`;
  const bases =
    needs.bases.length > 0
      ? sql`(select jsonb_object_agg(b.purpose, b.basis) from (
          select distinct on (b.purpose) b.purpose, b.basis from legal_bases b
          where b.account_id = c.account_id and b.contact_id = c.id and b.purpose = any(${needs.bases}::text[])
          order by b.purpose, b.at desc) b)`
      : sql`null::jsonb`;
  const { rows } = await sql<Row>`
    select c.id, c.name, c.company, c.phone, c.source, c.owner_user_id, c.properties, c.created_at, c.last_activity_at,
      c.last_open_at, c.last_click_at, c.last_reply_at, c.last_engagement_at, c.first_marketing_reply_at,
      c.last_marketing_reply_at, c.marketing_replied, ${domains} as domains, ${bases} as bases,
      ${needs.tracked ? canBeSeen : sql`null::boolean`} as tracked,
      array(select m.segment_id::text from segment_members m
        where m.account_id = c.account_id and m.contact_id = c.id) as segments
    from contacts c where c.account_id = ${account} and c.id = any(${[...contacts]}::uuid[])`.execute(db);
  return rows;
}

type Times = Map<string, number[]>;

interface EventRow {
  contact_id: string;
  at: Date;
  message_id: string | null;
  marketing: boolean;
  link: string | null;
}

async function eventsOf(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  choices: readonly EventChoice[],
): Promise<Map<string, Times>> {
  const found = new Map<string, Times>();
  for (const event of new Set(choices.map((choice) => choice.event))) {
    const asked = choices.filter((choice) => choice.event === event);
    for (const row of await rowsOf(db, account, contacts, event, asked)) {
      for (const choice of asked) {
        if (isMeant(choice, row)) note(found, row, eventKey(choice));
      }
    }
  }
  return found;
}

/** Events of one kind; where each choice names a message, of these messages alone. */
async function rowsOf(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  event: ContactEvent,
  choices: readonly EventChoice[],
): Promise<EventRow[]> {
  const messages = choices.flatMap(({ of }) => (typeof of === 'object' ? [of.message] : []));
  const narrow = messages.length === choices.length ? { messages: [...new Set(messages)] } : {};
  const rows = eventRows(event, { account, scope: { ids: contacts }, ...narrow });
  const answer = await sql<EventRow>`select e.contact_id, e.at, e.message_id, e.marketing, e.link
    from (${rows}) e order by e.at`.execute(db);
  return answer.rows;
}

const isMeant = ({ of, link }: EventChoice, row: EventRow): boolean =>
  (of === 'any' || (of === 'marketing' ? row.marketing : row.message_id === of.message)) &&
  (link === undefined || row.link === link);

function note(found: Map<string, Times>, { contact_id: contact, at }: EventRow, key: string): void {
  const times = found.get(contact) ?? new Map<string, number[]>();
  const list = times.get(key) ?? [];
  list.push(at.getTime());
  times.set(key, list);
  found.set(contact, times);
}

const ms = (at: Date | null): number | null => at?.getTime() ?? null;

function factsOf(row: Row, events: Times): LoadedFacts {
  const { name, company, phone, source } = row;
  return {
    texts: { name, company, phone, source },
    owner: row.owner_user_id,
    dates: {
      created: ms(row.created_at),
      lastActivity: ms(row.last_activity_at),
      lastOpen: ms(row.last_open_at),
      lastClick: ms(row.last_click_at),
      lastReply: ms(row.last_reply_at),
      lastEngagement: ms(row.last_engagement_at),
      firstMarketingReply: ms(row.first_marketing_reply_at),
      lastMarketingReply: ms(row.last_marketing_reply_at),
    },
    marketingReplied: row.marketing_replied,
    custom: customValues(row.properties),
    domains: row.domains ?? [],
    bases: Object.fromEntries(
      Object.entries(row.bases ?? {}).map(([purpose, basis]) => [purpose, Basis.parse(basis)]),
    ),
    tracked: row.tracked ?? false,
    events,
    memberOf: new Set(row.segments),
  };
}
