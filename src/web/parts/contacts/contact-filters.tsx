import { Button, InfoLabel, makeStyles, Select, Tag, tokens } from '@fluentui/react-components';
import { memo, useCallback } from 'react';
import { Basis } from '../../../core/api/shared';
import { basisText } from '../../basis-words';
import { ACTIVITIES, isFiltered, type TableState } from '../../contact-query';
import { contactsApi } from '../../contacts-api';
import { segmentsApi } from '../../segments-api';
import { texts } from '../../texts';
import { useResource } from '../../use-resource';
import { SearchField } from '../search-field';
import { JumpTo } from './jump-to';
import { useUsers } from './use-users';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  search: { width: '300px', maxWidth: '100%', flexGrow: 1 },
  choice: { minWidth: '0', maxWidth: '100%' },
});

interface ContactFiltersProps {
  state: TableState;
  /** The table goes on beyond its first page. */
  long: boolean;
  onChange: (change: Partial<TableState>) => void;
}

/** What of all contacts the table shows; it stands in the address. */
export const ContactFilters = memo(function ContactFilters({ state, long, onChange }: ContactFiltersProps) {
  const styles = useStyles();
  const words = texts.contacts.filter;
  const users = useUsers();
  const jump = useCallback((from: string) => onChange({ from }), [onChange]);

  return (
    <div className={styles.bar} role="search">
      <SearchField
        className={styles.search}
        label={texts.contacts.search}
        placeholder={texts.contacts.searchPlaceholder}
        value={state.search}
        onChange={(search) => onChange({ search })}
      />
      <Select
        className={styles.choice}
        aria-label={words.owner}
        value={state.owner}
        onChange={(_event, { value }) => onChange({ owner: value })}
      >
        <option value="">{words.anybody}</option>
        <option value="me">{words.mine}</option>
        <option value="none">{words.nobody}</option>
        {users.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </Select>
      <SegmentChoice value={state.segment} onChange={(segment) => onChange({ segment })} />
      <Select
        className={styles.choice}
        aria-label={words.basis}
        value={state.basis}
        onChange={(_event, { value }) => onChange({ basis: value })}
      >
        <option value="">{words.anyBasis}</option>
        {Basis.options.map((basis) => (
          <option key={basis} value={basis}>
            {basisText(basis)}
          </option>
        ))}
      </Select>
      <Select
        className={styles.choice}
        aria-label={words.activity}
        value={state.activity}
        onChange={(_event, { value }) => onChange({ activity: value })}
      >
        <option value="">{words.anyActivity}</option>
        {ACTIVITIES.map(({ value, days }) => (
          <option key={value} value={value}>
            {value.startsWith('within') ? words.within(days) : words.quietFor(days)}
          </option>
        ))}
      </Select>
      <Select
        className={styles.choice}
        aria-label={words.show}
        value={state.show}
        onChange={(_event, { value }) =>
          onChange({
            show: value === 'no-open-seen' || value === 'departed' || value === 'no-company' ? value : '',
          })
        }
      >
        <option value="">{words.everybody}</option>
        <option value="no-open-seen">{words.noOpenSeen}</option>
        <option value="departed">{words.departed}</option>
        <option value="no-company">{words.noCompany}</option>
      </Select>
      {(long || state.from !== '') && (
        <JumpTo key={state.sort} sort={state.sort} from={state.from} onJump={jump} />
      )}
      {state.show === 'no-open-seen' && <InfoLabel info={words.noOpenSeenHelp}>{words.noOpenSeen}</InfoLabel>}
      {state.company !== '' && <CompanyTag id={state.company} onDrop={() => onChange({ company: '' })} />}
      {isFiltered(state) && (
        <Button
          appearance="subtle"
          onClick={() =>
            onChange({
              search: '',
              owner: '',
              company: '',
              segment: '',
              basis: '',
              activity: '',
              show: '',
              from: '',
            })
          }
        >
          {texts.contacts.clearFilters}
        </Button>
      )}
    </div>
  );
});

/** Members of a segment or list. */
function SegmentChoice({ value, onChange }: { value: string; onChange: (segment: string) => void }) {
  const styles = useStyles();
  const words = texts.segments;
  const [segments] = useResource('segments', segmentsApi.all);
  const all = segments.state === 'ready' ? segments.value.segments : [];
  if (all.length === 0 && value === '') return null;
  return (
    <Select
      className={styles.choice}
      aria-label={words.filter}
      value={value}
      onChange={(_event, { value: now }) => onChange(now)}
    >
      <option value="">{words.anySegment}</option>
      {all.every(({ id }) => id !== value) && value !== '' && <option value={value}>{words.filter}</option>}
      {all.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

/** Of which company the people are; it can be let go of. */
function CompanyTag({ id, onDrop }: { id: string; onDrop: () => void }) {
  const [company] = useResource(`company/${id}`, () => contactsApi.company(id));
  const { filter } = texts.contacts;
  const name = company.state === 'ready' ? company.value.name : filter.company;
  return (
    <Tag
      appearance="outline"
      dismissible
      dismissIcon={{ 'aria-label': filter.dropCompany }}
      onClick={onDrop}
      aria-label={`${filter.company}: ${name}. ${filter.dropCompany}`}
    >
      {name}
    </Tag>
  );
}
