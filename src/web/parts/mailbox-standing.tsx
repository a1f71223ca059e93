import { Badge } from '@fluentui/react-components';
import type { MailboxView } from '../../core/api/mailboxes';
import { fullTime } from '../format';
import { standingOf } from '../mailbox-words';

/** A mailbox's proven state, with the moment of the proof. */
export function MailboxStanding({ mailbox }: { mailbox: MailboxView }) {
  const { text, color } = standingOf(mailbox);
  return (
    <Badge
      appearance="tint"
      size="large"
      color={color}
      {...(mailbox.lastProofAt !== undefined && { title: fullTime(mailbox.lastProofAt) })}
    >
      {text}
    </Badge>
  );
}
