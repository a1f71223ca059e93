import { useCallback, useEffect, useRef, useState } from 'react';
import { DraftMail, type OutgoingFile, type OutgoingMail } from '../../core/api/sending';
import { asApiError, type ApiError } from '../api';
import { sendingApi } from '../sending-api';

const SAVE_AFTER_MS = 800;

export type Saving = 'saved' | 'saving' | 'failed' | 'newer';

export interface DraftInHand {
  mail: OutgoingMail;
  draft: DraftMail;
  saving: Saving;
  /** Grows when another text is shown than the writer's own last one. */
  shown: number;
  change: (change: Partial<DraftMail>, show?: boolean) => void;
  setFiles: (files: OutgoingFile[]) => void;
  /** Takes over what the server says of the mail. */
  take: (mail: OutgoingMail, show?: boolean) => void;
  /** Saves what is not saved yet. Resolves to the version that stands, or undefined where it could not be saved. */
  flush: () => Promise<number | undefined>;
}

/**
 * A draft that saves itself: as it is changed, and as the page is left. One saving is under way at a time, so that the
 * versions follow each other.
 */
export function useDraft(first: OutgoingMail): DraftInHand {
  const [mail, setMail] = useState(first);
  const [draft, setDraft] = useState(first.draft);
  const [saving, setSaving] = useState<Saving>('saved');
  const [shown, setShown] = useState(0);
  const now = useRef({ draft: first.draft, version: first.version, dirty: false });
  const running = useRef<Promise<void>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    running.current = running.current.then(async () => {
      const state = now.current;
      if (!state.dirty) return;
      state.dirty = false;
      setSaving('saving');
      try {
        const saved = await sendingApi.save(first.id, state.version, state.draft);
        state.version = saved.version;
        setMail((before) => ({ ...before, version: saved.version, updatedAt: saved.updatedAt }));
        setSaving('saved');
      } catch (error) {
        const { code }: ApiError = asApiError(error);
        state.dirty = code !== 'newer-draft';
        setSaving(code === 'newer-draft' ? 'newer' : 'failed');
      }
    });
    return running.current;
  }, [first.id]);

  useEffect(() => {
    const leave = (): void => void save();
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', leave);
      void save();
    };
  }, [save]);

  const change = useCallback(
    (by: Partial<DraftMail>, show = false) => {
      const next = DraftMail.parse({ ...now.current.draft, ...by });
      now.current.draft = next;
      now.current.dirty = true;
      setDraft(next);
      if (show) setShown((n) => n + 1);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SAVE_AFTER_MS);
    },
    [save],
  );
  const take = useCallback((given: OutgoingMail, show = false) => {
    now.current = { draft: given.draft, version: given.version, dirty: false };
    setMail(given);
    setDraft(given.draft);
    setSaving('saved');
    if (show) setShown((n) => n + 1);
  }, []);
  const setFiles = useCallback((files: OutgoingFile[]) => setMail((before) => ({ ...before, files })), []);
  const flush = useCallback(async () => {
    await save();
    return now.current.dirty ? undefined : now.current.version;
  }, [save]);
  return { mail, draft, saving, shown, change, setFiles, take, flush };
}
