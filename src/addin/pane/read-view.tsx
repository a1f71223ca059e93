import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import { sameAddress } from '../../core/policy';
import type { LookupAnswer } from '../../core/api';
import type { Person, ReadItem } from '../office';
import { contactOf } from './compose/people';
import { usePane } from './context';
import { LogSection } from './log/log-section';
import { MessageCard } from './message-card';
import { Empty, Section, WhenLoaded } from './parts';
import { ContactBlock } from './read/contact-block';
import { NewContact } from './read/new-contact';
import { useLoaded } from './use-loaded';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
});
/** Of a mail to many, the first of those who could become contacts are offered. */
const MOST_STRANGERS = 5;

/** A received or sent mail that is being read: who is on it, and what came of the conversation (A2). */
export function ReadView({ mail, own }: { mail: ReadItem; own: string }) {
  const { api } = usePane();
  const people = useMemo(() => {
    const all = [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc];
    return all.filter(
      ({ address }, i) =>
        !sameAddress(address, own) && all.findIndex((other) => sameAddress(other.address, address)) === i,
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

  return (
    <WhenLoaded loaded={loaded} again={again}>
      {({ contacts, messages }) => (
        <Read mail={mail} people={people} contacts={contacts} messages={messages} again={again} />
      )}
    </WhenLoaded>
  );
}

interface ReadProps extends LookupAnswer {
  mail: ReadItem;
  /** Everybody on it but the reader. */
  people: readonly Person[];
  again: () => void;
}

function Read({ mail, people, contacts, messages, again }: ReadProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const strangers = people.filter(({ address }) => !contactOf(contacts, address));
  return (
    <div className={styles.view}>
      {mail.internetMessageId !== '' && (
        <LogSection mail={mail} contacts={contacts} stranger={strangers[0]} onChange={again} />
      )}
      <Section title={texts.read.contacts}>
        {contacts.length === 0 && <Empty>{texts.read.nobody}</Empty>}
        {contacts.map((contact) => (
          <ContactBlock key={contact.id} contact={contact} open={contacts.length === 1} onChange={again} />
        ))}
        {strangers.slice(0, MOST_STRANGERS).map((person) => (
          <NewContact key={person.address} person={person} done={again} />
        ))}
      </Section>
      <Section title={texts.read.conversation}>
        {messages.length === 0 ? (
          <Empty>{texts.read.nothingKnown}</Empty>
        ) : (
          messages.map((message) => <MessageCard key={message.id} message={message} onChange={again} />)
        )}
      </Section>
    </div>
  );
}
