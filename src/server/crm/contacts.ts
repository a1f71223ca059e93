import type { Kysely, Transaction } from 'kysely';
import { getDomain, parse } from 'tldts';
import type { Basis, Database, Purpose } from '../store/schema';
import { recordBasis } from './legal-bases';

/** Addresses are kept and compared in this form. */
export const foldAddress = (address: string): string => address.trim().toLowerCase();

export interface Person {
  address: string;
  name: string;
}

/** The contacts that hold these addresses: folded address → contact id. */
export async function contactsByAddress(
  db: Kysely<Database>,
  account: number,
  addresses: readonly string[],
): Promise<Map<string, string>> {
  const folded = [...new Set(addresses.map(foldAddress))];
  if (folded.length === 0) return new Map();
  const rows = await db
    .selectFrom('contact_addresses')
    .select(['address', 'contact_id'])
    .where('account_id', '=', account)
    .where('address', 'in', folded)
    .execute();
  return new Map(rows.map((row) => [row.address, row.contact_id]));
}

const NO_REPLY = /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?)(?:[+.-]|@)/i;
const LIST =
  /(?:-request|-owner|-bounces|-subscribe|-unsubscribe)@|^(?:listserv|majordomo)@|@(?:lists?|listserv|mailman)\.|@(?:googlegroups\.com|groups\.io|freelists\.org)$/i;

/** Stands where somebody was erased (P5); RFC 2606 keeps the domain from ever being anybody's. */
export const erasedAddress = (n: number): string => `erased-${n}@erased.invalid`;
const ERASED = /@erased\.invalid$/i;

/** L3: no record is made for machines and lists, or of those who were erased. */
export const isNobody = (address: string): boolean =>
  NO_REPLY.test(address) || LIST.test(address) || ERASED.test(address);

/** Domains under which everybody may have an address: they are no company's. */
const FREE_MAIL = new Set([
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

/** The domain by which an address tells where somebody works, without sub-domains; null: it tells nothing. */
export function workDomainOf(address: string): string | null {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  if (FREE_MAIL.has(host)) return null;
  // A public suffix alone (co.uk) is nobody's; of what has none at all, the last two labels.
  const domain = getDomain(host) ?? (parse(host).isIcann === true ? '' : host.split('.').slice(-2).join('.'));
  return domain === '' || FREE_MAIL.has(domain) ? null : domain;
}

/** The company's name from a work domain: `mail.partner.co.uk` → `Partner`. */
export function companyOf(address: string): string | null {
  const [label = ''] = (workDomainOf(address) ?? '').split('.');
  return label === '' ? null : label[0]?.toUpperCase() + label.slice(1);
}

export interface ContactToMake {
  name: string;
  company: string | null;
  /** Folded; the first is the primary one. */
  addresses: string[];
  owner: number | null;
  source: string;
  at: Date;
  phone?: string | null;
  properties?: Record<string, unknown>;
}

/** P1: the basis for one-to-one tracking; the newest is in force, the earlier ones are its history. */
export async function setBasis(
  trx: Transaction<Database>,
  account: number,
  contact: string,
  basis: Basis,
  source: string,
  at: Date,
  by?: number,
): Promise<void> {
  await recordBasis(
    trx,
    { account, contact, purpose: 'one-to-one-tracking' },
    { basis, source, ...(by !== undefined && { by }) },
    at,
  );
}

/** The basis in force for a purpose, per contact. */
export async function basesOf(
  db: Kysely<Database>,
  account: number,
  contacts: readonly string[],
  purpose: Purpose = 'one-to-one-tracking',
): Promise<Map<string, Basis>> {
  if (contacts.length === 0) return new Map();
  const rows = await db
    .selectFrom('legal_bases')
    .select(['contact_id', 'basis'])
    .distinctOn('contact_id')
    .where('account_id', '=', account)
    .where('purpose', '=', purpose)
    .where('contact_id', 'in', [...contacts])
    .orderBy('contact_id')
    .orderBy('at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.contact_id, row.basis]));
}

/** P2, P3: with privacy on, hits of people without a basis belong to Someone; of those who withdrew, to nobody. */
export function mayBeNamed(basis: Basis | undefined, privacy: boolean): 'named' | 'someone' | 'silent' {
  if (basis === 'consent-withdrawn') return 'silent';
  if (!privacy) return 'named';
  return basis === undefined || basis === 'none' ? 'someone' : 'named';
}
