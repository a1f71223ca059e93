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
import { type FormEvent, useState } from 'react';
import { can } from '../../../core/access';
import type { CompanyCard, CompanyChange } from '../../../core/api/companies';
import { contactsApi } from '../../contacts-api';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useUsers } from '../contacts/use-users';
import { useMe } from '../me';
import { Failure } from '../states';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  form: { display: 'grid', rowGap: tokens.spacingVerticalS },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

interface CompanyDetailsProps {
  company: CompanyCard;
  onChange: () => void;
}

/** A company's name, which all its people bear, and whose it is. */
export function CompanyDetails({ company, onChange }: CompanyDetailsProps) {
  const styles = useStyles();
  const words = texts.companies;
  const users = useUsers();
  const mayChange = can(useMe().user.role, 'change', 'contact');
  const [editing, setEditing] = useState(false);
  const [back, setBack] = useState<CompanyChange>();
  const [name, setName] = useState(company.name);
  const [owner, setOwner] = useState('');
  const { busy, error, does } = useDoing();
  const before: CompanyChange = { name: company.name, owner: company.owner?.id ?? null };
  const save = async (change: CompanyChange, undo: CompanyChange | undefined): Promise<void> => {
    if (!(await does(async () => void (await contactsApi.changeCompany(company.id, change))))) return;
    setEditing(false);
    setBack(undo);
    onChange();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save({ name: name.trim(), owner: owner === '' ? null : Number(owner) }, before);
  };
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{texts.contact.details.title}</Subtitle2>
      {error && <Failure error={error} />}
      {editing ? (
        <form className={styles.form} onSubmit={submit}>
          <Field label={words.name} required>
            <Input
              autoFocus
              required
              maxLength={200}
              value={name}
              onChange={(_event, { value }) => setName(value)}
            />
          </Field>
          <Field label={words.owner}>
            <Select value={owner} onChange={(_event, { value }) => setOwner(value)}>
              <option value="">{words.nobody}</option>
              {users.map((user) => (
                <option key={user.id} value={String(user.id)}>
                  {user.name}
                </option>
              ))}
            </Select>
          </Field>
          <div className={styles.row}>
            <Button type="submit" appearance="primary" disabledFocusable={busy}>
              {words.save}
            </Button>
            <Button onClick={() => setEditing(false)}>{texts.common.cancel}</Button>
          </div>
        </form>
      ) : (
        <>
          <Text>
            {words.owner}: {company.owner?.name ?? words.nobody}
          </Text>
          <div className={styles.row}>
            {mayChange && (
              <Button
                size="small"
                onClick={() => {
                  setName(company.name);
                  setOwner(company.owner === undefined ? '' : String(company.owner.id));
                  setEditing(true);
                }}
              >
                {words.edit}
              </Button>
            )}
            <div role="status" className={styles.row}>
              {back && (
                <>
                  <Caption1>{texts.contact.details.saved}</Caption1>
                  <Button size="small" disabledFocusable={busy} onClick={() => void save(back, undefined)}>
                    {texts.common.undo}
                  </Button>
                </>
              )}
            </div>
          </div>
        </>
      )}
    </Card>
  );
}
