import { getDomain } from 'tldts';
import type { Dns } from '../../../checks/dns';

export interface DmarcRecord {
  /** The domain whose record holds. */
  domain: string;
  policy: 'none' | 'quarantine' | 'reject';
  /** Alignment of DKIM and SPF: the same domain, or one of the same organisation. */
  dkim: 'relaxed' | 'strict';
  spf: 'relaxed' | 'strict';
}

export type DmarcCheck =
  | ({ ok: true } & DmarcRecord)
  | { ok: false; fault: 'none' }
  | { ok: false; fault: 'several' | 'syntax'; domain: string };

const VERSION = /^v\s*=\s*DMARC1\s*(?:;|$)/i;

/** The domain under which an organisation is registered: `mail.example.co.uk` → `example.co.uk`. */
export const organisationOf = (domain: string): string =>
  getDomain(domain, { allowPrivateDomains: true }) ?? domain;

/** Tags of one record; undefined: it is no DMARC record, or says nothing that can be used. */
export function readDmarc(text: string): Omit<DmarcRecord, 'domain'> | undefined {
  if (!VERSION.test(text.trim())) return undefined;
  const tags = new Map<string, string>();
  for (const part of text.split(';')) {
    const at = part.indexOf('=');
    if (at > 0)
      tags.set(
        part.slice(0, at).trim().toLowerCase(),
        part
          .slice(at + 1)
          .trim()
          .toLowerCase(),
      );
  }
  const policy = tags.get('p');
  if (policy !== 'none' && policy !== 'quarantine' && policy !== 'reject') return undefined;
  const mode = (tag: string): 'relaxed' | 'strict' => (tags.get(tag) === 's' ? 'strict' : 'relaxed');
  return { policy, dkim: mode('adkim'), spf: mode('aspf') };
}

/** The record that holds for a domain: its own, else its organisation's. Throws `DnsFailed`. */
export async function checkDmarc(dns: Dns, domain: string): Promise<DmarcCheck> {
  for (const asked of new Set([domain, organisationOf(domain)])) {
    const records = (await dns.txt(`_dmarc.${asked}`)).filter((text) => VERSION.test(text.trim()));
    const [text] = records;
    if (text === undefined) continue;
    if (records.length > 1) return { ok: false, fault: 'several', domain: asked };
    const read = readDmarc(text);
    return read ? { ok: true, domain: asked, ...read } : { ok: false, fault: 'syntax', domain: asked };
  }
  return { ok: false, fault: 'none' };
}

/** Whether what is signed or sent by one domain speaks for another (RFC 7489, 3.1). */
export const isAligned = (mode: 'relaxed' | 'strict', by: string, from: string): boolean =>
  mode === 'strict' ? by === from : organisationOf(by) === organisationOf(from);
