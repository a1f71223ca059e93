import type { UserView } from '../../../core/api/users';
import { useResource } from '../../use-resource';
import { usersApi } from '../../users-api';

/** Who may own a contact; nobody until it is known. */
export function useUsers(): readonly UserView[] {
  const [users] = useResource('users', usersApi.users);
  return users.state === 'ready' ? users.value.users.filter(({ status }) => status === 'active') : [];
}
