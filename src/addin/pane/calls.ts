import { z } from 'zod';
import { ContactCard, type Basis } from '../../core/api';
import { MessageHits } from '../../core/api/hits';
import { LegalBases, type BasisChange } from '../../core/api/legal-bases';
import { KeptMail } from '../../core/api/logs';
import { DraftRecords, type ChooseRecords, type LookAtRecords } from '../../core/api/records';
import { ReminderList, ReminderView } from '../../core/api/reminders';
import { OutgoingMail, Sending, type SendApart, type SettleOutgoing } from '../../core/api/sending';
import { FilledTemplate, TemplateList } from '../../core/api/templates';
import type { ApiResult } from './api';

/** Asks the server as who is signed in. */
export type Call = <T extends z.ZodType>(
  path: string,
  shape: T,
  init?: { method?: string; body?: unknown },
) => Promise<ApiResult<z.infer<T>>>;

const idOf = encodeURIComponent;

/** What the view of a mail being written asks. */
export const composeCalls = (call: Call) => ({
  lookAtRecords: (draft: LookAtRecords) =>
    call('/api/v1/draft-records/look', DraftRecords, { method: 'POST', body: draft }),
  chooseRecords: (choice: ChooseRecords) =>
    call('/api/v1/draft-records', DraftRecords, { method: 'PUT', body: choice }),
  templates: () => call('/api/v1/templates', TemplateList),
  /** A template with the fields of whoever has this address in it; without one, of nobody. */
  fillTemplate: (templateId: string, address?: string) =>
    call('/api/v1/templates/fill', FilledTemplate, {
      method: 'POST',
      body: { templateId, ...(address !== undefined && { address }) },
    }),
  /** Reminders for the mail that will be sent with this token. */
  reminders: (token: string) => call(`/api/v1/reminders?token=${idOf(token)}`, ReminderList),
  remind: (token: string, days: number) =>
    call('/api/v1/reminders', ReminderView, { method: 'POST', body: { token, days } }),
  dropReminder: (id: string) => call(`/api/v1/reminders/${idOf(id)}`, z.unknown(), { method: 'DELETE' }),
  sending: () => call('/api/v1/sending', Sending),
  sendApart: (mail: SendApart) => call('/api/v1/send-apart', OutgoingMail, { method: 'POST', body: mail }),
  outgoing: (id: string) => call(`/api/v1/outgoing/${idOf(id)}`, OutgoingMail),
  /** Within the seconds before it leaves. */
  cancelOutgoing: (id: string) =>
    call(`/api/v1/outgoing/${idOf(id)}/cancel`, OutgoingMail, { method: 'POST', body: {} }),
  settleOutgoing: (id: string, answer: SettleOutgoing['answer']) =>
    call(`/api/v1/outgoing/${idOf(id)}/settle`, OutgoingMail, { method: 'POST', body: { answer } }),
  discardOutgoing: (id: string) => call(`/api/v1/outgoing/${idOf(id)}`, z.undefined(), { method: 'DELETE' }),
});

/** What the view of a mail being read asks. */
export const readCalls = (call: Call) => ({
  /** L14: what of kept mail an address would bring onto a record. */
  keptMail: (address: string) => call(`/api/v1/contacts/kept-mail?address=${idOf(address)}`, KeptMail),
  hits: (message: string) => call(`/api/v1/messages/${idOf(message)}/hits`, MessageHits),
  contact: (id: string) => call(`/api/v1/contacts/${idOf(id)}`, ContactCard),
  /** The legal basis for one-to-one tracking (P1). */
  setBasis: (contact: string, basis: Basis, source: string) =>
    call(`/api/v1/contacts/${idOf(contact)}/legal-bases/one-to-one-tracking`, LegalBases, {
      method: 'PUT',
      body: { basis, source } satisfies BasisChange,
    }),
});
