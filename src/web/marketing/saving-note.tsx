import { Button, Caption1, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { marketingApi } from '../marketing-api';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import type { ContentInHand } from './use-content';

/** Whether what one wrote is kept; where it is not, why, and the way on. */
export function SavingNote({ hand, id }: { hand: ContentInHand; id: string }) {
  const { busy, error, does } = useDoing();
  const words = texts.marketingWrite.saving;
  if (hand.saving === 'newer') {
    return (
      <>
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{hand.error?.message}</MessageBarBody>
          <MessageBarActions>
            <Button
              disabledFocusable={busy}
              onClick={() => void does(async () => hand.take(await marketingApi.message(id)))}
            >
              {texts.marketingWrite.loadAgain}
            </Button>
          </MessageBarActions>
        </MessageBar>
        {error && <Failure error={error} />}
      </>
    );
  }
  if (hand.saving === 'refused' || hand.saving === 'failed') {
    return (
      hand.error && (
        <Failure
          error={hand.error}
          action={<Button onClick={() => void hand.flush()}>{texts.common.tryAgain}</Button>}
        />
      )
    );
  }
  return <Caption1 role="status">{words[hand.saving]}</Caption1>;
}
