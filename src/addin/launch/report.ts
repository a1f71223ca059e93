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
  switches: { track: boolean; log: boolean; test?: boolean };
  outcome: Outcome;
  written: Written;
  html: boolean;
  body: string | null;
  files: AttachedFile[];
  composeType: string;
}

/** POST sent, cut to what the API takes. The body goes along only where the message is logged (L2). */
export function sentReport(sent: Sent): SentReport {
  const { outcome, written, body, files, composeType } = sent;
  const person = ({ address, name }: Pick<Person, 'address' | 'name'>) => ({
    address: address.slice(0, 320),
    name: name.slice(0, 320),
  });
  const people = (via: 'to' | 'cc' | 'bcc') => sent[via].map((one) => Object.assign({ via }, person(one)));
  const reasons = new Set([
    // No address: the report is no place to list people by reason.
    ...outcome.policy.reasons.map(({ subject, code }) => `${subject}.${code}`),
    ...outcome.limits.map((limit) => `client.${limit}`),
    ...written.reasons.map((trouble) => `body.${trouble}`),
  ]);
  const report: SentReport = {
    token: sent.token,
    ticketVersion: sent.ticketVersion,
    client: sent.client,
    at: new Date(sent.at).toISOString(),
    took: Math.max(0, Math.round(sent.took)),
    from: person(sent.from || { address: '', name: '' }),
    subject: sent.subject.slice(0, 1000),
    recipients: [...people('to'), ...people('cc'), ...people('bcc')]
      .filter(({ address }) => address)
      .slice(0, 500),
    switches: sent.switches,
    done: {
      image: written.image,
      unverified: written.unverified,
      restored: written.restored,
      reasons: Array.from(reasons).slice(0, 50),
    },
    links: written.links.slice(0, 2000).map(({ n, target, text, tracked, reason }) => ({
      n,
      target: target.slice(0, 4000),
      text: text.slice(0, 500),
      tracked,
      reason: reason.slice(0, 100),
    })),
    attachments: files.slice(0, 500).map(({ name, size, contentType, inline }) => ({
      name: name.slice(0, 400),
      size: Math.round(size),
      contentType: contentType.slice(0, 200),
      inline,
    })),
  };
  if (outcome.policy.log && body !== null && body.length <= MOST_BODY)
    report[sent.html ? 'html' : 'text'] = body;
  if (composeType) report.composeType = composeType.slice(0, 40);
  return report;
}
