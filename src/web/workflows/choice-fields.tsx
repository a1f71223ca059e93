import { Combobox, Dropdown, Field, Input, makeStyles, Option } from '@fluentui/react-components';
import { useState } from 'react';
import type { WorkflowChoices } from '../../core/api/workflows';
import { DATES_OF_CONTACT } from '../../core/rules';
import { texts } from '../texts';
import { propertyName, type Names } from './words';

// Fluent's own are 250 px at least, more than a narrow panel has.
const useStyles = makeStyles({ choice: { minWidth: 0 } });

/** One of a few, by its words. */
export function Choice<K extends string>({
  label,
  value,
  options,
  disabled = false,
  pick,
}: {
  label: string;
  value: K;
  options: readonly { key: K; words: string }[];
  disabled?: boolean;
  pick: (key: K) => void;
}) {
  const styles = useStyles();
  return (
    <Field label={label}>
      <Dropdown
        className={styles.choice}
        disabled={disabled}
        value={options.find(({ key }) => key === value)?.words ?? ''}
        selectedOptions={[value]}
        onOptionSelect={(_event, { optionValue }) => {
          const chosen = options.find(({ key }) => key === optionValue);
          if (chosen) pick(chosen.key);
        }}
      >
        {options.map(({ key, words }) => (
          <Option key={key} value={key}>
            {words}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

interface Thing {
  id: string;
  name: string;
  /** Said behind its name. */
  note?: string | undefined;
}

/** One of many, which one looks for by typing. */
export function PickOne({
  label,
  hint,
  things,
  value,
  disabled = false,
  pick,
}: {
  label: string;
  hint?: string;
  things: readonly Thing[];
  value: string | null;
  disabled?: boolean;
  pick: (id: string) => void;
}) {
  const styles = useStyles();
  const [typed, setTyped] = useState<string>();
  const words = ({ name, note }: Thing): string => (note === undefined ? name : `${name} (${note})`);
  const chosen = things.find(({ id }) => id === value);
  const shown =
    typed === undefined || typed === ''
      ? things
      : things.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      <Combobox
        className={styles.choice}
        disabled={disabled}
        value={typed ?? (chosen ? words(chosen) : value === null ? '' : texts.workflows.fields.unknown)}
        selectedOptions={value === null ? [] : [value]}
        onChange={(event) => setTyped(event.target.value)}
        onOpenChange={(_event, { open }) => {
          if (!open) setTyped(undefined);
        }}
        onOptionSelect={(_event, { optionValue }) => {
          setTyped(undefined);
          if (optionValue !== undefined) pick(optionValue);
        }}
      >
        {shown.slice(0, 100).map((thing) => (
          <Option key={thing.id} value={thing.id} text={words(thing)}>
            {words(thing)}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}

type Kind = 'settable' | 'any' | 'date';

/** Properties by what is done with them. */
export function propertiesFor(kind: Kind, choices: WorkflowChoices, names: Names): Thing[] {
  const own = choices.fields.filter((field) => kind !== 'date' || field.kind === 'date');
  const keys = {
    settable: ['company', 'phone', 'owner'],
    any: [
      'name',
      'company',
      'phone',
      'owner',
      ...DATES_OF_CONTACT.filter((date) => date !== 'created' && date !== 'lastActivity'),
      'marketingReplied',
    ],
    date: [...DATES_OF_CONTACT],
  }[kind];
  return [...keys, ...own.map(({ key }) => `custom:${key}`)].map((id) => ({
    id,
    name: propertyName(id, names),
  }));
}

/** A value of a property, by its kind; null: none. */
export function ValueField({
  label,
  property,
  value,
  choices,
  disabled = false,
  change,
}: {
  label: string;
  property: string | null;
  value: string | number | null;
  choices: WorkflowChoices;
  disabled?: boolean;
  change: (value: string | number | null) => void;
}) {
  const field = choices.fields.find(({ key }) => `custom:${key}` === property);
  if (property === 'owner') {
    return (
      <PickOne
        label={label}
        things={choices.users.map(({ id, name }) => ({ id: String(id), name }))}
        value={typeof value === 'number' ? String(value) : null}
        disabled={disabled}
        pick={(id) => change(Number(id))}
      />
    );
  }
  if (field?.kind === 'choice') {
    return (
      <Choice
        label={label}
        value={value === null ? '' : String(value)}
        options={['', ...field.choices].map((key) => ({ key, words: key }))}
        disabled={disabled}
        pick={(key) => change(key === '' ? null : key)}
      />
    );
  }
  const isNumber = field?.kind === 'number' || property === 'marketingReplied';
  return (
    <Field label={label}>
      <Input
        type={isNumber ? 'number' : field?.kind === 'date' ? 'date' : 'text'}
        disabled={disabled}
        value={value === null ? '' : String(value)}
        maxLength={1000}
        onChange={(_event, { value: typed }) =>
          change(typed === '' ? null : isNumber ? Number(typed) : typed)
        }
      />
    </Field>
  );
}

/** A whole number within bounds; null where it is left empty. */
export function NumberField({
  label,
  value,
  min,
  max,
  disabled = false,
  change,
}: {
  label: string;
  value: number | null;
  min: number;
  max: number;
  disabled?: boolean;
  change: (value: number | null) => void;
}) {
  // What is typed stands while it is no number within the bounds yet.
  const [typed, setTyped] = useState<string>();
  return (
    <Field label={label}>
      <Input
        type="number"
        min={min}
        max={max}
        disabled={disabled}
        value={typed ?? (value === null ? '' : String(value))}
        onBlur={() => setTyped(undefined)}
        onChange={(_event, { value: now }) => {
          setTyped(now);
          const given = now === '' ? null : Number(now);
          if (given === null || (Number.isInteger(given) && given >= min && given <= max)) change(given);
        }}
      />
    </Field>
  );
}
