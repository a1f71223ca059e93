import { Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { usePane } from '../context';
import { Failed } from '../parts';
import { useLoaded } from '../use-loaded';

const useStyles = makeStyles({
  move: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
  list: { display: 'grid', margin: 0, padding: 0, listStyleType: 'none' },
});
const MOST = 8;

/** Whose record. */
interface Holder {
  id: string;
  name: string;
}

interface MoveLogProps {
  record: Holder;
  /** Not offered: it stands there already. */
  without: readonly string[];
  busy: boolean;
  onMove: (to: Holder) => void;
}

/** L7: the log goes from this record to another one, which is looked for by name, company or address. */
export function MoveLog({ record, without, busy, onMove }: MoveLogProps) {
  const styles = useStyles();
  const { texts } = usePane();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.move}>
      <Button
        size="small"
        appearance="subtle"
        disabled={busy}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {texts.log.moveFrom(record.name)}
      </Button>
      {open && (
        <Choice
          without={without}
          onPick={(to) => {
            setOpen(false);
            onMove(to);
          }}
        />
      )}
    </div>
  );
}

function Choice({ without, onPick }: { without: readonly string[]; onPick: (to: Holder) => void }) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const [search, setSearch] = useState('');
  const load = useCallback(() => api.contacts(search), [api, search]);
  const { loaded, again } = useLoaded(load);
  return (
    <>
      <SearchBox
        size="small"
        aria-label={texts.log.searchContacts}
        placeholder={texts.log.searchContacts}
        value={search}
        onChange={(_event, { value }) => setSearch(value)}
      />
      {loaded.state === 'failed' && <Failed failure={loaded.failure} again={again} />}
      {loaded.state === 'ready' && (
        <ul className={styles.list} aria-label={texts.read.contacts}>
          {loaded.value.contacts
            .filter(({ id }) => !without.includes(id))
            .slice(0, MOST)
            .map((contact) => (
              <li key={contact.id}>
                <Button size="small" appearance="transparent" onClick={() => onPick(contact)}>
                  {texts.log.moveTo(contact.name, contact.addresses[0] ?? '')}
                </Button>
              </li>
            ))}
        </ul>
      )}
    </>
  );
}
