import type { Client, SentReport } from '../../core/api/launch';
import type { BodyTrouble } from '../../core/policy/types';
import type { AttachedFile, Person } from '../office';
import type { Outcome } from './outgoing';

const MOST_BODY = 1_500_000;

/** What became of the body. */
export interface Written {
  unverified: boolean;
  restored: boolean;
  reasons: BodyTrouble[];
  /** What the message carries, as far as known. */
  image: boolean;
  links: SentReport['links'];
}

export interface Sent {
  client: Client;
  token: string;
  ticketVersion: number;
  at: number;
  took: number;
  from: Person | null;
  subject: string;
  to: Person[];
  cc: Person[];
  bcc: Person[];
  switches: { track: boolean; log: boolean };
  outcome: Outcome;
  written: Written;
  html: boolean;
  body: string | null;
  files: AttachedFile[];
  composeType: string;
}

/** `subject.code` of the policy, once each; no address: the report is no place to list people by reason. */
const policyReasons = (outcome: Outcome): string[] =>
  outcome.policy.reasons.map(({ subject, code }) => `${subject}.${code}`);

const once = (words: string[]): string[] => words.filter((word, i) => words.indexOf(word) === i);

/** POST sent, cut to what the API takes. The body goes along only where the message is logged (L2). */
export function sentReport(sent: Sent): SentReport {
  const { outcome, written } = sent;
  const people = (list: Person[], via: 'to' | 'cc' | 'bcc') =>
    list.map(({ address, name }) => ({ address: address.slice(0, 320), name: name.slice(0, 320), via }));
  const reasons = once([
    ...policyReasons(outcome),
    ...outcome.limits.map((limit) => `client.${limit}`),
    ...written.reasons.map((trouble) => `body.${trouble}`),
  ]);
  const kept = outcome.policy.log && sent.body !== null && sent.body.length <= MOST_BODY ? sent.body : null;
  return {
    token: sent.token,
    ticketVersion: sent.ticketVersion,
    client: sent.client,
    at: new Date(sent.at).toISOString(),
    took: Math.max(0, Math.round(sent.took)),
    from: { address: sent.from?.address.slice(0, 320) ?? '', name: sent.from?.name.slice(0, 320) ?? '' },
    subject: sent.subject.slice(0, 1000),
    recipients: [...people(sent.to, 'to'), ...people(sent.cc, 'cc'), ...people(sent.bcc, 'bcc')].slice(
      0,
      500,
    ),
    switches: sent.switches,
    done: {
      image: written.image,
      unverified: written.unverified,
      restored: written.restored,
      reasons: reasons.slice(0, 50).map((reason) => reason.slice(0, 300)),
    },
    links: written.links.slice(0, 2000).map((link) => ({
      ...link,
      target: link.target.slice(0, 4000),
      text: link.text.slice(0, 500),
      reason: link.reason.slice(0, 100),
    })),
    ...(kept === null ? {} : sent.html ? { html: kept } : { text: kept }),
    attachments: sent.files.slice(0, 500).map(({ name, size, contentType, inline }) => ({
      name: name.slice(0, 400),
      size: Math.round(size),
      contentType: contentType.slice(0, 200),
      inline,
    })),
    ...(sent.composeType === '' ? {} : { composeType: sent.composeType.slice(0, 40) }),
  };
}
