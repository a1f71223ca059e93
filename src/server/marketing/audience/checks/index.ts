import { sql } from 'kysely';
import type { MarketingSettings, SendCheck } from '../../../../core/api/marketing';
import type { Content } from '../../../../core/marketing/content';
import { systemDns } from '../../../checks/dns';
import { foldAddress } from '../../../crm/contacts';
import type { Services } from '../../../services';
import { domainsOf } from '../../../tracking/domains';
import { readyContent } from '../../content';
import { knownOf } from '../../messages';
import { dkimKey } from '../../send/dkim';
import { countAudience } from '../count';
import { settingsOf } from '../load';
import { isAddress, neededReplyTo, replyToStillWatched } from '../reply-to';
import { dkimKeyIn } from './dkim';
import { domainChecks } from './domain';

/** What is checked of a message. */
export interface ToCheck {
  content: Content;
  settings: unknown;
}

const yes = (code: SendCheck['code'], words: string): SendCheck => ({ code, ok: 'yes', words });
const no = (code: SendCheck['code'], words: string, fix: string): SendCheck => ({
  code,
  ok: 'no',
  words,
  fix,
});
const doubt = (code: SendCheck['code'], words: string, fix: string): SendCheck => ({
  code,
  ok: 'warning',
  words,
  fix,
});

/**
 * M13: everything that a bulk send wants, in the order in which one sees to it. What is `no` stops it. Asks DNS, so not to be
 * called inside a transaction.
 */
export async function checksBefore(
  services: Services,
  account: number,
  message: ToCheck,
): Promise<SendCheck[]> {
  const settings = settingsOf(message);
  const [content, people, sender, replyTo, tracking] = await Promise.all([
    contentChecks(services, account, message.content),
    audienceChecks(services, account, settings),
    senderChecks(services, account, settings),
    replyToCheck(services, account, settings),
    trackingCheck(services, account, settings),
  ]);
  return [
    ...content,
    ...people.checks,
    ...sender,
    replyTo,
    tracking,
    transportCheck(services, settings, people.count),
  ];
}

/** Nothing stops the send. */
export const isReady = (checks: readonly SendCheck[]): boolean => checks.every(({ ok }) => ok !== 'no');

async function contentChecks({ store }: Services, account: number, content: Content): Promise<SendCheck[]> {
  const { problems } = await readyContent(content, await knownOf(store.db, account));
  const ofAddress = problems.filter(({ code }) => code === 'address-empty' || code === 'no-address');
  const errors = problems.filter((one) => one.level === 'error' && !ofAddress.includes(one)).length;
  const warnings = problems.filter((one) => one.level === 'warning' && !ofAddress.includes(one)).length;
  const fix = 'The Write tab shows where.';
  const said =
    errors > 0
      ? no('content', `Things in the message that must be put right: ${errors}.`, fix)
      : warnings > 0
        ? doubt('content', `Things in the message that you may want to look at: ${warnings}.`, fix)
        : yes('content', 'Subject, links and fields are in order.');
  const [missing] = ofAddress;
  const postal =
    missing === undefined
      ? yes('postal-address', 'The postal address stands in the message.')
      : missing.level === 'error'
        ? no(
            'postal-address',
            'Your company’s postal address is not set, and marketing mail has to name it.',
            'An administrator writes it under Account.',
          )
        : doubt(
            'postal-address',
            'No postal address was found in the message; most countries want one in marketing mail.',
            'Write your company’s postal address into the message.',
          );
  return [said, yes('unsubscribe', 'Each copy has its own link and button to unsubscribe.'), postal];
}

async function audienceChecks(
  { store }: Services,
  account: number,
  settings: MarketingSettings,
): Promise<{ checks: SendCheck[]; count: number }> {
  const stop = (words: string, fix: string) => ({ checks: [no('audience', words, fix)], count: 0 });
  if (settings.to.length === 0) {
    return stop('No list or segment is chosen.', 'Choose under Settings whom it goes to.');
  }
  const named = [...new Set([...settings.to, ...settings.exclude])];
  const { rows } = await sql<{ id: string; filling: boolean }>`
    select s.id, s.state = 'filling' as filling from segments s
    where s.account_id = ${account} and s.id = any(${named}::uuid[]) and s.removed_at is null`.execute(
    store.db,
  );
  if (rows.length < named.length) {
    return stop(
      'A list or segment that was chosen is no longer there.',
      'Look under Settings whom it goes to, and who is left out.',
    );
  }
  if (rows.some(({ filling }) => filling)) {
    return stop('A segment is still finding its members.', 'Wait until it is done, and look again.');
  }
  const count = await countAudience(store.db, account, { settings });
  const out = count.leftOut.reduce((sum, one) => sum + one.count, 0);
  if (count.to === 0) {
    return stop(
      `Nobody gets it: of the people chosen, ${out} are left out.`,
      'Settings says why each of them is left out.',
    );
  }
  const checks = [
    count.untracked > 0
      ? yes(
          'audience',
          `Gets it: ${count.to}; without image and tracked links, for want of a legal basis: ${count.untracked}; left out: ${out}.`,
        )
      : yes('audience', `Gets it: ${count.to}; left out: ${out}.`),
  ];
  const { replyTo } = settings;
  if (replyTo?.kind === 'owner' && replyTo.fallback === null && count.withoutOwnerMailbox > 0) {
    checks.push(
      no(
        'fallback',
        `Contacts without an owner who has a connected mailbox: ${count.withoutOwnerMailbox}.`,
        'Choose under Settings, Reply-to, where their answers go, or leave them out.',
      ),
    );
  }
  return { checks, count: count.to };
}

