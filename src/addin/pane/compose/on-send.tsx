import { makeStyles, MessageBar, MessageBarBody, Text, tokens } from '@fluentui/react-components';
import { usePane } from '../context';
import { Section } from '../parts';
import type { Foretold } from '../sentences';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground2,
    // Without backgrounds, as where the system forces its colours, the box is still seen.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    overflowWrap: 'anywhere',
  },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
});

/** What happens on Send, and why not more (A1, O5, O15). */
export function OnSend({ words }: { words: Foretold }) {
  const styles = useStyles();
  const { texts } = usePane();
  const { summary, warnings, because, left } = words;
  return (
    <Section title={texts.compose.onSend}>
      {warnings.map((warning) => (
        <MessageBar key={warning} intent="warning" layout="multiline">
          <MessageBarBody>{warning}</MessageBarBody>
        </MessageBar>
      ))}
      <div className={styles.box}>
        <Text role="status" weight="semibold">
          {summary}
        </Text>
        {because.length > 0 && <Lines lines={because} />}
        {left && (
          <div>
            <Text block size={200}>
              {left.title}
            </Text>
            <Lines lines={left.lines} />
          </div>
        )}
      </div>
    </Section>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={useStyles().list}>
      {lines.map((line) => (
        <li key={line}>
          <Text size={200}>{line}</Text>
        </li>
      ))}
    </ul>
  );
}
