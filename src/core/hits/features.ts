import type { AgentKind } from './agents';
import { networkOf, type NetworkClass } from './networks';
import { readAgent, type Platform } from './read-agent';

/** A request as it came: the only place where raw values are read (P4). Header names in lower case. */
export interface RawRequest {
  method: string;
  userAgent: string | undefined;
  ip: string;
  /** Absent: not recorded. */
  headers?: Readonly<Record<string, string | undefined>>;
}

/** What is kept of a request: words of our own making, from which nobody can be found again (P4). */
export interface HitFeatures {
  method: 'GET' | 'HEAD' | 'other';
  agent: AgentKind;
  family: string;
  agentName: string;
  platform: Platform;
  network: NetworkClass;
  networkName?: string;
  /** Says that it fetches ahead of a person. */
  prefetch: boolean;
  /** Browsers always say a language or how they fetch; undefined: the headers were not recorded. */
  browserHeaders?: boolean;
}

const PREFETCH = ['purpose', 'x-purpose', 'sec-purpose', 'x-moz'] as const;
const SPOKEN_BY_BROWSERS = ['accept-language', 'sec-fetch-mode', 'sec-fetch-dest'] as const;
/** Headers that are read, and so worth recording; no other is. */
export const READ_HEADERS: readonly string[] = [...PREFETCH, ...SPOKEN_BY_BROWSERS];

/** Takes from a request what judging needs. */
export function hitFeatures(request: RawRequest): HitFeatures {
  const agent = readAgent(request.userAgent);
  const { network, name } = networkOf(request.ip);
  const { headers } = request;
  const method = request.method.toUpperCase();
  return {
    method: method === 'GET' || method === 'HEAD' ? method : 'other',
    agent: agent.kind,
    family: agent.family,
    agentName: agent.name,
    platform: agent.platform,
    network,
    ...(name === undefined ? {} : { networkName: name }),
    prefetch: PREFETCH.some((header) => /prefetch|prerender|preview/i.test(headers?.[header] ?? '')),
    ...(headers === undefined
      ? {}
      : { browserHeaders: SPOKEN_BY_BROWSERS.some((header) => headers[header] !== undefined) }),
  };
}
