import { promises as dns } from 'node:dns';

/** What DNS is asked; absent names and absent records give an empty list, what cannot be asked throws `DnsFailed`. */
export interface Dns {
  /** Each record's strings joined. */
  txt(name: string): Promise<string[]>;
  /** Hosts, best first. A null MX (RFC 7505) is an empty name. */
  mx(name: string): Promise<string[]>;
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<string[]>;
}

/** No answer, or none that can be used: asked again, it may come. `code` is Node's. */
export class DnsFailed extends Error {
  override readonly name = 'DnsFailed';
  constructor(readonly code: string) {
    super(`the name server does not answer (${code})`);
  }
}

const WAIT_MS = 4_000;
const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'NODATA', 'NOTFOUND']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';

async function listOf<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    const code = codeOf(error);
    if (ABSENT.has(code)) return [];
    throw new DnsFailed(code);
  }
}

/** Asks the name servers that this machine is set up with. */
export function systemDns(): Dns {
  const resolver = new dns.Resolver({ timeout: WAIT_MS, tries: 2 });
  return {
    txt: async (name) => (await listOf(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    mx: async (name) =>
      (await listOf(resolver.resolveMx(name)))
        .sort((a, b) => a.priority - b.priority)
        .map(({ exchange }) => exchange.toLowerCase()),
    addresses: async (name) =>
      (await Promise.all([listOf(resolver.resolve4(name)), listOf(resolver.resolve6(name))])).flat(),
  };
}
