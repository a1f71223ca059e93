import { CompanyCard, CompanyMerges, CompanyPage, type CompanyChange } from '../core/api/companies';
import { Timeline } from '../core/api/app';
import {
  ContactChanges,
  ContactColumns,
  ContactCount,
  ContactFields,
  ContactPage,
  ImportDraft,
  ImportPreview,
  Runs,
  RunView,
  type ContactChange,
  type ContactColumn,
  type ContactFieldChange,
  type ImportPlan,
  type NewContactField,
  type NewRun,
} from '../core/api/contacts';
import { ContactCard } from '../core/api/shared';
import { query, request } from './api';

const sent = (method: string, body?: unknown): RequestInit => ({
  method,
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

export type Query = Record<string, string | undefined>;

/** Contacts by many, companies, imports, and the account's own properties. */
export const contactsApi = {
  page: (filter: Query, cursor?: string) =>
    request(`/api/v1/contacts${query({ ...filter, limit: 100, cursor })}`, ContactPage),
  count: (filter: Query) => request(`/api/v1/contacts/count${query(filter)}`, ContactCount),
  change: (id: string, change: ContactChange) =>
    request(`/api/v1/contacts/${id}`, ContactCard, sent('PATCH', change)),
  changes: (id: string) => request(`/api/v1/contacts/${id}/changes`, ContactChanges),
  columns: () => request('/api/v1/me/columns', ContactColumns),
  saveColumns: (contacts: ContactColumn[]) =>
    request('/api/v1/me/columns', ContactColumns, sent('PUT', { contacts })),
  fields: () => request('/api/v1/contact-fields', ContactFields),
  makeField: (field: NewContactField) =>
    request('/api/v1/contact-fields', ContactFields, sent('POST', field)),
  changeField: (key: string, change: ContactFieldChange) =>
    request(`/api/v1/contact-fields/${encodeURIComponent(key)}`, ContactFields, sent('PATCH', change)),
  runs: () => request('/api/v1/contacts/runs', Runs),
  run: (id: string) => request(`/api/v1/contacts/runs/${id}`, RunView),
  beginRun: (run: NewRun) => request('/api/v1/contacts/runs', RunView, sent('POST', run)),
  undoRun: (id: string) => request(`/api/v1/contacts/runs/${id}`, RunView, sent('DELETE')),
  /** `letters`: of files that are not UTF-8. */
  upload: (file: File, letters: 'windows-1250' | 'windows-1252') =>
    request(`/api/v1/contacts/imports${query({ fileName: file.name.slice(-200), letters })}`, ImportDraft, {
      method: 'POST',
      body: file,
      headers: { 'content-type': 'text/csv' },
    }),
  preview: (id: string, plan: ImportPlan) =>
    request(`/api/v1/contacts/imports/${id}/preview`, ImportPreview, sent('POST', plan)),
  beginImport: (id: string, plan: ImportPlan) =>
    request(`/api/v1/contacts/imports/${id}/begin`, RunView, sent('POST', plan)),
  companies: (filter: Query, cursor?: string) =>
    request(`/api/v1/companies${query({ ...filter, cursor })}`, CompanyPage),
  company: (id: string) => request(`/api/v1/companies/${id}`, CompanyCard),
  changeCompany: (id: string, change: CompanyChange) =>
    request(`/api/v1/companies/${id}`, CompanyCard, sent('PATCH', change)),
  addDomain: (id: string, domain: string) =>
    request(`/api/v1/companies/${id}/domains`, CompanyCard, sent('POST', { domain })),
  removeDomain: (id: string, domain: string) =>
    request(`/api/v1/companies/${id}/domains`, CompanyCard, sent('DELETE', { domain })),
  mergeCompany: (id: string, other: string) =>
    request(`/api/v1/companies/${id}/merge`, CompanyMerges, sent('POST', { other })),
  companyMerges: (id: string) => request(`/api/v1/companies/${id}/merges`, CompanyMerges),
  undoCompanyMerge: (id: string, merge: string) =>
    request(`/api/v1/companies/${id}/merges/${merge}`, CompanyMerges, sent('DELETE')),
  timeline: (of: 'contacts' | 'companies', id: string, filter: Query, cursor?: string) =>
    request(`/api/v1/${of}/${id}/timeline${query({ ...filter, cursor })}`, Timeline),
};

export const contactsCsvUrl = (filter: Query): string => `/api/v1/contacts.csv${query(filter)}`;
export const badRowsUrl = (id: string): string => `/api/v1/contacts/imports/${id}/bad-rows.csv`;
