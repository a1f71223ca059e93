import {
  Badge,
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Subtitle1,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { can } from '../../core/access';
import type { TrackingDomain } from '../../core/api/deployment';
import { AdminsOnly } from '../parts/admins-only';
import { CheckResult } from '../parts/check-result';
import { LoadedSection } from '../parts/loaded-section';
import { MailboxDomains } from '../parts/mailbox-domains';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { shortTime } from '../format';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  add: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'start' },
  // Level with the field, whose label stands above.
  button: { marginTop: '26px' },
});

const STATE_COLORS = { unchecked: 'informative', good: 'success', failing: 'danger' } as const;

/** C7: the hosts that images and links lead to, each with what its last check found. */
export function TrackingDomainsPage() {
  useTitle(texts.trackingDomains.title);
  return can(useMe().user.role, 'read', 'tracking-domain') ? (
    <Domains />
  ) : (
    <AdminsOnly title={texts.trackingDomains.title} />
  );
}

function Domains() {
  const styles = usePageStyles();
  const form = useStyles();
  const words = texts.trackingDomains;
  const [domains, reload, change] = useResource('tracking-domains', settingsApi.domains);
  const { busy, error, does } = useDoing();
  const [asked, setAsked] = useState<string>();
  const [gaveUp, setGaveUp] = useState<string>();
  const [host, setHost] = useState('');

  const run = async (name: string | undefined, act: () => ReturnType<typeof settingsApi.domains>) => {
    setAsked(name);
    const done = await does(async () => {
      const answer = await act();
      change(() => answer);
    });
    setAsked(undefined);
    return done;
  };
  const add = async (): Promise<void> => {
    setGaveUp(undefined);
    if (!(await run(undefined, () => settingsApi.addDomain(host)))) return;
    const added = host
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/\/+$/, '')
      .toLowerCase();
    setHost('');
    await run(added, () => settingsApi.checkDomain(added));
  };

  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      {gaveUp !== undefined && (
        <UndoBar
          words={words.gaveUp(gaveUp)}
          busy={busy}
          undo={() =>
            void run(gaveUp, async () => {
              await settingsApi.addDomain(gaveUp);
              return settingsApi.checkDomain(gaveUp);
            }).then((done) => done && setGaveUp(undefined))
          }
        />
      )}
      <LoadedSection
        title={words.title}
        hideTitle
        about={`${words.about} ${words.everyFive}`}
        resource={domains}
        reload={reload}
        error={error}
      >
        {(standing) => (
          <>
            {standing.domains.map((domain) => (
              <DomainCard
                key={domain.host}
                domain={domain}
                busy={busy}
                checking={asked === domain.host}
                check={() => void run(domain.host, () => settingsApi.checkDomain(domain.host))}
                use={() => void run(domain.host, () => settingsApi.useDomain(domain.host))}
                giveUp={() =>
                  void run(domain.host, () => settingsApi.retireDomain(domain.host)).then(
                    (done) => done && setGaveUp(domain.host),
                  )
                }
              />
            ))}
            {standing.domains.length > 1 && (
              <MailboxDomains
                of={standing}
                busy={busy}
                choose={(mailbox, to) => void run(undefined, () => settingsApi.chooseDomain(mailbox, to))}
              />
            )}
            <Card className={styles.card}>
              <Subtitle1 as="h2">{words.add}</Subtitle1>
              <form
                className={form.add}
                onSubmit={(event) => {
                  event.preventDefault();
                  if (host.trim() !== '') void add();
                }}
              >
                <Field label={words.host} hint={words.hostHint(standing.leadsTo)}>
                  <Input
                    value={host}
                    placeholder="go.example.com"
                    onChange={(_event, { value }) => setHost(value)}
                  />
                </Field>
                <Button
                  type="submit"
                  className={form.button}
                  appearance="primary"
                  disabledFocusable={busy || host.trim() === ''}
                >
                  {texts.common.add}
                </Button>
              </form>
            </Card>
          </>
        )}
      </LoadedSection>
    </div>
  );
}

interface DomainCardProps {
  domain: TrackingDomain;
  busy: boolean;
  checking: boolean;
  check: () => void;
  use: () => void;
  giveUp: () => void;
}

function DomainCard({ domain, busy, checking, check, use, giveUp }: DomainCardProps) {
  const styles = usePageStyles();
  const words = texts.trackingDomains;
  const { host, state, retired } = domain;
  return (
    <Card className={styles.card} role="group" aria-label={host}>
      <div className={styles.between}>
        <Subtitle1 as="h2">{host}</Subtitle1>
        <span className={styles.row}>
          {domain.isDefault && <Badge appearance="tint">{words.isDefault}</Badge>}
          <Badge appearance="tint" color={retired ? 'subtle' : STATE_COLORS[state]}>
            {retired ? words.retired : words.states[state]}
          </Badge>
        </span>
      </div>
      {checking ? (
        <CheckResult outcome={undefined} name={words.checking} />
      ) : (
        !retired &&
        domain.checks.map((outcome, i) => (
          <CheckResult
            key={i}
            outcome={outcome}
            more={state === 'failing' && domain.isDefault ? words.failingAbout : undefined}
          />
        ))
      )}
      {retired && <Text>{words.retiredAbout}</Text>}
      <Caption1 className={styles.quiet}>
        {[
          domain.server ? words.server : '',
          domain.checkedAt === undefined ? words.never : words.checked(shortTime(domain.checkedAt)),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </Caption1>
      {!retired && (
        <div className={styles.row}>
          <Button disabledFocusable={busy} aria-label={words.checkOne(host)} onClick={check}>
            {words.check}
          </Button>
          {!domain.isDefault && state === 'good' && (
            <Button disabledFocusable={busy} aria-label={words.useOne(host)} onClick={use}>
              {words.use}
            </Button>
          )}
          {!domain.server && (
            <Button
              appearance="subtle"
              disabledFocusable={busy}
              aria-label={words.giveUpOne(host)}
              onClick={giveUp}
            >
              {words.giveUp}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}
