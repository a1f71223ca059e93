import {
  Button,
  Caption1,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  makeStyles,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { can } from '../../../core/access';
import type { ContactChoice, ContactField, NewRun } from '../../../core/api/contacts';
import { Basis } from '../../../core/api/shared';
import { basisText } from '../../basis-words';
import { contactsApi } from '../../contacts-api';
import { ListDialog } from '../../segments/list-dialog';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useMe } from '../me';
import { Failure } from '../states';
import { FieldInput, typedValue } from './field-input';
import { useUsers } from './use-users';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1Selected,
  },
  form: { display: 'grid', rowGap: tokens.spacingVerticalM },
});

interface BulkBarProps {
  /** How many are meant. */
  n: number;
  who: ContactChoice;
  fields: readonly ContactField[];
  /** There are others that the filter shows. */
  others: number | undefined;
  onAll: () => void;
  onClear: () => void;
  onBegun: () => void;
}

/** What can be done with those who are chosen. */
export function BulkBar({ n, who, fields, others, onAll, onClear, onBegun }: BulkBarProps) {
  const styles = useStyles();
  const { role } = useMe().user;
  const [open, setOpen] = useState<'edit' | 'erase' | 'list'>();
  const begun = (): void => {
    setOpen(undefined);
    onBegun();
  };
  return (
    <div className={styles.bar} role="toolbar" aria-label={texts.contacts.selected(n)}>
      <Text weight="semibold" role="status">
        {texts.contacts.selected(n)}
      </Text>
      {others !== undefined && (
        <Button size="small" onClick={onAll}>
          {texts.contacts.selectAllOf(others)}
        </Button>
      )}
      {can(role, 'change', 'contact') && (
        <Button size="small" appearance="primary" onClick={() => setOpen('edit')}>
          {texts.contacts.edit}
        </Button>
      )}
      {can(role, 'change', 'segment') && (
        <Button size="small" onClick={() => setOpen('list')}>
          {texts.segments.bulkAdd}
        </Button>
      )}
      {can(role, 'remove', 'contact') && (
        <Button size="small" onClick={() => setOpen('erase')}>
          {texts.contacts.erase}
        </Button>
      )}
      <Button size="small" appearance="subtle" onClick={onClear}>
        {texts.contacts.clearSelection}
      </Button>
      {open === 'edit' && (
        <EditDialog n={n} who={who} fields={fields} onClose={() => setOpen(undefined)} onBegun={begun} />
      )}
      {open === 'list' && <ListDialog n={n} who={who} onClose={() => setOpen(undefined)} onBegun={begun} />}
      {open === 'erase' && <EraseDialog n={n} who={who} onClose={() => setOpen(undefined)} onBegun={begun} />}
    </div>
  );
}

interface DialogProps {
  n: number;
  who: ContactChoice;
  onClose: () => void;
  onBegun: () => void;
}

function EditDialog({ n, who, fields, onClose, onBegun }: DialogProps & { fields: readonly ContactField[] }) {
  const styles = useStyles();
  const users = useUsers();
  const { busy, error, does } = useDoing();
  const [what, setWhat] = useState('owner');
  const [value, setValue] = useState('');
  const field = fields.find(({ key }) => what === `custom:${key}`);
  const words = texts.contacts;

  const edit = (): Extract<NewRun, { kind: 'edit' }>['edit'] => {
    if (field) return { custom: { [field.key]: typedValue(field, value) } };
    if (what === 'company') return { company: value.trim() };
    if (what === 'basis') return { basis: Basis.catch('none').parse(value) };
    return { owner: value === '' ? null : Number(value) };
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await does(async () => void (await contactsApi.beginRun({ kind: 'edit', who, edit: edit() })))) {
      onBegun();
    }
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{words.editTitle(n)}</DialogTitle>
            <DialogContent className={styles.form}>
              {error && <Failure error={error} />}
              <Field label={words.whatToChange}>
                <Select
                  value={what}
                  onChange={(_event, { value: now }) => {
                    setWhat(now);
                    setValue(now === 'basis' ? 'legitimate-interest' : '');
                  }}
                >
                  <option value="owner">{words.column.owner}</option>
                  <option value="company">{words.column.company}</option>
                  <option value="basis">{words.column.basis}</option>
                  {fields.map(({ key, name }) => (
                    <option key={key} value={`custom:${key}`}>
                      {name}
                    </option>
                  ))}
                </Select>
              </Field>
              <Field
                label={words.newValue}
                {...((field !== undefined || what === 'company') && { hint: words.takenAway })}
                {...(what === 'basis' && { hint: words.withdrawnStay })}
              >
                {field ? (
                  <FieldInput field={field} value={value} onChange={setValue} />
                ) : what === 'company' ? (
                  <Input maxLength={200} value={value} onChange={(_event, { value: now }) => setValue(now)} />
                ) : (
                  <Select value={value} onChange={(_event, { value: now }) => setValue(now)}>
                    {what === 'owner' && <option value="">{words.nobodysOwner}</option>}
                    {what === 'owner' &&
                      users.map(({ id, name }) => (
                        <option key={id} value={String(id)}>
                          {name}
                        </option>
                      ))}
                    {what === 'basis' &&
                      Basis.options.map((basis) => (
                        <option key={basis} value={basis}>
                          {basisText(basis)}
                        </option>
                      ))}
                  </Select>
                )}
              </Field>
              <Caption1>{words.run.canLeave}</Caption1>
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{texts.common.cancel}</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {words.apply(n)}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function EraseDialog({ n, who, onClose, onBegun }: DialogProps) {
  const { busy, error, does } = useDoing();
  const erase = async (): Promise<void> => {
    if (await does(async () => void (await contactsApi.beginRun({ kind: 'erase', who })))) onBegun();
  };
  return (
    <Dialog open onOpenChange={(_event, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.contacts.eraseTitle(n)}</DialogTitle>
          <DialogContent>
            <Text>{texts.contacts.eraseAbout}</Text>
            {error && <Failure error={error} />}
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{texts.common.cancel}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={busy} onClick={() => void erase()}>
              {texts.contacts.eraseNow}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
