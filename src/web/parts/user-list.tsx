import {
  Avatar,
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  SearchBox,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { UserRole, UserSeat, type Users, type UserChange, type UserView } from '../../core/api/users';
import type { z } from 'zod';
import { fullTime, list, shortTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import type { Resource } from '../use-resource';
import { usersApi } from '../users-api';
import { HandOverDialog } from './hand-over-dialog';
import { LoadedSection } from './loaded-section';
import { useMe } from './me';
import { Failure } from './states';

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
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  who: { display: 'grid', flexGrow: 1, minWidth: '180px', overflowWrap: 'anywhere' },
  holds: { display: 'grid', rowGap: tokens.spacingVerticalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** More are looked for by name. */
const FEW = 8;
type People = z.infer<typeof Users>;

export type Loaded<T> = readonly [Resource<T>, () => void, (change: (value: T) => T) => void];

/** Roles, seats, and who is let in. `onMoved`: places in teams have changed too. */
export function UserList({ users, onMoved }: { users: Loaded<People>; onMoved: () => void }) {
  const styles = useStyles();
  const [resource, reload] = users;
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  return (
    <LoadedSection title={texts.users.who} about={texts.users.whoAbout} resource={resource} reload={reload}>
      {({ users: all }) => (
        <>
          {all.length > FEW && (
            <SearchBox
              aria-label={texts.users.search}
              placeholder={texts.users.searchPlaceholder}
              value={search}
              onChange={(_event, { value }) => setSearch(value)}
            />
          )}
          <ul className={styles.list} aria-label={texts.users.title}>
            {all
              .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted))
              .map((user) => (
                <li key={user.id}>
                  <UserCard
                    user={user}
                    colleagues={all.filter(({ id, status }) => id !== user.id && status === 'active')}
                    onDone={() => {
                      reload();
                      onMoved();
                    }}
                  />
                </li>
              ))}
          </ul>
        </>
      )}
    </LoadedSection>
  );
}

interface UserCardProps {
  user: UserView;
  colleagues: readonly UserView[];
  onDone: () => void;
}

function UserCard({ user, colleagues, onDone }: UserCardProps) {
  const styles = useStyles();
  const isMe = useMe().user.id === user.id;
  const [handing, setHanding] = useState(false);
  const { busy, error, does } = useDoing();
  const act = (what: () => Promise<unknown>): void =>
    void does(async () => {
      await what();
      onDone();
    });
  const change = (to: UserChange): void => act(() => usersApi.change(user.id, to));
  const isOut = user.status === 'disabled';
  return (
    <Card className={styles.card}>
      <div className={styles.row}>
        <Avatar name={user.name} size={32} color="colorful" aria-hidden />
        <div className={styles.who}>
          <Text weight="semibold">{isMe ? texts.users.you(user.name) : user.name}</Text>
          <Caption1 className={styles.quiet}>{user.email}</Caption1>
        </div>
        {isOut && (
          <Badge appearance="tint" color="warning">
            {texts.users.disabled}
          </Badge>
        )}
        <Select
          aria-label={texts.users.roleOf(user.name)}
          value={user.role}
          disabled={busy || isOut}
          onChange={(_event, { value }) => change({ role: UserRole.parse(value) })}
        >
          {UserRole.options.map((role) => (
            <option key={role} value={role}>
              {texts.users.roles[role]}
            </option>
          ))}
        </Select>
        <Select
          aria-label={texts.users.seatOf(user.name)}
          value={user.seat}
          disabled={busy || isOut}
          onChange={(_event, { value }) => change({ seat: UserSeat.parse(value) })}
        >
          {UserSeat.options.map((seat) => (
            <option key={seat} value={seat}>
              {texts.users.seats[seat]}
            </option>
          ))}
        </Select>
        {!isMe && (
          <Button
            disabledFocusable={busy}
            aria-label={isOut ? texts.users.enableOne(user.name) : texts.users.disableOne(user.name)}
            onClick={() => change({ status: isOut ? 'active' : 'disabled' })}
          >
            {isOut ? texts.users.enable : texts.users.disable}
          </Button>
        )}
      </div>
      <div className={styles.holds} aria-live="polite">
        <Caption1 className={styles.quiet}>{holdsWords(user)}</Caption1>
        {isOut && (
          <Text title={user.disabledAt === undefined ? undefined : fullTime(user.disabledAt)}>
            {texts.users.disabledWhen(user.disabledAt === undefined ? '' : shortTime(user.disabledAt))}
          </Text>
        )}
      </div>
      {isOut && <Records user={user} busy={busy} onHand={() => setHanding(true)} act={act} />}
      {error && <Failure error={error} />}
      {handing && (
        <HandOverDialog
          user={user}
          colleagues={colleagues}
          onClose={() => setHanding(false)}
          onDone={() => {
            setHanding(false);
            onDone();
          }}
        />
      )}
    </Card>
  );
}

interface RecordsProps {
  user: UserView;
  busy: boolean;
  onHand: () => void;
  act: (what: () => Promise<unknown>) => void;
}

/** What becomes of the records of somebody who is disabled. */
function Records({ user, busy, onHand, act }: RecordsProps) {
  const styles = useStyles();
  const handover = user.holds?.handover;
  if (!handover) {
    return (
      <div className={styles.row}>
        <Button disabledFocusable={busy} onClick={onHand} aria-label={texts.users.handOverOf(user.name)}>
          {texts.users.handOver}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.row}>
      <Text>
        {texts.users.handedOver(handover.to.name, shortTime(handover.at), handover.contacts, handover.teams)}
      </Text>
      <Button
        size="small"
        disabledFocusable={busy}
        aria-label={texts.users.undoHandOver(handover.to.name)}
        onClick={() => act(() => usersApi.undoHandover(user.id))}
      >
        {texts.common.undo}
      </Button>
    </div>
  );
}

/** "3 contacts · Sales, Support · dan@…" */
function holdsWords({ holds, teams }: UserView): string {
  return [
    texts.common.contacts(holds?.contacts ?? 0),
    teams.length === 0 ? texts.users.inNoTeam : list(teams.map(({ name }) => name)),
    holds?.mailboxes.length ? list(holds.mailboxes.map(({ address }) => address)) : texts.users.noMailbox,
  ].join(' · ');
}
