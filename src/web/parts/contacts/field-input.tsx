import { Input, Select } from '@fluentui/react-components';
import type { ContactField, FieldValue } from '../../../core/api/contacts';
import { texts } from '../../texts';

interface FieldInputProps {
  field: Pick<ContactField, 'kind' | 'choices'>;
  /** As it is typed. */
  value: string;
  onChange: (value: string) => void;
  id?: string;
}

/** What a property of the account's own is set with, by its kind. */
export function FieldInput({ field, value, onChange, ...rest }: FieldInputProps) {
  if (field.kind === 'choice') {
    return (
      <Select {...rest} value={value} onChange={(_event, { value: now }) => onChange(now)}>
        <option value="">{texts.contact.details.noChoice}</option>
        {field.choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </Select>
    );
  }
  return (
    <Input
      {...rest}
      type={field.kind === 'text' ? 'text' : field.kind}
      maxLength={1000}
      {...(field.kind === 'number' && { step: 'any' })}
      value={value}
      onChange={(_event, { value: now }) => onChange(now)}
    />
  );
}

/** What was typed as the API takes it; null: none. */
export const typedValue = ({ kind }: Pick<ContactField, 'kind'>, text: string): FieldValue =>
  text.trim() === '' ? null : kind === 'number' ? Number(text) : text.trim();
