import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useCallback } from 'react';
import type { ReplyToAnswer } from '../../../core/api/marketing';
import { marketingSettingsApi } from '../../marketing-settings-api';
import { RouterLink } from '../../parts/event-line';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useEvery } from '../../use-every';

const LOOK_EVERY_MS = 4_000;

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalXS },
});

interface RefusedAddressProps {
  answer: ReplyToAnswer;
  /** What is known now. */
  onAnswer: (answer: ReplyToAnswer) => void;
}

/** M3: why an address cannot be the Reply-to, and what to do: a test mail, or the mailbox itself. */
export function RefusedAddress({ answer, onAnswer }: RefusedAddressProps) {
  const styles = useStyles();
  const words = texts.marketingSettings;
  const { busy, error, does } = useDoing();
  const { address, test, mayTest } = answer;
  const look = useCallback(() => {
    marketingSettingsApi.check(address).then(onAnswer, () => undefined);
  }, [address, onAnswer]);
  const waits = test !== undefined && test.state !== 'not-sent';
  useEvery(mayTest && waits ? LOOK_EVERY_MS : undefined, look);
  return (
    <div className={styles.all}>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          {texts.said(answer.words ?? '')}
          {!mayTest && answer.reason !== 'not-an-address' && (
            <>
              {' '}
              <RouterLink to="/settings/mailboxes">{words.toMailbox}</RouterLink>
            </>
          )}
        </MessageBarBody>
        {mayTest && (
          <MessageBarActions>
            <Button
              disabledFocusable={busy}
              onClick={() => void does(async () => onAnswer(await marketingSettingsApi.test(address)))}
            >
              {test === undefined ? words.sendTest : words.sendTestAgain}
            </Button>
          </MessageBarActions>
        )}
      </MessageBar>
      {test && <Text role="status">{words.tests[test.state]}</Text>}
      {error && <Failure error={error} />}
    </div>
  );
}
