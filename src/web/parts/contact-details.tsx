import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Select,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { can } from '../../core/access';
import type { ContactChange, ContactField } from '../../core/api/contacts';
import type { ContactCard } from '../../core/api/shared';
import { basisText } from '../basis-words';
import { contactsApi } from '../contacts-api';
import { fullTime, shortTime } from '../format';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';
import { valueText } from './contacts/columns';
import { FieldInput, typedValue } from './contacts/field-input';
import { useUsers } from './contacts/use-users';
import { RouterLink } from './event-line';
import { useMe } from './me';
import { Failure } from './states';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  list: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
  },
  value: { margin: 0, textAlign: 'right', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  form: { display: 'grid', rowGap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  history: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  break: { overflowWrap: 'anywhere' },
  start: { alignSelf: 'start' },
});

/** Who a contact is, as far as people say so: to be changed, with what it was before. */
export function ContactDetails({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const styles = useStyles();
  const words = texts.contact.details;
  const { role } = useMe().user;
  const [fields] = useResource('contact-fields', contactsApi.fields);
  const own = fields.state === 'ready' ? fields.value.fields : [];
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState<ContactChange>();
  const { busy, error, does } = useDoing();

  const save = async (change: ContactChange, back: ContactChange | undefined): Promise<void> => {
    if (!(await does(async () => void (await contactsApi.change(contact.id, change))))) return;
    setEditing(false);
    setSaved(back);
    onChange();
  };
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{words.title}</Subtitle2>
      {error && <Failure error={error} />}
      {editing ? (
        <DetailsForm
          contact={contact}
          fields={own}
          busy={busy}
          onSave={(change, back) => void save(change, back)}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <>
          <dl className={styles.list}>
            <Line name={words.company}>
              {contact.company !== undefined && contact.companyId !== undefined ? (
                <RouterLink to={`/companies/${contact.companyId}`}>{contact.company}</RouterLink>
              ) : (
                contact.company
              )}
            </Line>
            <Line name={words.phone}>{contact.phone}</Line>
            <Line name={words.owner}>{contact.owner?.name}</Line>
            {own.map((field) => (
              <Line key={field.key} name={field.name}>
                {valueText(field, contact.custom?.[field.key]) || undefined}
              </Line>
            ))}
          </dl>
          {can(role, 'change', 'contact') && (
            <div className={styles.row}>
              <Button size="small" onClick={() => setEditing(true)}>
                {words.edit}
              </Button>
              <div role="status" className={styles.row}>
                {saved && (
                  <>
                    <Caption1>{words.saved}</Caption1>
                    <Button size="small" disabledFocusable={busy} onClick={() => void save(saved, undefined)}>
                      {texts.common.undo}
                    </Button>
                  </>
                )}
              </div>
            </div>
          )}
        </>
      )}
      <Changes contact={contact} fields={own} />
    </Card>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt>
        <Text>{name}</Text>
      </dt>
      <dd className={styles.value}>
        {children ?? <Text className={styles.quiet}>{texts.contact.details.none}</Text>}
      </dd>
    </>
  );
}

interface DetailsFormProps {
  contact: ContactCard;
  fields: readonly ContactField[];
  busy: boolean;
  /** What changes, and what takes it back. */
  onSave: (change: ContactChange, back: ContactChange) => void;
  onCancel: () => void;
}

