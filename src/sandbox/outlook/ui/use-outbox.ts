import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '../host/draft';
import { outgoingMail } from '../host/outgoing';
import { savedDraftOf } from '../host/saved-draft';
import { newDraftId } from './ports';
import type { OutlookApi } from './api';

interface Held {
  /** Date.now() at which it leaves. */
  until: number;
  draftId: string;
}

export interface Outbox {
  /** A mail that waits, and can be taken back. */
  held: Held | undefined;
  /** Lets a mail go: at once, or after so many seconds. Resolves when it left or waits. */
  release: (mail: Draft, undoSeconds: number) => Promise<void>;
  /** Takes the waiting mail back; its draft's id, or undefined when it has left. */
  undo: () => string | undefined;
}

/** Mail that has passed its send handlers. While it can be taken back it is a draft, so that nothing is lost with the page. */
export function useOutbox(
  api: OutlookApi,
  addinId: string,
  said: { sent: () => void; failed: (error: unknown) => void },
): Outbox {
  const [held, setHeld] = useState<Held | undefined>(undefined);
  const waiting = useRef<(Held & { timer: ReturnType<typeof setTimeout> }) | undefined>(undefined);
  const tell = useRef(said);
  tell.current = said;
  useEffect(() => () => clearTimeout(waiting.current?.timer), []);

  const leave = useCallback(
    async (mail: Draft, draftId: string | null) => {
      await api.send(outgoingMail(mail, addinId));
      if (draftId !== null) await api.removeDraft(draftId);
      tell.current.sent();
    },
    [addinId, api],
  );

  const release = useCallback(
    async (mail: Draft, undoSeconds: number) => {
      if (undoSeconds === 0) return leave(mail, mail.id);
      const draftId = mail.id ?? newDraftId();
      await api.saveDraft(draftId, savedDraftOf(mail));
      const next = { until: Date.now() + undoSeconds * 1000, draftId };
      const timer = setTimeout(() => {
        if (waiting.current?.timer === timer) {
          waiting.current = undefined;
          setHeld(undefined);
        }
        leave(mail, draftId).catch(tell.current.failed);
      }, undoSeconds * 1000);
      waiting.current = { ...next, timer };
      setHeld(next);
    },
    [api, leave],
  );

  const undo = useCallback(() => {
    const present = waiting.current;
    clearTimeout(present?.timer);
    waiting.current = undefined;
    setHeld(undefined);
    return present?.draftId;
  }, []);

  return { held, release, undo };
}
