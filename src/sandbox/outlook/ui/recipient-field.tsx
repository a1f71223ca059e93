import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useId, useState } from 'react';
import type { WireAddress } from '../host/shapes';
import { wireAddress } from './reply';

const useStyles = makeStyles({
  line: { gridTemplateColumns: '64px 1fr' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px', position: 'relative' },
  person: {
    display: 'inline-flex',
    alignItems: 'center',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    paddingLeft: '8px',
  },
  input: { flexGrow: 1, minWidth: '180px' },
  list: {
    position: 'absolute',
    top: '100%',
    left: 0,
    zIndex: 10,
    margin: 0,
    padding: '4px',
    listStyleType: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    borderRadius: tokens.borderRadiusMedium,
  },
  option: {
    padding: '6px 8px',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    '&[aria-selected="true"]': { backgroundColor: tokens.colorNeutralBackground1Selected },
  },
});

interface RecipientFieldProps {
  label: 'To' | 'Cc' | 'Bcc';
  value: readonly WireAddress[];
  people: readonly { address: string; name: string }[];
  domain: string;
  disabled: boolean;
  onChange: (value: WireAddress[]) => void;
}

/** People on one line of the mail. Enter, Tab, comma and semicolon take what was typed; arrows choose a proposal. */
export function RecipientField({ label, value, people, domain, disabled, onChange }: RecipientFieldProps) {
  const styles = useStyles();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(-1);
  const query = typed.trim().toLowerCase();
  const proposals =
    query === ''
      ? []
      : people.filter(
          ({ address, name }) =>
            `${name} ${address}`.toLowerCase().includes(query) &&
            !value.some((person) => person.address === address),
        );

  const add = (texts: readonly { address: string; name: string }[]) => {
    setTyped('');
    setMarked(-1);
    if (texts.length > 0) onChange([...value, ...texts.map((person) => wireAddress(person, domain))]);
  };
  const commit = () => add(readTyped(typed, people));

  return (
    <Field className={styles.line} label={label} orientation="horizontal">
      <div className={styles.row}>
        {value.map((person, index) => (
          <span key={person.address} className={styles.person} title={person.address}>
            {person.name}
            <Button
              appearance="transparent"
              size="small"
              icon={<DismissRegular />}
              aria-label={`Remove ${person.name}`}
              disabled={disabled}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
            />
          </span>
        ))}
        <Input
          className={styles.input}
          aria-label={label}
          role="combobox"
          aria-expanded={proposals.length > 0}
          aria-controls={listId}
          aria-activedescendant={marked >= 0 ? `${listId}-${marked}` : undefined}
          disabled={disabled}
          value={typed}
          onChange={(_, { value: text }) => {
            setMarked(-1);
            if (/[;,]\s*$/.test(text)) add(readTyped(text, people));
            else setTyped(text);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              const step = event.key === 'ArrowDown' ? 1 : -1;
              setMarked(Math.max(-1, Math.min(proposals.length - 1, marked + step)));
            } else if (event.key === 'Enter' && typed !== '') {
              event.preventDefault();
              const chosen = proposals[marked];
              if (chosen) add([chosen]);
              else commit();
            } else if (event.key === 'Backspace' && typed === '' && value.length > 0)
              onChange(value.slice(0, -1));
          }}
          onBlur={commit}
        />
        {proposals.length > 0 && (
          <ul id={listId} className={styles.list} role="listbox" aria-label={`${label}: suggestions`}>
            {proposals.map((person, index) => (
              <li
                key={person.address}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === marked}
                className={styles.option}
                // The field must not lose the caret before the click is taken.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => add([person])}
              >
                {person.name} &lt;{person.address}&gt;
              </li>
            ))}
          </ul>
        )}
      </div>
    </Field>
  );
}

/** Addresses in what was typed; a known name stands for its address, anything else stays out. */
function readTyped(
  text: string,
  people: readonly { address: string; name: string }[],
): { address: string; name: string }[] {
  return text.split(/[;,]/).flatMap((part) => {
    const trimmed = part.trim();
    if (trimmed === '') return [];
    const named = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(trimmed);
    const address = named?.[2] ?? trimmed;
    const known = people.find(
      (person) =>
        person.address.toLowerCase() === address.toLowerCase() ||
        person.name.toLowerCase() === trimmed.toLowerCase(),
    );
    if (known) return [known];
    return /^[^\s@<>]+@[^\s@<>]+$/.test(address) ? [{ address, name: named?.[1]?.trim() || address }] : [];
  });
}
