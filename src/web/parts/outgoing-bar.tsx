import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useNavigate } from 'react-router';
import type { OutgoingMail } from '../../core/api/sending';
import { sendingApi } from '../sending-api';
import { texts } from '../texts';
import { useResource } from '../use-resource';

const isEmpty = ({ draft }: OutgoingMail): boolean => draft.subject === '' && draft.html === '';

/** Mail that was begun here and has not left. Nothing where there is none: it is no part of the list. */
export function OutgoingBar() {
  const navigate = useNavigate();
  const [list] = useResource('outgoing', () => sendingApi.outgoing());
  if (list.state !== 'ready') return null;
  const open = list.value.mails.filter(
    (mail) => !(mail.state === 'draft' && isEmpty(mail)) && mail.state !== 'sending',
  );
  if (open.length === 0) return null;
  const wrong = open.some(({ state }) => state === 'unclear' || state === 'refused');
  return (
    <MessageBar intent={wrong ? 'warning' : 'info'} layout="multiline">
      <MessageBarBody>{texts.messages.unfinished(open.length)}</MessageBarBody>
      <MessageBarActions>
        {open.slice(0, 3).map((mail) => (
          <Button
            key={mail.id}
            onClick={() => void navigate(`/contacts/${mail.contactId ?? 'none'}/write?draft=${mail.id}`)}
          >
            {mail.draft.subject || mail.draft.to[0]?.name || texts.messages.goOn}
          </Button>
        ))}
      </MessageBarActions>
    </MessageBar>
  );
}
