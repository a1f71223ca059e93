import { isIP } from 'node:net';
import type { SendCheck, SendCheckCode } from '../../../../core/api/marketing';
import { type Dns, DnsFailed } from '../../../checks/dns';
import { workDomainOf } from '../../../crm/contacts';
import { isPublicAddress } from '../../../push/endpoint';
import { checkDkim, type DkimCheck } from './dkim';
import { checkDmarc, isAligned, organisationOf } from './dmarc';
import { includeOf } from './relays';
import { checkSpf, MOST_LOOKUPS, type SpfFault } from './spf';

/** What is known of a message's sending domain without asking DNS. */
export interface SendingDomain {
  /** Of From, lower case. */
  domain: string;
  /** Of the address that delivery reports go to (the envelope's). */
  envelope: string;
  /** Host of the relay; undefined: none is set up. */
  relay: string | undefined;
  /** The record that shows our key; undefined: mail is not signed. */
  dkim: { selector: string; name: string; value: string; publicKey: string } | undefined;
}

const yes = (code: SendCheckCode, words: string): SendCheck => ({ code, ok: 'yes', words });
const no = (code: SendCheckCode, words: string, fix: string, record?: SendCheck['record']): SendCheck => ({
  code,
  ok: 'no',
  words,
  fix,
  ...(record && { record }),
});
const doubt = (...given: Parameters<typeof no>): SendCheck => ({ ...no(...given), ok: 'warning' });

/** M13: whether mail from this domain is believed where it arrives. In the order in which one repairs. */
export async function domainChecks(dns: Dns, sending: SendingDomain): Promise<SendCheck[]> {
  const { domain } = sending;
  if (workDomainOf(domain) === null) {
    const words = `Everybody may have an address at ${domain}: mail that says it is from there and comes by another way is refused.`;
    return [no('from-domain', words, 'Send from an address of your company’s own domain.')];
  }
  const signed = asked('dkim', sending, async () => {
    const { dkim } = sending;
    return dkim ? checkDkim(dns, domain, dkim) : undefined;
  });
  const [exists, spf, dkim, dmarc] = await Promise.all([
    asked('from-domain', sending, () => domainExists(dns, domain)),
    asked('spf', sending, async () => spfOf(dns, sending, await signed)),
    signed.then((found) => ('code' in found ? found : dkimWords(sending, found.found))),
    asked('dmarc', sending, async () => dmarcOf(dns, sending, await signed)),
  ]);
  return [exists, spf, dkim, dmarc].map((one) => ('code' in one ? one : one.found));
}

type Found<T> = { found: T };

/** No answer from DNS is no answer about the domain: it is said, and stops nothing. */
async function asked<T>(
  code: SendCheckCode,
  { domain }: SendingDomain,
  ask: () => Promise<T>,
): Promise<Found<T> | SendCheck> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (!(error instanceof DnsFailed)) throw error;
    const words = `DNS does not answer for ${domain} right now (${error.code}).`;
    return doubt(code, words, 'Look again in a minute.');
  }
}

async function domainExists(dns: Dns, domain: string): Promise<SendCheck> {
  const hosts = await dns.mx(domain);
  if (hosts.length === 1 && hosts[0] === '') {
    const words = `${domain} says that it takes no mail.`;
    return no(
      'from-domain',
      words,
      'Send from a domain that takes mail: its mail is trusted, and answers arrive.',
    );
  }
  if (hosts.length > 0 || (await dns.addresses(domain)).length > 0) {
    return yes('from-domain', `${domain} is known and takes mail.`);
  }
  return no(
    'from-domain',
    `DNS knows no ${domain} that takes mail.`,
    'Check how the domain of From is spelled, or add an MX record for it.',
  );
}

const FAULTS: Record<SpfFault['fault'], (fault: SpfFault, domain: string) => [string, string]> = {
  none: (_fault, domain) => [
    `${domain} has no SPF record: it does not say who may send its mail.`,
    'Add the record below to the domain’s DNS.',
  ],
  several: (_fault, domain) => [
    `${domain} has several SPF records, so none of them holds.`,
    'Make one record of them: one “v=spf1”, all that they include, and one “all” at the end.',
  ],
  syntax: (fault) => [
    `The SPF record of ${'domain' in fault ? fault.domain : ''} cannot be read: “${'term' in fault ? fault.term : ''}” means nothing.`,
    'Correct that part of the record.',
  ],
  'too-many-lookups': (_fault, domain) => [
    `The SPF record of ${domain} leads to more than ${MOST_LOOKUPS} questions to DNS, so receivers give up on it.`,
    'Take out what no longer sends mail for you, or put networks (ip4:…) in place of includes.',
  ],
  'too-many-void': (_fault, domain) => [
    `The SPF record of ${domain} names hosts that are not there, so receivers give up on it.`,
    'Take out the names that no longer exist.',
  ],
  'include-without-record': (fault) => [
    `The SPF record includes ${'domain' in fault ? fault.domain : ''}, which has none, so receivers give up on it.`,
    'Take out that part of the record, or correct its spelling.',
  ],
};

