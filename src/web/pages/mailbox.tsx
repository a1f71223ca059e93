import {
  Button,
  Card,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Skeleton,
  SkeletonItem,
  Subtitle1,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { can } from '../../core/access';
import type { MailboxHealth } from '../../core/api/mailboxes';
import { ConsentFailure } from '../../core/api/sign-in';
import { api } from '../api';
import { fullTime, shortTime } from '../format';
import { countWords, gapWords } from '../mailbox-words';
import { RouterLink } from '../parts/event-line';
import { LookBackPart } from '../parts/look-back';
import { MailboxActions } from '../parts/mailbox-actions';
import { MailboxDomain } from '../parts/mailbox-domain';
import { MailboxRule } from '../parts/mailbox-rule';
import { MailboxStanding } from '../parts/mailbox-standing';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';

const useOwnStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    '@media (max-width: 720px)': { gridTemplateColumns: '1fr' },
  },
  fact: { margin: 0 },
  list: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalL,
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
  },
});
const useStyles = () => ({ ...usePageStyles(), ...useOwnStyles() });

/** While something is under way, and else. */
const SOON_MS = 2_000;
const AGAIN_MS = 15_000;

const isBusy = (health: MailboxHealth): boolean =>
  health.counting ||
  health.repairing ||
  health.lookBack?.state === 'running' ||
  health.mailbox.state === 'connecting' ||
  (health.mailbox.state === 'watching' && health.mailbox.lastProofAt === undefined);

const READ: readonly MailboxHealth['mailbox']['state'][] = ['watching', 'connecting', 'failing'];

/** One that stands is shown in any case. */
const canLookBack = ({ mailbox, lookBack }: MailboxHealth): boolean =>
  mailbox.may.lookBack &&
  mailbox.access !== 'pane' &&
  (lookBack !== undefined || READ.includes(mailbox.state));

