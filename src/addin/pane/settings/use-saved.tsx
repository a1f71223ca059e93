import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { ApiResult } from '../api';
import { usePane } from '../context';

export function NotSaved() {
  const { texts } = usePane();
  return (
    <MessageBar intent="error">
      <MessageBarBody>{texts.settings.notSaved}</MessageBarBody>
    </MessageBar>
  );
}

/**
 * A set of switches that is saved with every press: shown as pressed at once, and put back where it was not saved.
 * `save` gets the whole and what was changed.
 */
export function useSaved<T extends object>(
  first: T,
  save: (next: T, change: Partial<T>) => Promise<ApiResult<unknown>>,
  saved?: () => void,
) {
  const [value, setValue] = useState(first);
  const [failed, setFailed] = useState(false);
  const set = useCallback(
    async (change: Partial<T>): Promise<void> => {
      const before = value;
      const next = { ...value, ...change };
      setValue(next);
      setFailed(false);
      const result = await save(next, change);
      if (result.ok) return saved?.();
      setValue(before);
      setFailed(true);
    },
    [value, save, saved],
  );
  return { value, set, failed };
}
