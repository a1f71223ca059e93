import {
  Button,
  Caption1,
  Card,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  SearchBox,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { can } from '../../../core/access';
import type { CompanyCard } from '../../../core/api/companies';
import { contactsApi } from '../../contacts-api';
import { shortTime } from '../../format';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useResource } from '../../use-resource';
import { useMe } from '../me';
import { Failure } from '../states';

const useStyles = makeStyles({
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
  content: { display: 'grid', rowGap: tokens.spacingVerticalM },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  one: { justifyContent: 'flex-start', textAlign: 'left', width: '100%' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface CompanyMergeCardProps {
  company: CompanyCard;
  onChange: () => void;
}

/** Two companies that are one become one at once, and can become two again. */
export function CompanyMergeCard({ company, onChange }: CompanyMergeCardProps) {
  const styles = useStyles();
  const words = texts.companies;
  const mayChange = can(useMe().user.role, 'change', 'contact');
  const [picking, setPicking] = useState(false);
  const [merges, reload] = useResource(`company-merges/${company.id}`, () =>
    contactsApi.companyMerges(company.id),
  );
  const { busy, error, does } = useDoing();
  const changed = (): void => {
    reload();
    onChange();
  };
  const merge = async (other: CompanyCard): Promise<void> => {
    setPicking(false);
    if (await does(async () => void (await contactsApi.mergeCompany(company.id, other.id)))) changed();
  };
  const undo = async (id: string): Promise<void> => {
    if (await does(async () => void (await contactsApi.undoCompanyMerge(company.id, id)))) changed();
  };
  const done = merges.state === 'ready' ? merges.value.merges : [];
  if (!mayChange && done.length === 0) return null;
  return (
    <Card className={styles.card}>
      {mayChange && <Button onClick={() => setPicking(true)}>{words.merge}</Button>}
      <div role="status">
        {done.map(({ id, name, at, by }, i) => (
          <div key={id} className={styles.row}>
            <Caption1 className={styles.quiet}>
              {words.merged(name, by ?? words.somebody, shortTime(at))}
            </Caption1>
            {i === 0 && mayChange && (
              <Button size="small" disabledFocusable={busy} onClick={() => void undo(id)}>
                {texts.common.undo}
              </Button>
            )}
          </div>
        ))}
      </div>
      {error && <Failure error={error} />}
      {picking && (
        <Dialog open onOpenChange={(_event, { open }) => !open && setPicking(false)}>
          <DialogSurface>
            <DialogBody>
              <DialogTitle>{words.mergePick(company.name)}</DialogTitle>
              <DialogContent>
                <Choice without={company.id} onPick={(other) => void merge(other)} />
              </DialogContent>
              <DialogActions>
                <DialogTrigger disableButtonEnhancement>
                  <Button>{texts.common.cancel}</Button>
                </DialogTrigger>
              </DialogActions>
            </DialogBody>
          </DialogSurface>
        </Dialog>
      )}
    </Card>
  );
}

function Choice({ without, onPick }: { without: string; onPick: (company: CompanyCard) => void }) {
  const styles = useStyles();
  const words = texts.companies;
  const [search, setSearch] = useState('');
  const [page, reload] = useResource(`pick-company/${search}`, () => contactsApi.companies({ search }));
  return (
    <div className={styles.content}>
      <SearchBox
        aria-label={words.search}
        placeholder={words.searchPlaceholder}
        value={search}
        onChange={(_event, { value }) => setSearch(value)}
      />
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {page.state === 'ready' && (
        <ul className={styles.list} aria-label={words.title}>
          {page.value.companies
            .filter(({ id }) => id !== without)
            .slice(0, 10)
            .map((company) => (
              <li key={company.id}>
                <Button className={styles.one} appearance="subtle" onClick={() => onPick(company)}>
                  {company.name} ({words.contactsOf(company.contacts)})
                </Button>
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}
