import { Button, Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components';
import type { Content } from '../../../core/marketing/content';
import { texts } from '../../texts';

const useStyles = makeStyles({
  all: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalS,
    justifyItems: 'start',
  },
  whole: { width: '100%' },
  shown: {
    width: '100%',
    boxSizing: 'border-box',
    margin: 0,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    maxHeight: '600px',
    overflowY: 'auto',
  },
});

/** The plain-text part: made from the mail, or in one's own words. */
export function PlainTextTab({
  content,
  made,
  plain,
  disabled,
  change,
}: {
  content: Content;
  /** As the contact of the preview would get it. */
  made: string;
  /** With its fields as they are named. */
  plain: string;
  disabled: boolean;
  change: (text: string | null) => void;
}) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  return (
    <div className={styles.all}>
      <Text>{content.text === null ? words.textMade : words.textOwn}</Text>
      {content.text !== null && (
        <Field label={words.plainText} className={styles.whole}>
          <Textarea
            value={content.text}
            rows={14}
            maxLength={100_000}
            resize="vertical"
            disabled={disabled}
            onChange={(_event, { value }) => change(value)}
          />
        </Field>
      )}
      {!disabled && (
        <Button onClick={() => change(content.text === null ? plain : null)}>
          {content.text === null ? words.writeText : words.makeText}
        </Button>
      )}
      <pre className={styles.shown} tabIndex={0} aria-label={words.plainText}>
        {made}
      </pre>
    </div>
  );
}
