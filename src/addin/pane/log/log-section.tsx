import { Button, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { ContactCard } from '../../../core/api';
import type { LogStanding } from '../../../core/api/logs';
import type { Person, ReadItem } from '../../office';
import { usePane } from '../context';
import { Failed, Loading, Section } from '../parts';
import { NewContact } from '../read/new-contact';
import type { Texts } from '../texts';
import { LogForm } from './log-form';
import { Logged } from './logged';
import { useStanding, type Standing } from './use-standing';

interface LogSectionProps {
  mail: ReadItem;
  /** Those on the mail who are contacts. */
  contacts: readonly ContactCard[];
  /** One on the mail who could become one, its sender first. */
  stranger: Person | undefined;
  onChange: () => void;
}

/** L8: whether the open mail is logged, and on whose records; logging it, taking that back, moving it. */
export function LogSection(props: LogSectionProps) {
  const { texts } = usePane();
  const { mail, onChange } = props;
  const of = useStanding(mail.internetMessageId, onChange);
  const { standing, again } = of;
  const place = useRef<HTMLDivElement>(null);
  const state = standing && 'state' in standing ? standing.state : null;
  const before = useRef(state);
  useEffect(() => {
    // What was pressed is gone: the keyboard goes on from here.
    if (before.current !== null && state !== null && state !== before.current && state !== 'waiting')
      place.current?.querySelector('button')?.focus();
    before.current = state ?? before.current;
  }, [state]);
  return (
    <Section title={texts.log.title}>
      <div role="status">{standing && 'state' in standing && <Text>{lineOf(texts, standing)}</Text>}</div>
      <div ref={place}>
        {standing === null ? (
          <Loading label={texts.loading} />
        ) : 'state' in standing ? (
          <Stands {...props} standing={standing} of={of} />
        ) : (
          <Failed failure={standing} again={again} />
        )}
      </div>
    </Section>
  );
}

/** What there is to say of it in one line; "": the rest says it. */
function lineOf({ log }: Texts, standing: LogStanding): string {
  if (standing.state === 'no-mailbox') return log.noMailbox;
  if (standing.state === 'undone') return log.undone;
  if (standing.state !== 'logged') return '';
  return standing.records.length === 0
    ? log.onNobody
    : log.loggedOn(standing.records.map(({ name }) => name));
}

function Stands({
  mail,
  contacts,
  stranger,
  onChange,
  standing,
  of,
}: LogSectionProps & { standing: LogStanding; of: Standing }) {
  const { texts } = usePane();
  const { busy, log, change, again } = of;
  const added = (): void => {
    again();
    onChange();
  };
  const addContact = stranger && <NewContact person={stranger} done={added} />;
  if (standing.state === 'no-mailbox') return null;
  if (standing.state === 'waiting') return <WaitsFor standing={standing} of={of} />;
  if (standing.state === 'logged') {
    return <Logged standing={standing} busy={busy} change={change} addContact={addContact} />;
  }
  return (
    <>
      {standing.state === 'refused' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.log.refused[standing.reason]}</MessageBarBody>
        </MessageBar>
      )}
      {contacts.length === 0 && (
        <>
          <Text block>{texts.log.nobody}</Text>
          {addContact}
        </>
      )}
      <LogForm
        mail={mail}
        contacts={contacts}
        busy={busy}
        label={standing.state === 'undone' ? texts.log.again : texts.log.button}
        onLog={(wanted) => void log(wanted)}
      />
    </>
  );
}

/** It is being logged; or the pane was to hand it over, and has not. */
function WaitsFor({ standing, of }: { standing: LogStanding & { state: 'waiting' }; of: Standing }) {
  const { texts } = usePane();
  const { busy, notHanded, handOver } = of;
  if (busy || (notHanded === null && !standing.handOver)) return <Loading label={texts.log.waiting} />;
  return (
    <>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{notHanded ? texts.log.notHanded[notHanded] : texts.log.waitsForPane}</MessageBarBody>
      </MessageBar>
      <Button size="small" onClick={() => void handOver()}>
        {texts.tryAgain}
      </Button>
    </>
  );
}
