import { Field, Input, type FieldProps } from '@fluentui/react-components';
import { useRef } from 'react';
import { FieldMenu } from './field-menu';

/** A line of text into which fields may be put, where the cursor is. */
export function FieldInput({
  label,
  hint,
  value,
  most,
  placeholder,
  disabled = false,
  change,
}: {
  label: string;
  hint?: FieldProps['hint'];
  value: string;
  most: number;
  placeholder?: string;
  disabled?: boolean;
  change: (value: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const insert = (text: string): void => {
    const at = input.current?.selectionStart ?? value.length;
    const to = input.current?.selectionEnd ?? at;
    change((value.slice(0, at) + text + value.slice(to)).slice(0, most));
    input.current?.focus();
  };
  return (
    <Field label={label} hint={hint}>
      <Input
        input={{ ref: input }}
        value={value}
        maxLength={most}
        disabled={disabled}
        {...(placeholder !== undefined && { placeholder })}
        contentAfter={<FieldMenu insert={insert} disabled={disabled} />}
        onChange={(_event, { value: now }) => change(now)}
      />
    </Field>
  );
}
