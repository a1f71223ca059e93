import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle';
import { WarningRegular } from '@fluentui/react-icons/svg/warning';
import { everyBlock, type Content, type ContentProblem } from '../../../core/marketing/content';
import { texts } from '../../texts';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  one: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'flex-start' },
  icon: { flexShrink: 0, marginTop: '2px' },
  error: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  words: { display: 'grid', rowGap: tokens.spacingVerticalXXS, minWidth: 0, justifyItems: 'start' },
  at: { overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What is to be seen to before a message is sent: what is wrong, where, and what helps. Errors first. */
export function ChecksList({
  problems,
  content,
  show,
}: {
  problems: readonly ContentProblem[];
  content: Content;
  show: (block: string) => void;
}) {
  const styles = useStyles();
  const words = texts.marketingChecks;
  const blocks = content.form === 'blocks' ? everyBlock(content.blocks) : [];
  const kindOf = (id: string | undefined): string | undefined => {
    const block = blocks.find((one) => one.id === id);
    return block && texts.marketingWrite.kinds[block.kind];
  };
  if (problems.length === 0) {
    return (
      <div className={styles.one}>
        <CheckmarkCircleRegular className={mergeClasses(styles.icon, styles.good)} aria-hidden />
        <Text>{words.none}</Text>
      </div>
    );
  }
  const sorted = problems.toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
  return (
    <ul className={styles.list} aria-label={words.title}>
      {sorted.map((problem, n) => {
        const { what, fix } = words.problems[problem.code];
        const kind = kindOf(problem.block);
        const { block } = problem;
        return (
          <li key={n} className={styles.one}>
            {problem.level === 'error' ? (
              <ErrorCircleRegular
                className={mergeClasses(styles.icon, styles.error)}
                aria-label={words.error}
              />
            ) : (
              <WarningRegular
                className={mergeClasses(styles.icon, styles.warning)}
                aria-label={words.warning}
              />
            )}
            <div className={styles.words}>
              <Text weight="semibold">{what}</Text>
              {problem.at !== undefined && (
                <Text size={200} className={styles.at}>
                  {problem.at}
                </Text>
              )}
              <Text size={200} className={styles.quiet}>
                {fix}
              </Text>
              {kind !== undefined && block !== undefined && (
                <Button size="small" onClick={() => show(block)}>
                  {words.showBlock(kind)}
                </Button>
              )}
              {problem.part !== 'body' && <Text size={200}>{words.parts[problem.part]}</Text>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