/** The mailbox doctor: whether a mailbox is alive, what was skipped and why, and what to do (S4). */
export function MailboxPage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const { role } = useMe().user;
  const [health, reload, change] = useResource(id, () => api.mailboxHealth(id));
  const address = health.state === 'ready' ? health.value.mailbox.address : '';
  useTitle(address);
  useEvery(health.state === 'ready' && isBusy(health.value) ? SOON_MS : AGAIN_MS, reload);
  const { busy, error, does } = useDoing();
  const examine = (how: 'repair' | 'count'): void =>
    void does(async () => {
      const now = await api.examineMailbox(id, how);
      change(() => now);
    });
  const changed = (mailbox: MailboxHealth['mailbox']): void => {
    change((now) => ({ ...now, mailbox }));
    reload();
  };
  // Back from Microsoft, with a consent or without.
  const [params, setParams] = useSearchParams();
  const refused = params.get('failed');
  const isGiven = params.get('access') !== null;
  useEffect(() => {
    if (!isGiven) return;
    setParams({}, { replace: true });
    void does(async () => {
      const mailbox = await api.stepMailbox(id, 'resume');
      change((now) => ({ ...now, mailbox }));
    });
  }, [isGiven, id, does, change, setParams]);
  return (
    <div className={styles.page}>
      <RouterLink to="/settings">{texts.mailboxes.all}</RouterLink>
      {health.state === 'loading' && (
        <Skeleton aria-label={texts.mailboxes.loadingOne}>
          <SkeletonItem size={72} />
        </Skeleton>
      )}
      {health.state === 'failed' && (
        <Failure error={health.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {health.state === 'ready' && (
        <>
          <div className={styles.row}>
            <Title2 as="h1">{address}</Title2>
            <MailboxStanding mailbox={health.value.mailbox} />
          </div>
          {health.value.mailbox.reason !== undefined && health.value.findings.length === 0 && (
            <Text>{texts.said(health.value.mailbox.reason)}</Text>
          )}
          {error && <Failure error={error} />}
          {refused !== null && (
            <MessageBar intent="error" layout="multiline">
              <MessageBarBody>{texts.connect.failures[ConsentFailure.parse(refused)]}</MessageBarBody>
            </MessageBar>
          )}
          <Findings health={health.value} busy={busy} onRepair={() => examine('repair')} />
          <MailboxActions mailbox={health.value.mailbox} onChange={changed} />
          <MailboxRule mailbox={health.value.mailbox} onChange={changed} />
          <Proofs health={health.value} />
          {health.value.mailbox.access !== 'pane' && (
            <DayCount health={health.value} busy={busy} onExamine={examine} />
          )}
          <Skipped health={health.value} />
          {can(role, 'change', 'tracking-domain') && <MailboxDomain mailbox={id} />}
          {canLookBack(health.value) && (
            <Card className={styles.card}>
              <Subtitle1 as="h2">{texts.mailboxes.beforeConnected}</Subtitle1>
              <LookBackPart mailbox={id} lookBack={health.value.lookBack} onChange={reload} />
            </Card>
          )}
        </>
      )}
    </div>
  );
}

interface PartProps {
  health: MailboxHealth;
  busy: boolean;
}

/** Findings that a repair may heal. */
const HEALS: readonly MailboxHealth['findings'][number]['kind'][] = [
  'stale',
  'lapsed',
  'polled',
  'gap',
  'quiet',
];

function Findings({ health, busy, onRepair }: PartProps & { onRepair: () => void }) {
  return health.findings.map((finding) => (
    <MessageBar key={finding.kind} intent={finding.level} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{texts.said(finding.what)}</MessageBarTitle>
        {texts.said(finding.todo)}
      </MessageBarBody>
      {HEALS.includes(finding.kind) && health.mailbox.may.change && (
        <MessageBarActions>
          <Button disabledFocusable={busy || health.repairing} onClick={onRepair}>
            {health.repairing ? texts.mailboxes.repairing : texts.mailboxes.repair}
          </Button>
        </MessageBarActions>
      )}
      {finding.kind === 'not-allowed' &&
        health.mailbox.access === 'delegated' &&
        health.mailbox.may.change && (
          <MessageBarActions>
            <Button
              as="a"
              appearance="primary"
              href={`/auth/mailbox?back=/settings/mailboxes/${health.mailbox.id}`}
            >
              {texts.mailboxes.consentAgain}
            </Button>
          </MessageBarActions>
        )}
    </MessageBar>
  ));
}

function Proofs({ health }: { health: MailboxHealth }) {
  const styles = useStyles();
  const words = texts.mailboxes;
  const { mailbox } = health;
  const time = (at: string | undefined, never: string) =>
    at === undefined ? (
      never
    ) : (
      <time dateTime={at} title={fullTime(at)}>
        {shortTime(at)}
      </time>
    );
  const facts: [string, ReactNode][] = [
    [words.accessFact, words.access[mailbox.access]],
    [
      words.subscription,
      <>
        {words.subscriptions[health.subscription]}
        {health.subscription === 'stands' &&
          mailbox.subscriptionExpiresAt !== undefined &&
          words.until(fullTime(mailbox.subscriptionExpiresAt))}
      </>,
    ],
    [words.lastNotification, time(mailbox.lastNotificationAt, words.noneYet)],
    [words.lastLookedThrough, time(mailbox.lastSyncAt, words.notYet)],
    [words.latestMail, time(health.lastMailAt, words.noMailYet)],
    ...(health.usualGap === undefined
      ? []
      : [[words.mailComes, gapWords(health.usualGap)] satisfies [string, ReactNode]]),
    [words.connected, time(mailbox.connectedAt, '')],
  ];
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2">{words.proofs}</Subtitle1>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.quiet}>{name}</dt>
      <dd className={styles.fact}>{children}</dd>
    </>
  );
}

function DayCount({ health, busy, onExamine }: PartProps & { onExamine: (how: 'repair' | 'count') => void }) {
  const styles = useStyles();
  const { mailbox } = health;
  const counted = health.count;
  const reads =
    mailbox.state === 'watching' || mailbox.state === 'failing' || mailbox.state === 'not-allowed';
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2">{texts.mailboxes.missing}</Subtitle1>
      <Text aria-live="polite">{counted ? countWords(counted) : texts.mailboxes.notCounted}</Text>
      {counted && (
        <Text size={200} className={styles.quiet}>
          {texts.mailboxes.countedRange(
            fullTime(counted.since),
            fullTime(counted.until),
            shortTime(counted.countedAt),
          )}
        </Text>
      )}
      {mailbox.may.change && reads && (
        <div className={styles.row}>
          <Button disabledFocusable={busy || health.counting} onClick={() => onExamine('count')}>
            {health.counting ? texts.mailboxes.counting : texts.mailboxes.countLastDay}
          </Button>
          <Button disabledFocusable={busy || health.repairing} onClick={() => onExamine('repair')}>
            {health.repairing ? texts.mailboxes.repairing : texts.mailboxes.repair}
          </Button>
          {health.repairedAt !== undefined && (
            <Text size={200} className={styles.quiet}>
              {texts.mailboxes.repaired(shortTime(health.repairedAt))}
            </Text>
          )}
        </div>
      )}
    </Card>
  );
}

function Skipped({ health }: { health: MailboxHealth }) {
  const styles = useStyles();
  const none = health.left.length === 0 && health.problems.length === 0;
  return (
    <Card className={styles.card}>
      <Subtitle1 as="h2">{texts.mailboxes.skipped}</Subtitle1>
      <Text>{texts.mailboxes.filed(health.filed)}</Text>
      {none ? (
        <Text className={styles.quiet}>{texts.mailboxes.nothingSkipped}</Text>
      ) : (
        <ul className={styles.list}>
          {health.problems.map(({ what, count: n }) => (
            <li key={what}>{texts.mailboxes.timesWhat(n, texts.said(what))}</li>
          ))}
          {health.left.map(({ kind, count: n, why }) => (
            <li key={kind}>{texts.mailboxes.timesWhat(n, texts.said(why))}</li>
          ))}
        </ul>
      )}
      <Text size={200} className={styles.quiet}>
        {texts.mailboxes.skippedAbout}
      </Text>
    </Card>
  );
}
