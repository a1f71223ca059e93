import { type Kysely, sql } from 'kysely';

/**
 * Looked up by key, whatever the planner believes of tables that have just grown: a plan that was made of small ones is
 * kept for as long as a connection lives.
 */
const BY_KEY = 'set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off';

/** Marketing mail: workflows, who is in them, and what each step did (docs/marketing.md). */
const STATEMENTS: readonly string[] = [
  `create table workflows (
    account_id bigint not null,
    id uuid not null,
    name text not null,
    state text not null,
    version integer not null default 1,
    definition jsonb not null,
    sealed_secret text,
    switched_at timestamptz,
    created_by bigint not null,
    updated_by bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    removed_at timestamptz,
    primary key (account_id, id)
  )`,
  `create table workflow_versions (
    account_id bigint not null,
    workflow_id uuid not null,
    version integer not null,
    definition jsonb not null,
    by_user_id bigint not null,
    at timestamptz not null,
    primary key (account_id, workflow_id, version)
  )`,
  // What the workflows that are on wait for, so that nothing else costs more than one look.
  `create table workflow_wants (
    account_id bigint not null,
    workflow_id uuid not null,
    n integer not null,
    kind text not null,
    message_kind text,
    message_id uuid,
    property text,
    path text[],
    value jsonb,
    segment_id uuid,
    primary key (account_id, workflow_id, n)
  )`,
  `create index workflow_wants_by_kind on workflow_wants (account_id, kind)`,
  // What has happened and was not followed yet. \`begin\`: somebody is to be enrolled; \`taken-back\`: what enrolled them
  // no longer stands; \`look\`: what a waiting branch or a goal asks of them may have changed.
  `create table workflow_signals (
    account_id bigint not null,
    id bigint generated always as identity,
    kind text not null,
    workflow_id uuid,
    contact_id uuid,
    event_seq bigint,
    cause text not null,
    at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create index workflow_signals_by_event on workflow_signals (account_id, event_seq) where event_seq is not null`,
  `create table workflow_enrolments (
    account_id bigint not null,
    id uuid not null,
    workflow_id uuid not null,
    version integer not null,
    contact_id uuid,
    merged_from uuid,
    cause text not null,
    event_seq bigint,
    state text not null,
    why text,
    step text,
    waiting boolean not null default false,
    watches boolean not null default false,
    due_at timestamptz,
    until timestamptz,
    done integer not null default 0,
    attempts integer not null default 0,
    error text,
    by_user_id bigint,
    begun_at timestamptz not null,
    moved_at timestamptz not null,
    ended_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index workflow_enrolments_by_cause on workflow_enrolments (account_id, workflow_id, cause)`,
  `create index workflow_enrolments_due on workflow_enrolments (account_id, workflow_id, due_at) where state = 'in'`,
  `create index workflow_enrolments_by_state on workflow_enrolments (account_id, workflow_id, state, id)`,
  `create index workflow_enrolments_of_contact on workflow_enrolments (account_id, contact_id, workflow_id)
    where contact_id is not null`,
  `create index workflow_enrolments_by_event on workflow_enrolments (account_id, event_seq) where event_seq is not null`,
  `create index workflow_enrolments_watching on workflow_enrolments (account_id, contact_id)
    where state = 'in' and watches`,
  // One row for each step that was run: exactly one for each turn of each enrolment.
  `create table workflow_steps_done (
    account_id bigint not null,
    enrolment_id uuid not null,
    n integer not null,
    step text not null,
    kind text not null,
    at timestamptz not null,
    result jsonb not null default '{}',
    primary key (account_id, enrolment_id, n)
  )`,
  `create table workflow_calls (
    account_id bigint not null,
    id uuid not null,
    workflow_id uuid not null,
    enrolment_id uuid not null,
    n integer not null,
    url text not null,
    state text not null,
    attempts integer not null default 0,
    status integer,
    error text,
    at timestamptz not null,
    updated_at timestamptz not null,
    primary key (account_id, id)
  )`,
  `create unique index workflow_calls_of_step on workflow_calls (account_id, enrolment_id, n)`,
  `create index workflow_calls_by_time on workflow_calls (account_id, workflow_id, at desc, id)`,
  `create table tasks (
    account_id bigint not null,
    id uuid not null,
    title text not null,
    due_on date,
    contact_id uuid,
    owner_user_id bigint,
    workflow_id uuid,
    enrolment_id uuid,
    n integer,
    created_by bigint,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    done_at timestamptz,
    done_by bigint,
    removed_at timestamptz,
    primary key (account_id, id)
  )`,
  `create unique index tasks_of_step on tasks (account_id, enrolment_id, n) where enrolment_id is not null`,
  `create index tasks_of_owner on tasks (account_id, owner_user_id, done_at, due_on) where removed_at is null`,
  `create index tasks_of_contact on tasks (account_id, contact_id) where contact_id is not null`,

  // Signals wake the job that follows them, in their own transaction. A job for each transaction: one for all would have
  // to be locked by each, in whatever order it came to it.
  `create function wake_workflows(account bigint) returns void language plpgsql as $$
    begin
      if current_setting('mailtrail.workflows_woken', true) is not distinct from account::text then return; end if;
      insert into jobs (account_id, type, key, state, run_at, created_at, updated_at)
        values (account, 'workflows.follow', gen_random_uuid()::text, 'ready', to_timestamp(0), now(), now());
      perform set_config('mailtrail.workflows_woken', account::text, true);
      perform pg_notify('jobs', '');
    end $$`,

  // M9, V: events of a contact's own, that count; and events that are taken back.
  `create function workflow_events() returns trigger language plpgsql ${BY_KEY} as $$
    declare woken bigint;
    begin
      if not exists (select from workflows w where w.account_id in (select account_id from fresh)) then return null; end if;
      for woken in
        with put as (
          insert into workflow_signals (account_id, kind, workflow_id, contact_id, event_seq, cause, at)
          select distinct e.account_id, 'begin', w.workflow_id, e.contact_id, e.seq, 'event:' || e.seq, e.recorded_at
            from fresh e
            join workflow_wants w on w.account_id = e.account_id and w.kind = e.kind
            join messages m on m.account_id = e.account_id and m.id = e.message_id
            where e.contact_id is not null and not e.historic and e.retracts is null
              and (w.message_id = e.message_id or w.message_id is null and w.message_kind = m.kind)
              and e.detail ->> 'delivery' is distinct from 'delayed'
              and coalesce(m.policy ->> 'test', '') <> 'true'
          union all
          select e.account_id, 'taken-back', null, null, e.retracts, 'event:' || e.seq, e.recorded_at
            from fresh e
            where e.retracts is not null
              and (exists (select from workflow_signals s where s.account_id = e.account_id and s.event_seq = e.retracts)
                or exists (select from workflow_enrolments n
                  where n.account_id = e.account_id and n.event_seq = e.retracts))
          union all
          select distinct e.account_id, 'look', null::uuid, e.contact_id, null::bigint, 'look', e.recorded_at
            from fresh e
            join workflow_enrolments n on n.account_id = e.account_id and n.contact_id = e.contact_id
              and n.state = 'in' and n.watches
          returning account_id)
        select distinct account_id from put
      loop
        perform wake_workflows(woken);
      end loop;
      return null;
    end $$`,
  `create trigger events_workflows after insert on events referencing new table as fresh
    for each statement execute function workflow_events()`,

  // Properties with a date are moved by events; taking one back is no change that anybody waits for.
  `create function workflow_dates() returns trigger language plpgsql ${BY_KEY} as $$
    declare woken bigint;
    begin
      for woken in
        with put as (
          insert into workflow_signals (account_id, kind, workflow_id, contact_id, event_seq, cause, at)
          select distinct h.account_id, 'begin', w.workflow_id, h.contact_id, h.event_seq, 'event:' || h.event_seq,
              h.changed_at
            from fresh h
            join workflow_wants w on w.account_id = h.account_id and w.kind = 'date' and w.property = h.property
            where h.event_seq = h.seq
          returning account_id)
        select distinct account_id from put
      loop
        perform wake_workflows(woken);
      end loop;
      return null;
    end $$`,
  `create trigger contact_dates_workflows after insert on contact_property_changes referencing new table as fresh
    for each statement execute function workflow_dates()`,

  // All other properties, whoever changes them. A merge is no change.
  `create function workflow_properties() returns trigger language plpgsql ${BY_KEY} as $$
    declare woken bigint;
    begin
      if coalesce(current_setting('mailtrail.change', true), '') = 'merge'
        or not exists (select from workflows w where w.account_id in (select account_id from fresh)) then
        return null;
      end if;
      for woken in
        with put as (
          insert into workflow_signals (account_id, kind, workflow_id, contact_id, cause, at)
          select c.account_id, 'begin', c.workflow_id, c.id, 'property:' || gen_random_uuid(), c.updated_at
            from (select distinct f.account_id, w.workflow_id, f.id, f.updated_at
              from fresh f
              join before b on b.account_id = f.account_id and b.id = f.id
              join workflow_wants w on w.account_id = f.account_id and w.kind = 'property'
              where coalesce(to_jsonb(f) #> w.path, 'null') is distinct from coalesce(to_jsonb(b) #> w.path, 'null')
                and (w.value is null or coalesce(to_jsonb(f) #> w.path, 'null') = w.value)) c
          union all
          select distinct f.account_id, 'look', null::uuid, f.id, 'look', f.updated_at
            from fresh f
            join before b on b.account_id = f.account_id and b.id = f.id
            join workflow_enrolments n on n.account_id = f.account_id and n.contact_id = f.id
              and n.state = 'in' and n.watches
            where (f.name, f.company, f.phone, f.owner_user_id, f.properties)
              is distinct from (b.name, b.company, b.phone, b.owner_user_id, b.properties)
          returning account_id)
        select distinct account_id from put
      loop
        perform wake_workflows(woken);
      end loop;
      return null;
    end $$`,
  `create trigger contacts_workflows after update on contacts referencing old table as before new table as fresh
    for each statement execute function workflow_properties()`,
  // A contact who comes has what they come with; one who was merged away and is there again had it before.
  `create function workflow_new_contacts() returns trigger language plpgsql ${BY_KEY} as $$
    declare woken bigint;
    begin
      for woken in
        with put as (
          insert into workflow_signals (account_id, kind, workflow_id, contact_id, cause, at)
          select c.account_id, 'begin', c.workflow_id, c.id, 'property:' || gen_random_uuid(), c.updated_at
            from (select distinct f.account_id, w.workflow_id, f.id, f.updated_at
              from fresh f
              join workflow_wants w on w.account_id = f.account_id and w.kind = 'property'
              where coalesce(to_jsonb(f) #> w.path, 'null') not in ('null', '""')
                and (w.value is null or to_jsonb(f) #> w.path = w.value)
                and not exists (select from contact_merges m
                  where m.account_id = f.account_id and m.gone_id = f.id and m.undone_at is null)) c
          returning account_id)
        select distinct account_id from put
      loop
        perform wake_workflows(woken);
      end loop;
      return null;
    end $$`,
  `create trigger contacts_new_workflows after insert on contacts referencing new table as fresh
    for each statement execute function workflow_new_contacts()`,

  `create function workflow_members() returns trigger language plpgsql ${BY_KEY} as $$
    declare woken bigint;
    begin
      if coalesce(current_setting('mailtrail.change', true), '') = 'merge'
        or not exists (select from workflows w where w.account_id in (select account_id from moved)) then
        return null;
      end if;
      for woken in
        with put as (
          insert into workflow_signals (account_id, kind, workflow_id, contact_id, cause, at)
          select s.account_id, 'begin', w.workflow_id, s.contact_id, 'segment:' || gen_random_uuid(), s.since
            from moved s
            join workflow_wants w on w.account_id = s.account_id and w.kind = 'segment' and w.segment_id = s.segment_id
            where tg_op = 'INSERT'
          union all
          select distinct s.account_id, 'look', null::uuid, s.contact_id, 'look', s.since
            from moved s
            join workflow_enrolments n on n.account_id = s.account_id and n.contact_id = s.contact_id
              and n.state = 'in' and n.watches
          returning account_id)
        select distinct account_id from put
      loop
        perform wake_workflows(woken);
      end loop;
      return null;
    end $$`,
  `create trigger segment_members_in_workflows after insert on segment_members referencing new table as moved
    for each statement execute function workflow_members()`,
  `create trigger segment_members_out_workflows after delete on segment_members referencing old table as moved
    for each statement execute function workflow_members()`,

  // L14: whoever was merged goes on as the one who stays, and as themselves when that is undone.
  `create function workflow_merges() returns trigger language plpgsql ${BY_KEY} as $$
    begin
      if new.undone_at is null then
        update workflow_enrolments set contact_id = new.kept_id, merged_from = coalesce(merged_from, new.gone_id)
          where account_id = new.account_id and contact_id = new.gone_id;
        update tasks set contact_id = new.kept_id where account_id = new.account_id and contact_id = new.gone_id;
      else
        update workflow_enrolments set contact_id = new.gone_id, merged_from = null
          where account_id = new.account_id and contact_id = new.kept_id and merged_from = new.gone_id;
      end if;
      return null;
    end $$`,
  `create trigger contact_merges_workflows after insert or update of undone_at on contact_merges
    for each row execute function workflow_merges()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
