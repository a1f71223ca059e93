import { Button, Card, Field, Input, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { ContactCard } from '../../core/api/shared';
import { logApi } from '../log-api';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { KeptMailHint } from './kept-mail';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
  break: { overflowWrap: 'anywhere' },
  form: { display: 'grid', rowGap: tokens.spacingVerticalS },
});

/** L14: under which addresses a contact is known. One more brings what was kept of it, after a preview. */
export function ContactAddresses({ contact, onChange }: { contact: ContactCard; onChange: () => void }) {
  const styles = useStyles();
  const [address, setAddress] = useState('');
  const { busy, error, does } = useDoing();
  const erased = error?.code === 'address-erased';
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await does(async () => void (await logApi.addAddress(contact.id, address.trim(), erased))))) return;
    setAddress('');
    onChange();
  };
  const remove = async (one: string): Promise<void> => {
    if (await does(async () => void (await logApi.removeAddress(contact.id, one)))) onChange();
  };
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.contact.addresses.title}</Subtitle2>
      {contact.addresses.map((one) => (
        <div key={one} className={styles.row}>
          <Text className={styles.break}>{one}</Text>
          {contact.addresses.length > 1 && (
            <Button
              size="small"
              appearance="subtle"
              disabled={busy}
              aria-label={texts.common.removeOne(one)}
              onClick={() => void remove(one)}
            >
              {texts.common.remove}
            </Button>
          )}
        </div>
      ))}
      <form className={styles.form} onSubmit={(event) => void add(event)}>
        <Field label={texts.contact.addresses.oneMore} {...(error && { validationMessage: error.message })}>
          <Input
            type="email"
            maxLength={320}
            value={address}
            onChange={(_event, { value }) => setAddress(value)}
          />
        </Field>
        <KeptMailHint address={address} />
        {address.trim() !== '' && (
          <Button type="submit" disabled={busy}>
            {erased ? texts.contact.addresses.addAllTheSame : texts.common.add}
          </Button>
        )}
      </form>
    </Card>
  );
}
