import {
  Avatar,
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Subtitle2,
  Text,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useParams } from 'react-router';
import type { CompanyCard } from '../../core/api/companies';
import { contactsApi } from '../contacts-api';
import { shortTime } from '../format';
import { CompanyDetails } from '../parts/companies/company-details';
import { CompanyDomains } from '../parts/companies/company-domains';
import { CompanyMergeCard } from '../parts/companies/company-merges';
import { RouterLink } from '../parts/event-line';
import { Failure, useTitle } from '../parts/states';
import { TimelineList } from '../parts/timeline-list';
import { texts } from '../texts';
import { useResource } from '../use-resource';

/** So many of its people stand on the page; the table has them all. */
const SHOWN = 12;

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(220px, 320px) minmax(0, 860px)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  card: { rowGap: tokens.spacingVerticalS, padding: tokens.spacingHorizontalL },
  list: { display: 'grid', rowGap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  quiet: { color: tokens.colorNeutralForeground3 },
  name: { overflowWrap: 'anywhere' },
});

/** A company's record: its people, and what was written to and by all of them. */
export function CompanyPage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const [company, reload] = useResource(`company/${id}`, () => contactsApi.company(id));
  useTitle(company.state === 'ready' ? company.value.name : texts.companies.company);
  return (
    <div className={styles.page}>
      {company.state === 'loading' && (
        <Skeleton aria-label={texts.companies.loadingOne}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {company.state === 'failed' && (
        <Failure error={company.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {company.state === 'ready' && (
        <>
          <div className={styles.side}>
            <Who company={company.value} />
            <CompanyDetails company={company.value} onChange={reload} />
            <People company={company.value} />
            <CompanyDomains company={company.value} onChange={reload} />
            <CompanyMergeCard company={company.value} onChange={reload} />
          </div>
          <TimelineList of="companies" id={id} name={texts.companies.timelineOf(company.value.name)} />
        </>
      )}
    </div>
  );
}

function Who({ company }: { company: CompanyCard }) {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Avatar name={company.name} shape="square" size={64} color="colorful" aria-hidden />
      <Title2 as="h1" className={styles.name}>
        {company.name}
      </Title2>
      <Caption1 className={styles.quiet}>
        {texts.companies.contactsOf(company.contacts)}
        {' · '}
        {company.lastActivityAt
          ? texts.contact.lastActivity(shortTime(company.lastActivityAt))
          : texts.contact.noActivity}
      </Caption1>
    </Card>
  );
}

function People({ company }: { company: CompanyCard }) {
  const styles = useStyles();
  const words = texts.companies;
  const [page, reload] = useResource(`people/${company.id}/${company.contacts}`, () =>
    contactsApi.page({ company: company.id, sort: 'name' }),
  );
  return (
    <Card className={styles.card}>
      <Subtitle2 as="h2">{words.people}</Subtitle2>
      {page.state === 'loading' && (
        <Skeleton aria-label={texts.contacts.loading}>
          <SkeletonItem />
        </Skeleton>
      )}
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {page.state === 'ready' && page.value.contacts.length === 0 && (
        <Text className={styles.quiet}>{words.noPeople}</Text>
      )}
      {page.state === 'ready' && page.value.contacts.length > 0 && (
        <>
          <ul className={styles.list}>
            {page.value.contacts.slice(0, SHOWN).map((contact) => (
              <li key={contact.id}>
                <RouterLink to={`/contacts/${contact.id}`}>{contact.name}</RouterLink>{' '}
                <Caption1 className={styles.quiet}>{contact.addresses[0] ?? ''}</Caption1>
              </li>
            ))}
          </ul>
          {company.contacts > SHOWN && (
            <RouterLink to={`/contacts?company=${company.id}`}>
              {words.allPeople(company.contacts)}
            </RouterLink>
          )}
        </>
      )}
    </Card>
  );
}
