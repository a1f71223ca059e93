import { Button, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RecordHolder } from '../../core/api/records';
import { usePane } from './context';
import { Failed } from './parts';
import { useLoaded } from './use-loaded';

const useStyles = makeStyles({
  search: { display: 'grid', rowGap: tokens.spacingVerticalXS },
  list: { display: 'grid', margin: 0, padding: 0, listStyleType: 'none' },
  hit: {
    justifyContent: 'start',
    textAlign: 'start',
    width: '100%',
    height: 'auto',
    fontWeight: tokens.fontWeightRegular,
  },
  words: { display: 'grid', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground2 },
});
const MOST = 8;
/** Nobody types a name in one stroke. */
const SETTLE_MS = 250;

interface RecordSearchProps {
  label: string;
  /** Offered before anything is typed; empty: the contacts active last are. */
  suggested?: readonly RecordHolder[];
  /** Not offered. */
  without: readonly string[];
  onPick: (holder: RecordHolder) => void;
}

/** Looks for a contact by name, company or address. */
export function RecordSearch({ label, suggested = [], without, onPick }: RecordSearchProps) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const load = useCallback(() => api.contacts(search), [api, search]);
  const { loaded, again } = useLoaded(load);
  const suggests = search === '' && suggested.some(({ id }) => !without.includes(id));
  const found: readonly RecordHolder[] = suggests
    ? suggested
    : loaded.state === 'ready'
      ? loaded.value.contacts.map(({ id, name, company, addresses: [address] }) => ({
          ...{ id, name },
          ...(company !== undefined && { company }),
          ...(address !== undefined && { address }),
        }))
      : [];
  const shown = found.filter(({ id }) => !without.includes(id)).slice(0, MOST);
  return (
    <div className={styles.search}>
      <SearchBox
        size="small"
        ref={input}
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(_event, { value }) => setTyped(value)}
      />
      {loaded.state === 'failed' && !suggests && <Failed failure={loaded.failure} again={again} />}
      {suggests && (
        <Text size={200} className={styles.quiet}>
          {texts.records.suggested}
        </Text>
      )}
      {loaded.state === 'ready' && shown.length === 0 && (
        <Text size={200} role="status">
          {texts.records.nobodyFound}
        </Text>
      )}
      <ul className={styles.list} aria-label={suggests ? texts.records.suggested : texts.records.found}>
        {shown.map((holder) => (
          <li key={holder.id}>
            <Button size="small" appearance="subtle" className={styles.hit} onClick={() => onPick(holder)}>
              <span className={styles.words}>
                <span>{holder.name}</span>
                <Text as="span" size={200} className={styles.quiet}>
                  {[holder.company, holder.address].filter((part) => part !== undefined).join(' · ')}
                </Text>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
