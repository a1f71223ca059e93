import { Button, Caption1, makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import type { DoneStep } from '../../core/api/workflows';
import { allSteps, Definition } from '../../core/workflows';
import { fullTime, shortTime } from '../format';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { doneWords } from './done-words';
import { stepSentence, type Names } from './words';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, paddingLeft: tokens.spacingHorizontalXL },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What somebody did in a workflow, by the steps they are in it with. */
export function EnrolmentHistoryPart({ id, names }: { id: string; names: Names }) {
  const styles = useStyles();
  const [history, reload] = useResource(`enrolment/${id}`, () => workflowsApi.history(id));
  if (history.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(texts.workflows.people.history)}>
        <SkeletonItem size={40} />
      </Skeleton>
    );
  }
  if (history.state === 'failed') {
    return (
      <Failure error={history.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
    );
  }
  const { enrolment, definition, done } = history.value;
  const read = Definition.safeParse(definition).data;
  const steps = read ? allSteps(read.steps) : [];
  const find = (step: string) => steps.find((one) => one.id === step);
  const line = ({ n, step: stepId, kind, at, result }: DoneStep) => {
    const step = find(stepId);
    const outcome = doneWords(kind, result);
    return (
      <li key={n}>
        <span>{step ? stepSentence(step, names, find) : kind}</span>{' '}
        <Caption1 className={styles.quiet}>
          <time dateTime={at} title={fullTime(at)}>
            {shortTime(at)}
          </time>
          {outcome === '' ? '' : ` · ${outcome}`}
        </Caption1>
      </li>
    );
  };
  return (
    <ol className={styles.list} aria-label={texts.workflows.people.history}>
      <li>
        {texts.workflows.people.begun}{' '}
        <Caption1 className={styles.quiet}>
          {`${shortTime(enrolment.begunAt)} · ${texts.workflows.people.bys[enrolment.by]}`}
        </Caption1>
      </li>
      {done.map(line)}
    </ol>
  );
}
