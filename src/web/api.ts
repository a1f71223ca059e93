import { z } from 'zod';
import {
  ContactPage,
  Feed,
  Me,
  MessageBody,
  OutlookSettings,
  Preferences,
  Timeline,
  TrackingSettings,
  type NewContact,
} from '../core/api/app';
import {
  ContactProperties,
  MessageHits,
  OwnDevices,
  Tests,
  WhyNothing,
  OverruleAnswer,
} from '../core/api/hits';
import { LogRulePreview, type LogRule } from '../core/api/log-rules';
import {
  LookBack,
  MailboxAlerts,
  Mailboxes,
  MailboxHealth,
  MailboxView,
  MailboxWays,
  type NewMailbox,
} from '../core/api/mailboxes';
import { AccountStanding, AuditPage, type AuditQuery } from '../core/api/audit';
import { Erasures, ErasureView, ExportSize, PrivacyLinks } from '../core/api/privacy';
import { KeepMonths } from '../core/api/retention';
import { LegalBases, type BasisChange, type Purpose } from '../core/api/legal-bases';
import { Mute, NotificationSettings, PushState, type PushSubscribe } from '../core/api/push';
import { ContactCard, MessageView, Problem } from '../core/api/shared';
import { sessionEnded } from './session';
import { texts } from './texts';

export type AuditFilter = Pick<AuditQuery, 'action' | 'from' | 'to'>;
/** Where the audit log is downloaded, as it is filtered. */
export const auditCsvUrl = (filter: AuditFilter): string => `/api/v1/audit-log.csv${query(filter)}`;

/** A refused or failed request, with a sentence for people. `status` 0: the server was not reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** Whatever was thrown, with a sentence for people: what is no refusal of the server's is a mistake of the page. */
export const asApiError = (problem: unknown): ApiError =>
  problem instanceof ApiError ? problem : new ApiError(0, 'unknown', texts.common.unknown);

export async function request<T>(path: string, answer: z.ZodType<T>, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      headers: {
        accept: 'application/json',
        'x-mailtrail': '1',
        ...(init.body !== undefined && {
          'content-type': new Headers(init.headers).get('content-type') ?? 'application/json',
        }),
      },
    });
  } catch {
    throw new ApiError(0, 'offline', texts.common.offline);
  }
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (!response.ok) {
    if (response.status === 401) sessionEnded();
    const problem = Problem.safeParse(body);
    if (problem.success) {
      const { code, message, field } = problem.data.error;
      throw new ApiError(response.status, code, texts.said(message), field);
    }
    throw new ApiError(response.status, 'unknown', texts.common.serverSays(response.status));
  }
  const parsed = answer.safeParse(body);
  if (!parsed.success) {
    throw new ApiError(response.status, 'newer', texts.common.newer);
  }
  return parsed.data;
}

