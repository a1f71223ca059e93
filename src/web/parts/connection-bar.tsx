import { makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import { catchUp, useBehind } from '../behind';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { useFeed } from './feed';

const AGAIN_MS = 5_000;

const useStyles = makeStyles({ bar: { marginBottom: tokens.spacingVerticalL } });

/** Over every page: that the connection broke, or that what is shown may be out of date; gone by itself when it is not. */
export function ConnectionBar() {
  const styles = useStyles();
  const { stream } = useFeed();
  const behind = useBehind();
  useEvery(behind ? AGAIN_MS : undefined, catchUp);
  useEffect(() => {
    if (stream === 'live') catchUp();
  }, [stream]);
  if (stream === 'live' && !behind) return null;
  return (
    <MessageBar intent="warning" layout="multiline" className={styles.bar}>
      <MessageBarBody>{stream === 'live' ? texts.shell.outOfDate : texts.shell.reconnecting}</MessageBarBody>
    </MessageBar>
  );
}
