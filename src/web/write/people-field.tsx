import { Combobox, Field, makeStyles, Option, Tag, TagGroup, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { OutgoingPerson } from '../../core/api/sending';
import { api } from '../api';
import { texts } from '../texts';

const useStyles = makeStyles({
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
  field: { minWidth: 0 },
});

const ADDRESS = /^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$/;
const PAUSE_MS = 200;

/** `Bob <bob@partner.example>; eve@site.example` as people paste it. */
export function peopleIn(text: string): OutgoingPerson[] {
  return text.split(/[;,\n]+/).flatMap((part) => {
    const [, name = '', address = ''] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(part) ?? [];
    const found = address === '' ? part.trim() : address.trim();
    return ADDRESS.test(found) ? [{ address: found, name: name.trim() }] : [];
  });
}

/** Everybody on one line of a mail; others are found among the contacts, or typed as addresses. */
export function PeopleField({
  label,
  people,
  change,
  required = false,
}: {
  label: string;
  people: readonly OutgoingPerson[];
  change: (people: OutgoingPerson[]) => void;
  required?: boolean;
}) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const [found, setFound] = useState<OutgoingPerson[]>([]);

  useEffect(() => {
    if (text.trim().length < 2) {
      setFound([]);
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      api.contacts(text.trim()).then(
        ({ contacts }) => {
          if (!current) return;
          setFound(
            contacts
              .slice(0, 8)
              .flatMap(({ name, addresses: [address] }) =>
                address === undefined ? [] : [{ address, name }],
              ),
          );
        },
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);

  const add = (more: readonly OutgoingPerson[]): void => {
    const known = new Set(people.map(({ address }) => address.toLowerCase()));
    const fresh = more.filter(({ address }) => !known.has(address.toLowerCase()));
    if (fresh.length > 0) change([...people, ...fresh]);
    setText('');
    setFound([]);
  };
  const typed = peopleIn(text);
  return (
    <Field label={label} required={required} className={styles.field}>
      {people.length > 0 && (
        <TagGroup
          className={styles.tags}
          aria-label={label}
          size="small"
          onDismiss={(_event, { value }) => change(people.filter(({ address }) => address !== value))}
        >
          {people.map(({ address, name }) => (
            <Tag
              key={address}
              value={address}
              dismissible
              title={address}
              dismissIcon={{ 'aria-label': texts.write.removePerson(name || address) }}
            >
              {name || address}
            </Tag>
          ))}
        </TagGroup>
      )}
      <Combobox
        freeform
        value={text}
        placeholder={texts.write.addSomebody}
        selectedOptions={[]}
        onInput={(event) => {
          const { value } = event.currentTarget;
          // Pasted with its separator: everything before it is whole.
          if (/[;,\n]\s*$/.test(value) && peopleIn(value).length > 0) add(peopleIn(value));
          else setText(value);
        }}
        onOptionSelect={(_event, { optionValue }) => {
          const one = [...found, ...typed].find(({ address }) => address === optionValue);
          if (one) add([one]);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.length > 0 && found.length === 0) {
            event.preventDefault();
            add(typed);
          }
        }}
        onBlur={() => {
          if (typed.length > 0) add(typed);
        }}
      >
        {found.map(({ address, name }) => (
          <Option key={address} value={address} text={name}>
            {name === '' ? address : `${name} (${address})`}
          </Option>
        ))}
        {found.length === 0 &&
          typed.map(({ address }) => (
            <Option key={address} value={address} text={address}>
              {texts.write.addAddress(address)}
            </Option>
          ))}
        {found.length === 0 && typed.length === 0 && text.trim().length >= 2 && (
          <Option disabled value="" text="">
            {texts.write.noSuchContact}
          </Option>
        )}
      </Combobox>
    </Field>
  );
}
