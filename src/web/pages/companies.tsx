import {
  Button,
  makeStyles,
  Select,
  Skeleton,
  SkeletonItem,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { contactsApi } from '../contacts-api';
import { fullTime, list, number, shortTime } from '../format';
import { useUsers } from '../parts/contacts/use-users';
import { RouterLink } from '../parts/event-line';
import { useReloadOnFeed } from '../parts/feed';
import { useMe } from '../parts/me';
import { MoreButton } from '../parts/more-button';
import { SearchField } from '../parts/search-field';
import { Empty, Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useAddress } from '../use-address';
import { usePages } from '../use-pages';

const useStyles = makeStyles({
  page: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL },
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  search: { width: '320px', maxWidth: '100%' },
  wide: { overflowX: 'auto' },
  table: { minWidth: '560px' },
});

/** Where contacts work. */
export function CompaniesPage() {
  const styles = useStyles();
  const words = texts.companies;
  const me = useMe().user;
  const users = useUsers();
  useTitle(words.title);
  const [params, , put] = useAddress();
  const search = params.get('search') ?? '';
  const owner = params.get('owner') ?? '';
  const filter = { search: search.trim(), owner: owner === 'me' ? String(me.id) : owner };
  const pages = usePages(`companies/${JSON.stringify(filter)}`, async (cursor?: string) => {
    const { companies, next } = await contactsApi.companies(filter, cursor);
    return { items: companies, next };
  });
  const { list: page, reload, few } = pages;
  useReloadOnFeed(reload, few);
  const filtered = filter.search !== '' || owner !== '';
  return (
    <div className={styles.page}>
      <Title2 as="h1">{words.title}</Title2>
      <div className={styles.bar} role="search">
        <SearchField
          className={styles.search}
          label={words.search}
          placeholder={words.searchPlaceholder}
          value={search}
          onChange={(value) => put('search', value)}
        />
        <Select aria-label={words.owner} value={owner} onChange={(_event, { value }) => put('owner', value)}>
          <option value="">{texts.contacts.filter.anybody}</option>
          <option value="me">{texts.contacts.filter.mine}</option>
          <option value="none">{texts.contacts.filter.nobody}</option>
          {users.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      {page.state === 'loading' && (
        <Skeleton aria-label={words.loading}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {page.state === 'ready' && page.value.items.length === 0 && (
        <Empty title={filtered ? words.notFound : words.none}>
          {filtered ? words.nothingMatches : words.howTheyCome}
        </Empty>
      )}
      {page.state === 'ready' && page.value.items.length > 0 && (
        <>
          <div className={styles.wide} tabIndex={0} role="group" aria-label={words.title}>
            <Table aria-label={words.title} className={styles.table}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{words.name}</TableHeaderCell>
                  <TableHeaderCell>{words.domains}</TableHeaderCell>
                  <TableHeaderCell>{words.contacts}</TableHeaderCell>
                  <TableHeaderCell>{words.owner}</TableHeaderCell>
                  <TableHeaderCell>{words.lastActivity}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {page.value.items.map((company) => (
                  <TableRow key={company.id}>
                    <TableCell>
                      <RouterLink to={`/companies/${company.id}`}>{company.name}</RouterLink>
                    </TableCell>
                    <TableCell>{list(company.domains)}</TableCell>
                    <TableCell>{number(company.contacts)}</TableCell>
                    <TableCell>{company.owner?.name ?? ''}</TableCell>
                    <TableCell title={company.lastActivityAt && fullTime(company.lastActivityAt)}>
                      {company.lastActivityAt ? shortTime(company.lastActivityAt) : texts.contacts.noneSo}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
          <MoreButton pages={pages} words={words.more} />
        </>
      )}
    </div>
  );
}
