import {
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { useState } from 'react';
import type { TaskView } from '../../core/api/workflows';
import { calendarDay, shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { Failure } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalS },
  list: { display: 'grid', margin: 0, padding: 0, listStyleType: 'none' },
  one: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  words: { display: 'grid', flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere', paddingTop: '6px' },
  done: { textDecorationLine: 'line-through', color: tokens.colorNeutralForeground3 },
  facts: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  overdue: { color: tokens.colorStatusDangerForeground3, fontWeight: tokens.fontWeightSemibold },
  form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'end' },
  title: { flexGrow: 1, minWidth: 'min(200px, 100%)' },
});

interface TaskListProps {
  tasks: readonly TaskView[];
  /** On a contact's own page they are not named. */
  ofContact?: boolean;
  reload: () => void;
}

/** Tasks, each with its box to tick; what was just done or removed can be taken back. */
export function TaskList({ tasks, ofContact = false, reload }: TaskListProps) {
  const styles = useStyles();
  const words = texts.tasks;
  const [last, setLast] = useState<{ task: TaskView; what: 'done' | 'removed' }>();
  const { busy, error, does } = useDoing();
  const act = (task: TaskView, what: 'done' | 'removed', is: boolean): void =>
    void does(async () => {
      await workflowsApi.changeTask(task.id, { [what]: is });
      setLast(is ? { task, what } : undefined);
      reload();
    });
  return (
    <div className={styles.part}>
      {error && <Failure error={error} />}
      {last && (
        <UndoBar
          words={words[last.what === 'done' ? 'wasDone' : 'removed'](last.task.title)}
          busy={busy}
          undo={() => act(last.task, last.what, false)}
        />
      )}
      <ul className={styles.list} aria-label={words.title}>
        {tasks.map((task) => (
          <li key={task.id} className={styles.one}>
            <Checkbox
              checked={task.doneAt !== undefined}
              disabled={busy}
              aria-label={words.markDone(task.title)}
              onChange={(_event, { checked }) => act(task, 'done', checked === true)}
            />
            <span className={styles.words}>
              <span className={mergeClasses(task.doneAt !== undefined && styles.done)}>{task.title}</span>
              <Facts task={task} ofContact={ofContact} />
            </span>
            <Button
              size="small"
              appearance="subtle"
              icon={<DeleteRegular />}
              aria-label={words.remove(task.title)}
              disabledFocusable={busy}
              onClick={() => act(task, 'removed', true)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Facts({ task, ofContact }: { task: TaskView; ofContact: boolean }) {
  const styles = useStyles();
  const words = texts.tasks;
  const { dueOn, overdue, doneAt, contact, owner, workflow } = task;
  return (
    <Caption1 className={mergeClasses(styles.facts, styles.quiet)}>
      {doneAt !== undefined ? (
        <span>{words.doneOn(shortTime(doneAt))}</span>
      ) : (
        dueOn !== undefined && (
          <span className={mergeClasses(overdue && styles.overdue)}>
            {overdue ? words.overdue(calendarDay(dueOn)) : words.dueOn(calendarDay(dueOn))}
          </span>
        )
      )}
      {contact && !ofContact && <RouterLink to={`/contacts/${contact.id}`}>{contact.name}</RouterLink>}
      <span>{owner?.name ?? words.nobodys}</span>
      {workflow && <span>{words.fromWorkflow(workflow.name)}</span>}
    </Caption1>
  );
}

/** A new task of one's own, about a contact or none. */
export function NewTask({ contact, reload }: { contact?: string; reload: () => void }) {
  const styles = useStyles();
  const words = texts.tasks;
  const [title, setTitle] = useState('');
  const [due, setDue] = useState('');
  const { busy, error, does } = useDoing();
  return (
    <form
      className={styles.part}
      aria-label={words.add}
      onSubmit={(event) => {
        event.preventDefault();
        void does(async () => {
          await workflowsApi.makeTask({
            title,
            dueOn: due === '' ? null : due,
            ...(contact !== undefined && { contact }),
          });
          setTitle('');
          setDue('');
          reload();
        });
      }}
    >
      <div className={styles.form}>
        <Field label={words.what} className={styles.title}>
          <Input value={title} maxLength={200} onChange={(_event, { value }) => setTitle(value)} />
        </Field>
        <Field label={words.due}>
          <Input type="date" value={due} onChange={(_event, { value }) => setDue(value)} />
        </Field>
        <Button type="submit" disabledFocusable={busy || title.trim() === ''}>
          {words.add}
        </Button>
      </div>
      {error && <Failure error={error} />}
    </form>
  );
}
