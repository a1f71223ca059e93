import {
  Button,
  Card,
  Field,
  Input,
  makeStyles,
  Select,
  Skeleton,
  SkeletonItem,
  Text,
  Textarea,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { can } from '../../core/access';
import { FieldKind, type ContactField, type ContactFields } from '../../core/api/contacts';
import { contactsApi } from '../contacts-api';
import { list } from '../format';
import { useMe } from '../parts/me';
import { usePageStyles } from '../parts/page-styles';
import { Empty, Failure, useTitle } from '../parts/states';
import { UndoBar } from '../parts/undo-bar';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  form: { display: 'grid', rowGap: tokens.spacingVerticalM, maxWidth: '420px' },
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
});

const choicesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** The account's own properties of contacts. */
export function ContactPropertiesPage() {
  const page = usePageStyles();
  const styles = useStyles();
  const words = texts.contactProperties;
  useTitle(words.title);
  const mayChange = can(useMe().user.role, 'change', 'account-settings');
  const [fields, reload, change] = useResource('contact-fields', contactsApi.fields);
  const [editing, setEditing] = useState<string>();
  const [removed, setRemoved] = useState<ContactField>();
  const { busy, error, does } = useDoing();
  const put = async (act: () => Promise<ContactFields>): Promise<boolean> =>
    does(async () => {
      const now = await act();
      change(() => now);
    });
  const remove = async (field: ContactField): Promise<void> => {
    if (await put(() => contactsApi.changeField(field.key, { removed: true }))) setRemoved(field);
  };
  const takeBack = async ({ key }: ContactField): Promise<void> => {
    if (await put(() => contactsApi.changeField(key, { removed: false }))) setRemoved(undefined);
  };
  return (
    <div className={page.page}>
      <Title2 as="h1">{words.title}</Title2>
      <Text className={page.quiet}>{words.about}</Text>
      {!mayChange && <Text>{words.onlyAdmins}</Text>}
      {error && <Failure error={error} />}
      {removed && (
        <UndoBar words={words.removed(removed.name)} busy={busy} undo={() => void takeBack(removed)} />
      )}
      {fields.state === 'loading' && (
        <Skeleton aria-label={texts.common.loading(words.title)}>
          <SkeletonItem size={64} />
        </Skeleton>
      )}
      {fields.state === 'failed' && (
        <Failure error={fields.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {fields.state === 'ready' && fields.value.fields.length === 0 && (
        <Empty title={words.none}>{words.noneAbout}</Empty>
      )}
      {fields.state === 'ready' && fields.value.fields.length > 0 && (
        <ul className={styles.list}>
          {fields.value.fields.map((field) => (
            <li key={field.key}>
              <Card className={page.card}>
                {editing === field.key ? (
                  <FieldForm
                    field={field}
                    busy={busy}
                    onCancel={() => setEditing(undefined)}
                    onSave={({ name, choices }) =>
                      void put(() =>
                        contactsApi.changeField(field.key, {
                          name,
                          ...(field.kind === 'choice' && { choices }),
                        }),
                      ).then((done) => done && setEditing(undefined))
                    }
                  />
                ) : (
                  <div className={page.between}>
                    <div>
                      <Text weight="semibold">{field.name}</Text>{' '}
                      <Text className={page.quiet}>
                        {words.kinds[field.kind]}
                        {field.choices.length > 0 && `: ${list(field.choices)}`}
                      </Text>
                    </div>
                    {mayChange && (
                      <div className={page.row}>
                        <Button
                          size="small"
                          aria-label={words.changeOf(field.name)}
                          onClick={() => setEditing(field.key)}
                        >
                          {words.change}
                        </Button>
                        <Button
                          size="small"
                          appearance="subtle"
                          disabledFocusable={busy}
                          aria-label={words.removeOf(field.name)}
                          onClick={() => void remove(field)}
                        >
                          {words.remove}
                        </Button>
                      </div>
                    )}
                  </div>
                )}
              </Card>
            </li>
          ))}
        </ul>
      )}
      {mayChange && fields.state === 'ready' && (
        <Card className={page.card}>
          <FieldForm
            key={fields.value.fields.length}
            busy={busy}
            onSave={(field) => void put(() => contactsApi.makeField(field))}
          />
        </Card>
      )}
    </div>
  );
}

interface FieldFormProps {
  /** Absent: a new one. */
  field?: ContactField;
  busy: boolean;
  onSave: (field: { name: string; kind: FieldKind; choices: string[] }) => void;
  onCancel?: () => void;
}

function FieldForm({ field, busy, onSave, onCancel }: FieldFormProps) {
  const styles = useStyles();
  const page = usePageStyles();
  const words = texts.contactProperties;
  const [name, setName] = useState(field?.name ?? '');
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? 'text');
  const [choices, setChoices] = useState(field?.choices.join('\n') ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave({ name: name.trim(), kind, choices: kind === 'choice' ? choicesOf(choices) : [] });
  };
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      aria-label={field ? words.changeOf(field.name) : words.add}
    >
      <Field label={words.name} required>
        <Input required maxLength={60} value={name} onChange={(_event, { value }) => setName(value)} />
      </Field>
      {!field && (
        <Field label={words.kind}>
          <Select
            value={kind}
            onChange={(_event, { value }) => setKind(FieldKind.catch('text').parse(value))}
          >
            {FieldKind.options.map((one) => (
              <option key={one} value={one}>
                {words.kinds[one]}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {kind === 'choice' && (
        <Field label={words.choices} hint={words.choicesHint} required>
          <Textarea required value={choices} onChange={(_event, { value }) => setChoices(value)} />
        </Field>
      )}
      <div className={page.row}>
        <Button type="submit" appearance="primary" disabledFocusable={busy}>
          {field ? texts.common.save : words.add}
        </Button>
        {onCancel && <Button onClick={onCancel}>{texts.common.cancel}</Button>}
      </div>
    </form>
  );
}
