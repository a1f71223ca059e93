import {
  KeptMail,
  MergePreview,
  Merges,
  NeverLogList,
  PurgePreview,
  UndoneLog,
  WithoutContact,
  type NeverLogEntry,
} from '../core/api/logs';
import { ContactCard, MessageView, type Visibility } from '../core/api/shared';
import { query, request } from './api';
import { logAgain } from './log-again';

const posted = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

/** What was logged, where it stands, and who never is. */
export const logApi = {
  undo: (message: string, { ifCanLogAgain }: { ifCanLogAgain: boolean }) =>
    request(`/api/v1/messages/${message}/log${query({ ifCanLogAgain })}`, UndoneLog, {
      method: 'DELETE',
    }),
  undone: (message: string) => request(`/api/v1/messages/${message}/log`, UndoneLog),
  logAgain,
  move: (message: string, from: string, to: string) =>
    request(`/api/v1/messages/${message}/move`, MessageView, posted({ from, to })),
  narrow: (message: string, visibility: Visibility) =>
    request(`/api/v1/messages/${message}/visibility`, MessageView, {
      method: 'PUT',
      body: JSON.stringify({ visibility }),
    }),
  withoutContact: (cursor?: string) =>
    request(`/api/v1/messages/without-contact${query({ cursor })}`, WithoutContact),
  assign: (message: string, contactId: string, recipient?: number) =>
    request(
      `/api/v1/messages/${message}/contact`,
      MessageView,
      posted({ contactId, ...(recipient !== undefined && { recipient }) }),
    ),
  keptMail: (address: string) => request(`/api/v1/contacts/kept-mail${query({ address })}`, KeptMail),
  addAddress: (contact: string, address: string, keepErased: boolean) =>
    request(
      `/api/v1/contacts/${contact}/addresses`,
      ContactCard,
      posted({ address, ...(keepErased && { keepErased }) }),
    ),
  removeAddress: (contact: string, address: string) =>
    request(`/api/v1/contacts/${contact}/addresses`, ContactCard, {
      method: 'DELETE',
      body: JSON.stringify({ address }),
    }),
  mergePreview: (contact: string, other: string) =>
    request(`/api/v1/contacts/${contact}/merge${query({ other })}`, MergePreview),
  merge: (contact: string, other: string) =>
    request(`/api/v1/contacts/${contact}/merge`, Merges, posted({ other })),
  merges: (contact: string) => request(`/api/v1/contacts/${contact}/merges`, Merges),
  undoMerge: (contact: string, merge: string) =>
    request(`/api/v1/contacts/${contact}/merges/${merge}`, Merges, { method: 'DELETE' }),
  neverLog: () => request('/api/v1/never-log', NeverLogList),
  previewPurge: (entry: NeverLogEntry) => request('/api/v1/never-log/preview', PurgePreview, posted(entry)),
  addNeverLog: (entry: NeverLogEntry, purge: boolean) =>
    request('/api/v1/never-log', NeverLogList, posted({ ...entry, purge })),
  removeNeverLog: ({ scope, kind, value }: NeverLogEntry) =>
    request('/api/v1/never-log', NeverLogList, {
      method: 'DELETE',
      body: JSON.stringify({ scope, kind, value }),
    }),
  setBlocks: (blocks: 'mail' | 'record') =>
    request('/api/v1/never-log/blocks', NeverLogList, { method: 'PUT', body: JSON.stringify({ blocks }) }),
};
