import { Button, Skeleton, SkeletonItem, Switch, Text, Title2 } from '@fluentui/react-components';
import { usePageStyles } from '../parts/page-styles';
import { Empty, Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useResource } from '../use-resource';
import { NewTask, TaskList } from '../workflows/task-list';
import { workflowsApi } from '../workflows/workflows-api';

/** What is to be done: one's own and nobody's tasks, or all. */
export function TasksPage() {
  const styles = usePageStyles();
  const words = texts.tasks;
  const [address, , put] = useAddress();
  const whose = address.get('whose') === 'all' ? 'all' : 'mine';
  const done = address.get('done') === 'yes';
  const [list, reload] = useResource(`tasks/${whose}/${String(done)}`, () =>
    workflowsApi.tasks({ whose, done }),
  );
  useTitle(words.title);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Text className={styles.quiet}>{words.about}</Text>
      <NewTask reload={reload} />
      <div className={styles.row}>
        <Switch
          label={words.all}
          checked={whose === 'all'}
          onChange={(_event, { checked }) => put('whose', checked ? 'all' : '')}
        />
        <Switch
          label={words.done}
          checked={done}
          onChange={(_event, { checked }) => put('done', checked ? 'yes' : '')}
        />
      </div>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && (
        <>
          <TaskList tasks={list.value.tasks} reload={reload} />
          {list.value.tasks.length === 0 && (
            <Empty title={done ? words.noneDone : words.none}>{done ? '' : words.noneAbout}</Empty>
          )}
          {list.value.more && <Text className={styles.quiet}>{words.more}</Text>}
        </>
      )}
    </div>
  );
}
