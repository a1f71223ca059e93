import {
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { DryRun } from '../../core/api/workflows';
import type { ContactCard } from '../../core/api/shared';
import { allSteps, type Definition } from '../../core/workflows';
import { shortTime } from '../format';
import { ContactPicker } from '../parts/contact-picker';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { doneWords } from './done-words';
import { stepSentence, type Names } from './words';
import { workflowsApi } from './workflows-api';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  list: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
  },
  start: { alignSelf: 'flex-start' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What would happen to a contact by the steps as they stand here, saved or not. */
export function TryOut({ id, definition, names }: { id: string; definition: Definition; names: Names }) {
  const styles = useStyles();
  const words = texts.workflows.tryOut;
  const [picking, setPicking] = useState(false);
  const [tried, setTried] = useState<{ contact: ContactCard; run: DryRun; of: Definition }>();
  const { busy, error, does } = useDoing();
  const steps = tried ? allSteps(tried.of.steps) : [];
  const find = (step: string) => steps.find((one) => one.id === step);
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h3">{words.title}</Subtitle2>
      <Text className={styles.quiet}>{words.about}</Text>
      <Button className={styles.start} disabledFocusable={busy} onClick={() => setPicking(true)}>
        {words.choose}
      </Button>
      <ContactPicker
        title={words.choose}
        open={picking}
        onClose={() => setPicking(false)}
        onPick={(contact) => {
          setPicking(false);
          void does(async () => {
            setTried({ contact, run: await workflowsApi.tryOut(id, contact.id, definition), of: definition });
          });
        }}
      />
      {error && <Failure error={error} />}
      <div role="status">
        {tried && (
          <>
            <Text weight="semibold">{words.for(tried.contact.name)}</Text>
            {[
              ...(tried.run.filter === false ? [words.filterNo] : []),
              ...(tried.run.wasIn ? [words.wasIn] : []),
              ...(tried.run.goal === true ? [words.goal] : []),
            ].map((said) => (
              <div key={said}>
                <Badge appearance="tint" color="warning">
                  {said}
                </Badge>
              </div>
            ))}
            <ol className={styles.list} aria-label={words.for(tried.contact.name)}>
              {tried.run.steps.map(({ step: stepId, kind, at, result }, n) => {
                const step = find(stepId);
                const outcome = doneWords(kind, result);
                return (
                  // One comes to a step more than once.
                  <li key={n}>
                    {step ? stepSentence(step, names, find) : kind}{' '}
                    <Caption1 className={styles.quiet}>
                      {[shortTime(at), outcome].filter((part) => part !== '').join(' · ')}
                    </Caption1>
                  </li>
                );
              })}
              <li>{tried.run.more ? words.more : words.end}</li>
            </ol>
          </>
        )}
      </div>
    </Card>
  );
}
