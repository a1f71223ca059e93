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
import { ConsentFailure } from '../../core/api/sign-in';
import { api } from '../api';
import { shortTime } from '../format';
import { LoadedSection } from '../parts/loaded-section';
import { LogRuleChoice, wholeRule, type DraftRule } from '../parts/log-rule-choice';
import { usePageStyles } from '../parts/page-styles';
import { RulePreview } from '../parts/rule-preview';
import { Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useOwnStyles = makeStyles({ way: { display: 'grid' } });
const useStyles = () => ({ ...usePageStyles(), ...useOwnStyles() });

/** What is asked for, and why (A10). */
const CONSENT = '/auth/mailbox';

/** R1, L12: connects one's own mailbox: by which way, and what of it is logged. */
export function ConnectMailboxPage() {
  const styles = useStyles();
  useTitle(texts.mailboxes.connectMine);
  const [params] = useSearchParams();
  const failed = params.get('failed');
  const [ways, reload] = useResource('mailbox-ways', api.mailboxWays);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.mailboxes.connectMine}</Title2>
      {failed !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{texts.connect.notLetIn}</MessageBarTitle>
            {texts.connect.failures[ConsentFailure.parse(failed)]}
          </MessageBarBody>
        </MessageBar>
      )}
      <LoadedSection
        title={texts.connect.how}
        about={texts.connect.onlyReads}
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
  const [rule, setRule] = useState<DraftRule>(ways.rule ?? DEFAULT_LOG_RULE);
  const { busy, error, does } = useDoing();
  const whole = wholeRule(rule);
  const noMailbox = [ways.application, ways.delegated].find(({ says }) => says === 'no-mailbox');
  if (noMailbox) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{texts.connect.cannot(ways.address)}</MessageBarTitle>
          {noMailbox.reason !== undefined && texts.said(noMailbox.reason)}
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
        aria-label={texts.connect.how}
        value={way}
        onChange={(_event, { value }) => {
          const chosen = MailboxAccess.safeParse(value);
          if (chosen.success) setWay(chosen.data);
        }}
      >
        <Radio
          value="application"
          label={<Way title={texts.connect.byOrganisation} about={applicationWords(ways)} />}
        />
        <Radio value="delegated" label={<Way title={texts.connect.byConsent} about={consentWords(ways)} />} />
        <Radio value="pane" label={<Way title={texts.connect.byPane} about={texts.connect.byPaneAbout} />} />
      </RadioGroup>
      {way === 'delegated' && ways.delegated.says !== 'allowed' && (
        <MessageBar intent={ways.delegated.says === 'not-given' ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody>
            {ways.delegated.reason === undefined
              ? texts.connect.consentAbout
              : texts.said(ways.delegated.reason)}
          </MessageBarBody>
          <MessageBarActions>
            <Button as="a" appearance="primary" href={CONSENT}>
              {texts.connect.consentButton}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <Card className={styles.card}>
        <Subtitle1 as="h2">{texts.connect.whatIsLogged}</Subtitle1>
        <LogRuleChoice rule={rule} onChange={setRule} />
        {way !== 'pane' && ways[way].says === 'allowed' && <RulePreview of={{ access: way }} rule={whole} />}
      </Card>
      {error && <Failure error={error} />}
      <div className={styles.row}>
        <Button
          appearance="primary"
          disabledFocusable={busy || !ready || whole === undefined}
          onClick={connect}
        >
          {busy ? texts.connect.connecting : texts.connect.connectOne(ways.address)}
        </Button>
        <Button onClick={() => void navigate('/settings')}>{texts.common.cancel}</Button>
      </div>
      <Caption1 className={styles.quiet}>
        {texts.connect.permissionsBefore}{' '}
        <Link href="https://learn.microsoft.com/graph/permissions-reference#mailread" target="_blank">
          {texts.connect.permissionsLink}
        </Link>
        {texts.connect.permissionsAfter}
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

const reasonOr = (reason: string | undefined, otherwise: string): string =>
  reason === undefined ? otherwise : texts.said(reason);

function applicationWords({ application }: MailboxWays): string {
  const words = texts.connect;
  if (application.says === 'allowed') return words.granted;
  if (application.says === 'not-allowed') {
    return words.startsOnceGranted(reasonOr(application.reason, words.notGranted));
  }
  return reasonOr(application.reason, words.noAnswer);
}

function consentWords({ delegated }: MailboxWays): string {
  const words = texts.connect;
  if (delegated.says === 'not-given') return words.youAllow;
  if (delegated.says === 'allowed' && delegated.grantedAt !== undefined) {
    return words.consented(shortTime(delegated.grantedAt));
  }
  return reasonOr(delegated.reason, words.noAnswer);
}
