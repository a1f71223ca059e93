/** What a permission is for: the name under which texts and documents explain it. */
export type PermissionUse =
  'signIn' | 'profile' | 'item' | 'append' | 'read' | 'readAll' | 'send' | 'draft' | 'offline';

export interface Permission {
  /** As Microsoft names it. */
  name: string;
  /** By whom it is given: a person or an administrator in Entra, Exchange's roles, or the manifest's deployment. */
  by: 'entra' | 'exchange' | 'manifest';
  use: PermissionUse;
}

/** A10: every permission there is, with the feature that needs it. A test holds it against what the code asks for. */
export const PERMISSIONS: readonly Permission[] = [
  { name: 'access_as_user', by: 'entra', use: 'signIn' },
  { name: 'User.Read', by: 'entra', use: 'profile' },
  { name: 'ReadWriteItem', by: 'manifest', use: 'item' },
  { name: 'AppendOnSend', by: 'manifest', use: 'append' },
  { name: 'Mail.Read', by: 'entra', use: 'read' },
  { name: 'Application Mail.Read', by: 'exchange', use: 'readAll' },
  { name: 'Mail.Send', by: 'entra', use: 'send' },
  { name: 'Mail.ReadWrite', by: 'entra', use: 'draft' },
  { name: 'offline_access', by: 'entra', use: 'offline' },
];
