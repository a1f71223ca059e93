import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogMail, LogStanding } from '../../../core/api/logs';
import { isPassing, type ApiFailure, type ApiResult } from '../api';
import { usePane } from '../context';
import type { HandedOver } from '../watch/hand-over';

const FIRST_LOOK_MS = 400;
const LATEST_LOOK_MS = 5_000;

export interface Standing {
  /** null: not known yet. */
  standing: LogStanding | ApiFailure | null;
  busy: boolean;
  /** Why the pane could not hand the mail over. */
  notHanded: Exclude<HandedOver, 'done'> | null;
  log: (mail: LogMail) => Promise<void>;
  /** Once more, by the pane itself. */
  handOver: () => Promise<void>;
  /** Carries out a change of the log, and looks again. */
  change: (act: () => Promise<ApiResult<unknown>>) => Promise<boolean>;
  /** Looks again. */
  again: () => void;
}

/** Where the open mail stands; while it is being logged, looked at again and again, less often each time. */
export function useStanding(internetMessageId: string, onChange: () => void): Standing {
  const { api, reached, handOver: hand } = usePane();
  const [standing, setStanding] = useState<LogStanding | ApiFailure | null>(null);
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  const [notHanded, setNotHanded] = useState<Standing['notHanded']>(null);
  const last = useRef<LogStanding['state'] | null>(null);

  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (next: number): Promise<void> => {
      const answer = await api.logStanding(internetMessageId);
      if (!current) return;
      if (!answer.ok) {
        setStanding((old) => (old && 'state' in old && isPassing(answer) ? old : answer));
        return;
      }
      setStanding(answer.value);
      const { state } = answer.value;
      if (last.current !== null && last.current !== state) onChange();
      last.current = state;
      if (state === 'waiting') {
        timer = setTimeout(() => void look(Math.min(next * 1.5, LATEST_LOOK_MS)), next);
      }
    };
    void look(FIRST_LOOK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, internetMessageId, onChange, round, reached]);

  const again = useCallback(() => setRound((n) => n + 1), []);
  const handOver = useCallback(async () => {
    setBusy(true);
    const outcome = await hand(internetMessageId);
    setNotHanded(outcome === 'done' ? null : outcome);
    setBusy(false);
    again();
  }, [again, hand, internetMessageId]);
  const change = useCallback(
    async (act: () => Promise<ApiResult<unknown>>) => {
      setBusy(true);
      const result = await act();
      setBusy(false);
      if (!result.ok) {
        setStanding(result);
        return false;
      }
      again();
      onChange();
      return true;
    },
    [again, onChange],
  );
  const log = useCallback(
    async (mail: LogMail) => {
      setBusy(true);
      setNotHanded(null);
      const answer = await api.log(mail);
      setStanding(answer.ok ? answer.value : answer);
      if (answer.ok && answer.value.state === 'waiting' && answer.value.handOver) return handOver();
      setBusy(false);
      if (answer.ok) again();
    },
    [again, api, handOver],
  );
  return { standing, busy, notHanded, log, handOver, change, again };
}
