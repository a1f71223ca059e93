import {
  ClickMap,
  Engagement,
  MessageReport,
  ReplyLines,
  ReportRecipients,
  type ShownPeople,
} from '../core/api/reports';
import { query, request } from './api';

/** Days, a zone, and perhaps some messages. */
export interface AskedSpan {
  from: string;
  to: string;
  zone: string;
  messages?: string | undefined;
}

export interface AskedPeople {
  show: ShownPeople;
  link?: number | undefined;
  reason?: string | undefined;
  search?: string | undefined;
}

/** Reports on marketing mail. */
export const reportsApi = {
  engagement: (span: AskedSpan) => request(`/api/v1/reports/engagement${query({ ...span })}`, Engagement),
  people: (span: AskedSpan, people: AskedPeople, cursor?: string) =>
    request(`/api/v1/reports/recipients${query({ ...span, ...people, cursor })}`, ReportRecipients),
  message: (id: string, zone: string) =>
    request(`/api/v1/marketing/${id}/report${query({ zone })}`, MessageReport),
  recipients: (id: string, people: AskedPeople, cursor?: string) =>
    request(`/api/v1/marketing/${id}/recipients${query({ ...people, cursor })}`, ReportRecipients),
  replies: (id: string, search?: string, before?: number) =>
    request(`/api/v1/marketing/${id}/replies${query({ search, before })}`, ReplyLines),
  clickMap: (id: string) => request(`/api/v1/marketing/${id}/click-map`, ClickMap),
};

/** Where each is downloaded. */
export const engagementCsvUrl = (span: AskedSpan): string =>
  `/api/v1/reports/engagement.csv${query({ ...span })}`;
export const peopleCsvUrl = (span: AskedSpan, people: AskedPeople): string =>
  `/api/v1/reports/recipients.csv${query({ ...span, ...people })}`;
export const recipientsCsvUrl = (id: string, people: AskedPeople): string =>
  `/api/v1/marketing/${id}/recipients.csv${query({ ...people })}`;
