import {
  Button,
  Caption1,
  Card,
  Link as FluentLink,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useHref, useNavigate } from 'react-router';
import type { ReminderView } from '../../core/api/reminders';
import { date, shortTime } from '../format';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { useReloadOnFeed } from './feed';
import { Failure } from './states';
import { UndoBar } from './undo-bar';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  one: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    alignItems: 'center',
    justifyContent: 'space-between',
  },
  words: { display: 'grid', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

const DAYS = [1, 2, 3, 5, 7, 14, 30];

/** A choice of days, behind a button. */
function DaysMenu({
  label,
  words,
  pick,
}: {
  label: string;
  words: (n: number) => string;
  pick: (n: number) => void;
}) {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button size="small">{label}</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {DAYS.map((days) => (
            <MenuItem key={days} onClick={() => pick(days)}>
              {words(days)}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function standing(reminder: ReminderView): string {
  if (reminder.state === 'due') return texts.messages.dueNow;
  if (reminder.awayUntil !== undefined) return texts.messages.away(date(reminder.awayUntil));
  return reminder.dueAt === undefined ? '' : texts.messages.remindOn(shortTime(reminder.dueAt));
}

interface OneReminderProps {
  reminder: ReminderView;
  reload: () => void;
  /** It was taken back just now. */
  gone: boolean;
  setGone: (gone: boolean) => void;
}

function OneReminder({ reminder, reload, gone, setGone }: OneReminderProps) {
  const styles = useStyles();
  const navigate = useNavigate();
  const path = `/messages/${reminder.message?.id ?? ''}`;
  const href = useHref(path);
  const { busy, error, does } = useDoing();
  const change = (act: () => Promise<unknown>): void =>
    void does(async () => {
      await act();
      reload();
    });
  if (gone) {
    return (
      <UndoBar
        words={texts.messages.reminderGone}
        busy={busy}
        undo={() =>
          change(async () => {
            await sendingApi.restoreReminder(reminder.id);
            setGone(false);
          })
        }
      />
    );
  }
  return (
    <div className={styles.one}>
      <div className={styles.words}>
        {reminder.message && (
          <FluentLink
            href={href}
            onClick={(event) => {
              event.preventDefault();
              void navigate(path);
            }}
          >
            {`${reminder.message.subject || texts.common.noSubject} · ${reminder.message.to}`}
          </FluentLink>
        )}
        <Caption1 className={styles.quiet}>{standing(reminder)}</Caption1>
      </div>
      <div className={styles.row}>
        <DaysMenu
          label={texts.messages.putOff}
          words={texts.messages.putOffBy}
          pick={(days) => change(() => sendingApi.putOff(reminder.id, days))}
        />
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={busy}
          onClick={() =>
            void does(async () => {
              await sendingApi.takeBackReminder(reminder.id);
              setGone(true);
            })
          }
        >
          {texts.messages.noMore}
        </Button>
      </div>
      {error && <Failure error={error} />}
    </div>
  );
}

/** What was taken back here: the server names it no longer, and its undo must outlive the next event of the feed. */
function useTakenBack() {
  const [taken, setTaken] = useState<readonly ReminderView[]>([]);
  return {
    isGone: (id: string): boolean => taken.some((one) => one.id === id),
    setGone: (reminder: ReminderView, gone: boolean): void =>
      setTaken((now) => [...now.filter(({ id }) => id !== reminder.id), ...(gone ? [reminder] : [])]),
    /** With those that were taken back, each where its day puts it. */
    among: (standing: readonly ReminderView[]): ReminderView[] =>
      [...standing.filter(({ id }) => !taken.some((one) => one.id === id)), ...taken].sort((a, b) =>
        (a.dueAt ?? '').localeCompare(b.dueAt ?? ''),
      ),
  };
}

/** R11: what waits for an answer. Nothing where there is nothing. */
export function RemindersCard() {
  const styles = useStyles();
  const [list, reload] = useResource('reminders', () => sendingApi.reminders());
  const { isGone, setGone, among } = useTakenBack();
  useReloadOnFeed(reload);
  if (list.state === 'failed') return <Failure error={list.error} />;
  const shown = list.state === 'ready' ? among(list.value.reminders) : [];
  if (shown.length === 0) return null;
  return (
    <Card>
      <Title3 as="h2">{texts.messages.reminders}</Title3>
      <Text className={styles.quiet}>{texts.messages.remindersAbout}</Text>
      <ul className={styles.list} aria-label={texts.messages.reminders}>
        {shown.map((reminder) => (
          <li key={reminder.id}>
            <OneReminder
              reminder={reminder}
              reload={reload}
              gone={isGone(reminder.id)}
              setGone={(gone) => setGone(reminder, gone)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Of one sent mail: its reminder, or the way to set one. */
export function ReminderOfMessage({ messageId }: { messageId: string }) {
  const [list, reload] = useResource(`reminder/${messageId}`, () => sendingApi.reminders(messageId));
  const { error, does } = useDoing();
  const { isGone, setGone, among } = useTakenBack();
  if (list.state !== 'ready') return null;
  const standingOne = among(list.value.reminders).find(({ state }) => state === 'waiting' || state === 'due');
  return (
    <div>
      {standingOne ? (
        <OneReminder
          reminder={standingOne}
          reload={reload}
          gone={isGone(standingOne.id)}
          setGone={(gone) => setGone(standingOne, gone)}
        />
      ) : (
        <DaysMenu
          label={texts.messages.setReminder}
          words={texts.write.remindAfter}
          pick={(days) =>
            void does(async () => {
              await sendingApi.remind({ messageId, days });
              reload();
            })
          }
        />
      )}
      {error && <Failure error={error} />}
    </div>
  );
}
