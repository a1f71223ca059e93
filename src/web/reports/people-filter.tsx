import { Dropdown, Field, Link, makeStyles, Option, tokens } from '@fluentui/react-components';
import { can } from '../../core/access';
import { SHOWN_PEOPLE, type ShownPeople } from '../../core/api/reports';
import { useMe } from '../parts/me';
import { SearchField } from '../parts/search-field';
import { texts } from '../texts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  choice: { minWidth: '200px', maxWidth: '100%' },
  search: { minWidth: 'min(260px, 100%)', flexGrow: 1, maxWidth: '420px' },
});

const UNSENT: readonly ShownPeople[] = ['left-out', 'refused', 'unclear', 'waiting'];

/** Which people are shown: by number, and by name or address. */
export function PeopleFilter({
  show,
  search,
  put,
  csv,
  unsent,
}: {
  show: ShownPeople;
  search: string;
  put: (key: string, value: string) => void;
  csv: string;
  /** Those to whom nothing was sent can be shown too. */
  unsent: boolean;
}) {
  const styles = useStyles();
  const words = texts.reports;
  const mayExport = can(useMe().user.role, 'export', 'report');
  return (
    <div className={styles.bar} role="search" aria-label={words.people}>
      <Field label={words.show}>
        <Dropdown
          className={styles.choice}
          value={words.shown[show]}
          selectedOptions={[show]}
          onOptionSelect={(_event, { optionValue }) => put('show', optionValue ?? '')}
        >
          {SHOWN_PEOPLE.filter((one) => unsent || !UNSENT.includes(one)).map((one) => (
            <Option key={one} value={one}>
              {words.shown[one]}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <SearchField
        className={styles.search}
        label={show === 'replied' && unsent ? words.searchReplies : words.search}
        value={search}
        onChange={(value) => put('q', value)}
      />
      {mayExport && (
        <Link href={csv} download>
          {words.csv}
        </Link>
      )}
    </div>
  );
}
