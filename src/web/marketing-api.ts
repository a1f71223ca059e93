import {
  MarketingFields,
  MarketingList,
  MarketingPicture,
  MarketingPictures,
  MarketingPreview,
  MarketingVersion,
  MarketingVersions,
  MarketingView,
  type ChangedMarketing,
  type NewMarketing,
} from '../core/api/marketing-messages';
import type { Content } from '../core/marketing/content';
import { Nothing, query, request } from './api';

const BASE = '/api/v1/marketing';
const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

export const marketingApi = {
  list: (
    filter: { search?: string | undefined; state?: string | undefined; limit?: number },
    cursor?: string,
  ) => request(`${BASE}${query({ ...filter, cursor })}`, MarketingList),
  message: (id: string) => request(`${BASE}/${id}`, MarketingView),
  make: (made: NewMarketing) => request(BASE, MarketingView, post(made)),
  change: (id: string, change: ChangedMarketing, keepalive = false) =>
    request(`${BASE}/${id}`, MarketingView, { method: 'PATCH', body: JSON.stringify(change), keepalive }),
  duplicate: (id: string, name: string) => request(`${BASE}/${id}/duplicate`, MarketingView, post({ name })),
  remove: (id: string) => request(`${BASE}/${id}`, Nothing, { method: 'DELETE' }),
  restore: (id: string) => request(`${BASE}/${id}/restore`, MarketingView, { method: 'POST' }),
  versions: (id: string) => request(`${BASE}/${id}/versions`, MarketingVersions),
  version: (id: string, version: number) => request(`${BASE}/${id}/versions/${version}`, MarketingVersion),
  restoreVersion: (id: string, wanted: number, version: number) =>
    request(`${BASE}/${id}/versions/${wanted}/restore`, MarketingView, post({ version })),
  preview: (content: Content, contactId?: string) =>
    request(
      `${BASE}/preview`,
      MarketingPreview,
      post({ content, ...(contactId !== undefined && { contactId }) }),
    ),
  fields: () => request(`${BASE}/fields`, MarketingFields),
  pictures: () => request(`${BASE}/pictures`, MarketingPictures),
  upload: (file: File) =>
    request(`${BASE}/pictures${query({ name: file.name })}`, MarketingPicture, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'application/octet-stream' },
    }),
};
