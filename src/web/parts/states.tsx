import {
  Body1,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Subtitle1,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import type { ApiError } from '../api';
import { texts } from '../texts';

const useStyles = makeStyles({
  empty: {
    display: 'grid',
    justifyItems: 'center',
    textAlign: 'center',
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalXL}`,
    color: tokens.colorNeutralForeground2,
  },
  words: { maxWidth: '46ch' },
  failure: { maxWidth: '60ch' },
});

/** What a screen says when there is nothing to show yet, and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <Subtitle1 as="h2">{title}</Subtitle1>
      <Body1 className={styles.words}>{children}</Body1>
      {action}
    </div>
  );
}

/** Why something could not be loaded or done, with a way on. What is refused for want of a right is tried again in vain. */
export function Failure({ error, action }: { error: ApiError; action?: ReactNode }) {
  const styles = useStyles();
  const refused = error.status === 403;
  return (
    <MessageBar intent={refused ? 'warning' : 'error'} layout="multiline" className={styles.failure}>
      <MessageBarBody>
        <MessageBarTitle>{refused ? texts.common.noPermission : texts.common.didNotWork}</MessageBarTitle>
        {error.message}
      </MessageBarBody>
      {!refused && action}
    </MessageBar>
  );
}

/** The tab's title follows the screen. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Mailtrail' : `${title} · Mailtrail`;
  }, [title]);
}
