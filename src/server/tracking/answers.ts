import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { AccountPolicy, RecipientAnswer } from '../../core/api/launch';
import { domainOf, type RecipientReason, type Standing } from '../../core/policy';
import { contactsByAddress, foldAddress, isNobody, mayBeNamed } from '../crm/contacts';
import { limitNamesOf } from '../crm/no-tracking';
import { listedAmong } from '../crm/contacts-to-make';
import { basisByWriting, basisHistories, basisOnceWritten } from '../crm/legal-bases';
import { colleaguesAmong } from '../mailbox/filing/people';
import { erasedAmong } from '../privacy/erased-addresses';
import { standingObjections } from '../privacy/objections';
import type { Services } from '../services';
import type { AccountSettings, Database } from '../store/schema';
import { openTrackingHosts, presentDomain } from './domains';

/** What policy and answers are made from, read once per request. */
export interface Sender {
  account: number;
  user: number;
  settings: AccountSettings;
  policy: AccountPolicy;
  secrets: Services['secrets'];
}

/**
 * The user's settings as policy has them (core/policy). `from`: the address that the mail is from, where that is known (A9);
 * else it is taken to be the user's own mailbox. Undefined when the account has no such active user.
 */
export async function senderOf(
  db: Kysely<Database>,
  services: Services,
  account: number,
  user: number,
  from?: string,
): Promise<Sender | undefined> {
  const row = await db
    .selectFrom('users as u')
    .innerJoin('accounts as a', 'a.id', 'u.account_id')
    .select(['u.email', 'u.seat', 'u.preferences', 'u.status', 'a.settings', 'a.closed_at'])
    .where('u.account_id', '=', account)
    .where('u.id', '=', user)
    .executeTakeFirst();
  if (!row || row.status !== 'active' || row.closed_at !== null) return undefined;
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['address', 'aliases'])
    .where('account_id', '=', account)
    .where('owner_user_id', '=', user)
    .execute();
  const { settings, preferences } = row;
  const domain = await presentDomain(
    db,
    services,
    account,
    from === undefined ? { user } : { address: from },
  );
  const clicks = settings.clicks ?? true;
  const own = [row.email, ...mailboxes.flatMap(({ address, aliases }) => [address, ...aliases])];
  const policy: Omit<AccountPolicy, 'revision'> = {
    opens: settings.opens ?? true,
    links: clicks && !domain.failing,
    // C7: by name, for those that know the name.
    ...(clicks && domain.failing && { linksOff: 'trackingDomain' as const }),
    log: true,
    seat: row.seat,
    defaults: { track: preferences.track ?? true, log: preferences.log ?? true },
    companyDomains: (settings.ownDomains ?? []).map((domain) => domain.toLowerCase()),
    ownAddresses: [...new Set(own.map(foldAddress))],
    excludedDomains: settings.excludedDomains ?? [],
    trackingHosts: [...new Set([domain.host, ...openTrackingHosts(services).of(account)])],
    neverLogBlocks: settings.neverLogBlocks ?? 'mail',
    clients: settings.clients ?? [],
    privateLabels: settings.privateLabels ?? [],
  };
  const digest = createHash('sha256')
    .update(JSON.stringify([policy, settings]))
    .digest();
  return {
    account,
    user,
    settings,
    policy: { revision: digest.readUInt32BE(0), ...policy },
    secrets: services.secrets,
  };
}

/** What one address is to the account, before it is put into the order of rules. */
interface Standings {
  contacts: ReadonlyMap<string, string>;
  named: ReadonlyMap<string, 'named' | 'someone' | 'silent'>;
  limits: readonly { scope: string; value: string; level: 'all' | 'links'; source: string }[];
  /** Folded. */
  neverLogged: ReadonlySet<string>;
  /** Folded. */
  colleagues: ReadonlySet<string>;
  /** P6, P5: folded addresses whose objection stands, and those that were erased. */
  objected: ReadonlySet<string>;
  erased: ReadonlySet<string>;
}

