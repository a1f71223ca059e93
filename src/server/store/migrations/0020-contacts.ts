import { type Kysely, sql } from 'kysely';

/** Names and companies are in the order that people expect, whatever collation the database was made with. */
const SORTED = 'collate "und-x-icu"';

/** Domains under which everybody may have an address: no company's. As known when this was written. */
const FREE_MAIL = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'wp.pl',
  'o2.pl',
  'onet.pl',
  'proton.me',
  'protonmail.com',
  'aol.com',
  'mail.ru',
  'yandex.ru',
];

/** Companies; what a table of many contacts is searched and sorted by; what was changed by hand, and how to take it back. */
const STATEMENTS = [
  `create table companies (
    account_id bigint not null,
    id uuid not null,
    name text not null,
    owner_user_id bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create unique index companies_by_folded on companies (account_id, lower(name ${SORTED}))`,
  `create index companies_by_name on companies (account_id, name ${SORTED}, id)`,
  `create table company_domains (
    account_id bigint not null,
    domain text not null,
    company_id uuid not null,
    primary key (account_id, domain)
  )`,
  `create index company_domains_by_company on company_domains (account_id, company_id)`,
  // What a merge moved, so that it can be undone.
  `create table company_merges (
    account_id bigint not null,
    id uuid not null,
    kept_id uuid not null,
    gone_id uuid not null,
    moved jsonb not null,
    by_user_id bigint not null,
    at timestamptz not null,
    undone_at timestamptz,
    primary key (account_id, id)
  )`,
  `create index company_merges_of_kept on company_merges (account_id, kept_id) where undone_at is null`,
  `alter table contacts add column phone text, add column company_id uuid`,
  // The company of a contact is known by its name so far: of several spellings, the one that came last.
  `insert into companies (account_id, id, name, created_at, updated_at)
    select distinct on (account_id, lower(company ${SORTED})) account_id, gen_random_uuid(), company, created_at, updated_at
    from contacts where btrim(company) <> '' order by account_id, lower(company ${SORTED}), created_at desc`,
  `update contacts c set company_id = k.id, company = k.name from companies k
    where k.account_id = c.account_id and lower(k.name ${SORTED}) = lower(c.company ${SORTED})`,
  `insert into company_domains (account_id, domain, company_id)
    select distinct on (a.account_id, domain) a.account_id, domain, c.company_id
    from contact_addresses a
      join contacts c on c.account_id = a.account_id and c.id = a.contact_id and c.company_id is not null
      cross join lateral (select split_part(a.address, '@', 2) as domain) d
    where domain <> '' and domain not in (${FREE_MAIL.map((name) => `'${name}'`).join(', ')})
    order by a.account_id, domain, c.created_at desc`,

  `create index contacts_by_name on contacts (account_id, (name ${SORTED}), id)`,
  `create index contacts_by_company_name on contacts (account_id, (coalesce(company, U&'\\FFFF') ${SORTED}), id)`,
  `create index contacts_by_company on contacts (account_id, company_id, id) where company_id is not null`,

  // One word a lexeme, each behind its account, so that a search reads the words of one account alone. Folded without
  // the extension "unaccent", which not every server has; l with stroke and the like have no decomposition.
  `create function contact_words(account bigint, said text) returns text[]
    language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct account::text || ' ' || left(word, 100)), '{}')
    from regexp_split_to_table(
      translate(regexp_replace(normalize(lower(said ${SORTED}), NFKD), '[\\u0300-\\u036f]', '', 'g'), 'łøđħıŀ', 'lodhil'),
      '[][[:space:]@.,;:()<>{}"''/+&%_|!?*\\\\-]+') word
    where word <> '' $$`,
  `create function contact_query(account bigint, said text) returns tsquery
    language sql immutable parallel safe as $$
    select string_agg('''' || replace(word, '''', '''''') || ''':*', ' & ')::tsquery
    from unnest(contact_words(account, said)) word $$`,
  `create table contact_search (
    account_id bigint not null,
    contact_id uuid not null,
    words tsvector not null,
    primary key (account_id, contact_id)
  )`,
  `create function index_contact_words(accounts bigint[], contacts uuid[]) returns void language sql as $$
    insert into contact_search (account_id, contact_id, words)
      select c.account_id, c.id, array_to_tsvector(contact_words(c.account_id, concat_ws(' ', c.name, c.company, c.phone,
        (select string_agg(a.address, ' ') from contact_addresses a where a.account_id = c.account_id and a.contact_id = c.id))))
      from contacts c join (select distinct * from unnest(accounts, contacts) as one (account, contact)) asked
        on asked.account = c.account_id and asked.contact = c.id
    on conflict (account_id, contact_id) do update set words = excluded.words $$`,
  `select index_contact_words(array_agg(account_id), array_agg(id)) from contacts having count(*) > 0`,
  `create index contact_search_words on contact_search using gin (words)`,
  `create function contact_rows_made() returns trigger language plpgsql as $$
    begin
      perform index_contact_words(array_agg(account_id), array_agg(id)) from made having count(*) > 0;
      return null;
    end $$`,
  `create function contact_row_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        delete from contact_search where account_id = old.account_id and contact_id = old.id;
      else
        perform index_contact_words(array[new.account_id], array[new.id]);
      end if;
      return null;
    end $$`,
  `create function contact_address_rows_made() returns trigger language plpgsql as $$
    begin
      perform index_contact_words(array_agg(account_id), array_agg(contact_id)) from made having count(*) > 0;
      return null;
    end $$`,
  `create function contact_address_row_changed() returns trigger language plpgsql as $$
    begin
      perform index_contact_words(array[old.account_id], array[old.contact_id]);
      if tg_op = 'UPDATE' then
        perform index_contact_words(array[new.account_id], array[new.contact_id]);
      end if;
      return null;
    end $$`,
  `create trigger contacts_made after insert on contacts
    referencing new table as made for each statement execute function contact_rows_made()`,
  `create trigger contacts_renamed after update on contacts for each row
    when (row(old.name, old.company, old.phone) is distinct from row(new.name, new.company, new.phone))
    execute function contact_row_changed()`,
  `create trigger contacts_gone after delete on contacts for each row execute function contact_row_changed()`,
  `create trigger contact_addresses_made after insert on contact_addresses
    referencing new table as made for each statement execute function contact_address_rows_made()`,
  `create trigger contact_addresses_moved after update of contact_id, address on contact_addresses for each row
    execute function contact_address_row_changed()`,
  `create trigger contact_addresses_gone after delete on contact_addresses for each row
    execute function contact_address_row_changed()`,

  // What an account keeps of contacts beside what every account does; values stand in contacts.properties -> 'custom'.
  `create table contact_fields (
    account_id bigint not null,
    key text not null,
    name text not null,
    kind text not null check (kind in ('text','number','date','choice')),
    choices jsonb not null default '[]',
    position integer not null,
    created_at timestamptz not null,
    removed_at timestamptz,
    primary key (account_id, key)
  )`,
  // Changes to many contacts at once, and imports: how far they are, and what they left.
  `create table contact_runs (
    account_id bigint not null,
    id uuid not null,
    kind text not null check (kind in ('edit','erase','import')),
    state text not null check (state in ('draft','running','done','undoing','undone')),
    request jsonb not null,
    cursor text,
    total integer not null default 0,
    looked_at integer not null default 0,
    changed integer not null default 0,
    made integer not null default 0,
    bad integer not null default 0,
    file_name text,
    blob_key text,
    by_user_id bigint not null,
    asked_at timestamptz not null,
    finished_at timestamptz,
    primary key (account_id, id)
  )`,
  `create index contact_runs_of_user on contact_runs (account_id, by_user_id, asked_at desc)`,
  `create table contact_run_bad_rows (
    account_id bigint not null,
    run_id uuid not null,
    row integer not null,
    reason text not null,
    cells jsonb not null,
    primary key (account_id, run_id, row)
  )`,
  // One row per property that somebody changed: its history, and what a run has to put back.
  `create table contact_changes (
    account_id bigint not null,
    id uuid not null,
    contact_id uuid not null,
    property text not null,
    before jsonb not null,
    after jsonb not null,
    by_user_id bigint,
    run_id uuid,
    at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create index contact_changes_of_contact on contact_changes (account_id, contact_id, id desc)`,
  `create index contact_changes_of_run on contact_changes (account_id, run_id, id) where run_id is not null`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
