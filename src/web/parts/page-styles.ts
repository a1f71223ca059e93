import { makeStyles, tokens } from '@fluentui/react-components';

/** What the pages of settings look alike in. */
export const usePageStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '860px',
  },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  /** Things side by side, which wrap. */
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
  /** The one on the left, the other on the right. */
  between: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'baseline',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});