async function spfOf(
  dns: Dns,
  { envelope, relay }: SendingDomain,
  signed: Found<DkimCheck | undefined> | SendCheck,
): Promise<SendCheck> {
  const include = relay === undefined ? undefined : includeOf(relay);
  const from = relay === undefined ? [] : await addressesOf(dns, relay);
  const found = await checkSpf(dns, envelope, from);
  const wanted = include ?? relay;
  if (!found.ok) {
    const [words, fix] = FAULTS[found.fault](found, envelope);
    const value = `v=spf1 mx ${include === undefined ? `a:${relay ?? envelope}` : `include:${include}`} ~all`;
    return no('spf', words, fix, found.fault === 'none' ? { type: 'TXT', name: envelope, value } : undefined);
  }
  if (relay === undefined) return yes('spf', `${envelope} has an SPF record.`);
  const names = [...found.names];
  const named =
    include === undefined
      ? names.some((name) => name === relay || organisationOf(name) === organisationOf(relay))
      : names.includes(include);
  if (found.result === 'pass' || named)
    return yes('spf', `The SPF record of ${envelope} allows the relay ${relay}.`);
  if (from.every((one) => !isPublicAddress(one)) && include === undefined) {
    return doubt(
      'spf',
      `The relay ${relay} stands in your own network, so the address it sends from is not known here.`,
      `Make sure that the SPF record of ${envelope} names its public address.`,
    );
  }
  const words = `The SPF record of ${envelope} does not allow the relay ${relay}.`;
  const fix =
    include === undefined
      ? `Add what its provider names for SPF to the record, or “a:${wanted}”, before “all”.`
      : `Add “include:${include}” to the record, before “all”.`;
  // DMARC is content with one of the two.
  const isSigned = 'found' in signed && signed.found?.ok === true;
  return isSigned ? doubt('spf', words, fix) : no('spf', words, fix);
}

const addressesOf = async (dns: Dns, host: string): Promise<string[]> =>
  isIP(host) === 0 ? dns.addresses(host) : [host];

function dkimWords({ domain, dkim }: SendingDomain, found: DkimCheck | undefined): Found<SendCheck> {
  if (!dkim || !found) {
    return {
      found: no('dkim', `Mail from ${domain} is not signed.`, 'Set up a relay for marketing mail first.'),
    };
  }
  if (found.ok) return { found: yes('dkim', `Mail from ${domain} is signed, and its key is published.`) };
  const words = {
    none: `The key that signs mail from ${domain} is not published.`,
    other: `Another key stands at ${dkim.name}, so the signature is not believed.`,
    revoked: `The key at ${dkim.name} was taken back, so the signature is not believed.`,
  }[found.fault];
  const fix =
    found.fault === 'none'
      ? 'Add the record below to the domain’s DNS. It may take an hour until it is seen everywhere.'
      : 'Put the record below in its place.';
  return { found: no('dkim', words, fix, { type: 'TXT', name: dkim.name, value: dkim.value }) };
}

async function dmarcOf(
  dns: Dns,
  { domain, envelope }: SendingDomain,
  signed: Found<DkimCheck | undefined> | SendCheck,
): Promise<SendCheck> {
  const found = await checkDmarc(dns, domain);
  if (!found.ok) {
    const name = `_dmarc.${found.fault === 'none' ? organisationOf(domain) : found.domain}`;
    if (found.fault === 'several') {
      return no('dmarc', `There are several records at ${name}, so none of them holds.`, 'Keep one of them.');
    }
    const words =
      found.fault === 'none'
        ? `${domain} has no DMARC record; large providers refuse bulk mail without one.`
        : `The DMARC record at ${name} cannot be read.`;
    const fix =
      'Add the record below to the domain’s DNS; “p=none” changes nothing of how your other mail is treated.';
    return no('dmarc', words, fix, { type: 'TXT', name, value: 'v=DMARC1; p=none' });
  }
  const byKey = 'found' in signed && signed.found?.ok === true;
  const byPath = isAligned(found.spf, envelope, domain);
  if (byKey || byPath) {
    return yes('dmarc', `The DMARC record of ${found.domain} (p=${found.policy}) is met.`);
  }
  return no(
    'dmarc',
    `The DMARC record of ${found.domain} (p=${found.policy}) is not met: neither signature nor sender’s path speak for ${domain}.`,
    'Publish the key that signs your mail (above), or let answers go to an address of the same domain.',
  );
}
