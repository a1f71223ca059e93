import {
  Avatar,
  Button,
  Caption1,
  Card,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  Title2,
  Title3,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { ContactCard } from '../../core/api/shared';
import { api } from '../api';
import { shortTime } from '../format';
import { ContactDates } from '../parts/contact-dates';
import { DepartureBar } from '../parts/departure-bar';
import { useReloadOnFeed } from '../parts/feed';
import { LegalBasisCard } from '../parts/legal-bases';
import { ContactAddresses } from '../parts/contact-addresses';
import { ContactMerges } from '../parts/contact-merges';
import { DoneBars, LogActions, type DoneWithLog } from '../parts/log-actions';
import { MessageCard } from '../parts/message-card';
import { ErasureBar, ObjectionBadge, PrivacyCard } from '../parts/privacy-rights';
import { Empty, Failure, useTitle } from '../parts/states';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(220px, 300px) minmax(0, 860px)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'grid', rowGap: tokens.spacingVerticalM },
  card: { rowGap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL },
  timeline: { display: 'grid', rowGap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A contact's record: who they are, and what was written to and by them. */
export function ContactPage() {
  const styles = useStyles();
  const { id = '' } = useParams();
  const [contact, reloadContact] = useResource(`contact/${id}`, () => api.contact(id));
  useTitle(contact.state === 'ready' ? contact.value.name : 'Contact');

  return (
    <div className={styles.page}>
      {contact.state === 'loading' && (
        <Skeleton aria-label="Loading the contact">
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {contact.state === 'failed' && (
        <Failure error={contact.error} action={<Button onClick={reloadContact}>Try again</Button>} />
      )}
      {contact.state === 'ready' && (
        <>
          <div className={styles.side}>
            <Who contact={contact.value} />
            <DepartureBar contact={contact.value} onChange={reloadContact} />
            <ContactAddresses contact={contact.value} onChange={reloadContact} />
            <ContactMerges contact={contact.value} onChange={reloadContact} />
            <ErasureBar contact={contact.value} onChange={reloadContact} />
            <LegalBasisCard contactId={contact.value.id} onChange={reloadContact} />
            <ContactDates contactId={contact.value.id} />
            <PrivacyCard contact={contact.value} onChange={reloadContact} />
          </div>
          <TimelineList contact={contact.value} />
        </>
      )}
    </div>
  );
}

function Who({ contact }: { contact: ContactCard }) {
  const styles = useStyles();
  return (
    <Card className={styles.card}>
      <Avatar name={contact.name} size={64} color="colorful" />
      <Title2 as="h1">{contact.name}</Title2>
      <ObjectionBadge contact={contact} />
      {contact.company !== undefined && <Text>{contact.company}</Text>}
      {contact.owner && <Caption1 className={styles.quiet}>Owner: {contact.owner.name}</Caption1>}
      <Caption1 className={styles.quiet}>
        {contact.lastActivityAt ? `Last activity ${shortTime(contact.lastActivityAt)}` : 'No activity yet'}
      </Caption1>
    </Card>
  );
}

function TimelineList({ contact }: { contact: ContactCard }) {
  const styles = useStyles();
  const [page, reload, change] = useResource(`timeline/${contact.id}`, () => api.timeline(contact.id));
  const [loadingMore, setLoadingMore] = useState(false);
  const [done, setDone] = useState<DoneWithLog[]>([]);
  useReloadOnFeed(reload);

  const more = async (cursor: string): Promise<void> => {
    setLoadingMore(true);
    try {
      const next = await api.timeline(contact.id, cursor);
      change((now) => ({ ...next, messages: [...now.messages, ...next.messages] }));
    } finally {
      setLoadingMore(false);
    }
  };
  return (
    <section className={styles.timeline} aria-label="Timeline">
      <Title3 as="h2">Timeline</Title3>
      <DoneBars
        done={done}
        onBack={(one) => {
          setDone((now) => now.filter(({ message }) => message !== one.message));
          reload();
        }}
      />
      {page.state === 'loading' && (
        <Skeleton aria-label="Loading the timeline">
          <SkeletonItem size={128} />
        </Skeleton>
      )}
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {page.state === 'ready' && page.value.messages.length === 0 && (
        <Empty title="Nothing here yet">
          Write to {contact.name} from Outlook with Log on: the mail, its attachments, and what comes back
          will stand here.
        </Empty>
      )}
      {page.state === 'ready' &&
        page.value.messages.map((message) => (
          <MessageCard
            key={message.id}
            message={message}
            actions={
              <LogActions
                message={message}
                record={contact}
                onDone={(one) => {
                  setDone((now) => [...now.filter((other) => other.message !== one.message), one]);
                  reload();
                }}
              />
            }
          />
        ))}
      {page.state === 'ready' && page.value.next !== undefined && (
        <Button disabled={loadingMore} onClick={() => void more(page.value.next ?? '')}>
          {loadingMore ? 'Loading …' : 'Show earlier'}
        </Button>
      )}
    </section>
  );
}
