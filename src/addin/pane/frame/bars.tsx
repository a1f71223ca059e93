import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { usePane } from '../context';
import { timeWords } from '../sentences';
import type { WatchState } from '../watch/use-watch';
import type { Session } from './use-session';

/** How long it is said that the server is back. */
const BACK_MS = 8_000;

/**
 * Since when the server is not reached, and the way to ask it at once. Once it is back, that is said in the same place,
 * and the button stays for as long as somebody is at it.
 */
export function OfflineBar({ tryNow }: { tryNow: () => Promise<unknown> }) {
  const { texts, locale, lostSince } = usePane();
  const [shown, setShown] = useState(false);
  const [trying, setTrying] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const lost = lostSince !== null;
  if (lost && !shown) setShown(true);
  useEffect(() => {
    if (lost || !shown) return undefined;
    const timer = setTimeout(() => {
      if (!bar.current?.contains(document.activeElement)) setShown(false);
    }, BACK_MS);
    return () => clearTimeout(timer);
  }, [lost, shown]);
  if (!shown) return null;
  const press = (): void => {
    setTrying(true);
    void tryNow().finally(() => setTrying(false));
  };
  return (
    <MessageBar
      ref={bar}
      intent={lost ? 'warning' : 'success'}
      layout="multiline"
      politeness="polite"
      onBlur={() => !lost && setShown(false)}
    >
      <MessageBarBody>
        {lost
          ? texts.offline.since(timeWords(new Date(lostSince).toISOString(), new Date(), locale))
          : texts.offline.back}
      </MessageBarBody>
      <MessageBarActions>
        <Button
          size="small"
          disabledFocusable={lost && trying}
          onClick={lost ? press : () => setShown(false)}
        >
          {!lost ? texts.offline.close : trying ? texts.offline.trying : texts.offline.tryNow}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** Why one is not signed in, and one button (A3). `untold`: the server did not hear of the signing out. */
export function SignInBar({ session, untold }: { session: Session; untold: boolean }) {
  const { texts, lostSince } = usePane();
  const { signed, why, busy, signIn } = session;
  const words = {
    out: texts.signIn.why,
    silent: texts.signIn.silent,
    failed: texts.signIn.failed,
    refused: texts.signIn.refused(why),
    left: untold ? texts.signIn.leftUntold : texts.signIn.left,
  };
  if (signed === 'in' || signed === 'trying') return null;
  // Without network it is not Microsoft's doing, and signing in would not help.
  if (signed === 'silent' && lostSince !== null) return null;
  return (
    <MessageBar intent={signed === 'failed' || signed === 'refused' ? 'error' : 'info'} layout="multiline">
      <MessageBarBody>{words[signed]}</MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" size="small" disabledFocusable={busy} onClick={signIn}>
          {busy ? texts.signIn.busy : texts.signIn.button}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}

/** What the pane's own watch of the mailbox asks for, or cannot do. */
export function WatchBar({ state, allow }: { state: WatchState; allow: () => void }) {
  const { texts, lostSince } = usePane();
  if (state === 'asked') {
    return (
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{texts.watch.asked}</MessageBarBody>
        <MessageBarActions>
          <Button appearance="primary" size="small" onClick={allow}>
            {texts.watch.allow}
          </Button>
        </MessageBarActions>
      </MessageBar>
    );
  }
  if (state !== 'failing' || lostSince !== null) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{texts.watch.failing}</MessageBarBody>
    </MessageBar>
  );
}
