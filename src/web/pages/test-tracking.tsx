import {
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  Title2,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { Link } from 'react-router';
import type { Me } from '../../core/api/app';
import { api } from '../api';
import { shortTime } from '../format';
import { MessageHitList } from '../parts/hits';
import { useMe } from '../parts/me';
import { Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useEvery } from '../use-every';
import { useResource } from '../use-resource';
import { LOOK_AGAIN_MS } from './message';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '860px',
  },
  steps: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Outlook on the web with a mail to oneself begun; in the sandbox, the Outlook played there. */
export function mailToOneself({ user, sandbox }: Pick<Me, 'user' | 'sandbox'>): string {
  const mail = { to: user.email, subject: texts.testTracking.subject };
  if (sandbox) {
    const query = new URLSearchParams({ as: user.email.split('@')[0] ?? '', ...mail });
    return `${sandbox.url}/outlook?${query.toString()}`;
  }
  return `https://outlook.office.com/mail/deeplink/compose?${new URLSearchParams(mail).toString()}`;
}

/** "Test tracking" (O13): a mail to oneself, and everything that asks for it, as it happens. */
export function TestTrackingPage() {
  const styles = useStyles();
  const me = useMe();
  useTitle(texts.testTracking.title);
  const [tests, reload] = useResource('tests', api.tests);
  useEvery(LOOK_AGAIN_MS, reload);
  const [newest, ...earlier] = tests.state === 'ready' ? tests.value.tests : [];
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.testTracking.title}</Title2>
      <Card>
        <Text>{texts.testTracking.about}</Text>
        <ol className={styles.steps}>
          <li>{texts.testTracking.stepWrite}</li>
          <li>{texts.testTracking.stepSend}</li>
          <li>{texts.testTracking.stepOpen}</li>
        </ol>
        <div>
          <Button
            as="a"
            appearance="primary"
            href={mailToOneself(me)}
            target="_blank"
            rel="noopener noreferrer"
          >
            {texts.testTracking.write}
          </Button>
        </div>
      </Card>
      {tests.state === 'loading' && (
        <Skeleton aria-label={texts.testTracking.loading}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {tests.state === 'failed' && (
        <Failure error={tests.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {tests.state === 'ready' && !newest && <Text className={styles.quiet}>{texts.testTracking.none}</Text>}
      {newest && (
        <>
          <Text>
            {texts.testTracking.latest}{' '}
            <Link to={`/messages/${newest.id}`}>{newest.subject || texts.common.noSubject}</Link>{' '}
            <Caption1 className={styles.quiet}>{shortTime(newest.at)}</Caption1>
          </Text>
          <MessageHitList key={newest.id} messageId={newest.id} onChange={reload} everyMs={LOOK_AGAIN_MS} />
        </>
      )}
      {earlier.length > 0 && (
        <section aria-label={texts.testTracking.earlier}>
          <Title3 as="h2">{texts.testTracking.earlier}</Title3>
          <ul className={styles.list}>
            {earlier.map(({ id, subject, at }) => (
              <li key={id}>
                <Link to={`/messages/${id}`}>{subject || texts.common.noSubject}</Link>{' '}
                <Caption1 className={styles.quiet}>{shortTime(at)}</Caption1>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