/** Who the recipients are, in the order asked; at most 500 addresses. */
export async function recipientAnswers(
  db: Kysely<Database>,
  sender: Sender,
  addresses: readonly string[],
): Promise<RecipientAnswer[]> {
  if (addresses.length === 0) return [];
  const { account, user, settings } = sender;
  const contacts = await contactsByAddress(db, account, addresses);
  const ids = [...new Set(contacts.values())];
  const histories = await basisHistories(db, account, ids);
  const privacy = settings.privacy !== false;
  const standings: Standings = {
    contacts,
    named: new Map(
      ids.map((id) => [id, mayBeNamed(basisOnceWritten(histories.get(id) ?? [], settings), privacy)]),
    ),
    limits: await db
      .selectFrom('tracking_limits')
      .select(['scope', 'value', 'level', 'source'])
      .where('account_id', '=', account)
      .where('value', 'in', [...addresses.flatMap(limitNamesOf), ...ids])
      .execute(),
    neverLogged: await listedAmong(db, account, user, addresses),
    colleagues: await colleaguesAmong(db, account, settings, [], addresses.map(foldAddress)),
    objected: await standingObjections(db, sender.secrets, account, addresses),
    erased: await erasedAmong(db, sender.secrets, account, addresses),
  };
  const cards = await cardsOf(db, account, ids);
  return addresses.map((address) => {
    const card = cards.get(contacts.get(foldAddress(address)) ?? '');
    return { ...answerFor(sender, address, standings), ...(card && { contact: card }) };
  });
}

async function cardsOf(
  db: Kysely<Database>,
  account: number,
  ids: readonly string[],
): Promise<Map<string, NonNullable<RecipientAnswer['contact']>>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('contacts')
    .select(['id', 'name', 'last_activity_at'])
    .where('account_id', '=', account)
    .where('id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map(({ id, name, last_activity_at: at }) => [
      id,
      { id, name, ...(at && { lastActivityAt: at.toISOString() }) },
    ]),
  );
}

/** Strongest first, in the order of the policy's rules: own people, objection, never-log, no tracking, basis. */
function answerFor(sender: Sender, address: string, standings: Standings): RecipientAnswer {
  const { policy, settings } = sender;
  const folded = foldAddress(address);
  const answer = (
    standing: Standing,
    reason: RecipientReason,
    may: Partial<Pick<RecipientAnswer, 'image' | 'links' | 'log'>> = {},
  ): RecipientAnswer => ({ address, standing, reason, image: true, links: true, log: true, ...may });

  if (policy.ownAddresses.includes(folded)) return answer('colleague', 'ownAddress', { log: false });
  if (policy.companyDomains.includes(domainOf(folded)) || standings.colleagues.has(folded))
    return answer('colleague', 'ownCompany', { log: false });

  const contact = standings.contacts.get(folded);
  const silent = { image: false, links: false };
  const limits = standings.limits.filter(({ scope, value }) => {
    if (scope === 'contact') return value === contact;
    return limitNamesOf(folded).includes(value.toLowerCase());
  });
  if (contact !== undefined && standings.named.get(contact) === 'silent') {
    return answer('objected', 'consentWithdrawn', silent);
  }
  const objects = limits.some(({ source, level }) => source === 'objection' && level === 'all');
  if (objects || standings.objected.has(folded)) {
    return answer('objected', 'objection', silent);
  }
  // P5: mail with somebody who was erased leaves nothing, until a person makes the contact anew.
  if (standings.erased.has(folded) || standings.neverLogged.has(folded)) {
    return answer('neverLogged', 'neverLogList', { ...silent, log: false });
  }
  const all = limits.find(({ level }) => level === 'all');
  if (all) return answer('noTracking', `${scopeOf(all.scope)}NoTracking`, silent);
  const links = limits[0] ? { links: false } : {};
  const linksReason: RecipientReason | undefined = limits[0] && `${scopeOf(limits[0].scope)}NoLinks`;
  if (contact === undefined && isNobody(folded)) {
    return answer('list', linksReason ?? (/reply/i.test(folded) ? 'noReplyAddress' : 'mailingList'), {
      ...links,
      log: false,
    });
  }
  if (linksReason) return answer('noTracking', linksReason, links);
  if (contact !== undefined) {
    return standings.named.get(contact) === 'someone'
      ? answer('noBasis', 'noLegalBasis')
      : answer('known', 'knownContact');
  }
  const makes = settings.createContacts !== false;
  const basis = makes ? basisByWriting(settings) : undefined;
  return mayBeNamed(basis, settings.privacy !== false) === 'someone'
    ? answer('noBasis', 'noLegalBasis')
    : answer('new', makes ? 'notYetContact' : 'noContactMade');
}

const scopeOf = (scope: string): 'contact' | 'address' | 'domain' =>
  scope === 'contact' || scope === 'domain' ? scope : 'address';
