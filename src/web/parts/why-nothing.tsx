import { Button, Card, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import type { MessageView } from '../../core/api/shared';
import { api } from '../api';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  part: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, paddingInlineStart: '1.2em' },
});

/** A tracked mail of which nothing is seen. */
export const showsNothing = ({ direction, tracked, counts }: MessageView): boolean =>
  direction === 'outgoing' &&
  tracked !== null &&
  (tracked.image || tracked.linksTracked > 0) &&
  counts.opens + counts.clicks === 0;

/** O13: "Why do I see nothing?", answered when asked. */
export function WhyNothing({ messageId }: { messageId: string }) {
  const styles = useStyles();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.part}>
      <Button aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {texts.message.whyNothing}
      </Button>
      <div id={id} role="status">
        {open && <Answers messageId={messageId} />}
      </div>
    </div>
  );
}

function Answers({ messageId }: { messageId: string }) {
  const styles = useStyles();
  const [why, reload] = useResource(`why-nothing/${messageId}`, () => api.whyNothing(messageId));
  if (why.state === 'loading') return <Spinner size="tiny" label={texts.message.looking} />;
  if (why.state === 'failed') {
    return <Failure error={why.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  return (
    <Card>
      <ul className={styles.list}>
        {why.value.answers.map(({ text }) => (
          <li key={text}>
            <Text>{texts.said(text)}</Text>
          </li>
        ))}
      </ul>
    </Card>
  );
}
