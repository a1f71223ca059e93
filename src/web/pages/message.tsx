import { Button, makeStyles, Skeleton, SkeletonItem, Title2 } from '@fluentui/react-components';
import { useParams } from 'react-router';
import type { MessageView } from '../../core/api/shared';
import { api } from '../api';
import { useReloadOnFeed } from '../parts/feed';
import { MessageHitList } from '../parts/hits';
import { LogActions, UndoneMessage } from '../parts/log-actions';
import { MessageCard } from '../parts/message-card';
import { MuteSwitch } from '../parts/mute-switch';
import { PrivacyLinkDialog } from '../parts/privacy-links';
import { ReminderOfMessage } from '../parts/reminders-card';
import { Failure, useTitle } from '../parts/states';
import { showsNothing, WhyNothing } from '../parts/why-nothing';
import { texts } from '../texts';
import { useResource } from '../use-resource';

/** A hit of a test is told by no feed. */
export const LOOK_AGAIN_MS = 2_000;

const useStyles = makeStyles({ page: { display: 'grid', rowGap: '16px', maxWidth: '860px' } });

/** What one can be reminded of, and whose recipients one can be asked about; marketing mail has a page of its own. */
const isOnesOwn = ({ direction, kind, test }: MessageView): boolean =>
  direction === 'outgoing' && kind === 'one-to-one' && !test;

export function MessagePage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const [message, reload] = useResource(`message/${id}`, () => api.message(id));
  useTitle(message.state === 'ready' ? message.value.subject : texts.message.title);
  useReloadOnFeed(reload);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.message.title}</Title2>
      {message.state === 'loading' && (
        <Skeleton aria-label={texts.message.loading}>
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {message.state === 'failed' && message.error.status === 404 && (
        <UndoneMessage id={id} error={message.error} onBack={reload} />
      )}
      {message.state === 'failed' && message.error.status !== 404 && (
        <Failure error={message.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {message.state === 'ready' && (
        <MessageCard
          message={message.value}
          actions={<LogActions message={message.value} onDone={reload} />}
        />
      )}
      {message.state === 'ready' && isOnesOwn(message.value) && (
        <>
          <ReminderOfMessage messageId={id} />
          <MuteSwitch messageId={id} />
          <PrivacyLinkDialog messageId={id} />
        </>
      )}
      {message.state === 'ready' && showsNothing(message.value) && <WhyNothing messageId={id} />}
      {message.state === 'ready' &&
        message.value.tracked &&
        (message.value.tracked.image || message.value.tracked.linksTracked > 0) && (
          <MessageHitList
            messageId={id}
            onChange={reload}
            everyMs={message.value.test ? LOOK_AGAIN_MS : undefined}
          />
        )}
    </div>
  );
}
