import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo';
import { useEffect, useState } from 'react';

const useStyles = makeStyles({
  bar: {
    position: 'fixed',
    bottom: '24px',
    left: '50%',
    transform: 'translateX(-50%)',
    zIndex: 10,
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '8px 8px 8px 16px',
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
  },
  undo: {
    color: tokens.colorNeutralForegroundInverted,
    ':hover': { color: tokens.colorNeutralForegroundInverted2 },
  },
});

/** A mail is about to leave and can still be taken back. */
export function UndoBar({ until, onUndo }: { until: number; onUndo: () => void }) {
  const styles = useStyles();
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  });
  return (
    <div className={styles.bar} role="region" aria-label="Outbox">
      <Text>Sending in {seconds} s</Text>
      <Button
        appearance="transparent"
        size="small"
        className={styles.undo}
        icon={<ArrowUndoRegular />}
        onClick={onUndo}
      >
        Undo
      </Button>
    </div>
  );
}
