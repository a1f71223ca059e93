import {
  AudienceCount,
  AudiencePeople,
  MarketingSettingsView,
  ReplyToAnswer,
  ReplyToOptions,
  type AudiencePeopleQuery,
  type MarketingSettingsChange,
} from '../core/api/marketing';
import { query, request } from './api';

const BASE = '/api/v1/marketing';
const body = (method: string, value: unknown): RequestInit => ({ method, body: JSON.stringify(value) });

/** What a marketing message is set to, and whom it goes to. */
export const marketingSettingsApi = {
  settings: (id: string) => request(`${BASE}/${id}/settings`, MarketingSettingsView),
  save: (id: string, change: MarketingSettingsChange) =>
    request(`${BASE}/${id}/settings`, MarketingSettingsView, body('PUT', change)),
  audience: (id: string) => request(`${BASE}/${id}/audience`, AudienceCount),
  people: (id: string, which: AudiencePeopleQuery['which'], after?: string) =>
    request(`${BASE}/${id}/audience/people${query({ which, after })}`, AudiencePeople),
  mailboxes: () => request(`${BASE}/reply-to`, ReplyToOptions),
  check: (address: string) => request(`${BASE}/reply-to/check`, ReplyToAnswer, body('POST', { address })),
  test: (address: string) => request(`${BASE}/reply-to/test`, ReplyToAnswer, body('POST', { address })),
};
