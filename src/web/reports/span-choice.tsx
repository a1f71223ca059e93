import { Dropdown, Field, Input, makeStyles, Option, tokens } from '@fluentui/react-components';
import { texts } from '../texts';
import { SPANS, type SpanState } from './span';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  choice: { minWidth: '200px', maxWidth: '100%' },
});

/** Of which time a report is: so many days, or from a day to a day. */
export function SpanChoice({
  span,
  change,
}: {
  span: SpanState;
  change: (to: Record<'days' | 'from' | 'to', string>) => void;
}) {
  const styles = useStyles();
  const words = texts.reports;
  const { days, from, to } = span;
  return (
    <div className={styles.bar}>
      <Field label={words.span}>
        <Dropdown
          className={styles.choice}
          value={days === undefined ? words.ownSpan : words.lastDays(days)}
          selectedOptions={[days === undefined ? 'own' : String(days)]}
          onOptionSelect={(_event, { optionValue }) =>
            change(
              optionValue === 'own' ? { days: '', from, to } : { days: optionValue ?? '', from: '', to: '' },
            )
          }
        >
          {SPANS.map((n) => (
            <Option key={n} value={String(n)}>
              {words.lastDays(n)}
            </Option>
          ))}
          <Option value="own">{words.ownSpan}</Option>
        </Dropdown>
      </Field>
      {days === undefined && (
        <>
          <Field label={texts.common.from}>
            <Input
              type="date"
              value={from}
              max={to}
              onChange={(_event, { value }) => value !== '' && change({ days: '', from: value, to })}
            />
          </Field>
          <Field label={texts.common.to}>
            <Input
              type="date"
              value={to}
              min={from}
              onChange={(_event, { value }) => value !== '' && change({ days: '', from, to: value })}
            />
          </Field>
        </>
      )}
    </div>
  );
}
