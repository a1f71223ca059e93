import { Button, makeStyles, Persona, tokens } from '@fluentui/react-components';
import { useCallback, useMemo, useState } from 'react';
import type { ContactCard as Contact } from '../../core/api';
import type { ReadItem } from '../office';
import { usePane } from './context';
import { LogSection } from './log/log-section';
import { MessageCard } from './message-card';
import { NewContactButton } from './new-contact-button';
import { Empty, Failed, Loading, Section } from './parts';
import { timeWords } from './sentences';
import { useLoaded } from './use-loaded';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  contact: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXS,
  },
});

const has = (contact: Contact, address: string): boolean =>
  contact.addresses.some((own) => own.toLowerCase() === address.toLowerCase());

/** A received or sent mail that is being read: who is on it, and what came of the conversation (A2). */
export function ReadView({ mail, own }: { mail: ReadItem; own: string }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const people = useMemo(() => {
    const all = [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc];
    return all.filter(
      ({ address }, i) =>
        address.toLowerCase() !== own.toLowerCase() &&
        all.findIndex((other) => other.address.toLowerCase() === address.toLowerCase()) === i,
    );
  }, [mail, own]);
  const load = useCallback(
    () =>
      api.lookup(
        people.map(({ address }) => address),
        mail.internetMessageId,
      ),
    [api, people, mail.internetMessageId],
  );
  const { loaded, again } = useLoaded(load);

  if (loaded.state === 'loading') return <Loading label={texts.loading} />;
  if (loaded.state === 'failed') return <Failed failure={loaded.failure} again={again} />;
  const { contacts, messages } = loaded.value;
  const strangers = people.filter(({ address }) => !contacts.some((contact) => has(contact, address)));
  return (
    <div className={styles.view}>
      {mail.internetMessageId !== '' && (
        <LogSection mail={mail} contacts={contacts} stranger={strangers[0]} onChange={again} />
      )}
      <Section title={texts.read.contacts}>
        {contacts.length === 0 && <Empty>{texts.read.nobody}</Empty>}
        {contacts.map((contact) => (
          <ContactBlock key={contact.id} contact={contact} />
        ))}
        {strangers.slice(0, 5).map((person) => (
          <NewContactButton key={person.address} person={person} done={again} />
        ))}
      </Section>
      <Section title={texts.read.conversation}>
        {messages.length === 0 ? (
          <Empty>{texts.read.nothingKnown}</Empty>
        ) : (
          messages.map((message) => <MessageCard key={message.id} message={message} />)
        )}
      </Section>
    </div>
  );
}

function ContactBlock({ contact }: { contact: Contact }) {
  const styles = useStyles();
  const { texts, language } = usePane();
  const [open, setOpen] = useState(false);
  const activity =
    contact.lastActivityAt === undefined
      ? texts.read.never
      : texts.read.lastActivity(timeWords(contact.lastActivityAt, new Date(), language));
  return (
    <div className={styles.contact}>
      <Persona
        name={contact.name}
        secondaryText={contact.company ?? contact.addresses[0] ?? ''}
        tertiaryText={activity}
        size="medium"
        textAlignment="start"
      />
      <Button size="small" appearance="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? texts.read.hideTimeline : texts.read.showTimeline(contact.name)}
      </Button>
      {open && <ContactTimeline id={contact.id} />}
    </div>
  );
}

function ContactTimeline({ id }: { id: string }) {
  const { texts, api } = usePane();
  const load = useCallback(() => api.timeline(id), [api, id]);
  const { loaded, again } = useLoaded(load);
  if (loaded.state === 'loading') return <Loading label={texts.loading} />;
  if (loaded.state === 'failed') return <Failed failure={loaded.failure} again={again} />;
  return (
    <Section title={texts.read.timeline}>
      {loaded.value.messages.length === 0 ? (
        <Empty>{texts.read.emptyTimeline}</Empty>
      ) : (
        loaded.value.messages.map((message) => <MessageCard key={message.id} message={message} />)
      )}
    </Section>
  );
}
