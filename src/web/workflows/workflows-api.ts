import { z } from 'zod';
import {
  Calls,
  ContactWorkflows,
  DryRun,
  EnrolmentHistory,
  EnrolmentPage,
  type EnrolmentState,
  TaskList,
  type NewTask,
  type TaskChange,
  TaskView,
  WorkflowChoices,
  type WorkflowChange,
  WorkflowList,
  WorkflowSecret,
  WorkflowView,
} from '../../core/api/workflows';
import type { Definition } from '../../core/workflows';
import { Nothing, query, request } from '../api';

const sent = (method: string, body?: unknown): RequestInit => ({
  method,
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** Workflows, who is in them, and tasks. */
export const workflowsApi = {
  list: () => request('/api/v1/workflows', WorkflowList),
  choices: () => request('/api/v1/workflows/choices', WorkflowChoices),
  one: (id: string) => request(`/api/v1/workflows/${id}`, WorkflowView),
  make: (name: string, timeZone: string, copyOf?: string) =>
    request('/api/v1/workflows', WorkflowView, sent('POST', { name, timeZone, copyOf })),
  change: (id: string, change: WorkflowChange) =>
    request(`/api/v1/workflows/${id}`, WorkflowView, sent('PATCH', change)),
  switchTo: (id: string, state: 'on' | 'off', leave = false) =>
    request(`/api/v1/workflows/${id}/state`, WorkflowView, sent('POST', { state, leave })),
  remove: (id: string) => request(`/api/v1/workflows/${id}`, Nothing, sent('DELETE')),
  restore: (id: string) => request(`/api/v1/workflows/${id}/restore`, Nothing, sent('POST')),
  makeSecret: (id: string) => request(`/api/v1/workflows/${id}/secret`, WorkflowSecret, sent('POST')),
  /** A draft is sent by workflows from now on. */
  makeReady: (message: string) =>
    request(`/api/v1/marketing/${message}/automatic`, z.unknown(), sent('POST')),
  calls: (id: string) => request(`/api/v1/workflows/${id}/calls`, Calls),
  tryOut: (id: string, contact: string, definition: Definition) =>
    request(`/api/v1/workflows/${id}/test`, DryRun, sent('POST', { contact, definition })),
  enrolments: (id: string, wanted: { state?: EnrolmentState; search?: string; cursor?: string }) =>
    request(`/api/v1/workflows/${id}/enrolments${query(wanted)}`, EnrolmentPage),
  put: (id: string, contact: string) =>
    request(`/api/v1/workflows/${id}/enrolments`, EnrolmentHistory, sent('POST', { contact })),
  history: (id: string) => request(`/api/v1/enrolments/${id}`, EnrolmentHistory),
  enrolment: (id: string, act: 'leave' | 'return' | 'retry') =>
    request(`/api/v1/enrolments/${id}/${act}`, EnrolmentHistory, sent('POST')),
  ofContact: (id: string) => request(`/api/v1/contacts/${id}/workflows`, ContactWorkflows),
  tasks: (wanted: { contact?: string; whose?: 'mine' | 'all'; done?: boolean }) =>
    request(`/api/v1/tasks${query(wanted)}`, TaskList),
  makeTask: (task: NewTask) => request('/api/v1/tasks', TaskView, sent('POST', task)),
  changeTask: (id: string, change: TaskChange) =>
    request(`/api/v1/tasks/${id}`, TaskView, sent('PATCH', change)),
};
