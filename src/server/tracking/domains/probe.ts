import { createHmac } from 'node:crypto';
import type { Services } from '../../services';

/** The header in which the door proves that it is ours that was reached. */
export const PROBE_HEADER = 'x-mailtrail-probe';
const PROBE = /^probe-([\w-]{16,64})\.gif$/;

export const probePath = (nonce: string): string => `/o/probe-${nonce}.gif`;

/** The nonce of a probe, from what stands behind `/o/`. */
export const probeNonce = (path: string): string | undefined => PROBE.exec(path)?.[1];

/**
 * What only a server with our keys can answer to a probe, bound to the host as it was asked for: a cache, another
 * server, and a proxy that hides the name all answer something else.
 */
export const probeMarker = (secrets: Services['secrets'], host: string, nonce: string): string =>
  createHmac('sha256', secrets.deriveKey('tracking-probe/1')).update(`${host}|${nonce}`).digest('base64url');
