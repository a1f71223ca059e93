import { Field, Input, makeStyles, Select, tokens } from '@fluentui/react-components';
import { LogRule, ReceivedChoice, SentChoice } from '../../core/api/log-rules';

const useStyles = makeStyles({
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  side: { display: 'grid', rowGap: tokens.spacingVerticalS, alignContent: 'start' },
});

/** A rule while it is being chosen: a category may still be missing. */
export type DraftRule = Partial<LogRule> & Pick<LogRule, 'sent' | 'received'>;

const SENT: Record<LogRule['sent'], string> = {
  nothing: 'Nothing',
  replies: 'What belongs to a logged conversation',
  known: 'All mail to known contacts',
  category: 'What bears an Outlook category',
  all: 'All mail to anybody outside',
};
const RECEIVED: Record<LogRule['received'], string> = {
  nothing: 'Nothing',
  replies: 'Replies only',
  known: 'All mail from known contacts',
  category: 'What bears an Outlook category',
};

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
        <Field label="Log of what I send">
          <Select
            value={rule.sent}
            onChange={(_event, { value }) => {
              const sent = SentChoice.safeParse(value);
              if (sent.success) onChange({ ...rule, sent: sent.data });
            }}
          >
            {SentChoice.options.map((each) => (
              <option key={each} value={each}>
                {SENT[each]}
              </option>
            ))}
          </Select>
        </Field>
        {rule.sent === 'category' && (
          <Category
            label="Category of sent mail"
            value={rule.sentCategory}
            onChange={(sentCategory) => onChange({ ...rule, sentCategory })}
          />
        )}
      </div>
      <div className={styles.side}>
        <Field label="Log of what I receive">
          <Select
            value={rule.received}
            onChange={(_event, { value }) => {
              const received = ReceivedChoice.safeParse(value);
              if (received.success) onChange({ ...rule, received: received.data });
            }}
          >
            {ReceivedChoice.options.map((each) => (
              <option key={each} value={each}>
                {RECEIVED[each]}
              </option>
            ))}
          </Select>
        </Field>
        {rule.received === 'category' && (
          <Category
            label="Category of received mail"
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
    <Field label={props.label} required hint="As it is called in Outlook">
      <Input
        value={props.value ?? ''}
        maxLength={255}
        onChange={(_event, { value }) => props.onChange(value)}
      />
    </Field>
  );
}
