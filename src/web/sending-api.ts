import { InsightsQuery, Insights } from '../core/api/insights';
import { MessageList } from '../core/api/message-list';
import { NewReminder, ReminderList, ReminderView } from '../core/api/reminders';
import {
  OutgoingFile,
  OutgoingList,
  OutgoingMail,
  SendForecast,
  Sending,
  type DraftMail,
  type SettleOutgoing,
} from '../core/api/sending';
import {
  FilledTemplate,
  TemplateList,
  TemplateView,
  type ChangedTemplate,
  type FillTemplate,
  type NewTemplate,
} from '../core/api/templates';
import { Problem } from '../core/api/shared';
import { ApiError, Nothing, query, request } from './api';
import { texts } from './texts';

const sent = (method: string, body: unknown): RequestInit => ({ method, body: JSON.stringify(body) });

/** Writing and sending mail, templates, reminders, and mail by the list. */
export const sendingApi = {
  sending: () => request('/api/v1/sending', Sending),
  outgoing: (contactId?: string) => request(`/api/v1/outgoing${query({ contactId })}`, OutgoingList),
  begin: (draft: DraftMail, contactId?: string, answers?: string) =>
    request(
      '/api/v1/outgoing',
      OutgoingMail,
      sent('POST', {
        draft,
        ...(contactId !== undefined && { contactId }),
        ...(answers !== undefined && { answers }),
      }),
    ),
  mail: (id: string) => request(`/api/v1/outgoing/${id}`, OutgoingMail),
  save: (id: string, version: number, draft: DraftMail) =>
    request(`/api/v1/outgoing/${id}`, OutgoingMail, sent('PUT', { version, draft })),
  discard: (id: string) => request(`/api/v1/outgoing/${id}`, Nothing, { method: 'DELETE' }),
  restore: (id: string) => request(`/api/v1/outgoing/${id}/restore`, OutgoingMail, { method: 'POST' }),
  forecast: (id: string, draft: DraftMail) =>
    request(`/api/v1/outgoing/${id}/outlook`, SendForecast, sent('POST', draft)),
  send: (id: string, version: number, leaveUnfilled: boolean) =>
    request(`/api/v1/outgoing/${id}/send`, OutgoingMail, sent('POST', { version, leaveUnfilled })),
  cancel: (id: string) => request(`/api/v1/outgoing/${id}/cancel`, OutgoingMail, { method: 'POST' }),
  settle: (id: string, answer: SettleOutgoing['answer']) =>
    request(`/api/v1/outgoing/${id}/settle`, OutgoingMail, sent('POST', { answer })),
  removeFile: (id: string, n: number) =>
    request(`/api/v1/outgoing/${id}/files/${n}`, Nothing, { method: 'DELETE' }),

  templates: (search?: string) => request(`/api/v1/templates${query({ search })}`, TemplateList),
  makeTemplate: (made: NewTemplate) => request('/api/v1/templates', TemplateView, sent('POST', made)),
  changeTemplate: (id: string, change: ChangedTemplate) =>
    request(`/api/v1/templates/${id}`, TemplateView, sent('PATCH', change)),
  removeTemplate: (id: string) => request(`/api/v1/templates/${id}`, Nothing, { method: 'DELETE' }),
  restoreTemplate: (id: string) =>
    request(`/api/v1/templates/${id}/restore`, TemplateView, { method: 'POST' }),
  fill: (given: FillTemplate) => request('/api/v1/templates/fill', FilledTemplate, sent('POST', given)),

  reminders: (messageId?: string) => request(`/api/v1/reminders${query({ messageId })}`, ReminderList),
  remind: (given: NewReminder) => request('/api/v1/reminders', ReminderView, sent('POST', given)),
  putOff: (id: string, days: number) =>
    request(`/api/v1/reminders/${id}`, ReminderView, sent('PATCH', { days })),
  takeBackReminder: (id: string) => request(`/api/v1/reminders/${id}`, ReminderView, { method: 'DELETE' }),
  restoreReminder: (id: string) =>
    request(`/api/v1/reminders/${id}/restore`, ReminderView, { method: 'POST' }),

  messages: (filter: Record<string, string | undefined>, cursor?: string) =>
    request(`/api/v1/messages${query({ ...filter, cursor })}`, MessageList),
  insights: (days: InsightsQuery['days'], zone: string) =>
    request(`/api/v1/insights${query({ days, zone })}`, Insights),
};

/**
 * Uploads one file; `progress` hears the share that has gone (0 to 1). Not by `fetch`, which tells nothing of an upload
 * under way.
 */
export function uploadFile(id: string, file: File, progress: (share: number) => void): Promise<OutgoingFile> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(
      'POST',
      `/api/v1/outgoing/${id}/files${query({ name: file.name, type: file.type || undefined })}`,
    );
    sending.setRequestHeader('accept', 'application/json');
    sending.setRequestHeader('x-mailtrail', '1');
    sending.setRequestHeader('content-type', 'application/octet-stream');
    sending.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new ApiError(0, 'offline', texts.common.offline));
    sending.onload = () => {
      const body = parsed(sending.responseText);
      const stored = OutgoingFile.safeParse(body);
      if (sending.status === 201 && stored.success) return resolve(stored.data);
      const problem = Problem.safeParse(body);
      const { code, message } = problem.success
        ? problem.data.error
        : { code: 'unknown', message: texts.common.serverSays(sending.status) };
      reject(new ApiError(sending.status, code, texts.said(message)));
    };
    sending.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
