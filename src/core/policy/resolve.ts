import { lower } from '../part';
import { domainOf, foldAddress, sameAddress } from './addresses';
import type {
  AccountPolicy,
  PolicyCode,
  PolicyInput,
  PolicyReason,
  PolicyRule,
  PolicySubject,
  RecipientAnswer,
  RecipientPolicy,
  ResolvedPolicy,
  Standing,
} from './types';

/** Older settings may miss an objection; a link that was sent cannot be called back, an image can fall silent. */
export const POLICY_FRESH_MS = 15 * 60_000;

const SUBJECTS: readonly PolicySubject[] = ['image', 'links', 'log'];

/** What speaks against a subject, in the order of the rules; the first one is the one that decided. */
type Verdicts = Record<PolicySubject, { rule: PolicyRule; code: PolicyCode; address?: string }[]>;

/** The server's answer, or the one that follows from the policy alone: colleagues are known by their domain. */
function answerFor(address: string, input: PolicyInput): RecipientAnswer | null {
  const given = input.answers.find((answer) => sameAddress(answer.address, address));
  if (given) return given;
  const { policy } = input;
  if (!policy) return null;
  const domain = domainOf(address);
  const own = policy.ownAddresses.some((one) => sameAddress(one, address));
  return own || policy.companyDomains.some((company) => lower(company) === domain)
    ? {
        address,
        standing: 'colleague',
        links: true,
        image: true,
        log: false,
        reason: own ? 'ownAddress' : 'ownCompany',
      }
    : null;
}

interface Addressed {
  address: string;
  answer: RecipientAnswer | null;
}

const standingOf = ({ answer }: Addressed): Standing | null => answer && answer.standing;

/** O13: of one's own mail to oneself, and no other, one may ask for what O14 spares colleagues. */
function isTest({ policy, switches }: PolicyInput, recipients: readonly Addressed[]): boolean {
  return (
    switches.test === true &&
    policy !== null &&
    recipients.length > 0 &&
    recipients.every(({ address }) => policy.ownAddresses.some((own) => sameAddress(own, address)))
  );
}

function judgeMessage(
  input: PolicyInput,
  recipients: readonly Addressed[],
  test: boolean,
  against: Against,
): void {
  const { message } = input;
  if (message.meeting) against(SUBJECTS, 'message', 'meeting');
  if (message.encrypted) against(SUBJECTS, 'message', 'encrypted');
  if (message.private) against(SUBJECTS, 'message', 'private');
  if (!message.html) against(['image', 'links'], 'message', 'plainText');
  if (recipients.length === 0) against(SUBJECTS, 'message', 'noRecipients');
  else if (recipients.every((one) => standingOf(one) === 'colleague')) {
    against(test ? ['log'] : SUBJECTS, 'colleagues', 'allColleagues');
  }
}

/** One shared image and shared links go to all recipients (O10), so what binds for one binds for the message. */
function judgeRecipients(policy: AccountPolicy, recipients: readonly Addressed[], against: Against): void {
  // Those who are nobody's record anyway do not decide whether the mail is logged.
  const outside = recipients.filter((one) => standingOf(one) !== 'colleague');
  const tracking = (objected: boolean, rule: PolicyRule, code: PolicyCode): void => {
    for (const { address, answer } of outside) {
      if (!answer || (answer.standing === 'objected') !== objected) continue;
      if (!answer.image) against(['image'], rule, code, address);
      if (!answer.links) against(['links'], rule, code, address);
    }
  };
  tracking(true, 'objection', 'objected');
  const listed = outside.filter((one) => standingOf(one) === 'neverLogged');
  if (listed.length > 0 && (policy.neverLogBlocks === 'mail' || listed.length === outside.length)) {
    for (const { address } of listed) against(SUBJECTS, 'neverLog', 'neverLogged', address);
  }
  tracking(false, 'domain', 'noTracking');
}

function judgeSettings(input: PolicyInput, policy: AccountPolicy, test: boolean, against: Against): void {
  if (policy.seat === 'free') against(['links'], 'seat', 'freeSeat');
  const { log } = input.switches;
  // Who asks for a test asks for tracking.
  const track = test || input.switches.track;
  if (track === false) against(['image', 'links'], 'switch', 'switchedOff');
  if (track === undefined && !policy.defaults.track) against(['image', 'links'], 'default', 'defaultOff');
  if (log === false) against(['log'], 'switch', 'switchedOff');
  if (log === undefined && !policy.defaults.log) against(['log'], 'default', 'defaultOff');
}

type Against = (
  subjects: readonly PolicySubject[],
  rule: PolicyRule,
  code: PolicyCode,
  address?: string,
) => void;

/**
 * What one message may carry and whether it is kept: one pure function, run by client and server. Order
 * (design, "Policy"): the message itself and O14, then account off > objection or withdrawn > never-log >
 * domain > seat > message switch > user default; last, what is not known: a recipient without an answer, or a
 * policy older than 15 minutes, means no links. `reasons` lists all that speaks against, strongest first;
 * `provenance` what decided. The server's result at the report is the one frozen on the message.
 */
export function resolvePolicy(input: PolicyInput): ResolvedPolicy {
  const verdicts: Verdicts = { image: [], links: [], log: [] };
  const against: Against = (subjects, rule, code, address) => {
    for (const subject of subjects) {
      verdicts[subject].push(address === undefined ? { rule, code } : { rule, code, address });
    }
  };
  const { policy } = input;
  const addresses = Array.from(new Map(input.recipients.map((one) => [foldAddress(one), one])).values());
  const recipients = addresses.map((address): Addressed => ({ address, answer: answerFor(address, input) }));

  const test = isTest(input, recipients);
  judgeMessage(input, recipients, test, against);
  if (policy) {
    if (!policy.opens) against(['image'], 'account', 'accountOff');
    if (!policy.links) against(['links'], 'account', 'accountOff');
    if (!policy.log) against(['log'], 'account', 'accountOff');
    judgeRecipients(policy, recipients, against);
    judgeSettings(input, policy, test, against);
    if (input.policyAgeMs > POLICY_FRESH_MS) against(['links'], 'unknown', 'policyStale');
    for (const { address, answer } of recipients) {
      if (!answer) against(['links'], 'unknown', 'recipientUnknown', address);
    }
  } else against(SUBJECTS, 'unknown', 'policyMissing');

  const source = (subject: PolicySubject): { rule: PolicyRule; code?: PolicyCode } => {
    const [first] = verdicts[subject];
    if (first) return { rule: first.rule, code: first.code };
    const set = subject === 'log' ? input.switches.log : test || input.switches.track;
    return { rule: set === undefined ? 'default' : 'switch' };
  };
  const allowed = (subject: PolicySubject): boolean => verdicts[subject].length === 0;
  const reasons: PolicyReason[] = [];
  for (const subject of SUBJECTS) {
    for (const verdict of verdicts[subject]) reasons.push(Object.assign({ subject }, verdict));
  }
  const result: ResolvedPolicy = {
    image: allowed('image'),
    links: allowed('links'),
    log: allowed('log'),
    reasons,
    provenance: {
      image: source('image'),
      links: source('links'),
      log: source('log'),
      revision: policy && policy.revision,
    },
    recipients: recipients.map(({ address, answer }): RecipientPolicy => ({
      address,
      standing: answer && answer.standing,
      image: allowed('image') && answer !== null && answer.image,
      links: allowed('links') && answer !== null && answer.links,
      log: allowed('log') && answer !== null && answer.log,
    })),
  };
  if (test) result.test = true;
  return result;
}
