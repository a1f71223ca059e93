import {
  Button,
  Caption1,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { can } from '../../core/access';
import {
  DEFAULT_COLUMNS,
  type ContactColumn,
  type ContactField,
  type ContactSort,
} from '../../core/api/contacts';
import {
  filterOf,
  isFiltered,
  naturalOrder,
  placeOf,
  plain,
  tableParams,
  tableState,
} from '../contact-query';
import { contactsApi, contactsCsvUrl } from '../contacts-api';
import { BulkBar } from '../parts/contacts/bulk-bar';
import { ColumnChoice } from '../parts/contacts/column-choice';
import { allColumns, chosenColumns } from '../parts/contacts/columns';
import { ContactFilters } from '../parts/contacts/contact-filters';
import { ContactTable } from '../parts/contacts/contact-table';
import { NewContactDialog } from '../parts/contacts/new-contact';
import { RunBars } from '../parts/contacts/run-bars';
import { useReloadOnFeed } from '../parts/feed';
import { useMe } from '../parts/me';
import { Empty, Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { useContactRows } from '../use-contact-rows';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
  },
  title: { display: 'flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalM },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const NOBODY: ReadonlySet<string> = new Set();
const NO_FIELDS: readonly ContactField[] = [];
/** With more rows than that the table has a middle to go to, and somebody may be reading there: what comes in does not move them. */
const FIRST_PAGE = 100;

/** All contacts: searched, filtered and sorted by the address, changed by many. */
export function ContactsPage() {
  const styles = useStyles();
  const { user } = useMe();
  const navigate = useNavigate();
  useTitle(texts.contacts.title);
  const [params, setParams] = useAddress();
  const state = useMemo(() => tableState(params), [params]);
  const filter = filterOf(state, user.id);
  const key = JSON.stringify(filter);
  const { rows, next, reload } = useContactRows({
    ...filter,
    sort: state.sort,
    order: state.order,
    from: placeOf(state),
  });
  const [count, recount] = useResource(`count/${key}`, () => contactsApi.count(filter));
  const [selected, setSelected] = useState<ReadonlySet<string> | 'all'>(NOBODY);
  const [pulse, setPulse] = useState(0);
  const [fields] = useResource('contact-fields', contactsApi.fields);
  const [columns, , changeColumns] = useResource('columns', contactsApi.columns);
  const own = fields.state === 'ready' ? fields.value.fields : NO_FIELDS;
  const chosen = columns.state === 'ready' ? columns.value.contacts : DEFAULT_COLUMNS;
  // The same as long as nothing of them changes: a page that comes draws only the rows that are new.
  const all = useMemo(() => allColumns(own), [own]);
  const shown = useMemo(() => chosenColumns(all, chosen), [all, chosen]);

  const refresh = useCallback(() => {
    reload();
    recount();
  }, [reload, recount]);
  const few = rows.contacts.length <= FIRST_PAGE;
  // A mail makes contacts, and an event moves one up.
  useReloadOnFeed(useCallback(() => few && refresh(), [few, refresh]));
  useEffect(() => setSelected(NOBODY), [key]);
  // The filter names all whom it finds, also those who stand before the place where the table begins.
  const whole = state.from === '';
  useEffect(() => {
    if (!whole) setSelected((now) => (now === 'all' ? NOBODY : now));
  }, [whole]);

  const change = useCallback(
    (by: Partial<typeof state>) => setParams((now) => tableParams({ ...tableState(now), ...by })),
    [setParams],
  );
  const sortBy = (sort: ContactSort): void =>
    change({
      sort,
      from: '',
      order: sort === state.sort ? (state.order === 'asc' ? 'desc' : 'asc') : naturalOrder(sort),
    });
  const choose = useCallback(
    (now: ContactColumn[]): void => {
      changeColumns(() => ({ contacts: now }));
      // What was chosen is shown at once; the next visit has it if it was kept.
      contactsApi.saveColumns(now).catch(() => undefined);
    },
    [changeColumns],
  );
  const narrowed = isFiltered(state) || state.from !== '';
  const total = count.state === 'ready' ? count.value.count : undefined;
  const n = selected === 'all' ? (total ?? 0) : selected.size;
  // While it is counted anew, as it was: what stands beside a field in which one types does not come and go.
  const long = useRef(false);
  if (total !== undefined) long.current = total > FIRST_PAGE;

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.title}>
          <Title2 as="h1">{texts.contacts.title}</Title2>
          {total !== undefined && (
            <Caption1 className={styles.quiet} role="status">
              {texts.contacts.number(total)}
            </Caption1>
          )}
        </div>
        <div className={styles.buttons}>
          <ColumnChoice all={all} chosen={chosen} onChange={choose} />
          {can(user.role, 'export', 'contact') && (
            <Button as="a" href={contactsCsvUrl(filter)} download="contacts.csv">
              {texts.contacts.exportList}
            </Button>
          )}
          {can(user.role, 'create', 'contact') && (
            <>
              <Button onClick={() => void navigate('/contacts/import')}>{texts.contacts.importFile}</Button>
              <NewContactDialog />
            </>
          )}
        </div>
      </div>
      <ContactFilters state={state} long={long.current} onChange={change} />
      <RunBars pulse={pulse} onEnd={refresh} />
      {n > 0 && (
        <BulkBar
          n={n}
          who={selected === 'all' ? { filter: plain(filter) } : { ids: [...selected] }}
          fields={own}
          others={whole && selected !== 'all' && total !== undefined && total > n ? total : undefined}
          onAll={() => setSelected('all')}
          onClear={() => setSelected(NOBODY)}
          onBegun={() => {
            setSelected(NOBODY);
            setPulse((now) => now + 1);
          }}
        />
      )}
      {rows.state === 'loading' && (
        <Skeleton aria-label={texts.contacts.loading}>
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {rows.state === 'failed' && rows.error && (
        <Failure error={rows.error} action={<Button onClick={refresh}>{texts.common.tryAgain}</Button>} />
      )}
      {rows.state === 'ready' && rows.contacts.length === 0 && (
        <Empty
          title={narrowed ? texts.contacts.nobodyFound : texts.contacts.noneYet}
          {...(narrowed && {
            action: <Button onClick={() => setParams(() => ({}))}>{texts.contacts.clearFilters}</Button>,
          })}
        >
          {narrowed ? texts.contacts.nothingMatches : texts.contacts.howTheyCome}
        </Empty>
      )}
      {rows.state === 'ready' && rows.contacts.length > 0 && (
        <ContactTable
          rows={rows}
          count={whole ? total : undefined}
          columns={shown}
          sort={state.sort}
          order={state.order}
          onSort={sortBy}
          selected={selected}
          onSelect={setSelected}
          next={next}
        />
      )}
    </div>
  );
}
