import { useCallback, useState } from 'react';
import { asApiError, type ApiError } from './api';

/**
 * One thing at a time that a person does: whether it runs, and why the last one failed. `does` resolves to whether it
 * was done.
 */
export function useDoing(): {
  busy: boolean;
  error: ApiError | undefined;
  does: (act: () => Promise<void>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const does = useCallback(async (act: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setError(undefined);
    try {
      await act();
      return true;
    } catch (problem) {
      setError(asApiError(problem));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, error, does };
}
