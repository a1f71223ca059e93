export { checkParts, checkTrackingOrigin, type CheckParts } from './check';
export {
  addDomain,
  checkDomain,
  chooseForMailbox,
  domainsOf,
  mailboxDomains,
  makeDefault,
  presentDomain,
  retireDomain,
  type MailFrom,
  type PresentDomain,
} from './domains';
export { openTrackingHosts, originOf, readHost, serverTrackingHost } from './hosts';
export { DOMAINS_JOB, domainsJob } from './job';
export { withDomainReason } from './named-reason';
export { PROBE_HEADER, probeMarker, probeNonce } from './probe';
