import { SearchBox } from '@fluentui/react-components';
import { useTyped } from '../use-typed';

interface SearchFieldProps {
  label: string;
  /** What stands in the field while it is empty; the label unless given. */
  placeholder?: string;
  className?: string;
  /** What is searched for. */
  value: string;
  onChange: (value: string) => void;
}

/** Searches while one types; what is searched for from elsewhere (Back, "Show all") stands in it. */
export function SearchField({ label, placeholder = label, className, value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useTyped(value, onChange);
  return (
    <SearchBox
      className={className}
      aria-label={label}
      placeholder={placeholder}
      maxLength={200}
      value={typed}
      onChange={(_event, { value: now }) => setTyped(now)}
    />
  );
}
