import { Field, Input, makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import { can } from '../../core/access';
import { useMe } from '../parts/me';
import { texts } from '../texts';
import { SavingNote } from './saving-note';
import type { MarketingTabProps } from './tabs';
import { useContent } from './use-content';

const useStyles = makeStyles({
  all: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
});

/** M1: what the message says. */
export function WriteTab({ message, reload }: MarketingTabProps) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const mine = can(useMe().user.role, 'change', 'marketing-message');
  const hand = useContent(message, reload);
  const { content, change } = hand;
  return (
    <div className={styles.all}>
      {!message.canChange && (
        <MessageBar>
          <MessageBarBody>{mine ? texts.marketing.notADraft : texts.marketing.notAllowed}</MessageBarBody>
        </MessageBar>
      )}
      <SavingNote hand={hand} id={message.id} />
      <Field label={words.subject}>
        <Input
          value={content.subject}
          maxLength={500}
          disabled={!message.canChange}
          onChange={(_event, { value }) => change((now) => ({ ...now, subject: value }))}
        />
      </Field>
    </div>
  );
}
