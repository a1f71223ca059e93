/** Why something about users or teams is not done; `message` is for the administrator who wanted it. */
export class UsersRefused extends Error {
  override readonly name = 'UsersRefused';
  constructor(
    readonly code:
      | 'no-such-user'
      | 'no-such-team'
      | 'last-admin'
      | 'own-user'
      | 'not-disabled'
      | 'not-active'
      | 'handed-over'
      | 'handed-on'
      | 'not-handed-over'
      | 'name-taken'
      | 'team-in-use',
    message: string,
  ) {
    super(message);
  }
}

export const noUser = (): UsersRefused => new UsersRefused('no-such-user', 'There is no such user.');
export const noTeam = (): UsersRefused => new UsersRefused('no-such-team', 'There is no such team.');
