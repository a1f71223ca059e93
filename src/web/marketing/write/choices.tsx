import { Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { Align } from '../../../core/marketing/content';
import { texts } from '../../texts';

const useStyles = makeStyles({
  colour: { display: 'grid', rowGap: tokens.spacingVerticalXXS, justifyItems: 'start' },
  swatch: {
    width: '56px',
    height: '32px',
    padding: '2px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
});

/** One of several, in words. */
export function ChoiceField<T extends string>({
  label,
  value,
  options,
  words,
  disabled = false,
  change,
}: {
  label: string;
  value: T;
  options: readonly T[];
  words: (option: T) => string;
  disabled?: boolean;
  change: (value: T) => void;
}) {
  return (
    <Field label={label}>
      <Select
        value={value}
        disabled={disabled}
        onChange={(_event, { value: chosen }) => {
          const option = options.find((one) => one === chosen);
          if (option !== undefined) change(option);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words(option)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

const ALIGNS: readonly Align[] = ['left', 'center', 'right'];

export function AlignField({ value, change }: { value: Align; change: (value: Align) => void }) {
  return (
    <ChoiceField
      label={texts.marketingWrite.align}
      value={value}
      options={ALIGNS}
      words={(option) => texts.marketingWrite.aligns[option]}
      change={change}
    />
  );
}

/** A colour, by what the system offers for choosing one. */
export function ColourField({
  label,
  value,
  disabled = false,
  change,
}: {
  label: string;
  value: string;
  disabled?: boolean;
  change: (value: string) => void;
}) {
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.colour}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="color"
        className={styles.swatch}
        value={value}
        disabled={disabled}
        onChange={(event) => change(event.target.value)}
      />
    </div>
  );
}
