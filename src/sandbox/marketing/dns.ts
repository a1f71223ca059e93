import { TENANTS } from '../people';

/** The name servers of the sandbox's world; what they do not know is not there. */
export interface SandboxDns {
  txt(name: string): Promise<string[]>;
  mx(name: string): Promise<string[]>;
  addresses(name: string): Promise<string[]>;
}

const DOMAINS: ReadonlySet<string> = new Set(TENANTS.map(({ domain }) => domain));
const KEY = /^([^.]+)\._domainkey\.(.+)$/;

/**
 * What the companies of the sandbox publish: who may send for them (this machine), what receivers shall make of it, and
 * the keys that sign, which `published` gives: their administrator is quick, and every key that was made stands there.
 */
export function sandboxDns(
  published: (domain: string, selector: string) => Promise<string | undefined>,
): SandboxDns {
  return {
    txt: async (asked) => {
      const name = asked.toLowerCase();
      if (DOMAINS.has(name)) return ['v=spf1 ip4:127.0.0.1 -all'];
      if (DOMAINS.has(name.replace(/^_dmarc\./, ''))) return ['v=DMARC1; p=quarantine'];
      const [, selector = '', domain = ''] = KEY.exec(name) ?? [];
      const value = DOMAINS.has(domain) ? await published(domain, selector) : undefined;
      return value === undefined ? [] : [value];
    },
    mx: async (name) => (DOMAINS.has(name.toLowerCase()) ? [`mx.${name.toLowerCase()}`] : []),
    addresses: async (name) => (DOMAINS.has(name.toLowerCase().replace(/^mx\./, '')) ? ['192.0.2.1'] : []),
  };
}
