import {
  MailKinds,
  SendingProgress,
  UnclearCopies,
  type NewMailKind,
  type SendMarketing,
} from '../core/api/marketing-sending';
import { request } from './api';

const BASE = '/api/v1/marketing';
const KINDS = '/api/v1/mail-kinds';
const post = (body?: unknown): RequestInit => ({
  method: 'POST',
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** A marketing message on its way, and the kinds of mail. */
export const marketingSendApi = {
  progress: (id: string) => request(`${BASE}/${id}/sending`, SendingProgress),
  unclear: (id: string) => request(`${BASE}/${id}/sending/unclear`, UnclearCopies),
  send: (id: string, when: SendMarketing) => request(`${BASE}/${id}/send`, SendingProgress, post(when)),
  step: (id: string, step: 'unschedule' | 'pause' | 'resume' | 'cancel') =>
    request(`${BASE}/${id}/${step}`, SendingProgress, post()),
  again: (id: string, copies?: number[]) =>
    request(`${BASE}/${id}/send-again`, SendingProgress, post(copies ? { copies } : {})),
  kinds: () => request(KINDS, MailKinds),
  addKind: (kind: NewMailKind) => request(KINDS, MailKinds, post(kind)),
  changeKind: (id: string, change: { name?: string; description?: string; position?: number }) =>
    request(`${KINDS}/${id}`, MailKinds, { method: 'PATCH', body: JSON.stringify(change) }),
  removeKind: (id: string) => request(`${KINDS}/${id}`, MailKinds, { method: 'DELETE' }),
  restoreKind: (id: string) => request(`${KINDS}/${id}/restore`, MailKinds, post()),
};