function DetailsForm({ contact, fields, busy, onSave, onCancel }: DetailsFormProps) {
  const styles = useStyles();
  const words = texts.contact.details;
  const users = useUsers();
  const before = {
    name: contact.name,
    company: contact.company ?? '',
    phone: contact.phone ?? '',
    owner: contact.owner === undefined ? '' : String(contact.owner.id),
  };
  const customBefore = Object.fromEntries(
    fields.map(({ key }) => [key, String(contact.custom?.[key] ?? '')]),
  );
  const [typed, setTyped] = useState(before);
  const [custom, setCustom] = useState<Record<string, string>>(customBefore);
  const set = (key: keyof typeof before, value: string): void =>
    setTyped((now) => ({ ...now, [key]: value }));
  const changeOf = (values: typeof before, own: Record<string, string>): ContactChange => ({
    ...(typed.name !== before.name && { name: values.name }),
    ...(typed.company !== before.company && { company: values.company }),
    ...(typed.phone !== before.phone && { phone: values.phone }),
    ...(typed.owner !== before.owner && { owner: values.owner === '' ? null : Number(values.owner) }),
    ...(fields.some(({ key }) => custom[key] !== customBefore[key]) && {
      custom: Object.fromEntries(
        fields
          .filter(({ key }) => custom[key] !== customBefore[key])
          .map((field) => [field.key, typedValue(field, own[field.key] ?? '')]),
      ),
    }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const change = changeOf(typed, custom);
    if (Object.keys(change).length === 0) onCancel();
    else onSave(change, changeOf(before, customBefore));
  };
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      <Field label={words.name} required>
        <Input
          autoFocus
          required
          maxLength={200}
          value={typed.name}
          onChange={(_event, { value }) => set('name', value)}
        />
      </Field>
      <Field label={words.company}>
        <Input
          maxLength={200}
          value={typed.company}
          onChange={(_event, { value }) => set('company', value)}
        />
      </Field>
      <Field label={words.phone}>
        <Input
          type="tel"
          maxLength={60}
          value={typed.phone}
          onChange={(_event, { value }) => set('phone', value)}
        />
      </Field>
      <Field label={words.owner}>
        <Select value={typed.owner} onChange={(_event, { value }) => set('owner', value)}>
          <option value="">{words.nobody}</option>
          {contact.owner && !users.some(({ id }) => id === contact.owner?.id) && (
            <option value={String(contact.owner.id)}>{contact.owner.name}</option>
          )}
          {users.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {fields.map((field) => (
        <Field key={field.key} label={field.name}>
          <FieldInput
            field={field}
            value={custom[field.key] ?? ''}
            onChange={(value) => setCustom((now) => ({ ...now, [field.key]: value }))}
          />
        </Field>
      ))}
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={busy}>
          {busy ? texts.common.saving : texts.common.save}
        </Button>
        <Button onClick={onCancel}>{texts.common.cancel}</Button>
      </div>
    </form>
  );
}

function Changes({ contact, fields }: { contact: ContactCard; fields: readonly ContactField[] }) {
  const styles = useStyles();
  const words = texts.contact.details;
  const listId = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        appearance="subtle"
        className={styles.start}
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
      >
        {open ? words.hideHistory : words.showHistory}
      </Button>
      <div id={listId} className={styles.form}>
        {open && <ChangeList contact={contact} fields={fields} />}
      </div>
    </>
  );
}

function ChangeList({ contact, fields }: { contact: ContactCard; fields: readonly ContactField[] }) {
  const styles = useStyles();
  const words = texts.contact.details;
  const [changes, reload] = useResource(`changes/${contact.id}/${JSON.stringify(contact)}`, () =>
    contactsApi.changes(contact.id),
  );
  if (changes.state === 'failed') {
    return (
      <Failure error={changes.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
    );
  }
  if (changes.state === 'loading') return <Caption1>{texts.common.loadingMore}</Caption1>;
  const names: Record<string, string> = {
    name: words.name,
    company: words.company,
    phone: words.phone,
    owner: words.owner,
    basis: texts.contact.basis.title,
  };
  return (
    <ul className={styles.history} aria-label={words.history}>
      {changes.value.changes.length === 0 && (
        <li>
          <Caption1 className={styles.quiet}>{words.noChanges}</Caption1>
        </li>
      )}
      {changes.value.changes.map(({ property, before, after, at, by, together }, i) => {
        const field = fields.find(({ key }) => property === `custom:${key}`);
        const said = (value: string | number | null): string => {
          if (value === null) return property === 'owner' ? words.nobody : words.none;
          if (property === 'basis') return basisText(String(value));
          return field ? valueText(field, value) : String(value);
        };
        const name = names[property] ?? field?.name ?? property.replace(/^custom:/, '');
        return (
          <li key={changes.value.changes.length - i}>
            <Caption1 block className={styles.break}>
              {words.changed(name, said(before), said(after))}
            </Caption1>
            <Caption1 className={styles.quiet} title={fullTime(at)}>
              {words.by(by ?? 'Mailtrail', shortTime(at))}
              {together && `, ${words.together}`}
            </Caption1>
          </li>
        );
      })}
      {changes.value.more && (
        <li>
          <Caption1 className={styles.quiet}>{words.older}</Caption1>
        </li>
      )}
    </ul>
  );
}
