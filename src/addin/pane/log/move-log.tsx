import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { usePane } from '../context';
import { RecordSearch } from '../record-search';

const useStyles = makeStyles({
  move: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
});

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
        <RecordSearch
          label={texts.records.search}
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
