import { useState } from 'react';
import { Button, Caption1, Link, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { AttachmentView } from '../../core/api/shared';
import { api } from '../api';
import { fileSize } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  wrong: { color: tokens.colorPaletteRedForeground1 },
});

/** L10: a file of a mail; where it was not copied, why, and once that is final, a button that has it tried again. */
export function Attachment({ messageId, file }: { messageId: string; file: AttachmentView }) {
  const styles = useStyles();
  const { busy, error, does } = useDoing();
  const [asked, setAsked] = useState(false);
  if (file.state === 'copied') {
    return (
      <Text>
        <Link href={`/api/v1/messages/${messageId}/attachments/${file.n}`} download={file.name}>
          {file.name}
        </Link>{' '}
        <Caption1 className={styles.quiet}>{fileSize(file.size)}</Caption1>
      </Text>
    );
  }
  const again = async (): Promise<void> => {
    if (await does(() => api.copyAgain(messageId, file.n))) setAsked(true);
  };
  const failed = file.state === 'failed' && !asked;
  const words = file.reason === undefined ? texts.message.beingCopied : texts.said(file.reason);
  return (
    <Text>
      {file.name}{' '}
      <Caption1 className={failed ? styles.wrong : styles.quiet}>
        {asked ? texts.message.beingCopied : failed ? texts.message.notCopied(words) : words}
      </Caption1>{' '}
      {failed && file.retry && (
        <Button
          size="small"
          disabled={busy}
          aria-label={texts.message.copyAgain(file.name)}
          onClick={() => void again()}
        >
          {texts.common.tryAgain}
        </Button>
      )}
      {error && (
        <Caption1 role="alert" className={styles.wrong}>
          {error.message}
        </Caption1>
      )}
    </Text>
  );
}
