import { Button, makeStyles, Skeleton, SkeletonItem, Text, Title2, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { MessageView } from '../../core/api/shared';
import { api } from '../api';
import { logApi } from '../log-api';
import { ContactPicker } from '../parts/contact-picker';
import { useReloadOnFeed } from '../parts/feed';
import { LogActions } from '../parts/log-actions';
import { MessageCard } from '../parts/message-card';
import { Empty, Failure, useTitle } from '../parts/states';
import { useDoing } from '../use-doing';
import { useResource } from '../use-resource';

const useStyles = makeStyles({
  page: { display: 'grid', rowGap: tokens.spacingVerticalL, maxWidth: '860px' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** L14: what was logged and stands on nobody's record yet. */
export function WithoutContactPage() {
  const styles = useStyles();
  useTitle('Needs a contact');
  const [page, reload, change] = useResource('without-contact', () => logApi.withoutContact());
  const { busy, error, does } = useDoing();
  useReloadOnFeed(reload);
  const more = (cursor: string) =>
    does(async () => {
      const next = await logApi.withoutContact(cursor);
      change((now) => ({ ...next, messages: [...now.messages, ...next.messages] }));
    });
  return (
    <div className={styles.page}>
      <Title2 as="h1">Needs a contact</Title2>
      <Text className={styles.quiet}>Mail that was logged and on which nobody is a contact.</Text>
      {error && <Failure error={error} />}
      {page.state === 'loading' && (
        <Skeleton aria-label="Loading mail without a contact">
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {page.state === 'failed' && (
        <Failure error={page.error} action={<Button onClick={reload}>Try again</Button>} />
      )}
      {page.state === 'ready' && page.value.messages.length === 0 && (
        <Empty title="Nothing waits">Every logged mail stands on somebody’s record.</Empty>
      )}
      {page.state === 'ready' &&
        page.value.messages.map((message) => (
          <MessageCard
            key={message.id}
            message={message}
            actions={<Assign message={message} onDone={reload} />}
          />
        ))}
      {page.state === 'ready' && page.value.next !== undefined && (
        <Button disabled={busy} onClick={() => void more(page.value.next ?? '')}>
          Show earlier
        </Button>
      )}
    </div>
  );
}

/** Who on the mail stands for it: who wrote it, or the first one it went to. */
function personOf(message: MessageView): { name: string; address: string; recipient?: number } {
  const [first] = message.recipients;
  if (message.direction === 'incoming' || !first) return message.from;
  return { name: first.name, address: first.address, recipient: first.idx };
}

function Assign({ message, onDone }: { message: MessageView; onDone: () => void }) {
  const styles = useStyles();
  const [picking, setPicking] = useState(false);
  const { busy, error, does } = useDoing();
  const { name, address, recipient } = personOf(message);
  const done = async (act: () => Promise<unknown>): Promise<void> => {
    if (await does(async () => void (await act()))) onDone();
  };
  return (
    <div>
      <div className={styles.row}>
        <Button
          size="small"
          disabled={busy}
          onClick={() => void done(() => api.createContact({ name: name || address, addresses: [address] }))}
        >
          Make {name || address} a contact
        </Button>
        <Button size="small" disabled={busy} onClick={() => setPicking(true)}>
          Choose a contact …
        </Button>
      </div>
      {error && <Failure error={error} />}
      <ContactPicker
        title={`Whose address is ${address}?`}
        about="The contact is known by this address from then on, and gets what else was kept of it."
        open={picking}
        onClose={() => setPicking(false)}
        onPick={(contact) => {
          setPicking(false);
          void done(() => logApi.assign(message.id, contact.id, recipient));
        }}
      />
      <LogActions message={message} onDone={onDone} />
    </div>
  );
}
