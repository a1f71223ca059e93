import { makeStyles, MessageBar, MessageBarBody, Switch, tokens } from '@fluentui/react-components';
import { useCallback, useMemo } from 'react';
import type { Surroundings } from '../launch/surroundings';
import type { Person } from '../office';
import { OnSend } from './compose/on-send';
import { People } from './compose/people';
import { RecordChoice } from './compose/record-choice';
import { Reminder } from './compose/reminder';
import { SendApart } from './compose/send-apart';
import { Templates } from './compose/templates';
import { useDomainFailing } from './compose/use-domain-failing';
import { usePane } from './context';
import { Failed, Loading } from './parts';
import { foretell } from './sentences';
import { useCompose } from './use-compose';
import { useLoaded } from './use-loaded';

const useStyles = makeStyles({
  view: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  switches: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
});

/** A mail being written: its switches, who is on it, and what will happen on Send (A1). */
export function ComposeView({ item, around, ready }: { item: unknown; around: Surroundings; ready: number }) {
  const styles = useStyles();
  const { texts } = usePane();
  const { compose, toggle, again } = useCompose(item, around, ready);
  const contacts = useContacts(compose.people);
  const domainFailing = useDomainFailing(compose.outcome);
  if (compose.state === 'loading') return <Loading label={texts.loading} />;
  const retry = (): void => void again();
  if (compose.state === 'failed') {
    return <Failed failure={{ ok: false, how: 'broken', message: texts.failure.outlook }} again={retry} />;
  }
  const { switches, test, people, nameless, answers, policy, outcome, plainText, braces, token } = compose;
  const words = outcome
    ? foretell(texts, {
        outcome,
        plainText,
        track: switches?.track ?? false,
        recipients: people,
        answers,
        domainFailing,
        braces,
      })
    : null;
  const files = outcome !== null && !outcome.nothing && outcome.policy.test !== true;
  return (
    <div className={styles.view}>
      {compose.unreached && <Failed failure={{ ok: false, how: 'offline', message: '' }} again={retry} />}
      <div className={styles.switches}>
        <Switch
          label={texts.compose.track}
          title={texts.compose.trackHint}
          checked={switches?.track ?? false}
          disabled={!switches}
          onChange={(_event, { checked }) => void toggle({ track: checked })}
        />
        <Switch
          label={texts.compose.log}
          title={texts.compose.logHint}
          checked={switches?.log ?? false}
          disabled={!switches}
          onChange={(_event, { checked }) => void toggle({ log: checked })}
        />
        {test.possible && (
          <Switch
            label={texts.compose.test}
            title={texts.compose.testHint}
            checked={test.on}
            onChange={(_event, { checked }) => void toggle({ test: checked })}
          />
        )}
        {compose.switchFailed && (
          <MessageBar intent="error">
            <MessageBarBody>{texts.compose.switchFailed}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      {words && <OnSend words={words} />}
      <People people={people} answers={answers} contacts={contacts} />
      {files && (
        <RecordChoice
          token={token}
          conversation={compose.conversation}
          people={people}
          answers={answers}
          contacts={contacts}
        />
      )}
      {files && token !== null && <Reminder token={token} />}
      <Templates item={item} people={people} plainText={plainText} />
      {people.length + nameless > 1 && (
        <SendApart
          item={item}
          count={people.length + nameless}
          plainText={plainText}
          switches={switches}
          policy={policy}
          token={token}
        />
      )}
    </div>
  );
}

const NOBODY: readonly never[] = [];

/** The contacts among the recipients; what is known stays while others are looked up. */
function useContacts(people: readonly Person[]) {
  const { api } = usePane();
  const everybody = people.map(({ address }) => address).join('\n');
  const addresses = useMemo(() => (everybody === '' ? [] : everybody.split('\n')), [everybody]);
  const load = useCallback(
    () =>
      addresses.length === 0
        ? Promise.resolve({ ok: true as const, value: { contacts: [], messages: [] } })
        : api.lookup(addresses),
    [api, addresses],
  );
  const { loaded } = useLoaded(load);
  return loaded.state === 'ready' ? loaded.value.contacts : NOBODY;
}
