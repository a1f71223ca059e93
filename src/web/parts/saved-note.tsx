import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { texts } from '../texts';

/** Long enough to be read beside what was changed, not so long that it is taken for the next change. */
const SHOWN_MS = 5_000;

const useStyles = makeStyles({
  // Room is kept for it, so that nothing moves.
  note: { minHeight: tokens.lineHeightBase200, color: tokens.colorStatusSuccessForeground1 },
  words: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
});

/** Where changes are kept as they are made: `note` says for a while, and to screen readers, that the last one is. */
export function useSaved(): { saved: () => void; note: ReactNode } {
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (round === 0) return undefined;
    const timer = setTimeout(() => setRound(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [round]);
  const saved = useCallback(() => setRound((n) => n + 1), []);
  return { saved, note: <SavedNote round={round} /> };
}

function SavedNote({ round }: { round: number }) {
  const styles = useStyles();
  return (
    <div role="status" className={styles.note}>
      {round > 0 && (
        // Anew each time: the same words twice would be said once.
        <Text key={round} size={200} className={styles.words}>
          <CheckmarkRegular aria-hidden />
          {texts.common.saved}
        </Text>
      )}
    </div>
  );
}
