import type { AgentKind } from './agents';
import type { NetworkClass, NetworkLine } from './network-lines';
import { networkOf } from './networks';
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
  /** Of the network's line. Absent: kept before rules 2, which knew only certain lines of both. */
  networkCertainty?: NetworkLine['certainty'];
  networkScope?: NetworkLine['scope'];
  /** Says that it fetches ahead of a person. */
  prefetch: boolean;
  /** Browsers always say a language or how they fetch; undefined: the headers were not recorded. */
  browserHeaders?: boolean;
  /** What the browser says it wants: a picture, a page, or neither. Absent: it does not say. */
  wants?: 'image' | 'page' | 'else';
  /** A header names a browser without a screen, whatever the agent says. */
  headless?: boolean;
  /** A browser of before the spring of 2022. */
  outdated?: boolean;
}

const PREFETCH = ['purpose', 'x-purpose', 'sec-purpose', 'x-moz'] as const;
const SPOKEN_BY_BROWSERS = ['accept-language', 'sec-fetch-mode', 'sec-fetch-dest'] as const;
const BRANDS = 'sec-ch-ua';
/** Headers that are read, and so worth recording; no other is. */
export const READ_HEADERS: readonly string[] = [...PREFETCH, ...SPOKEN_BY_BROWSERS, BRANDS];

/** Browsers renew themselves; the last Chrome for Windows 7 was 109. */
const OUTDATED_BELOW = 100;

/** Takes from a request what judging needs. */
export function hitFeatures(request: RawRequest): HitFeatures {
  const agent = readAgent(request.userAgent);
  const { network, name, certainty, scope } = networkOf(request.ip);
  const { headers } = request;
  const method = request.method.toUpperCase();
  const wants = wantsOf(headers?.['sec-fetch-dest']);
  return {
    method: method === 'GET' || method === 'HEAD' ? method : 'other',
    agent: agent.kind,
    family: agent.family,
    agentName: agent.name,
    platform: agent.platform,
    network,
    ...(name === undefined ? {} : { networkName: name }),
    ...(certainty === undefined ? {} : { networkCertainty: certainty }),
    ...(scope === undefined ? {} : { networkScope: scope }),
    prefetch: PREFETCH.some((header) => /prefetch|prerender|preview/i.test(headers?.[header] ?? '')),
    ...(headers === undefined
      ? {}
      : { browserHeaders: SPOKEN_BY_BROWSERS.some((header) => headers[header] !== undefined) }),
    ...(wants === undefined ? {} : { wants }),
    ...(/headless/i.test(headers?.[BRANDS] ?? '') ? { headless: true } : {}),
    ...(isOutdated(request.userAgent ?? '') ? { outdated: true } : {}),
  };
}

function wantsOf(destination: string | undefined): HitFeatures['wants'] {
  if (destination === undefined) return undefined;
  if (/^image$/i.test(destination)) return 'image';
  return /^(?:document|iframe|frame|embed|object|fencedframe)$/i.test(destination) ? 'page' : 'else';
}

function isOutdated(userAgent: string): boolean {
  const version = /\b(?:Chrome|Firefox)\/(\d+)/.exec(userAgent)?.[1];
  return version !== undefined && Number(version) < OUTDATED_BELOW;
}
