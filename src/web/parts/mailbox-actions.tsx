import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { MailboxView } from '../../core/api/mailboxes';
import { api } from '../api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { Failure } from './states';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalM },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** The server keeps the consent of a disconnected mailbox for a minute. */
const UNDO_MS = 55_000;
type Step = 'pause' | 'resume' | 'disconnect';
const CAN_PAUSE: readonly MailboxView['state'][] = ['watching', 'failing', 'connecting', 'not-allowed'];

/** Pause, resume, disconnect: done at once, and undone by a button instead of asked about beforehand. */
export function MailboxActions({
  mailbox,
  onChange,
}: {
  mailbox: MailboxView;
  onChange: (now: MailboxView) => void;
}) {
  const styles = useStyles();
  const { busy, error, does } = useDoing();
  const [done, setDone] = useState<'pause' | 'disconnect'>();
  const undo = useRef<HTMLButtonElement>(null);
  const step = (which: Step): void =>
    void does(async () => {
      onChange(await api.stepMailbox(mailbox.id, which));
      setDone(which === 'resume' ? undefined : which);
    });
  useEffect(() => {
    if (done === undefined) return undefined;
    undo.current?.focus();
    const timer = setTimeout(() => setDone(undefined), UNDO_MS);
    return () => clearTimeout(timer);
  }, [done]);
  if (!mailbox.may.change) return null;
  const left = mailbox.state === 'paused' || mailbox.state === 'disconnected';
  return (
    <div className={styles.all}>
      {error && <Failure error={error} />}
      {left && done !== undefined ? (
        <MessageBar intent="success">
          <MessageBarBody>
            {done === 'pause' ? texts.mailboxes.pausedDone : texts.mailboxes.disconnectedDone}
          </MessageBarBody>
          <MessageBarActions>
            <Button ref={undo} disabledFocusable={busy} onClick={() => step('resume')}>
              {texts.common.undo}
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : (
        <div className={styles.row}>
          {CAN_PAUSE.includes(mailbox.state) && (
            <Button disabledFocusable={busy} onClick={() => step('pause')}>
              {texts.mailboxes.pause}
            </Button>
          )}
          {left && mailbox.owner?.disabled !== true && (
            <Button appearance="primary" disabledFocusable={busy} onClick={() => step('resume')}>
              {mailbox.state === 'paused' ? texts.mailboxes.resume : texts.mailboxes.connectAgain}
            </Button>
          )}
          {mailbox.state === 'not-allowed' && (
            <Button disabledFocusable={busy} onClick={() => step('resume')}>
              {texts.common.tryAgain}
            </Button>
          )}
          {!mailbox.left && (
            <Button disabledFocusable={busy} onClick={() => step('disconnect')}>
              {texts.mailboxes.disconnect}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
