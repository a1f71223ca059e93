import {
  Button,
  Caption1,
  Card,
  makeStyles,
  mergeClasses,
  ProgressBar,
  Subtitle1,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleRegular } from '@fluentui/react-icons/svg/circle';
import { type ReactNode, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { can } from '../../core/access';
import type { FirstStep } from '../../core/api/deployment';
import { settingsApi } from '../settings-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { useFeed } from './feed';
import { useMe } from './me';
import { usePageStyles } from './page-styles';
import { UndoBar } from './undo-bar';

/** A mailbox that was connected and a mail that was sent in another window show within this time. */
const AGAIN_MS = 5_000;

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  step: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'start',
    '@media (max-width: 560px)': { gridTemplateColumns: '24px minmax(0, 1fr)' },
  },
  words: { display: 'grid' },
  acts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    '@media (max-width: 560px)': { gridColumnStart: 2, marginTop: tokens.spacingVerticalXS },
  },
  done: { color: tokens.colorStatusSuccessForeground1 },
  open: { color: tokens.colorNeutralForeground3 },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** The short way from nothing to the first tracked mail; gone once it is walked, or put away. */
export function FirstRunCard() {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.firstRun;
  const [run, reload, change] = useResource('first-run', settingsApi.firstRun);
  const { feed } = useFeed();
  const head = feed.state === 'ready' ? feed.value.head : 0;
  const { busy, does } = useDoing();
  const [putAway, setPutAway] = useState(false);
  const steps = run.state === 'ready' ? run.value.steps : [];
  const left = steps.some(({ done }) => !done);
  const shown = run.state === 'ready' && !run.value.dismissed && left;
  useEffect(() => {
    if (head > 0) reload();
  }, [head, reload]);
  useEvery(shown ? AGAIN_MS : undefined, reload);

  const set = (wanted: Parameters<typeof settingsApi.changeFirstRun>[0]) =>
    does(async () => {
      const saved = await settingsApi.changeFirstRun(wanted);
      change(() => saved);
    });

  if (putAway && !shown && left) {
    return (
      <UndoBar
        words={words.dismissed}
        busy={busy}
        undo={() => void set({ dismissed: false }).then(() => setPutAway(false))}
      />
    );
  }
  // While it loads, and where it cannot be had, the feed below has the page's own words.
  if (!shown) return null;
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done)?.step;
  return (
    <Card className={page.card} role="region" aria-label={words.title}>
      <div className={page.between}>
        <Subtitle1 as="h2">{words.title}</Subtitle1>
        <Button
          appearance="subtle"
          disabledFocusable={busy}
          onClick={() => void set({ dismissed: true }).then((saved) => saved && setPutAway(true))}
        >
          {words.dismiss}
        </Button>
      </div>
      <ProgressBar value={done} max={steps.length} aria-label={words.progress(done, steps.length)} />
      <Caption1 className={styles.quiet}>{words.progress(done, steps.length)}</Caption1>
      <ol className={styles.list}>
        {steps.map((step) => (
          <li key={step.step} className={styles.step}>
            {step.done ? (
              <CheckmarkCircleFilled
                fontSize={20}
                className={styles.done}
                role="img"
                aria-label={words.done}
              />
            ) : (
              <CircleRegular fontSize={20} className={styles.open} role="img" aria-label={words.open} />
            )}
            <span className={styles.words}>
              <Text weight="semibold">{words.steps[step.step].title}</Text>
              {!step.done && (
                <Text className={styles.quiet}>
                  <About step={step.step} />
                </Text>
              )}
            </span>
            {!step.done && (
              <span className={mergeClasses(styles.acts)}>
                <Acts
                  step={step.step}
                  primary={step.step === next}
                  seen={() => void set({ basisSeen: true })}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function About({ step }: { step: FirstStep }): ReactNode {
  const { account, user, sandbox } = useMe();
  const { steps } = texts.firstRun;
  if (step === 'basis') {
    return account.privacy
      ? steps.basis.about(texts.settings.bases[account.writtenToBasis])
      : steps.basis.off;
  }
  if (step === 'addin') {
    if (sandbox) return steps.addin.about;
    return can(user.role, 'read', 'deployment')
      ? steps.addin.adminAbout
      : `${steps.addin.about} ${steps.addin.ask}`;
  }
  return steps[step].about;
}

interface ActsProps {
  step: FirstStep;
  /** The one to take now. */
  primary: boolean;
  seen: () => void;
}

/** The buttons that lead on from a step. */
function Acts({ step, primary, seen }: ActsProps): ReactNode {
  const { user, sandbox } = useMe();
  const navigate = useNavigate();
  const { steps } = texts.firstRun;
  const appearance = primary ? 'primary' : 'secondary';
  const to = (path: string) => () => void navigate(path);
  const outlook = sandbox
    ? `${sandbox.url}/outlook?as=${user.email.split('@')[0] ?? ''}`
    : 'https://outlook.office.com/mail/';
  const open = (words: string, url: string) => (
    <Button appearance={appearance} as="a" href={url} target="_blank" rel="noreferrer">
      {words}
    </Button>
  );
  switch (step) {
    case 'basis':
      return (
        <>
          <Button appearance={appearance} onClick={seen}>
            {steps.basis.act}
          </Button>
          {can(user.role, 'change', 'account-settings') && (
            <Button appearance="subtle" onClick={to('/settings/account')}>
              {steps.basis.change}
            </Button>
          )}
        </>
      );
    case 'mailbox':
      return (
        <Button appearance={appearance} onClick={to('/settings/mailboxes/connect')}>
          {steps.mailbox.act}
        </Button>
      );
    case 'addin':
      return !sandbox && can(user.role, 'read', 'deployment') ? (
        <Button appearance={appearance} onClick={to('/settings/deployment')}>
          {steps.addin.adminAct}
        </Button>
      ) : (
        open(steps.addin.act, outlook)
      );
    case 'sent':
      return (
        <>
          {open(steps.sent.act, outlook)}
          <Button appearance="subtle" onClick={to('/test-tracking')}>
            {steps.sent.test}
          </Button>
        </>
      );
    case 'opened':
      return sandbox && open(steps.opened.act, `${sandbox.url}/mail/bob`);
  }
}
