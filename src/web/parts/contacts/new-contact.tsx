import {
  Button,
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
  tokens,
} from '@fluentui/react-components';
import { memo, type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { api, ApiError } from '../../api';
import { texts } from '../../texts';
import { KeptMailHint } from '../kept-mail';
import { Failure } from '../states';

const useStyles = makeStyles({ form: { display: 'grid', rowGap: tokens.spacingVerticalM } });

/** A contact made by hand. */
export const NewContactDialog = memo(function NewContactDialog() {
  const styles = useStyles();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [saving, setSaving] = useState(false);
  const [address, setAddress] = useState('');

  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    setSaving(true);
    setError(undefined);
    try {
      const company = text('company');
      const contact = await api.createContact({
        name: text('name'),
        addresses: [text('address')],
        ...(error?.code === 'address-erased' && { keepErased: true }),
        ...(company !== '' && { company }),
      });
      setOpen(false);
      await navigate(`/contacts/${contact.id}`);
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Dialog open={open} onOpenChange={(_event, { open: now }) => setOpen(now)}>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance="primary">{texts.contacts.newContact}</Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={(event) => void save(event)}>
          <DialogBody>
            <DialogTitle>{texts.contacts.make.title}</DialogTitle>
            <DialogContent className={styles.form}>
              <Field label={texts.contacts.make.name} required>
                <Input name="name" maxLength={200} required />
              </Field>
              <Field
                label={texts.contacts.make.address}
                required
                {...(error?.field?.startsWith('address') && { validationMessage: error.message })}
              >
                <Input
                  name="address"
                  type="email"
                  maxLength={320}
                  required
                  onChange={(_event, { value }) => setAddress(value)}
                />
              </Field>
              <KeptMailHint address={address} />
              <Field label={texts.contacts.make.company}>
                <Input name="company" maxLength={200} />
              </Field>
              {error && error.field?.startsWith('address') !== true && <Failure error={error} />}
            </DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{texts.common.cancel}</Button>
              </DialogTrigger>
              <Button type="submit" appearance="primary" disabled={saving}>
                {saving
                  ? texts.common.saving
                  : error?.code === 'address-erased'
                    ? texts.contacts.make.allTheSame
                    : texts.contacts.make.save}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
});
