import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Select,
  Subtitle2,
  Tag,
  TagGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import type { Teams, TeamView, UserView } from '../../core/api/users';
import { list } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { usersApi } from '../users-api';
import { LoadedSection } from './loaded-section';
import { Failure } from './states';
import type { Loaded } from './user-list';

const useStyles = makeStyles({
  list: {
    gridTemplateColumns: 'minmax(0, 1fr)',
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  card: { rowGap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  name: { flexGrow: 1, overflowWrap: 'anywhere' },
  add: { minWidth: 0, maxWidth: '100%' },
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface TeamListProps {
  teams: Loaded<z.infer<typeof Teams>>;
  people: readonly UserView[];
  /** Who is in which team has changed. */
  onMoved: () => void;
}

/** P7: teams, who is in them, and whose mailbox they see. */
export function TeamList({ teams, people, onMoved }: TeamListProps) {
  const styles = useStyles();
  const [resource, reload] = teams;
  const done = (): void => {
    reload();
    onMoved();
  };
  return (
    <LoadedSection
      title={texts.users.teams}
      about={texts.users.teamsAbout}
      resource={resource}
      reload={reload}
    >
      {({ teams: all }) => (
        <>
          {all.length === 0 && <Text className={styles.quiet}>{texts.users.noTeam}</Text>}
          <ul className={styles.list} aria-label={texts.users.teams}>
            {all.map((team) => (
              <li key={team.id}>
                <TeamCard team={team} people={people} onDone={done} />
              </li>
            ))}
          </ul>
          <NewTeam onDone={done} />
        </>
      )}
    </LoadedSection>
  );
}

interface TeamCardProps {
  team: TeamView;
  people: readonly UserView[];
  onDone: () => void;
}

function TeamCard({ team, people, onDone }: TeamCardProps) {
  const styles = useStyles();
  const [name, setName] = useState<string>();
  const { busy, error, does } = useDoing();
  const act = (what: () => Promise<unknown>): void =>
    void does(async () => {
      await what();
      onDone();
    });
  const others = people.filter(
    ({ id, status }) => status === 'active' && !team.members.some((one) => one.id === id),
  );
  const rename = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = (name ?? '').trim();
    act(async () => {
      await usersApi.renameTeam(team.id, wanted);
      setName(undefined);
    });
  };
  return (
    <Card className={styles.card}>
      {name === undefined ? (
        <div className={styles.head}>
          <Subtitle2 as="h3" className={styles.name}>
            {team.name}
          </Subtitle2>
          <Button
            size="small"
            disabledFocusable={busy}
            aria-label={texts.users.renameOne(team.name)}
            onClick={() => setName(team.name)}
          >
            {texts.users.rename}
          </Button>
          {team.mailboxes.length === 0 && (
            <Button
              size="small"
              disabledFocusable={busy}
              aria-label={texts.users.removeTeam(team.name)}
              onClick={() => act(() => usersApi.removeTeam(team.id))}
            >
              {texts.common.remove}
            </Button>
          )}
        </div>
      ) : (
        <form className={styles.row} onSubmit={rename}>
          <Field label={texts.users.nameOfTeam} required>
            <Input autoFocus maxLength={100} value={name} onChange={(_event, { value }) => setName(value)} />
          </Field>
          <Button type="submit" appearance="primary" disabledFocusable={busy || name.trim() === ''}>
            {texts.common.save}
          </Button>
          <Button onClick={() => setName(undefined)}>{texts.common.cancel}</Button>
        </form>
      )}
      <Caption1 className={styles.quiet}>
        {team.mailboxes.length === 0
          ? texts.users.noMailboxOfTeam
          : list(team.mailboxes.map(({ address }) => address))}
      </Caption1>
      {team.members.length === 0 && <Text>{texts.users.nobodyIn}</Text>}
      {team.members.length > 0 && (
        <TagGroup
          className={styles.tags}
          aria-label={texts.users.inTeam(team.name)}
          onDismiss={(_event, { value }) => act(() => usersApi.setMember(team.id, Number(value), false))}
        >
          {team.members.map((member) => (
            <Tag
              key={member.id}
              value={String(member.id)}
              dismissible
              disabled={busy}
              dismissIcon={{ 'aria-label': texts.users.takeOut(team.name) }}
            >
              {member.status === 'disabled' ? texts.users.memberDisabled(member.name) : member.name}
            </Tag>
          ))}
        </TagGroup>
      )}
      {others.length > 0 && (
        <div className={styles.row}>
          <Select
            className={styles.add}
            aria-label={texts.users.addTo(team.name)}
            value=""
            disabled={busy}
            onChange={(_event, { value }) =>
              value !== '' && act(() => usersApi.setMember(team.id, Number(value), true))
            }
          >
            <option value="">{texts.users.addColleague}</option>
            {others.map((user) => (
              <option key={user.id} value={user.id}>{`${user.name} (${user.email})`}</option>
            ))}
          </Select>
        </div>
      )}
      {error && <Failure error={error} />}
    </Card>
  );
}

function NewTeam({ onDone }: { onDone: () => void }) {
  const styles = useStyles();
  const [name, setName] = useState('');
  const { busy, error, does } = useDoing();
  const make = (event: FormEvent): void => {
    event.preventDefault();
    void does(async () => {
      await usersApi.makeTeam(name.trim());
      setName('');
      onDone();
    });
  };
  return (
    <form onSubmit={make}>
      <div className={styles.row}>
        <Field label={texts.users.newTeam}>
          <Input maxLength={100} value={name} onChange={(_event, { value }) => setName(value)} />
        </Field>
        <Button type="submit" disabledFocusable={busy || name.trim() === ''}>
          {texts.users.make}
        </Button>
      </div>
      {error && <Failure error={error} />}
    </form>
  );
}
