import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { LogRule, ReceivedChoice, SentChoice } from '../../core/api/log-rules';
import { texts } from '../texts';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  side: { display: 'grid', rowGap: tokens.spacingVerticalS, alignContent: 'start' },
});

/** A rule while it is being chosen: a category may still be missing. */
export type DraftRule = Partial<LogRule> & Pick<LogRule, 'sent' | 'received'>;

/** The rule once it is whole; undefined while a category is missing. */
export function wholeRule(draft: DraftRule): LogRule | undefined {
  const read = LogRule.safeParse({
    sent: draft.sent,
    received: draft.received,
    ...(draft.sent === 'category' && { sentCategory: draft.sentCategory }),
    ...(draft.received === 'category' && { receivedCategory: draft.receivedCategory }),
  });
  return read.success ? read.data : undefined;
}

/** L12: what of a mailbox is logged, apart for sent and received. */
export function LogRuleChoice({ rule, onChange }: { rule: DraftRule; onChange: (rule: DraftRule) => void }) {
  const styles = useStyles();
  return (
    <div className={styles.pair}>
      <div className={styles.side}>
        <Field label={texts.connect.ofSent}>
          <Select
            value={rule.sent}
            onChange={(_event, { value }) => {
              const sent = SentChoice.safeParse(value);
              if (sent.success) onChange({ ...rule, sent: sent.data });
            }}
          >
            {SentChoice.options.map((each) => (
              <option key={each} value={each}>
                {texts.connect.sent[each]}
              </option>
            ))}
          </Select>
        </Field>
        {rule.sent === 'category' && (
          <Category
            label={texts.connect.categoryOfSent}
            value={rule.sentCategory}
            onChange={(sentCategory) => onChange({ ...rule, sentCategory })}
          />
        )}
      </div>
      <div className={styles.side}>
        <Field label={texts.connect.ofReceived}>
          <Select
            value={rule.received}
            onChange={(_event, { value }) => {
              const received = ReceivedChoice.safeParse(value);
              if (received.success) onChange({ ...rule, received: received.data });
            }}
          >
            {ReceivedChoice.options.map((each) => (
              <option key={each} value={each}>
                {texts.connect.received[each]}
              </option>
            ))}
          </Select>
        </Field>
        {rule.received === 'category' && (
          <Category
            label={texts.connect.categoryOfReceived}
            value={rule.receivedCategory}
            onChange={(receivedCategory) => onChange({ ...rule, receivedCategory })}
          />
        )}
      </div>
    </div>
  );
}

function Category(props: { label: string; value: string | undefined; onChange: (value: string) => void }) {
  return (
    <Field label={props.label} required hint={texts.connect.asInOutlook}>
      <Input
        value={props.value ?? ''}
        maxLength={255}
        onChange={(_event, { value }) => props.onChange(value)}
      />
    </Field>
  );
}
