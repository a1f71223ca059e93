import { Button, makeStyles, Skeleton, SkeletonItem, Text, Title2, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { MessageView } from '../../core/api/shared';
import { api } from '../api';
import { logApi } from '../log-api';
import { ContactPicker } from '../parts/contact-picker';
import { useReloadOnFeed } from '../parts/feed';
import { KeptMailHint } from '../parts/kept-mail';
import { LogActions } from '../parts/log-actions';
import { MessageCard } from '../parts/message-card';
import { MoreButton } from '../parts/more-button';
import { Empty, Failure, useTitle } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { usePages } from '../use-pages';

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    rowGap: tokens.spacingVerticalL,
    maxWidth: '860px',
  },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** L14: what was logged and stands on nobody's record yet. */
export function WithoutContactPage() {
  const styles = useStyles();
  useTitle(texts.withoutContact.title);
  const pages = usePages('without-contact', async (cursor?: string) => {
    const { messages, next } = await logApi.withoutContact(cursor);
    return { items: messages, next };
  });
  const { list, reload, few } = pages;
  useReloadOnFeed(reload, few);
  return (
    <div className={styles.page}>
      <Title2 as="h1">{texts.withoutContact.title}</Title2>
      <Text className={styles.quiet}>{texts.withoutContact.about}</Text>
      {list.state === 'loading' && (
        <Skeleton aria-label={texts.withoutContact.loading}>
          <SkeletonItem size={96} />
        </Skeleton>
      )}
      {list.state === 'failed' && (
        <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />
      )}
      {list.state === 'ready' && list.value.items.length === 0 && (
        <Empty title={texts.withoutContact.nothing}>{texts.withoutContact.nothingWhy}</Empty>
      )}
      {list.state === 'ready' &&
        list.value.items.map((message) => (
          <MessageCard
            key={message.id}
            message={message}
            actions={<Assign message={message} onDone={reload} />}
          />
        ))}
      <MoreButton pages={pages} />
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
  /** More than this mail would come along: that is shown first (L14). */
  const [bringsMore, setBringsMore] = useState(false);
  const { busy, error, does } = useDoing();
  const { name, address, recipient } = personOf(message);
  const done = async (act: () => Promise<unknown>): Promise<void> => {
    if (await does(async () => void (await act()))) onDone();
  };
  const create = () => done(() => api.createContact({ name: name || address, addresses: [address] }));
  const make = async (): Promise<void> => {
    let messages = 0;
    const looked =
      bringsMore || (await does(async () => void ({ messages } = await logApi.keptMail(address))));
    if (!looked) return;
    if (messages > 1) setBringsMore(true);
    else await create();
  };
  return (
    <div>
      {bringsMore && <KeptMailHint address={address} />}
      <div className={styles.row}>
        <Button
          size="small"
          appearance={bringsMore ? 'primary' : 'secondary'}
          disabled={busy}
          onClick={() => void make()}
        >
          {texts.withoutContact.makeContact(name || address)}
        </Button>
        <Button size="small" disabled={busy} onClick={() => setPicking(true)}>
          {texts.withoutContact.choose}
        </Button>
      </div>
      {error && <Failure error={error} />}
      <ContactPicker
        title={texts.withoutContact.whose(address)}
        about={
          <>
            {texts.withoutContact.whoseAbout}
            <KeptMailHint address={address} />
          </>
        }
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
