import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useState } from 'react';
import { can } from '../../core/access';
import { Unsubscription } from '../../core/api/marketing-sending';
import type { MessageView } from '../../core/api/shared';
import { asksToBeRemoved } from '../../core/incoming/removal-wish';
import { Nothing, request } from '../api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useMe } from './me';
import { Failure } from './states';
import { UndoBar } from './undo-bar';

const PATH = '/api/v1/unsubscriptions';

/** M12: an answer to marketing mail that asks to get no more of it: one click does that, and one takes it back. */
export function RemovalWish({ message }: { message: MessageView }) {
  const { answers, judged, direction, preview, from } = message;
  const may = can(useMe().user.role, 'create', 'unsubscribe');
  const [made, setMade] = useState<string>();
  const { busy, error, does } = useDoing();
  const words = texts.marketingSend.wish;
  const asks =
    direction === 'incoming' && answers?.marketing && judged?.kind === 'reply' && asksToBeRemoved(preview);
  if (!may || !asks) return null;
  if (made !== undefined) {
    return (
      <UndoBar
        words={words.done(from.address)}
        busy={busy}
        undo={() =>
          void does(async () => {
            await request(`${PATH}/${made}`, Nothing, { method: 'DELETE' });
            setMade(undefined);
          })
        }
      />
    );
  }
  return (
    <>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{words.asks}</MessageBarBody>
        <MessageBarActions>
          <Button
            disabledFocusable={busy}
            onClick={() =>
              void does(async () => {
                const body = JSON.stringify({ address: from.address, replyId: message.id });
                const { id } = await request(PATH, Unsubscription, { method: 'POST', body });
                setMade(id);
              })
            }
          >
            {words.button}
          </Button>
        </MessageBarActions>
      </MessageBar>
      {error && <Failure error={error} />}
    </>
  );
}
