import { type Kysely, sql } from 'kysely';
import { getDomain, parse } from 'tldts';

/** Domains under which everybody may have an address: no company's. As known when this was written. */
const FREE_MAIL: ReadonlySet<string> = new Set([
  'aol.com',
  'fastmail.com',
  'freenet.de',
  'gmail.com',
  'gmx.at',
  'gmx.ch',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'hotmail.co.uk',
  'hotmail.de',
  'hotmail.fr',
  'icloud.com',
  'interia.pl',
  'laposte.net',
  'libero.it',
  'live.com',
  'mac.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'o2.pl',
  'onet.pl',
  'op.pl',
  'orange.fr',
  'outlook.com',
  'outlook.de',
  'poczta.onet.pl',
  'pm.me',
  'proton.me',
  'protonmail.com',
  'qq.com',
  't-online.de',
  'tlen.pl',
  'web.de',
  'wp.pl',
  'yahoo.co.uk',
  'yahoo.com',
  'yahoo.de',
  'yahoo.fr',
  'yandex.ru',
]);

const STATEMENTS = [
  `create index if not exists contact_runs_by_blob on contact_runs (account_id, blob_key) where blob_key is not null`,
  // What was kept of somebody who was merged away goes where they went, in the order of the merges, so that it is erased
  // with them, and goes back with an undone merge.
  `do $$
    declare
      one record;
      changed jsonb;
      dated jsonb;
    begin
      for one in select account_id, id, kept_id, gone_id from contact_merges where undone_at is null order by at, id loop
        with went as (update contact_changes set contact_id = one.kept_id
            where account_id = one.account_id and contact_id = one.gone_id returning id)
          select coalesce(jsonb_agg(id), '[]') into changed from went;
        with went as (update contact_property_changes h set contact_id = one.kept_id
            where account_id = one.account_id and contact_id = one.gone_id
              and not exists (select from contact_property_changes k where k.account_id = h.account_id
                and k.contact_id = one.kept_id and k.property = h.property and k.seq = h.seq)
            returning property, seq)
          select coalesce(jsonb_agg(jsonb_build_object('property', property, 'seq', seq)), '[]') into dated from went;
        if changed <> '[]' or dated <> '[]' then
          update contact_merges set moved = moved
              || jsonb_build_object('changes', coalesce(moved -> 'changes', '[]') || changed)
              || jsonb_build_object('dateChanges', coalesce(moved -> 'dateChanges', '[]') || dated)
            where account_id = one.account_id and id = one.id;
        end if;
      end loop;
    end $$`,
  // Of who was erased since.
  `delete from contact_changes h
    where not exists (select from contacts c where c.account_id = h.account_id and c.id = h.contact_id)`,
  `delete from contact_property_changes h
    where not exists (select from contacts c where c.account_id = h.account_id and c.id = h.contact_id)`,
  // Merges into somebody who was erased, or was merged and erased: they tell who that was.
  `with recursive there (account_id, id) as (
      select account_id, id from contacts
      union select m.account_id, m.gone_id from contact_merges m
        join there t on t.account_id = m.account_id and t.id = m.kept_id where m.undone_at is null)
    delete from contact_merges m
      where not exists (select from there t where t.account_id = m.account_id and t.id = m.kept_id)`,
];

/** As contacts are looked up by it: without sub-domains. Null: no company's. */
function registrable(domain: string): string | null {
  const host = domain.toLowerCase();
  const found =
    getDomain(host) ?? (parse(host).isIcann === true ? null : host.split('.').slice(-2).join('.'));
  return found === null || found === '' || FREE_MAIL.has(host) || FREE_MAIL.has(found) ? null : found;
}

interface Held {
  account: number;
  domain: string;
  company: string;
}

/** Domains of companies as they are asked for; of two companies under one, the one that had it, else the larger. */
export async function rewriteDomains<Db>(db: Kysely<Db>): Promise<void> {
  const { rows } = await sql<Held>`
    select d.account_id as account, d.domain, d.company_id as company from company_domains d
    order by (select count(*) from contacts c where c.account_id = d.account_id and c.company_id = d.company_id) desc,
      d.account_id, d.domain`.execute(db);
  for (const { account, domain, company } of rows) {
    const to = registrable(domain);
    if (to === domain) continue;
    await sql`delete from company_domains where account_id = ${account} and domain = ${domain}`.execute(db);
    if (to === null) continue;
    await sql`insert into company_domains (account_id, domain, company_id) values (${account}, ${to}, ${company})
      on conflict do nothing`.execute(db);
  }
  const { rows: merges } = await sql<{ account: number; id: string; domains: string[] }>`
    select account_id as account, id, moved -> 'domains' as domains from company_merges where undone_at is null`.execute(
    db,
  );
  for (const { account, id, domains } of merges) {
    const now = [...new Set(domains.flatMap((domain) => registrable(domain) ?? []))];
    if (now.length === domains.length && now.every((domain, i) => domain === domains[i])) continue;
    await sql`update company_merges set moved = jsonb_set(moved, '{domains}', ${JSON.stringify(now)}::jsonb)
      where account_id = ${account} and id = ${id}`.execute(db);
  }
}

/** Nothing stands without its contact, and domains of companies are those by which contacts are looked up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await rewriteDomains(db);
}
