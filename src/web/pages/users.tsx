import { makeStyles, Text, Title2, tokens } from '@fluentui/react-components';
import { can } from '../../core/access';
import { useMe } from '../parts/me';
import { useTitle } from '../parts/states';
import { TeamList } from '../parts/team-list';
import { UserList } from '../parts/user-list';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { usersApi } from '../users-api';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalXXL,
    maxWidth: '860px',
  },
});

/** S5: who uses Mailtrail, what becomes of the records of one who left, and who sees a team's mailbox. */
export function UsersPage() {
  const styles = useStyles();
  useTitle(texts.users.title);
  const { role } = useMe().user;
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.users.title}</Title2>
      {can(role, 'change', 'users') ? <Everybody /> : <Text>{texts.users.notYours}</Text>}
    </div>
  );
}

function Everybody() {
  const users = useResource('users', usersApi.users);
  const teams = useResource('teams', usersApi.teams);
  const [[people, reloadUsers], [, reloadTeams]] = [users, teams];
  return (
    <>
      <UserList users={users} onMoved={reloadTeams} />
      <TeamList
        teams={teams}
        people={people.state === 'ready' ? people.value.users : []}
        onMoved={reloadUsers}
      />
    </>
  );
}
