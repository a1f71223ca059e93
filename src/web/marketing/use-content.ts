import { useCallback, useEffect, useRef, useState } from 'react';
import type { MarketingView } from '../../core/api/marketing-messages';
import type { Content } from '../../core/marketing/content';
import { asApiError, type ApiError } from '../api';
import { marketingApi } from '../marketing-api';

const SAVE_AFTER_MS = 900;
/** A request that outlives its page may carry so much (the Fetch standard: 64 KiB of all such requests). */
const OUTLIVES_BYTES = 60_000;

/** `newer`: somebody else has changed it; `refused`: as it is now, it cannot be kept. */
export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'refused' | 'newer';

export interface ContentInHand {
  content: Content;
  version: number;
  saving: Saving;
  /** Why it could not be saved. */
  error: ApiError | undefined;
  /** Grows when another content is shown than the writer's own last one. */
  shown: number;
  change: (by: (now: Content) => Content) => void;
  /** Saves what is not saved yet. */
  flush: () => Promise<void>;
  /** `flush`; rejects with the reason where what is written could not be kept. */
  kept: () => Promise<void>;
  /** Takes over what stands at the server. */
  take: (message: MarketingView) => void;
}

/**
 * The content of a message that saves itself: as it is changed, and as the page is left. One saving is under way at a
 * time, so that the versions follow each other. `onSaved` hears when all is saved.
 */
export function useContent(message: MarketingView, onSaved: () => void): ContentInHand {
  const [content, setContent] = useState(message.content);
  const [saving, setSaving] = useState<Saving>('saved');
  const [error, setError] = useState<ApiError>();
  const [shown, setShown] = useState(0);
  const now = useRef({ content: message.content, version: message.version, dirty: false });
  const [version, setVersion] = useState(message.version);
  const failure = useRef<ApiError>(undefined);
  const running = useRef<Promise<void>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const heard = useRef(onSaved);
  heard.current = onSaved;
  const { id } = message;

  const save = useCallback(
    (leaving = false): Promise<void> => {
      clearTimeout(timer.current);
      running.current = running.current.then(async () => {
        const state = now.current;
        if (!state.dirty) return;
        state.dirty = false;
        setSaving('saving');
        try {
          const change = { version: state.version, content: state.content };
          const keep = leaving && JSON.stringify(change).length < OUTLIVES_BYTES;
          const saved = await marketingApi.change(id, change, keep);
          state.version = saved.version;
          setVersion(saved.version);
          failure.current = undefined;
          setError(undefined);
          // Typed on meanwhile: the next saving is on its way.
          if (!state.dirty) setSaving('saved');
          heard.current();
        } catch (problem) {
          const failed = asApiError(problem);
          const newer = failed.code === 'newer-version' || failed.code === 'not-a-draft';
          state.dirty ||= !newer;
          failure.current = failed;
          setError(failed);
          setSaving(newer ? 'newer' : failed.status >= 400 && failed.status < 500 ? 'refused' : 'failed');
        }
      });
      return running.current;
    },
    [id],
  );

  useEffect(() => {
    const leave = (): void => void save(true);
    const hide = (): void => {
      if (document.visibilityState === 'hidden') leave();
    };
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
      void save();
    };
  }, [save]);

  const change = useCallback(
    (by: (now: Content) => Content) => {
      const state = now.current;
      state.content = by(state.content);
      state.dirty = true;
      setContent(state.content);
      setSaving((was) => (was === 'newer' ? was : 'waiting'));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SAVE_AFTER_MS);
    },
    [save],
  );

  const take = useCallback((taken: MarketingView) => {
    clearTimeout(timer.current);
    now.current = { content: taken.content, version: taken.version, dirty: false };
    setContent(taken.content);
    setVersion(taken.version);
    failure.current = undefined;
    setError(undefined);
    setSaving('saved');
    setShown((n) => n + 1);
  }, []);

  const kept = useCallback(async () => {
    await save();
    if (failure.current) throw failure.current;
  }, [save]);

  // What is loaded again and is newer than what stands here (its settings were changed, perhaps by another tab).
  useEffect(() => {
    if (message.version > now.current.version && !now.current.dirty && saving === 'saved') take(message);
  }, [message, saving, take]);

  return { content, version, saving, error, shown, change, flush: save, kept, take };
}