async function senderChecks(
  services: Services,
  account: number,
  { from, replyTo }: MarketingSettings,
): Promise<SendCheck[]> {
  if (!from || !isAddress(foldAddress(from.address))) {
    return [no('from', 'Whom it is from is not chosen.', 'Choose an address under Settings, From.')];
  }
  const address = foldAddress(from.address);
  const domain = domainOf(address);
  // Delivery reports go to the Reply-to, where there is one for all.
  const [back] = neededReplyTo({ from, replyTo });
  const smtp = relayOf(services);
  const key = smtp && (await dkimKey(services, account, domain));
  const publicKey = key && dkimKeyIn(key.record.value);
  const found = await domainChecks(services.dns ?? systemDns(), {
    domain,
    envelope: back === undefined ? domain : domainOf(back),
    relay: smtp && new URL(smtp.url).hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    dkim: key && publicKey !== undefined ? { ...key.record, publicKey } : undefined,
  });
  return [
    from.name === ''
      ? doubt('from', `It is from ${address}, without a name.`, 'Give a name that its readers know.')
      : yes('from', `It is from ${from.name}, ${address}.`),
    ...found,
  ];
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

const relayOf = (services: Services) => services.marketingSmtp ?? services.settings.marketingSmtp;

async function replyToCheck(
  { store, clock }: Services,
  account: number,
  settings: MarketingSettings,
): Promise<SendCheck> {
  if (!settings.replyTo) {
    return no('reply-to', 'Where answers go is not chosen.', 'Choose it under Settings, Reply-to.');
  }
  const watched = await replyToStillWatched(store.db, account, settings, clock.now());
  if (!watched.ok) {
    const { address, words } = watched.answer;
    return no('reply-to', words ?? address, 'Choose another address under Settings, Reply-to.');
  }
  const [address] = neededReplyTo(settings);
  if (settings.replyTo.kind === 'owner') {
    return yes('reply-to', 'Answers go to each contact’s owner, whose mailbox is watched.');
  }
  return yes('reply-to', `Answers go to ${address ?? ''}, which is watched.`);
}

/** C7: links to unsubscribe lead there too, so it is needed with nothing tracked. */
async function trackingCheck(
  services: Services,
  account: number,
  { trackingHost }: MarketingSettings,
): Promise<SendCheck> {
  const domains = (await domainsOf(services.store.db, services, account)).filter(({ retired }) => !retired);
  const one =
    trackingHost === undefined
      ? domains.find(({ isDefault }) => isDefault)
      : domains.find(({ host }) => host === trackingHost.toLowerCase());
  const fix = 'Choose another one under Settings, or see Settings of the account, Tracking domains.';
  if (!one) return no('tracking-domain', 'The tracking domain that was chosen is no longer there.', fix);
  if (one.state === 'failing') {
    return no('tracking-domain', `The tracking domain ${one.host} does not answer as it should.`, fix);
  }
  if (one.state === 'unchecked' && !one.server) {
    return no('tracking-domain', `The tracking domain ${one.host} was never found to be in order.`, fix);
  }
  return yes('tracking-domain', `Images and links lead to ${one.host}.`);
}

/** A mail takes about half a second of one connection; a relay says no more of how fast it is. */
const PER_CONNECTION_HOUR = 7_200;
const DAY_MS = 86_400_000;

function transportCheck(services: Services, { perHour }: MarketingSettings, count: number): SendCheck {
  const smtp = relayOf(services);
  if (!smtp) {
    return no(
      'transport',
      'This server has no relay for marketing mail.',
      'Whoever runs the server sets MARKETING_SMTP_URL, or SMTP_URL.',
    );
  }
  const speed = Math.min(perHour ?? Infinity, smtp.connections * PER_CONNECTION_HOUR);
  const takes = (count / speed) * 3_600_000;
  const words =
    perHour === undefined
      ? `As fast as the relay takes them, about ${speed} an hour.`
      : `At most ${perHour} an hour, as was set.`;
  const endsAt = new Date(services.clock.now().getTime() + takes).toISOString();
  const said =
    takes > DAY_MS
      ? doubt(
          'transport',
          words,
          'It takes longer than a day: raise the limit under Settings if the relay bears it.',
        )
      : yes('transport', words);
  return count > 0 ? { ...said, endsAt } : said;
}
