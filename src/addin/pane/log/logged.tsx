import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import type { LogStanding } from '../../../core/api/logs';
import { usePane } from '../context';
import { MoveLog } from './move-log';
import type { Standing } from './use-standing';

const useStyles = makeStyles({
  ways: { display: 'grid', rowGap: tokens.spacingVerticalS, justifyItems: 'start' },
});

interface LoggedProps {
  standing: LogStanding & { state: 'logged' };
  busy: boolean;
  change: Standing['change'];
  /** Offered while it stands on nobody's record. */
  addContact: ReactNode;
}

/** On whose records a logged mail stands, and the ways to change that (L7). */
export function Logged({ standing, busy, change, addContact }: LoggedProps) {
  const styles = useStyles();
  const { texts, api } = usePane();
  const { message, records } = standing;
  const [moved, setMoved] = useState<{ from: string; to: string } | null>(null);
  const move = (from: string, to: string, back: boolean): void =>
    void change(() => api.moveLog(message, from, to)).then(
      (done) => done && setMoved(back ? null : { from, to }),
    );
  return (
    <div className={styles.ways}>
      {records.length === 0 && addContact}
      {moved && records.some(({ id }) => id === moved.to) && (
        <Button size="small" disabled={busy} onClick={() => move(moved.to, moved.from, true)}>
          {texts.log.moveBack}
        </Button>
      )}
      {records.map((record) => (
        <MoveLog
          key={record.id}
          record={record}
          without={records.map(({ id }) => id)}
          busy={busy}
          onMove={({ id }) => move(record.id, id, false)}
        />
      ))}
      <Button size="small" disabled={busy} onClick={() => void change(() => api.undoLog(message))}>
        {texts.log.undo}
      </Button>
    </div>
  );
}
