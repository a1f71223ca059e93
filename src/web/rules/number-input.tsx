import { Input, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';

const useStyles = makeStyles({ number: { width: '76px' } });

/** A number as it is typed; what is none yet changes nothing. */
export function NumberInput({
  label,
  value,
  min,
  max,
  whole = false,
  onChange,
}: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  whole?: boolean;
  onChange: (value: number) => void;
}) {
  const styles = useStyles();
  const [typed, setTyped] = useState<string>();
  return (
    <Input
      size="small"
      className={styles.number}
      type="number"
      aria-label={label}
      value={typed ?? String(value)}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      step={whole ? 1 : 'any'}
      onBlur={() => setTyped(undefined)}
      onChange={(_event, { value: now }) => {
        setTyped(now);
        const said = now.trim() === '' ? Number.NaN : Number(now);
        const fits = (min === undefined || said >= min) && (max === undefined || said <= max);
        if (Number.isFinite(said) && fits && (!whole || Number.isInteger(said))) onChange(said);
      }}
    />
  );
}
