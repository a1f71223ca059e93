import {
  Badge,
  Button,
  Card,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import type { OutgoingMail } from '../../core/api/sending';
import { sendingApi } from '../sending-api';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  copy: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'baseline' },
});

const LOOK_MS = 1_500;
const COLOURS = {
  waiting: 'informative',
  trying: 'informative',
  accepted: 'success',
  unclear: 'warning',
  refused: 'danger',
} as const;

/** How far a mail is that was told to leave: it can be left alone meanwhile. */
export function SendingStatus({
  mail,
  take,
}: {
  mail: OutgoingMail;
  take: (mail: OutgoingMail, show?: boolean) => void;
}) {
  const styles = useStyles();
  const navigate = useNavigate();
  const { busy, error, does } = useDoing();
  const left = useSecondsUntil(mail.sendAt);
  const open = mail.state === 'waiting' || mail.state === 'sending';
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(() => {
      sendingApi.mail(mail.id).then(
        (now) => take(now),
        () => undefined,
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [mail.id, open, take]);

  const settle = (answer: 'again' | 'leave') => () =>
    void does(async () => take(await sendingApi.settle(mail.id, answer), true));
  const accepted = mail.copies.filter(({ state }) => state === 'accepted').length;
  const problem = mail.copies.find((copy) => copy.problem !== undefined)?.problem;
  const nothingLeft = mail.copies.length > 0 && mail.copies.every(({ state }) => state === 'refused');
  return (
    <div className={styles.all}>
      <div role="status" className={styles.all}>
        {mail.state === 'waiting' && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>{texts.write.leavesIn(left)}</MessageBarBody>
            <MessageBarActions>
              <Button
                disabledFocusable={busy}
                onClick={() => void does(async () => take(await sendingApi.cancel(mail.id), true))}
              >
                {texts.write.takeBack}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
        {mail.state === 'sending' && (
          <>
            <Text>{texts.write.sendingNow}</Text>
            <ProgressBar {...(mail.copies.length > 1 && { value: accepted / mail.copies.length })} />
          </>
        )}
        {mail.state === 'sent' && (
          <MessageBar intent="success" layout="multiline">
            <MessageBarBody>{texts.write.sent}</MessageBarBody>
            <MessageBarActions>
              {mail.messageId !== undefined && (
                <Button onClick={() => void navigate(`/messages/${mail.messageId ?? ''}`)}>
                  {texts.write.showMessage}
                </Button>
              )}
              {mail.contactId !== undefined && (
                <Button
                  onClick={() => void navigate(`/contacts/${mail.contactId ?? ''}/write?new=${mail.id}`)}
                >
                  {texts.write.writeAnother}
                </Button>
              )}
            </MessageBarActions>
          </MessageBar>
        )}
        {(mail.state === 'unclear' || mail.state === 'refused') && (
          <MessageBar intent={mail.state === 'unclear' ? 'warning' : 'error'} layout="multiline">
            <MessageBarBody>
              {mail.state === 'unclear' ? texts.write.unclear : texts.write.refused}{' '}
              {problem !== undefined && texts.write.problems[problem]}
            </MessageBarBody>
            <MessageBarActions>
              {nothingLeft ? (
                <Button disabledFocusable={busy} onClick={settle('leave')}>
                  {texts.write.asDraft}
                </Button>
              ) : (
                <>
                  <Button disabledFocusable={busy} onClick={settle('again')}>
                    {texts.write.sendAgain}
                  </Button>
                  <Button disabledFocusable={busy} onClick={settle('leave')}>
                    {texts.write.leaveIt}
                  </Button>
                </>
              )}
            </MessageBarActions>
          </MessageBar>
        )}
      </div>
      {error && <Failure error={error} />}
      {mail.copies.length > 1 && (
        <Card>
          <ul className={styles.list} aria-label={texts.write.copies}>
            {mail.copies.map(({ idx, address, state }) => (
              <li key={idx} className={styles.copy}>
                <Badge appearance="tint" color={COLOURS[state]}>
                  {texts.write.copyStates[state]}
                </Badge>
                <Text>{address}</Text>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function useSecondsUntil(at: string | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === undefined) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [at]);
  return at === undefined ? 0 : Math.max(0, Math.ceil((Date.parse(at) - now) / 1_000));
}
