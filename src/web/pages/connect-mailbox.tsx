import {
  Button,
  Caption1,
  Card,
  Link,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  Subtitle1,
  Text,
  Title2,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { DEFAULT_LOG_RULE } from '../../core/api/log-rules';
import { MailboxAccess, type MailboxWays } from '../../core/api/mailboxes';
import { api } from '../api';
import { shortTime } from '../format';
import { LoadedSection } from '../parts/loaded-section';
import { LogRuleChoice, wholeRule, type DraftRule } from '../parts/log-rule-choice';
import { usePageStyles } from '../parts/page-styles';
import { RulePreview } from '../parts/rule-preview';
import { Failure, useTitle } from '../parts/states';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useOwnStyles = makeStyles({ way: { display: 'grid' } });
const useStyles = () => ({ ...usePageStyles(), ...useOwnStyles() });

/** What is asked for, and why (A10). */
const CONSENT = '/auth/mailbox';

/** R1, L12: connects one's own mailbox: by which way, and what of it is logged. */
export function ConnectMailboxPage() {
  const styles = useStyles();
  useTitle('Connect my mailbox');
  const [params] = useSearchParams();
  const failed = params.get('failed');
  const [ways, reload] = useResource('mailbox-ways', api.mailboxWays);
  return (
    <div className={styles.page}>
      <Title2 as="h1">Connect my mailbox</Title2>
      {failed !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Microsoft did not let Mailtrail in</MessageBarTitle>
            {failed}
          </MessageBarBody>
        </MessageBar>
      )}
      <LoadedSection
        title="How Mailtrail reads it"
        about="It only reads: nothing is marked as read, moved, changed or deleted, and nothing is sent."
        resource={ways}
        reload={reload}
      >
        {(found) => <Choices ways={found} asked={params.get('access')} />}
      </LoadedSection>
    </div>
  );
}

/** The way that works; else the one that can be made to work here and now. */
function bestWay(ways: MailboxWays, asked: string | null): MailboxAccess {
  const wanted = MailboxAccess.safeParse(asked);
  if (wanted.success) return wanted.data;
  if (ways.application.says === 'allowed') return 'application';
  return 'delegated';
}

function Choices({ ways, asked }: { ways: MailboxWays; asked: string | null }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [way, setWay] = useState<MailboxAccess>(() => bestWay(ways, asked));
  const [rule, setRule] = useState<DraftRule>(DEFAULT_LOG_RULE);
  const { busy, error, does } = useDoing();
  const whole = wholeRule(rule);
  const noMailbox = [ways.application, ways.delegated].find(({ says }) => says === 'no-mailbox');
  if (noMailbox) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{`${ways.address} cannot be connected`}</MessageBarTitle>
          {noMailbox.reason}
        </MessageBarBody>
      </MessageBar>
    );
  }
  const ready = way !== 'delegated' || ways.delegated.says !== 'not-given';
  const connect = (): void =>
    void does(async () => {
      const mailbox = await api.connectMailbox({
        kind: 'personal',
        access: way,
        ...(whole && { rule: whole }),
      });
      await navigate(`/settings/mailboxes/${mailbox.id}`);
    });
  return (
    <>
      <RadioGroup
        aria-label="How Mailtrail reads it"
        value={way}
        onChange={(_event, { value }) => {
          const chosen = MailboxAccess.safeParse(value);
          if (chosen.success) setWay(chosen.data);
        }}
      >
        <Radio
          value="application"
          label={<Way title="By your organisation’s permission" about={applicationWords(ways)} />}
        />
        <Radio value="delegated" label={<Way title="By your own consent" about={consentWords(ways)} />} />
        <Radio
          value="pane"
          label={
            <Way
              title="Only while Mailtrail’s pane is open in Outlook"
              about="Nothing is granted to the server. What comes while the pane is closed is found when it opens again."
            />
          }
        />
      </RadioGroup>
      {way === 'delegated' && ways.delegated.says !== 'allowed' && (
        <MessageBar intent={ways.delegated.says === 'not-given' ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody>
            {ways.delegated.reason ??
              'Microsoft asks you once whether Mailtrail may read your mail and stay signed in. You can withdraw it there at any time.'}
          </MessageBarBody>
          <MessageBarActions>
            <Button as="a" appearance="primary" href={CONSENT}>
              Consent at Microsoft
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <Card className={styles.card}>
        <Subtitle1 as="h2">What is logged</Subtitle1>
        <LogRuleChoice rule={rule} onChange={setRule} />
        {way !== 'pane' && ways[way].says === 'allowed' && <RulePreview access={way} rule={whole} />}
      </Card>
      {error && <Failure error={error} />}
      <div className={styles.row}>
        <Button
          appearance="primary"
          disabledFocusable={busy || !ready || whole === undefined}
          onClick={connect}
        >
          {busy ? 'Connecting …' : `Connect ${ways.address}`}
        </Button>
        <Button onClick={() => void navigate('/settings')}>Cancel</Button>
      </div>
      <Caption1 className={styles.quiet}>
        What Mailtrail may do, and why, is in{' '}
        <Link href="https://learn.microsoft.com/graph/permissions-reference#mailread" target="_blank">
          Microsoft’s words
        </Link>
        : Mail.Read, to find replies and copies; User.Read, to know your addresses.
      </Caption1>
    </>
  );
}

function Way({ title, about }: { title: string; about: string }) {
  const styles = useStyles();
  return (
    <span className={styles.way}>
      <Text>{title}</Text>
      <Text size={200} className={styles.quiet}>
        {about}
      </Text>
    </span>
  );
}

function applicationWords({ application }: MailboxWays): string {
  if (application.says === 'allowed')
    return 'Granted by your administrator. Works whether or not you are signed in.';
  if (application.says === 'not-allowed') {
    return `${application.reason ?? 'Not granted yet.'} Connected all the same, it starts by itself once that is done.`;
  }
  return application.reason ?? 'Microsoft does not answer right now.';
}

function consentWords({ delegated }: MailboxWays): string {
  if (delegated.says === 'not-given')
    return 'You allow it at Microsoft; no administrator is needed, unless yours has ruled that out.';
  if (delegated.says === 'allowed' && delegated.grantedAt !== undefined) {
    return `You consented ${shortTime(delegated.grantedAt)}.`;
  }
  return delegated.reason ?? 'Microsoft does not answer right now.';
}
