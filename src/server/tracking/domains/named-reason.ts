import type { PolicyReason, PolicySource, ResolvedPolicy } from '../../../core/policy';

/**
 * What stopped the links by name (C7): the launch file knows only that the account has them off, since it is older than
 * this reason in many an Outlook.
 */
export function withDomainReason(resolved: ResolvedPolicy): ResolvedPolicy {
  const named = <T extends PolicyReason | PolicySource>(reason: T): T =>
    reason.rule === 'account' && reason.code === 'accountOff' ? { ...reason, code: 'domainFailing' } : reason;
  return {
    ...resolved,
    reasons: resolved.reasons.map((reason) => (reason.subject === 'links' ? named(reason) : reason)),
    provenance: { ...resolved.provenance, links: named(resolved.provenance.links) },
  };
}
