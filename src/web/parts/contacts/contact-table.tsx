import { Button, Checkbox, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { ArrowUpRegular } from '@fluentui/react-icons/svg/arrow-up';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type MouseEvent, useCallback, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { ContactSort } from '../../../core/api/contacts';
import type { ContactCard } from '../../../core/api/shared';
import { texts } from '../../texts';
import type { Rows } from '../../use-contact-rows';
import type { Column } from './columns';

const ROW_PX = 44;
/** Rows drawn beyond what is seen, so that a quick turn of the wheel shows no gap. */
const OVERSCAN = 12;
/** The next page is asked for when so many rows are left below. */
const AHEAD = 40;

const useStyles = makeStyles({
  frame: {
    overflow: 'auto',
    maxHeight: 'max(360px, calc(100vh - 150px))',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    // A row drawn anew moves nothing.
    overflowAnchor: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    // Fluent's links take as long to draw as the rest of a row.
    '& a': {
      color: tokens.colorBrandForegroundLink,
      textDecorationLine: 'none',
      ':hover': { textDecorationLine: 'underline' },
      ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    },
  },
  table: { minWidth: 'min-content', width: '100%' },
  row: {
    display: 'grid',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    height: `${ROW_PX}px`,
    paddingInline: tokens.spacingHorizontalS,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  placed: { position: 'absolute', insetInline: 0, top: 0, contain: 'layout paint style' },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 1,
    backgroundColor: tokens.colorNeutralBackground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  cell: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 },
  heading: { justifyContent: 'flex-start', paddingInline: 0, minWidth: 0, fontWeight: 'inherit' },
  body: { position: 'relative' },
  // Fluent's own takes as long to draw as the rest of a row.
  check: {
    width: '16px',
    height: '16px',
    accentColor: tokens.colorCompoundBrandBackground,
    // As the theme, which follows the same setting.
    colorScheme: 'light dark',
  },
  foot: {
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: `${ROW_PX}px`,
  },
});

interface ContactTableProps {
  rows: Rows;
  /** How many there are in all, once that is known. */
  count: number | undefined;
  columns: readonly Column[];
  sort: ContactSort;
  order: 'asc' | 'desc';
  onSort: (sort: ContactSort) => void;
  /** Chosen by hand; `all`: everybody that the filter means. */
  selected: ReadonlySet<string> | 'all';
  onSelect: (ids: ReadonlySet<string>) => void;
  next: () => void;
}

/** Contacts in rows of which only those that are seen are drawn; further ones are loaded as they come near. */
export function ContactTable(props: ContactTableProps) {
  const { rows, count, columns, sort, order, onSort, selected, onSelect, next } = props;
  const styles = useStyles();
  const frame = useRef<HTMLDivElement>(null);
  const { contacts } = rows;
  const virtualizer = useVirtualizer({
    count: contacts.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    // Another function each time would have all rows, seen or not, measured anew with each that is drawn.
    getItemKey: useCallback((i: number) => contacts[i]?.id ?? i, [contacts]),
  });
  const navigate = useNavigate();
  const follow = (click: MouseEvent): void => {
    if (click.metaKey || click.ctrlKey || click.shiftKey || click.button !== 0) return;
    const link = click.target instanceof Element ? click.target.closest('a[href^="/"]') : null;
    const to = link?.getAttribute('href');
    if (to === null || to === undefined) return;
    click.preventDefault();
    void navigate(to);
  };
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const near = rows.more && !rows.loadingMore && rows.error === undefined && last >= contacts.length - AHEAD;
  useEffect(() => {
    if (near) next();
  }, [near, next, contacts.length]);

  const template = `32px minmax(180px, 1.2fr) ${columns.map(({ width }) => `minmax(130px, ${width})`).join(' ')}`;
  const isChosen = (id: string): boolean => selected === 'all' || selected.has(id);
  const allChosen =
    selected === 'all' || (contacts.length > 0 && contacts.every(({ id }) => selected.has(id)));
  const choose = useRef<(id: string) => void>(() => undefined);
  choose.current = (id) => {
    const now = new Set(selected === 'all' ? contacts.map((one) => one.id) : selected);
    if (!now.delete(id)) now.add(id);
    onSelect(now);
  };
  const toggle = useRef((id: string) => choose.current(id)).current;
  const chooseAll = useRef<() => void>(() => undefined);
  chooseAll.current = () => onSelect(allChosen ? new Set() : new Set(contacts.map(({ id }) => id)));
  const toggleAll = useRef(() => chooseAll.current()).current;
  const sortAs = useRef(onSort);
  sortAs.current = onSort;
  const sortBy = useRef((by: ContactSort) => sortAs.current(by)).current;

  return (
    // Scrolled by keyboard too: a region that scrolls has to take the focus.
    <div
      ref={frame}
      className={styles.frame}
      tabIndex={0}
      role="group"
      aria-label={texts.contacts.title}
      onClick={follow}
    >
      <div
        className={styles.table}
        role="table"
        aria-label={texts.contacts.title}
        aria-rowcount={count === undefined ? -1 : count + 1}
        aria-colcount={columns.length + 2}
        aria-busy={rows.loadingMore}
      >
        <Head
          columns={columns}
          template={template}
          sort={sort}
          order={order}
          chosen={allChosen ? true : selected.size > 0 ? 'mixed' : false}
          onChoose={toggleAll}
          onSort={sortBy}
        />
        <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const contact = contacts[index];
            return (
              contact && (
                <Row
                  key={key}
                  contact={contact}
                  columns={columns}
                  template={template}
                  index={index}
                  start={start}
                  chosen={isChosen(contact.id)}
                  toggle={toggle}
                />
              )
            );
          })}
        </div>
      </div>
      {(rows.loadingMore || rows.error) && (
        <div className={styles.foot}>
          {rows.loadingMore && <Spinner size="tiny" label={texts.contacts.loadingMore} />}
          {rows.error && (
            <>
              <span role="alert">{texts.contacts.moreFailed}</span>
              <Button size="small" onClick={next}>
                {texts.common.tryAgain}
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

interface HeadProps {
  columns: readonly Column[];
  template: string;
  sort: ContactSort;
  order: 'asc' | 'desc';
  chosen: boolean | 'mixed';
  onChoose: () => void;
  onSort: (sort: ContactSort) => void;
}

/** Drawn once, and not with every turn of the wheel. */
const Head = memo(function Head({ columns, template, sort, order, chosen, onChoose, onSort }: HeadProps) {
  const styles = useStyles();
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.row} style={{ gridTemplateColumns: template }}>
        <div role="columnheader">
          <Checkbox aria-label={texts.contacts.selectAll} checked={chosen} onChange={onChoose} />
        </div>
        <Heading
          name={texts.contacts.column.name}
          sort="name"
          sorted={sort === 'name' ? order : undefined}
          onSort={onSort}
        />
        {columns.map((column) => (
          <Heading
            key={column.id}
            name={column.name}
            sort={column.sort}
            sorted={column.sort === sort ? order : undefined}
            onSort={onSort}
          />
        ))}
      </div>
    </div>
  );
});

function Heading({
  name,
  sort,
  sorted,
  onSort,
}: {
  name: string;
  sort?: ContactSort | undefined;
  sorted: 'asc' | 'desc' | undefined;
  onSort: (sort: ContactSort) => void;
}) {
  const styles = useStyles();
  return (
    <div
      role="columnheader"
      className={styles.cell}
      {...(sort !== undefined && {
        'aria-sort': sorted === undefined ? 'none' : sorted === 'asc' ? 'ascending' : 'descending',
      })}
    >
      {sort === undefined ? (
        name
      ) : (
        <Button
          size="small"
          appearance="transparent"
          className={styles.heading}
          iconPosition="after"
          icon={sorted === 'asc' ? <ArrowUpRegular /> : sorted === 'desc' ? <ArrowDownRegular /> : undefined}
          title={texts.contacts.sortedBy(name)}
          onClick={() => onSort(sort)}
        >
          {name}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  contact: ContactCard;
  columns: readonly Column[];
  template: string;
  index: number;
  start: number;
  chosen: boolean;
  toggle: (id: string) => void;
}

const Row = memo(function Row({ contact, columns, template, index, start, chosen, toggle }: RowProps) {
  const styles = useStyles();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={mergeClasses(styles.row, styles.placed, chosen && styles.chosen)}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
    >
      <div role="cell">
        <input
          type="checkbox"
          className={styles.check}
          aria-label={texts.contacts.selectOne(contact.name)}
          checked={chosen}
          onChange={() => toggle(contact.id)}
        />
      </div>
      <div role="cell" className={styles.cell}>
        <a href={`/contacts/${contact.id}`}>{contact.name}</a>
      </div>
      {columns.map((column) => (
        <div key={column.id} role="cell" className={styles.cell}>
          {column.cell(contact)}
        </div>
      ))}
    </div>
  );
});