export const query = (values: Record<string, string | number | boolean | undefined>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)])).toString()}`;
};

export const Nothing = z.undefined();

export const api = {
  me: () => request('/api/v1/me', Me),
  savePreferences: (change: Preferences) =>
    request('/api/v1/me/preferences', Preferences, { method: 'PATCH', body: JSON.stringify(change) }),
  feed: (before?: number) => request(`/api/v1/feed${query({ before })}`, Feed),
  markRead: (upTo: number) =>
    request('/api/v1/feed/read', Nothing, { method: 'POST', body: JSON.stringify({ upTo }) }),
  contacts: (search: string, cursor?: string) =>
    request(`/api/v1/contacts${query({ search, cursor })}`, ContactPage),
  contact: (id: string) => request(`/api/v1/contacts/${id}`, ContactCard),
  createContact: (contact: NewContact) =>
    request('/api/v1/contacts', ContactCard, { method: 'POST', body: JSON.stringify(contact) }),
  stillThere: (id: string) =>
    request(`/api/v1/contacts/${id}`, ContactCard, {
      method: 'PATCH',
      body: JSON.stringify({ departed: false }),
    }),
  legalBases: (id: string) => request(`/api/v1/contacts/${id}/legal-bases`, LegalBases),
  recordBasis: (id: string, purpose: Purpose, given: BasisChange) =>
    request(`/api/v1/contacts/${id}/legal-bases/${purpose}`, LegalBases, {
      method: 'PUT',
      body: JSON.stringify(given),
    }),
  contactProperties: (id: string) => request(`/api/v1/contacts/${id}/properties`, ContactProperties),
  timeline: (id: string, cursor?: string) =>
    request(`/api/v1/contacts/${id}/timeline${query({ cursor })}`, Timeline),
  message: (id: string) => request(`/api/v1/messages/${id}`, MessageView),
  body: (id: string, remoteImages: boolean) =>
    request(`/api/v1/messages/${id}/body${query({ remoteImages })}`, MessageBody),
  hits: (id: string) => request(`/api/v1/messages/${id}/hits`, MessageHits),
  overrule: (hit: string, verdict: 'person' | 'machine' | 'self' | null) =>
    request(`/api/v1/hits/${hit}/overrule`, OverruleAnswer, {
      method: 'POST',
      body: JSON.stringify({ verdict }),
    }),
  tests: () => request('/api/v1/me/tests', Tests),
  copyAgain: (id: string, n: number) =>
    request(`/api/v1/messages/${id}/attachments/${n}/retry`, Nothing, { method: 'POST' }),
  whyNothing: (id: string) => request(`/api/v1/messages/${id}/why-nothing`, WhyNothing),
  mailboxes: () => request('/api/v1/mailboxes', Mailboxes),
  connectMailbox: (mailbox: NewMailbox) =>
    request('/api/v1/mailboxes', MailboxView, { method: 'POST', body: JSON.stringify(mailbox) }),
  /** `wanted`: a `ProspectPreview`, or the rule for a mailbox that is connected, as text. */
  previewRule: (path: string, wanted: string) =>
    request(path, LogRulePreview, { method: 'POST', body: wanted }),
  chooseRule: (id: string, rule: LogRule) =>
    request(`/api/v1/mailboxes/${id}/rule`, MailboxView, { method: 'PUT', body: JSON.stringify({ rule }) }),
  mailboxWays: () => request('/api/v1/mailboxes/access', MailboxWays),
  mailboxAlerts: () => request('/api/v1/mailboxes/alerts', MailboxAlerts),
  mailboxHealth: (id: string) => request(`/api/v1/mailboxes/${id}/health`, MailboxHealth),
  stepMailbox: (id: string, step: 'pause' | 'resume' | 'disconnect') =>
    request(`/api/v1/mailboxes/${id}/${step}`, MailboxView, { method: 'POST' }),
  examineMailbox: (id: string, how: 'repair' | 'count') =>
    request(`/api/v1/mailboxes/${id}/${how}`, MailboxHealth, { method: 'POST' }),
  lookBack: (id: string, days: number) =>
    request(`/api/v1/mailboxes/${id}/look-back`, LookBack, {
      method: 'POST',
      body: JSON.stringify({ days }),
    }),
  stopLookBack: (id: string) => request(`/api/v1/mailboxes/${id}/look-back`, LookBack, { method: 'DELETE' }),
  ownDevices: () => request('/api/v1/me/devices', OwnDevices),
  removeDevice: (id: string) => request(`/api/v1/me/devices/${id}`, Nothing, { method: 'DELETE' }),
  restoreDevice: (id: string) => request(`/api/v1/me/devices/${id}/restore`, Nothing, { method: 'POST' }),
  outlookSettings: () => request('/api/v1/settings/outlook', OutlookSettings),
  saveOutlookSettings: (settings: OutlookSettings) =>
    request('/api/v1/settings/outlook', OutlookSettings, { method: 'PUT', body: JSON.stringify(settings) }),
  trackingSettings: () => request('/api/v1/settings/tracking', TrackingSettings),
  saveTrackingSettings: (settings: TrackingSettings) =>
    request('/api/v1/settings/tracking', TrackingSettings, { method: 'PUT', body: JSON.stringify(settings) }),
  push: () => request('/api/v1/me/push', PushState),
  subscribePush: (subscription: PushSubscribe) =>
    request('/api/v1/me/push', Nothing, { method: 'POST', body: JSON.stringify(subscription) }),
  unsubscribePush: (endpoint: string) =>
    request('/api/v1/me/push', Nothing, { method: 'DELETE', body: JSON.stringify({ endpoint }) }),
  notificationSettings: () => request('/api/v1/me/notifications', NotificationSettings),
  saveNotificationSettings: (settings: NotificationSettings) =>
    request('/api/v1/me/notifications', NotificationSettings, {
      method: 'PUT',
      body: JSON.stringify(settings),
    }),
  looking: (shown: number) =>
    request('/api/v1/me/presence', Nothing, { method: 'POST', body: JSON.stringify({ shown }) }),
  mute: (id: string) => request(`/api/v1/messages/${id}/mute`, Mute),
  saveMute: (id: string, muted: boolean) =>
    request(`/api/v1/messages/${id}/mute`, Mute, { method: 'PUT', body: JSON.stringify({ muted }) }),
  privacyLinks: (id: string) => request(`/api/v1/messages/${id}/privacy-links`, PrivacyLinks),
  exportSize: (id: string) => request(`/api/v1/contacts/${id}/export/size`, ExportSize),
  erase: (id: string) => request(`/api/v1/contacts/${id}/erasure`, ErasureView, { method: 'POST' }),
  erasure: (id: string) => request(`/api/v1/erasures/${id}`, ErasureView),
  undoErasure: (id: string) => request(`/api/v1/erasures/${id}`, ErasureView, { method: 'DELETE' }),
  erasures: () => request('/api/v1/erasures', Erasures),
  retention: () => request('/api/v1/settings/retention', KeepMonths),
  saveRetention: (keep: KeepMonths) =>
    request('/api/v1/settings/retention', KeepMonths, { method: 'PUT', body: JSON.stringify(keep) }),
  auditLog: (filter: AuditFilter, before?: number) =>
    request(`/api/v1/audit-log${query({ ...filter, before })}`, AuditPage),
  account: () => request('/api/v1/account', AccountStanding),
  closeAccount: (name: string) =>
    request('/api/v1/account/close', AccountStanding, { method: 'POST', body: JSON.stringify({ name }) }),
  reopenAccount: () => request('/api/v1/account/reopen', AccountStanding, { method: 'POST' }),
  signOut: () => request('/auth/logout', Nothing, { method: 'POST' }),
};
