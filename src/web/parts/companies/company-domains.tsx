import {
  Button,
  Caption1,
  Card,
  Field,
  Input,
  makeStyles,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { can } from '../../../core/access';
import type { CompanyCard } from '../../../core/api/companies';
import { contactsApi } from '../../contacts-api';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useMe } from '../me';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  form: { display: 'grid', rowGap: tokens.spacingVerticalS },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
  break: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface CompanyDomainsProps {
  company: CompanyCard;
  onChange: () => void;
}

/** L3: whose addresses make a contact one of the company. */
export function CompanyDomains({ company, onChange }: CompanyDomainsProps) {
  const styles = useStyles();
  const words = texts.companies;
  const mayChange = can(useMe().user.role, 'change', 'contact');
  const [domain, setDomain] = useState('');
  const { busy, error, does } = useDoing();
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await does(async () => void (await contactsApi.addDomain(company.id, domain.trim()))))) return;
    setDomain('');
    onChange();
  };
  const remove = async (one: string): Promise<void> => {
    if (await does(async () => void (await contactsApi.removeDomain(company.id, one)))) onChange();
  };
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{words.domains}</Subtitle2>
      <Caption1 className={styles.quiet}>{words.domainsAbout}</Caption1>
      {company.domains.map((one) => (
        <div key={one} className={styles.row}>
          <Text className={styles.break}>{one}</Text>
          {mayChange && (
            <Button
              size="small"
              appearance="subtle"
              disabledFocusable={busy}
              aria-label={texts.common.removeOne(one)}
              onClick={() => void remove(one)}
            >
              {texts.common.remove}
            </Button>
          )}
        </div>
      ))}
      {mayChange && (
        <form className={styles.form} onSubmit={(event) => void add(event)}>
          <Field label={words.addDomain} {...(error && { validationMessage: error.message })}>
            <Input maxLength={253} value={domain} onChange={(_event, { value }) => setDomain(value)} />
          </Field>
          {domain.trim() !== '' && (
            <Button type="submit" disabledFocusable={busy}>
              {texts.common.add}
            </Button>
          )}
        </form>
      )}
    </Card>
  );
}
