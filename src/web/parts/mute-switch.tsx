import { Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { api, ApiError } from '../api';
import { useResource } from '../use-resource';
import { Failure } from './states';

/** No notifications of this message; the feed goes on showing it. */
export function MuteSwitch({ messageId }: { messageId: string }) {
  const [mute, , change] = useResource(`mute/${messageId}`, () => api.mute(messageId));
  const [error, setError] = useState<ApiError>();
  if (mute.state !== 'ready') return null;
  const save = async (muted: boolean): Promise<void> => {
    setError(undefined);
    try {
      const saved = await api.saveMute(messageId, muted);
      change(() => saved);
    } catch (problem) {
      setError(problem instanceof ApiError ? problem : new ApiError(0, 'unknown', String(problem)));
    }
  };
  return (
    <div>
      <Switch
        label="No notifications about this message"
        checked={mute.value.muted}
        onChange={(_event, { checked }) => void save(checked)}
      />
      {error && <Failure error={error} />}
    </div>
  );
}
