import { Caption1, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircleFilled } from '@fluentui/react-icons/svg/error-circle';
import { WarningFilled } from '@fluentui/react-icons/svg/warning';
import type { CheckOutcome } from '../../core/api/checks';
import { findingWords } from '../check-words';
import { texts } from '../texts';

const useStyles = makeStyles({
  line: { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalS },
  words: { display: 'grid', overflowWrap: 'anywhere' },
  todo: { color: tokens.colorNeutralForeground2 },
  ok: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  error: { color: tokens.colorStatusDangerForeground1 },
});
const ICONS = { ok: CheckmarkCircleFilled, warning: WarningFilled, error: ErrorCircleFilled } as const;

interface CheckResultProps {
  /** What was looked at; absent where the place says it. */
  name?: string;
  /** Absent: it is being looked at. */
  outcome: CheckOutcome | undefined;
  more?: string | undefined;
}

/** One thing that was looked at: how it is, in a sign, a word and a sentence, and what to do. */
export function CheckResult({ name, outcome, more }: CheckResultProps) {
  const styles = useStyles();
  if (!outcome) {
    return (
      <div className={styles.line}>
        <Spinner size="tiny" aria-label={texts.deployment.waiting} />
        <Text>{name ?? texts.deployment.waiting}</Text>
      </div>
    );
  }
  const { level, finding, facts } = outcome;
  const Icon = ICONS[level];
  const { what, todo } = findingWords(finding, facts);
  return (
    <div className={styles.line}>
      <Icon className={styles[level]} fontSize={20} role="img" aria-label={texts.deployment[level]} />
      <span className={styles.words}>
        {name !== undefined && <Text weight="semibold">{name}</Text>}
        <Text>{what}</Text>
        {todo !== undefined && <Text className={styles.todo}>{todo}</Text>}
        {more !== undefined && <Caption1 className={styles.todo}>{more}</Caption1>}
      </span>
    </div>
  );
}
