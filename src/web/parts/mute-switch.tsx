import { Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { api, asApiError, type ApiError } from '../api';
import { texts } from '../texts';
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
      setError(asApiError(problem));
    }
  };
  return (
    <div>
      <Switch
        label={texts.message.mute}
        checked={mute.value.muted}
        onChange={(_event, { checked }) => void save(checked)}
      />
      {error && <Failure error={error} />}
    </div>
  );
}
