import { Button, makeStyles, Skeleton, SkeletonItem, Title2 } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { useParams } from 'react-router';
import { api } from '../api';
import { useFeed } from '../parts/feed';
import { MessageCard } from '../parts/message-card';
import { Failure, useTitle } from '../parts/states';
import { useResource } from '../use-resource';

const useStyles = makeStyles({ page: { display: 'grid', rowGap: '16px', maxWidth: '860px' } });

export function MessagePage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const { pulse } = useFeed();
  const [message, reload] = useResource(`message/${id}`, () => api.message(id));
  useTitle(message.state === 'ready' ? message.value.subject : 'Message');
  const seen = useRef(pulse);
  useEffect(() => {
    if (seen.current === pulse) return;
    seen.current = pulse;
    reload();
  }, [pulse, reload]);
  return (
    <div className={styles.page}>
      <Title2 as="h1">Message</Title2>
      {message.state === 'loading' && (
        <Skeleton aria-label="Loading the message">
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {message.state === 'failed' && (
        <Failure error={message.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {message.state === 'ready' && <MessageCard message={message.value} />}
    </div>
  );
}
