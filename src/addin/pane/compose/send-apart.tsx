import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { MailMultipleRegular } from '@fluentui/react-icons/svg/mail-multiple';
import type { ReactNode } from 'react';
import type { OutgoingMail } from '../../../core/api/sending';
import type { MessageSwitches } from '../../../core/policy/types';
import { mailboxUser, type Person } from '../../office';
import { usePane } from '../context';
import { Failed, Loading, Section } from '../parts';
import { discardDraft } from './draft';
import { useSendApart, type Apart } from './use-send-apart';

const useStyles = makeStyles({
  box: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start', overflowWrap: 'anywhere' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  wide: { width: '100%' },
});

interface SendApartProps {
  item: unknown;
  people: readonly Person[];
  plainText: boolean;
  switches: MessageSwitches | null;
  token: string | null;
}

/** O11: a button of its own beside Outlook's Send, where there are several recipients. */
export function SendApart(props: SendApartProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const { item, people } = props;
  const { apart, open, send, cancel, close, waitForLeave } = useSendApart(props);
  if (apart.step === 'closed') {
    return (
      <div className={styles.box}>
        <Button size="small" icon={<MailMultipleRegular />} onClick={() => void open()}>
          {texts.apart.button(people.length)}
        </Button>
      </div>
    );
  }
  return (
    <Section title={texts.apart.title}>
      <div className={styles.box}>
        {apart.step === 'under way' ? (
          <UnderWay mail={apart.mail} item={item} cancel={cancel} close={close} again={() => void open()} />
        ) : (
          <Before apart={apart} count={people.length} again={() => void open()} waitForLeave={waitForLeave}>
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
  count,
  again,
  waitForLeave,
  children,
}: {
  apart: Exclude<Apart, { step: 'closed' | 'under way' }>;
  count: number;
  again: () => void;
  waitForLeave: (url: string) => void;
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
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.apart[apart.why]}</MessageBarBody>
        </MessageBar>
      )}
      {apart.step === 'unfilled' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.apart.unfilledField}</MessageBarBody>
        </MessageBar>
      )}
      {apart.step === 'ready' && (
        <>
          <Text>{texts.apart.what(count)}</Text>
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
            onClick={() => waitForLeave(apart.url)}
          >
            {texts.apart.allow}
          </Button>
        </>
      )}
      <div className={styles.row}>{children}</div>
    </>
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
  item,
  cancel,
  close,
  again,
}: {
  mail: OutgoingMail;
  item: unknown;
  cancel: (id: string) => Promise<void>;
  close: () => void;
  again: () => void;
}) {
  const styles = useStyles();
  const { texts } = usePane();
  const { state, copies } = mail;
  const done = copies.filter((copy) => copy.state === 'accepted').length;
  const of = (wanted: 'unclear' | 'refused'): string[] =>
    copies.filter((copy) => copy.state === wanted).map(({ address }) => address);
  const problem = copies.find((copy) => copy.problem !== undefined)?.problem;
  return (
    <>
      <Text role="status">{statusOf(texts.apart, state, done, copies.length)}</Text>
      {(state === 'waiting' || state === 'sending') && (
        <ProgressBar
          className={styles.wide}
          aria-label={texts.apart.title}
          {...(state === 'sending' && { value: done, max: Math.max(1, copies.length) })}
        />
      )}
      {of('unclear').length > 0 && state === 'unclear' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.apart.unclear(of('unclear'))}</MessageBarBody>
        </MessageBar>
      )}
      {of('refused').length > 0 && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            {texts.apart.refusedFor(of('refused'))} {problem && texts.apart.problems[problem]}
          </MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.row}>
        {state === 'waiting' && (
          <Button size="small" onClick={() => void cancel(mail.id)}>
            {texts.apart.undo}
          </Button>
        )}
        {(state === 'sent' || state === 'unclear' || state === 'refused') && done > 0 && (
          <Button size="small" appearance="primary" onClick={() => discardDraft(item)}>
            {texts.apart.discard}
          </Button>
        )}
        {(state === 'draft' || state === 'discarded') && (
          <>
            <Button size="small" onClick={again}>
              {texts.apart.again}
            </Button>
            <Button size="small" onClick={close}>
              {texts.apart.cancel}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function statusOf(
  words: ReturnType<typeof usePane>['texts']['apart'],
  state: OutgoingMail['state'],
  done: number,
  all: number,
): string {
  if (state === 'waiting') return words.leaves;
  if (state === 'sending') return words.sending(done, all);
  if (state === 'draft' || state === 'discarded') return words.cancelled;
  return done > 0 ? words.sent(done) : words.cancelled;
}
