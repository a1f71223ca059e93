import {
  Button,
  Checkbox,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import type { ContactCard } from '../../../core/api';
import { sameAddress } from '../../../core/policy';
import type { RecipientAnswer } from '../../../core/policy/types';
import type { Person } from '../../office';
import { usePane } from '../context';
import { FoldButton, useFold } from '../fold';
import { Section } from '../parts';
import { RecordSearch } from '../record-search';
import { contactOf } from './people';
import { useRecords } from './use-records';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
  button: { justifySelf: 'start', alignSelf: 'start' },
});

interface RecordChoiceProps {
  token: string | null;
  conversation: string | null;
  people: readonly Person[];
  answers: readonly RecipientAnswer[];
  contacts: readonly ContactCard[];
}

export interface Candidate {
  /** On the mail, one or more. */
  addresses: string[];
  name: string;
  contact: string | undefined;
}

/** Who of those on the mail will have it on a record, each once, with all of their addresses on it. */
export function candidatesOf(
  people: readonly Person[],
  answers: readonly RecipientAnswer[],
  contacts: readonly ContactCard[],
): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const { address, name } of people) {
    const answer = answers.find((one) => sameAddress(one.address, address));
    if (answer?.log !== true) continue;
    const contact = contactOf(contacts, address);
    const key = contact?.id ?? address.toLowerCase();
    const known = seen.get(key);
    if (known) known.addresses.push(address);
    else {
      seen.set(key, { addresses: [address], name: contact?.name ?? (name || address), contact: contact?.id });
    }
  }
  return [...seen.values()];
}

/** On whose records the mail will stand (A1): those it goes to, without some, with others; kept for the conversation. */
export function RecordChoice({ token, conversation, people, answers, contacts }: RecordChoiceProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const [adding, setAdding] = useState(false);
  const addresses = people.map(({ address }) => address);
  const { records, failure, set, add, drop } = useRecords(token, conversation, addresses);
  const candidates = candidatesOf(people, answers, contacts);
  // All of them get it on their record unless taken off.
  const fold = useFold(candidates);
  if (!records || candidates.length + records.added.length === 0) return null;
  const isOff = ({ addresses: own }: Candidate): boolean =>
    own.every((address) => records.without.some((one) => sameAddress(one, address)));
  const on = candidates.filter((one) => !isOff(one)).length + records.added.length;
  return (
    <Section title={texts.records.title}>
      {records.remembered && (
        <Text size={200} className={styles.quiet}>
          {texts.records.remembered}
        </Text>
      )}
      <ul className={styles.list}>
        {fold.shown.map((one) => (
          <li key={one.addresses[0]}>
            <Checkbox
              checked={!isOff(one)}
              disabled={on === 1 && !isOff(one)}
              label={one.contact === undefined ? `${one.name} (${texts.records.willBeMade})` : one.name}
              onChange={(_event, { checked }) => set(one.addresses, checked === true)}
            />
          </li>
        ))}
        {records.added.map((holder) => (
          <li key={holder.id}>
            <Checkbox
              checked
              disabled={on === 1}
              label={holder.company === undefined ? holder.name : `${holder.name} (${holder.company})`}
              onChange={() => drop(holder.id)}
            />
          </li>
        ))}
      </ul>
      <FoldButton fold={fold} />
      {on === 1 && candidates.length + records.added.length > 1 && (
        <Text size={200} className={styles.quiet}>
          {texts.records.oneStays}
        </Text>
      )}
      {failure && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{texts.records.notKept}</MessageBarBody>
        </MessageBar>
      )}
      <Button
        size="small"
        appearance="subtle"
        icon={<AddRegular />}
        className={styles.button}
        aria-expanded={adding}
        onClick={() => setAdding(!adding)}
      >
        {texts.records.add}
      </Button>
      {adding && (
        <RecordSearch
          label={texts.records.search}
          suggested={records.suggested}
          without={[
            ...candidates.flatMap(({ contact }) => contact ?? []),
            ...records.added.map(({ id }) => id),
          ]}
          onPick={(holder) => {
            setAdding(false);
            add(holder);
          }}
        />
      )}
    </Section>
  );
}
