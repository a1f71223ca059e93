import {
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Skeleton,
  SkeletonItem,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { can } from '../../core/access';
import type { EnrolmentView, WorkflowChoices } from '../../core/api/workflows';
import { shortTime } from '../format';
import { RouterLink } from '../parts/event-line';
import { useMe } from '../parts/me';
import { Failure } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { EnrolmentHistoryPart } from './enrolment-history';
import { whereWords } from './people-tab';
import { NewTask, TaskList } from './task-list';
import { namesOf } from './words';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  one: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalXXS },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, flexWrap: 'wrap' },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
  start: { alignSelf: 'flex-start' },
});

const COLOURS = { in: 'brand', finished: 'success', left: 'informative', failed: 'warning' } as const;

/** What is to be done about a contact. */
export function ContactTasksCard({ contactId }: { contactId: string }) {
  const styles = useStyles();
  const [list, reload] = useResource(`tasks-of/${contactId}`, () =>
    workflowsApi.tasks({ contact: contactId, whose: 'all' }),
  );
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.tasks.title}</Subtitle2>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(texts.tasks.title)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && <TaskList tasks={list.value.tasks} ofContact reload={reload} />}
      <NewTask contact={contactId} reload={reload} />
    </Card>
  );
}

/** M9: which workflows a contact is or was in, what they did there, and the way into one by hand. */
export function ContactWorkflowsCard({ contactId }: { contactId: string }) {
  const styles = useStyles();
  const words = texts.workflows.ofContact;
  const mayChange = can(useMe().user.role, 'change', 'workflow');
  const [list, reload] = useResource(`workflows-of/${contactId}`, () => workflowsApi.ofContact(contactId));
  const [choices] = useResource('workflow-choices', workflowsApi.choices);
  const [out, setOut] = useState<EnrolmentView>();
  const { busy, error, does } = useDoing();
  const act = (enrolment: EnrolmentView, what: 'leave' | 'return'): void =>
    void does(async () => {
      await workflowsApi.enrolment(enrolment.id, what);
      setOut(what === 'leave' ? enrolment : undefined);
      reload();
    });
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{words.title}</Subtitle2>
      {error && <Failure error={error} />}
      {out && (
        <UndoBar
          words={texts.workflows.people.takenOut(out.contact?.name ?? '')}
          busy={busy}
          undo={() => act(out, 'return')}
        />
      )}
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={40} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.enrolments.length === 0 && (
        <Text className={styles.quiet}>{words.none}</Text>
      )}
      {list.state === 'ready' && list.value.enrolments.length > 0 && (
        <ul className={styles.list} aria-label={words.title}>
          {list.value.enrolments.map((enrolment) => (
            <li key={enrolment.id}>
              <OneEnrolment
                enrolment={enrolment}
                choices={choices.state === 'ready' ? choices.value : undefined}
                leave={mayChange ? () => act(enrolment, 'leave') : undefined}
                busy={busy}
              />
            </li>
          ))}
        </ul>
      )}
      {list.state === 'ready' && mayChange && list.value.open.length > 0 && (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button size="small" className={styles.start} disabledFocusable={busy}>
              {words.put}
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {list.value.open.map(({ id, name }) => (
                <MenuItem
                  key={id}
                  onClick={() =>
                    void does(async () => {
                      await workflowsApi.put(id, contactId);
                      reload();
                    })
                  }
                >
                  {name}
                </MenuItem>
              ))}
            </MenuList>
          </MenuPopover>
        </Menu>
      )}
    </Card>
  );
}

function OneEnrolment({
  enrolment,
  choices,
  leave,
  busy,
}: {
  enrolment: EnrolmentView;
  choices: WorkflowChoices | undefined;
  leave: (() => void) | undefined;
  busy: boolean;
}) {
  const styles = useStyles();
  const words = texts.workflows.people;
  const [shown, setShown] = useState(false);
  const { workflow, state } = enrolment;
  const where = whereWords(enrolment, undefined);
  return (
    <div className={styles.one}>
      <div className={styles.head}>
        <span className={styles.name}>
          <RouterLink to={`/workflows/${workflow.id}`}>{workflow.name}</RouterLink>
        </span>
        <Badge appearance="tint" color={COLOURS[state]}>
          {words.states[state]}
        </Badge>
      </div>
      <Caption1 className={styles.quiet}>
        {[shortTime(enrolment.begunAt), words.bys[enrolment.by], ...(where === '' ? [] : [where])].join(
          ' · ',
        )}
      </Caption1>
      <div className={styles.actions}>
        {choices && (
          <Button
            size="small"
            appearance="subtle"
            aria-expanded={shown}
            aria-label={`${words.history}: ${workflow.name}`}
            onClick={() => setShown(!shown)}
          >
            {words.history}
          </Button>
        )}
        {leave && (state === 'in' || state === 'failed') && (
          <Button
            size="small"
            appearance="subtle"
            aria-label={`${words.takeOut}: ${workflow.name}`}
            disabledFocusable={busy}
            onClick={leave}
          >
            {words.takeOut}
          </Button>
        )}
      </div>
      {shown && choices && <EnrolmentHistoryPart id={enrolment.id} names={namesOf(choices)} />}
    </div>
  );
}
