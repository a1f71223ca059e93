import { useEffect, useState } from 'react';
import { loadConfig, type PaneConfig } from '../api';
import { keepLeft, loadLeft } from './kept';

/**
 * Where and as what the pane signs in: as the server says, else as it said last time; null until it ever said so. Asked
 * once at start, and again with each `round`.
 */
export function useConfig(unanswered: () => void, round: number): PaneConfig | null {
  const [config, setConfig] = useState(() => loadLeft().config ?? null);
  useEffect(() => {
    let current = true;
    void loadConfig().then((answer) => {
      if (!current) return;
      if (!answer.ok) {
        if (answer.how === 'offline') unanswered();
        return;
      }
      keepLeft({ config: answer.value });
      // The same one leaves everything as it stands, the sign-in included.
      setConfig((old) => (JSON.stringify(old) === JSON.stringify(answer.value) ? old : answer.value));
    });
    return () => {
      current = false;
    };
  }, [unanswered, round]);
  return config;
}
