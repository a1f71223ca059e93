import { makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import { sameAddress } from '../../core/policy';
import type { LookupAnswer } from '../../core/api';
import type { Person, ReadItem } from '../office';
import { usePane } from './context';
import { LogSection } from './log/log-section';
import { MessageCard } from './message-card';
import { Empty, Section, WhenLoaded } from './parts';
import { ContactBlock } from './read/contact-block';
import { NewContact } from './read/new-contact';
import { sentToken } from './read/sent-token';
import { strangersAmong } from './read/strangers';
import { useLoaded } from './use-loaded';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
});
/** Of a mail to many, the first of those who could become contacts are offered. */
const MOST_STRANGERS = 5;

/**
 * A received or sent mail that is being read: who is on it, and what came of the conversation (A2). `item`: the same as
 * Outlook has it.
 */
export function ReadView({ mail, item, own }: { mail: ReadItem; item: unknown; own: string }) {
  const { api } = usePane();
  const people = useMemo(() => {
    const all = [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc];
    return all.filter(
      ({ address }, i) =>
        !sameAddress(address, own) && all.findIndex((other) => sameAddress(other.address, address)) === i,
    );
  }, [mail, own]);
  const load = useCallback(
    async () =>
      api.lookup(
        people.map(({ address }) => address),
        { ...mail, token: await sentToken(item) },
      ),
    [api, people, mail, item],
  );
  const { loaded, again } = useLoaded(load);

  return (
    <WhenLoaded loaded={loaded} again={again}>
      {(known) => <Read mail={mail} people={people} known={known} again={again} />}
    </WhenLoaded>
  );
}

interface ReadProps {
  mail: ReadItem;
  /** Everybody on it but the reader. */
  people: readonly Person[];
  known: LookupAnswer;
  again: () => void;
}

function Read({ mail, people, known, again }: ReadProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const { contacts, messages } = known;
  const strangers = strangersAmong(people, known);
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
