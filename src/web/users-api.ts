import { Teams, TeamView, Users, UserView, type UserChange } from '../core/api/users';
import { Nothing, request } from './api';

const sent = (method: string, body?: unknown): RequestInit => ({
  method,
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** Who uses Mailtrail here, and in which teams. */
export const usersApi = {
  users: () => request('/api/v1/users', Users),
  change: (id: number, change: UserChange) => request(`/api/v1/users/${id}`, UserView, sent('PATCH', change)),
  handOver: (id: number, to: number) =>
    request(`/api/v1/users/${id}/handover`, UserView, sent('POST', { to })),
  undoHandover: (id: number) => request(`/api/v1/users/${id}/handover`, UserView, sent('DELETE')),
  teams: () => request('/api/v1/teams', Teams),
  makeTeam: (name: string) => request('/api/v1/teams', TeamView, sent('POST', { name })),
  renameTeam: (id: string, name: string) => request(`/api/v1/teams/${id}`, TeamView, sent('PATCH', { name })),
  removeTeam: (id: string) => request(`/api/v1/teams/${id}`, Nothing, sent('DELETE')),
  setMember: (team: string, user: number, member: boolean) =>
    request(`/api/v1/teams/${team}/members/${user}`, TeamView, sent(member ? 'PUT' : 'DELETE')),
};
