import { Button } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import type { MessageView, Timeline } from '../../../core/api';
import type { ApiFailure } from '../api';
import { usePane } from '../context';
import { MessageCard } from '../message-card';
import { Empty, Failed, Section, WhenLoaded } from '../parts';
import { useLoaded } from '../use-loaded';

/** L2, in the pane: what was written to and by one contact, newest first, ten at a time. */
export function ContactTimeline({ id }: { id: string }) {
  const { api } = usePane();
  const load = useCallback(() => api.timeline(id), [api, id]);
  const { loaded, again } = useLoaded(load);
  return (
    <WhenLoaded loaded={loaded} again={again}>
      {(first) => <Pages id={id} first={first} />}
    </WhenLoaded>
  );
}

function Pages({ id, first }: { id: string; first: Timeline }) {
  const { texts, api } = usePane();
  const [earlier, setEarlier] = useState<{ messages: MessageView[]; next: string | undefined } | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const next = earlier ? earlier.next : first.next;
  const messages = [...first.messages, ...(earlier?.messages ?? [])];
  const more = async (cursor: string): Promise<void> => {
    setBusy(true);
    const page = await api.timeline(id, cursor);
    setBusy(false);
    setFailure(page.ok ? null : page);
    if (page.ok)
      setEarlier({
        messages: [...(earlier?.messages ?? []), ...page.value.messages],
        next: page.value.next,
      });
  };
  return (
    <Section title={texts.read.timeline}>
      {messages.length === 0 ? (
        <Empty>{texts.read.emptyTimeline}</Empty>
      ) : (
        messages.map((message) => <MessageCard key={message.id} message={message} />)
      )}
      {failure && <Failed failure={failure} />}
      {next !== undefined && (
        <Button size="small" disabled={busy} onClick={() => void more(next)}>
          {texts.read.earlier}
        </Button>
      )}
    </Section>
  );
}
