import { Button } from '@fluentui/react-components';
import { ArrowReplyRegular } from '@fluentui/react-icons/svg/arrow-reply';
import { useNavigate } from 'react-router';
import type { MessageView } from '../../core/api/shared';
import { texts } from '../texts';

/** On whose record an answer is written: that it is looked at on, or of whom the mail is from or to. */
const recordOf = ({ direction, from, recipients }: MessageView): string | undefined =>
  direction === 'incoming' ? from.contactId : recipients.find((one) => one.contactId)?.contactId;

/** Writes within the conversation of a mail (L11). Nothing, where it stands on nobody's record. */
export function AnswerButton({ message, record }: { message: MessageView; record?: string | undefined }) {
  const navigate = useNavigate();
  const contact = record ?? recordOf(message);
  // What was sent to many is no conversation; what somebody answered to it is one.
  const many = message.kind === 'marketing' && message.direction === 'outgoing';
  if (contact === undefined || many || message.test) return null;
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<ArrowReplyRegular />}
      aria-label={texts.write.answerTo(message.subject || texts.common.noSubject)}
      onClick={() => void navigate(`/contacts/${contact}/write?answers=${message.id}`)}
    >
      {texts.write.answer}
    </Button>
  );
}
