import {
  AccountRules,
  NoTracking,
  type AccountRulesChange,
  type NoTrackingEntry,
} from '../core/api/account-settings';
import { ApiKeys, MadeApiKey, type NewApiKey } from '../core/api/api-keys';
import { CheckOutcome, type DeploymentCheck } from '../core/api/checks';
import { Deployment, FirstRun, TrackingDomains, type FirstRunChange } from '../core/api/deployment';
import { Nothing, request } from './api';

const sent = (method: string, body: unknown): RequestInit => ({ method, body: JSON.stringify(body) });
const DOMAINS = '/api/v1/settings/tracking-domains';
const LIMITS = '/api/v1/settings/no-tracking';

/** Where the manifest is downloaded. */
export const MANIFEST_URL = '/api/v1/deployment/manifest.xml';

/** What administrators set up, and everybody's own keys and first steps. */
export const settingsApi = {
  account: () => request('/api/v1/settings/account', AccountRules),
  changeAccount: (change: AccountRulesChange) =>
    request('/api/v1/settings/account', AccountRules, sent('PATCH', change)),
  noTracking: () => request(LIMITS, NoTracking),
  setNoTracking: (entry: NoTrackingEntry) => request(LIMITS, NoTracking, sent('PUT', entry)),
  removeNoTracking: (entry: Pick<NoTrackingEntry, 'scope' | 'value'>) =>
    request(LIMITS, NoTracking, sent('DELETE', entry)),
  answerProposal: (domain: string, keep: boolean) =>
    request(`${LIMITS}/proposals`, NoTracking, sent('PUT', { domain, keep })),
  domains: () => request(DOMAINS, TrackingDomains),
  addDomain: (host: string) => request(DOMAINS, TrackingDomains, sent('POST', { host })),
  checkDomain: (host: string) => request(`${DOMAINS}/check`, TrackingDomains, sent('POST', { host })),
  useDomain: (host: string) => request(`${DOMAINS}/default`, TrackingDomains, sent('PUT', { host })),
  chooseDomain: (mailbox: string, host: string | null) =>
    request(`${DOMAINS}/mailboxes`, TrackingDomains, sent('PUT', { mailbox, host })),
  retireDomain: (host: string) => request(DOMAINS, TrackingDomains, sent('DELETE', { host })),
  deployment: () => request('/api/v1/deployment', Deployment),
  nameAddin: (name: string) => request('/api/v1/deployment/name', Deployment, sent('PUT', { name })),
  sayDeployed: (version: string | null) =>
    request('/api/v1/deployment/deployed', Deployment, sent('PUT', { version })),
  check: (check: DeploymentCheck) =>
    request('/api/v1/deployment/checks', CheckOutcome, sent('POST', { check })),
  keys: () => request('/api/v1/api-keys', ApiKeys),
  makeKey: (wanted: NewApiKey) => request('/api/v1/api-keys', MadeApiKey, sent('POST', wanted)),
  revokeKey: (id: string) => request(`/api/v1/api-keys/${id}`, Nothing, { method: 'DELETE' }),
  restoreKey: (id: string) => request(`/api/v1/api-keys/${id}/restore`, Nothing, { method: 'POST' }),
  firstRun: () => request('/api/v1/me/first-run', FirstRun),
  changeFirstRun: (change: FirstRunChange) =>
    request('/api/v1/me/first-run', FirstRun, sent('PATCH', change)),
};
