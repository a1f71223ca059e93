import {
  Avatar,
  Badge,
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Title2,
  tokens,
} from '@fluentui/react-components';
import { useHref, useNavigate, useParams } from 'react-router';
import type { ContactCard } from '../../core/api/shared';
import { api } from '../api';
import { shortTime } from '../format';
import { ContactAddresses } from '../parts/contact-addresses';
import { ContactDates } from '../parts/contact-dates';
import { ContactDetails } from '../parts/contact-details';
import { ContactMerges } from '../parts/contact-merges';
import { DepartureBar } from '../parts/departure-bar';
import { LegalBasisCard } from '../parts/legal-bases';
import { ErasureBar, ObjectionBadge, PrivacyCard } from '../parts/privacy-rights';
import { Failure, useTitle } from '../parts/states';
import { TimelineList } from '../parts/timeline-list';
import { ContactSegmentsCard } from '../segments/contact-segments';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { ContactTasksCard, ContactWorkflowsCard } from '../workflows/contact-workflows';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(220px, 320px) minmax(0, 860px)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalM },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  badges: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    ':empty': { display: 'none' },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  name: { overflowWrap: 'anywhere' },
});

/** A contact's record: who they are, and what was written to and by them. */
export function ContactPage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const [contact, reload] = useResource(`contact/${id}`, () => api.contact(id));
  useTitle(contact.state === 'ready' ? contact.value.name : texts.contact.title);

  return (
    <div className={styles.page}>
      {contact.state === 'loading' && (
        <Skeleton aria-label={texts.contact.loading}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {contact.state === 'failed' && (
        <Failure error={contact.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {contact.state === 'ready' && (
        <>
          <div className={styles.side}>
            <Who contact={contact.value} />
            <DepartureBar contact={contact.value} onChange={reload} />
            <ErasureBar contact={contact.value} onChange={reload} />
            <ContactDetails contact={contact.value} onChange={reload} />
            <ContactAddresses contact={contact.value} onChange={reload} />
            <ContactSegmentsCard contactId={contact.value.id} />
            <LegalBasisCard contactId={contact.value.id} onChange={reload} />
            <ContactTasksCard contactId={contact.value.id} />
            <ContactWorkflowsCard contactId={contact.value.id} />
            <ContactDates contactId={contact.value.id} />
            <ContactMerges contact={contact.value} onChange={reload} />
            <PrivacyCard contact={contact.value} onChange={reload} />
          </div>
          <TimelineList
            of="contacts"
            id={contact.value.id}
            name={contact.value.name}
            record={contact.value}
          />
        </>
      )}
    </div>
  );
}

function Who({ contact }: { contact: ContactCard }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const write = useHref(`/contacts/${contact.id}/write`);
  const { trackingLimit, lastActivityAt } = contact;
  return (
    <Card className={styles.card}>
      <Avatar name={contact.name} size={64} color="colorful" aria-hidden />
      <Title2 as="h1" className={styles.name}>
        {contact.name}
      </Title2>
      <div className={styles.badges}>
        <ObjectionBadge contact={contact} />
        {trackingLimit && (
          <Badge appearance="outline" color="warning">
            {trackingLimit === 'all' ? texts.contact.noTracking : texts.contact.noLinks}
          </Badge>
        )}
      </div>
      <Caption1 className={styles.quiet}>
        {lastActivityAt ? texts.contact.lastActivity(shortTime(lastActivityAt)) : texts.contact.noActivity}
      </Caption1>
      {!contact.erasure && (
        <Button
          as="a"
          appearance="primary"
          href={write}
          onClick={(click) => {
            if (click.metaKey || click.ctrlKey || click.shiftKey || click.button !== 0) return;
            click.preventDefault();
            void navigate(`/contacts/${contact.id}/write`);
          }}
        >
          {texts.contact.write}
        </Button>
      )}
    </Card>
  );
}
