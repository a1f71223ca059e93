import { Select } from '@fluentui/react-components';

/** A rule or its opposite. */
export const negated = <T extends { not?: true | undefined }>(rule: T, not: boolean): T => {
  const { not: _not, ...plain } = rule;
  // What was taken out is put in again, or left out, which it may be.
  return (not ? { ...plain, not: true as const } : plain) as T;
};

interface NotChoiceProps {
  label: string;
  not: boolean;
  /** How the rule is said, and its opposite. */
  is: string;
  isNot: string;
  onChange: (not: boolean) => void;
}

/** Whether a rule is to hold, or not. */
export function NotChoice({ label, not, is, isNot, onChange }: NotChoiceProps) {
  return (
    <Select
      size="small"
      aria-label={label}
      value={not ? 'not' : 'is'}
      onChange={(_event, { value }) => onChange(value === 'not')}
    >
      <option value="is">{is}</option>
      <option value="not">{isNot}</option>
    </Select>
  );
}
