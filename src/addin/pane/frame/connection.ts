import { useEffect, useState } from 'react';
import { makeServerLine, type Connection, type ServerLine } from './server-line';

export interface Connected extends Pick<ServerLine, 'unanswered' | 'tryNow'> {
  connection: Connection;
  /** Grows each time the server is reached again: what failed meanwhile loads anew. */
  reached: number;
}

/** Follows whether the server answers; while it does not, `ask` is tried again and again, and at once when the network is back. */
export function useConnection(ask: () => Promise<boolean>, now: () => number): Connected {
  const [connection, setConnection] = useState<Connection>({ state: 'reached' });
  const [reached, setReached] = useState(0);
  const [line] = useState(() =>
    makeServerLine(
      {
        ask,
        now,
        random: Math.random,
        after: (ms, then) => {
          const timer = setTimeout(then, ms);
          return () => clearTimeout(timer);
        },
      },
      (after) => {
        setConnection(after);
        if (after.state === 'reached') setReached((n) => n + 1);
      },
    ),
  );
  const lost = connection.state === 'lost';
  useEffect(() => {
    if (!lost) return undefined;
    const back = (): void => void line.tryNow();
    window.addEventListener('online', back);
    return () => window.removeEventListener('online', back);
  }, [lost, line]);
  useEffect(() => () => line.close(), [line]);
  return { connection, reached, unanswered: line.unanswered, tryNow: line.tryNow };
}
