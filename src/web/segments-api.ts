import {
  ContactSegments,
  HistoryPage,
  MemberPage,
  RuleCount,
  SegmentDetail,
  Segments,
  type SegmentKind,
} from '../core/api/segments';
import type { Rule } from '../core/rules';
import { Nothing, query, request } from './api';

const BASE = '/api/v1/segments';
const sent = (method: string, body?: unknown): RequestInit => ({
  method,
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** Segments and lists (M8). */
export const segmentsApi = {
  all: () => request(BASE, Segments),
  one: (id: string) => request(`${BASE}/${id}`, SegmentDetail),
  make: (made: { name: string; kind: SegmentKind; rule?: Rule }) =>
    request(BASE, SegmentDetail, sent('POST', made)),
  change: (id: string, change: { name?: string; rule?: Rule }) =>
    request(`${BASE}/${id}`, SegmentDetail, sent('PATCH', change)),
  copy: (id: string, copy: { name: string; kind?: 'static' }) =>
    request(`${BASE}/${id}/copy`, SegmentDetail, sent('POST', copy)),
  remove: (id: string) => request(`${BASE}/${id}`, Nothing, sent('DELETE')),
  restore: (id: string) => request(`${BASE}/${id}/restore`, SegmentDetail, sent('POST')),
  count: (rule: Rule) => request(`${BASE}/preview`, RuleCount, sent('POST', { rule })),
  members: (id: string, cursor?: string) => request(`${BASE}/${id}/members${query({ cursor })}`, MemberPage),
  history: (id: string, cursor?: string) => request(`${BASE}/${id}/history${query({ cursor })}`, HistoryPage),
  put: (id: string, contact: string) => request(`${BASE}/${id}/members/${contact}`, Nothing, sent('PUT')),
  takeOff: (id: string, contact: string) =>
    request(`${BASE}/${id}/members/${contact}`, Nothing, sent('DELETE')),
  ofContact: (contact: string) => request(`/api/v1/contacts/${contact}/segments`, ContactSegments),
};
