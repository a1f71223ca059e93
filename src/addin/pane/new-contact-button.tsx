import { Button, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Person } from '../office';
import type { ApiFailure } from './api';
import { usePane } from './context';
import { Failed } from './parts';

/** Makes a contact of somebody on the mail; what was kept of them comes along. */
export function NewContactButton({ person, done }: { person: Person; done: () => void }) {
  const { texts, api, signedOut } = usePane();
  const [state, setState] = useState<'idle' | 'busy' | 'done' | ApiFailure>('idle');
  const who = person.name || person.address;
  const create = (): void => {
    setState('busy');
    void api.createContact({ name: who.slice(0, 200), addresses: [person.address] }).then((result) => {
      if (!result.ok && result.how === 'signedOut') signedOut();
      setState(result.ok ? 'done' : result);
      // Refused: perhaps somebody else has made it in this moment.
      if (result.ok || result.how === 'refused') done();
    });
  };
  if (state === 'done') {
    return (
      <MessageBar intent="success">
        <MessageBarBody>{texts.read.created(who)}</MessageBarBody>
      </MessageBar>
    );
  }
  return (
    <>
      <Button size="small" disabled={state === 'busy'} onClick={create}>
        <Text truncate wrap={false}>
          {texts.read.create(who)}
        </Text>
      </Button>
      {typeof state === 'object' && <Failed failure={state} again={create} />}
    </>
  );
}
