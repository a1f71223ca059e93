import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { MailMultipleRegular } from '@fluentui/react-icons/svg/mail-multiple';
import type { ReactNode } from 'react';
import type { OutgoingMail } from '../../../core/api/sending';
import type { AccountPolicy, MessageSwitches } from '../../../core/policy/types';
import { mailboxUser } from '../../office';
import type { ApiFailure } from '../api';
import { usePane } from '../context';
import { Failed, Loading, Section } from '../parts';
import type { Texts } from '../texts';
import { standingOf, type ApartAction, type ApartHindrance, type ApartStanding } from './apart';
import { discardDraft } from './draft';
import { useSendApart, type Apart } from './use-send-apart';

const useStyles = makeStyles({
  box: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start', overflowWrap: 'anywhere' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  wide: { width: '100%' },
});

interface SendApartProps {
  item: unknown;
  /** How many are on the mail. */
  count: number;
  plainText: boolean;
  switches: MessageSwitches | null;
  policy: AccountPolicy | null;
  token: string | null;
}

/** O11: a button of its own beside Outlook's Send, where there are several recipients. */
export function SendApart(props: SendApartProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const { item, count } = props;
  const { apart, open, send, cancel, settle, putAway, forget, close, waitForLeave } = useSendApart(props);
  if (apart.step === 'closed') {
    return (
      <div className={styles.box}>
        <Button size="small" icon={<MailMultipleRegular />} onClick={() => void open()}>
          {texts.apart.button(count)}
        </Button>
      </div>
    );
  }
  const act = (action: ApartAction, mail: OutgoingMail): void => {
    switch (action) {
      case 'undo':
        return void cancel(mail);
      case 'sendAgain':
        return void settle(mail, 'again');
      case 'leave':
        return void settle(mail, 'leave');
      case 'discard':
        return discardDraft(item);
      case 'keep':
        return void forget();
      case 'close':
        return void putAway(mail);
      case 'anew':
        return void putAway(mail).then((done) => (done ? open() : undefined));
    }
  };
  return (
    <Section title={texts.apart.title}>
      <div className={styles.box}>
        {apart.step === 'under way' ? (
          <UnderWay mail={apart.mail} failure={apart.failure} act={(action) => act(action, apart.mail)} />
        ) : (
          <Before apart={apart} again={() => void open()} waitForLeave={waitForLeave}>
            {(apart.step === 'ready' || apart.step === 'unfilled') && (
              <Button size="small" appearance="primary" onClick={() => void send(apart.step === 'unfilled')}>
                {apart.step === 'ready' ? texts.apart.send : texts.apart.sendUnfilled}
              </Button>
            )}
            <Button size="small" onClick={close}>
              {texts.apart.cancel}
            </Button>
          </Before>
        )}
      </div>
    </Section>
  );
}

function Before({
  apart,
  again,
  waitForLeave,
  children,
}: {
  apart: Exclude<Apart, { step: 'closed' | 'under way' }>;
  again: () => void;
  waitForLeave: () => void;
  children: ReactNode;
}) {
  const styles = useStyles();
  const { texts, webApp } = usePane();
  if (apart.step === 'looking') return <Loading label={texts.loading} />;
  if (apart.step === 'reading') return <Loading label={texts.apart.reading} />;
  return (
    <>
      {apart.step === 'failed' && <Failed failure={apart.failure} again={again} />}
      {apart.step === 'hindered' && (
        <Warning again={apart.hindrance.why === 'unread' ? again : undefined}>
          {hindranceWords(texts, apart.hindrance)}
        </Warning>
      )}
      {apart.step === 'unfilled' && <Warning>{texts.apart.unfilledField}</Warning>}
      {apart.step === 'ready' && (
        <>
          {apart.draft.labelled && <Warning>{texts.apart.labelled}</Warning>}
          <Text>{texts.apart.what(apart.draft.people.length)}</Text>
          <Text size={200}>{texts.apart.draftStays}</Text>
        </>
      )}
      {apart.step === 'leave' && (
        <>
          <Text>{apart.waiting ? texts.apart.waitingForLeave : texts.apart.asks}</Text>
          <Button
            as="a"
            href={askingFor(webApp, apart.url)}
            target="_blank"
            rel="noreferrer"
            size="small"
            appearance="primary"
            onClick={waitForLeave}
          >
            {texts.apart.allow}
          </Button>
        </>
      )}
      <div className={styles.row}>{children}</div>
    </>
  );
}

const hindranceWords = ({ apart }: Texts, hindrance: ApartHindrance): string =>
  hindrance.why === 'nameless' ? apart.nameless(hindrance.who) : apart[hindrance.why];

function Warning({ again, children }: { again?: (() => void) | undefined; children: ReactNode }) {
  const { texts } = usePane();
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
      {again && (
        <MessageBarActions>
          <Button size="small" onClick={again}>
            {texts.tryAgain}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** By way of signing in: the browser that opens need not know its user yet. */
function askingFor(webApp: string, consentUrl: string): string {
  const url = new URL('/auth/login', webApp);
  url.searchParams.set('returnTo', consentUrl);
  const { address } = mailboxUser(Office);
  if (address !== '') url.searchParams.set('hint', address);
  return url.href;
}

function UnderWay({
  mail,
  failure,
  act,
}: {
  mail: OutgoingMail;
  failure: ApiFailure | undefined;
  act: (action: ApartAction) => void;
}) {
  const styles = useStyles();
  const { texts } = usePane();
  const { copies } = mail;
  const standing = standingOf(mail);
  const { said, sent, unclear, refused, actions } = standing;
  const problem = copies.find((copy) => copy.problem !== undefined)?.problem;
  return (
    <>
      <Text role="status">{statusWords(texts, standing, copies.length)}</Text>
      {said === 'sent' && <Text size={200}>{texts.apart.sentAlready}</Text>}
      {(said === 'leaves' || said === 'sending') && (
        <ProgressBar
          className={styles.wide}
          aria-label={texts.apart.title}
          {...(said === 'sending' && { value: sent, max: Math.max(1, copies.length) })}
        />
      )}
      {unclear.length > 0 && said !== 'sending' && <Warning>{texts.apart.unclear(unclear)}</Warning>}
      {refused.length > 0 && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {texts.apart.refusedFor(refused)} {problem && texts.apart.problems[problem]}
          </MessageBarBody>
        </MessageBar>
      )}
      {failure && <Failed failure={failure} />}
      <div className={styles.row}>
        {actions.map((action) => (
          <Button
            key={action}
            size="small"
            appearance={action === 'discard' ? 'primary' : 'secondary'}
            onClick={() => act(action)}
          >
            {texts.apart.actions[action]}
          </Button>
        ))}
      </div>
    </>
  );
}

function statusWords({ apart }: Texts, { said, sent }: ApartStanding, all: number): string {
  if (said === 'sending') return apart.sending(sent, all);
  return said === 'sent' ? apart.sent(sent) : apart.said[said];
}
