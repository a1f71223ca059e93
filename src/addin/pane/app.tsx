import { FluentProvider } from '@fluentui/react-components';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Surroundings } from '../launch/surroundings';
import { mailboxUser, makeGate, officeAccessToken } from '../office';
import { apiClient, loadConfig } from './api';
import { PaneProvider, type Pane } from './context';
import { Frame } from './frame/frame';
import { useConfig } from './frame/use-config';
import { useConnection } from './frame/connection';
import { useSession, type Session } from './frame/use-session';
import { paneSignIn } from './sign-in';
import type { Spoken } from './texts';
import { useOfficeTheme } from './theme';
import { handOverMail, type HandedOver } from './watch/hand-over';

/** Single sign-on of older Outlooks takes seconds where it works. */
const OFFICE_TOKEN_MS = 8_000;

/** The pane: who looks at it, and whether the server is there; what it shows stands in the frame. */
export function App({ around, first }: { around: Surroundings; first: Spoken }) {
  const theme = useOfficeTheme();
  const [spoken, setSpoken] = useState(first);
  const { connection, reached, unanswered, tryNow } = useConnection(asksServer, around.now);
  const config = useConfig(unanswered, reached);
  const baseUrl = config?.baseUrl ?? location.origin;
  const signIn = useMemo(
    () =>
      config &&
      paneSignIn(config, {
        nested: isNested,
        officeToken: () => officeToken(around),
        mailbox: () => mailboxUser(Office).address,
      }),
    [config, around],
  );
  const ended = useRef<Session['ended']>(() => undefined);
  const api = useMemo(
    () =>
      apiClient(
        baseUrl,
        () => signIn?.silent() ?? Promise.resolve({ ok: false as const, why: 'no-answer' as const }),
        {
          unanswered,
          // Until it is known as what to sign in, nobody was asked to.
          unsigned: (how) => signIn && ended.current(how),
          isThere: tryNow,
        },
      ),
    [baseUrl, signIn, unanswered, tryNow],
  );
  const session = useSession(api, signIn, around, baseUrl, reached);
  ended.current = session.ended;
  const handOver = useCallback(
    async (internetMessageId: string): Promise<HandedOver> =>
      config && signIn ? handOverMail(config, signIn, api, internetMessageId) : 'failed',
    [api, config, signIn],
  );
  const lostSince = connection.state === 'lost' ? connection.since : null;
  const { entered } = session;
  const pane: Pane = useMemo(
    () => ({
      texts: spoken.texts,
      locale: spoken.locale,
      api,
      handOver,
      reached: reached + entered,
      lostSince,
      webApp: baseUrl,
    }),
    [spoken, api, handOver, reached, entered, lostSince, baseUrl],
  );
  return (
    <FluentProvider theme={theme}>
      <PaneProvider value={pane}>
        <Frame
          around={around}
          config={config}
          signIn={signIn}
          session={session}
          tryNow={tryNow}
          spoken={spoken}
          speak={setSpoken}
        />
      </PaneProvider>
    </FluentProvider>
  );
}

const asksServer = async (): Promise<boolean> => {
  const answer = await loadConfig();
  return answer.ok || answer.how !== 'offline';
};

/** Whether this Outlook signs its add-ins in itself (Outlook cannot be asked for it in a manifest). */
function isNested(): boolean {
  try {
    return Office.context.requirements.isSetSupported('NestedAppAuth', '1.1');
  } catch {
    return false;
  }
}

async function officeToken({ runtime }: Surroundings): Promise<string | null> {
  const gate = makeGate();
  const token = await officeAccessToken(runtime, gate, OFFICE_TOKEN_MS);
  gate.close();
  return token.ok ? token.value : null;
}
