import { Button, Card, makeStyles, ProgressBar, Text, Title3, tokens } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { DEPLOYMENT_CHECKS, type CheckOutcome, type DeploymentCheck } from '../../core/api/checks';
import { ApiError } from '../api';
import { checkName } from '../check-words';
import { shortTime } from '../format';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { CheckResult } from './check-result';
import { usePageStyles } from './page-styles';
import { Failure } from './states';

const useStyles = makeStyles({
  section: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
});

type Outcomes = Partial<Record<DeploymentCheck, CheckOutcome>>;

/** The checks of the live address: each is asked for by itself, and shows as soon as it is answered. */
export function LiveChecks() {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.deployment;
  const [outcomes, setOutcomes] = useState<Outcomes>();
  const [error, setError] = useState<ApiError>();
  const round = useRef(0);
  const found = Object.values(outcomes ?? {});
  const running = outcomes !== undefined && error === undefined && found.length < DEPLOYMENT_CHECKS.length;
  const wrong = found.filter(({ level }) => level === 'error').length;

  const run = (): void => {
    const mine = ++round.current;
    setError(undefined);
    setOutcomes({});
    for (const check of DEPLOYMENT_CHECKS) {
      settingsApi.check(check).then(
        (outcome) => {
          if (round.current === mine) setOutcomes((now) => ({ ...now, [check]: outcome }));
        },
        (problem: unknown) => {
          if (round.current === mine)
            setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
        },
      );
    }
  };

  return (
    <section className={styles.section} aria-label={words.live}>
      <Title3 as="h2">{words.live}</Title3>
      <Text className={page.quiet}>{words.liveAbout}</Text>
      <Card className={page.card}>
        <div className={page.row}>
          <Button disabledFocusable={running} onClick={run}>
            {words.run}
          </Button>
          <Text role="status">
            {outcomes === undefined || error !== undefined
              ? ''
              : running
                ? words.progress(found.length, DEPLOYMENT_CHECKS.length)
                : wrong === 0
                  ? words.allWell
                  : words.wrongs(wrong)}
          </Text>
        </div>
        {error && <Failure error={error} />}
        {running && (
          <ProgressBar value={found.length} max={DEPLOYMENT_CHECKS.length} aria-label={words.waiting} />
        )}
        {outcomes !== undefined && error === undefined && (
          <ul className={styles.list} aria-label={words.live}>
            {DEPLOYMENT_CHECKS.map((check) => {
              const outcome = outcomes[check];
              const builtAt = outcome?.facts.builtAt;
              return (
                <li key={check}>
                  <CheckResult
                    name={checkName(check)}
                    outcome={outcome}
                    more={builtAt === undefined ? undefined : words.builtAt(shortTime(builtAt))}
                  />
                </li>
              );
            })}
          </ul>
        )}
      </Card>
    </section>
  );
}
