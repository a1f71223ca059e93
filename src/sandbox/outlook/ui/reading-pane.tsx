import { Button, makeStyles, Text, Title3, Toolbar, ToolbarButton, tokens } from '@fluentui/react-components';
import { ArrowForwardRegular } from '@fluentui/react-icons/svg/arrow-forward';
import { ArrowReplyAllRegular } from '@fluentui/react-icons/svg/arrow-reply-all';
import { ArrowReplyRegular } from '@fluentui/react-icons/svg/arrow-reply';
import { useMemo, useSyncExternalStore } from 'react';
import type { PaneButton } from '../host/manifest-reader';
import type { OutlookApi } from './api';
import { readableSize } from './attach';
import { readableHtml } from './html';
import { NotificationBar } from './notification-bar';
import type { MessagePort } from './ports';

const useStyles = makeStyles({
  toolbar: { flexWrap: 'wrap', padding: 0, '& button': { whiteSpace: 'nowrap', minWidth: 'auto' } },
  pane: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    gap: '6px',
    padding: '8px 16px',
  },
  files: { display: 'flex', flexWrap: 'wrap', gap: '6px', margin: 0, padding: 0, listStyleType: 'none' },
  body: { flexGrow: 1, border: 0, backgroundColor: tokens.colorNeutralBackground1 },
});

interface ReadingPaneProps {
  api: OutlookApi;
  port: MessagePort;
  buttons: readonly PaneButton[];
  onAnswer: (kind: 'reply' | 'replyAll' | 'forward') => void;
  onPane: (commandId: string, contextData: string) => void;
}

const time = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });

/** One message, as its reader sees it. Its HTML runs no script. */
export function ReadingPane({ api, port, buttons, onAnswer, onPane }: ReadingPaneProps) {
  const styles = useStyles();
  const { message, shared } = port;
  const facts = useSyncExternalStore(shared.subscribe, shared.get);
  const html = useMemo(
    () =>
      readableHtml(message.html, (contentId) => {
        const file = message.attachments.find((attachment) => attachment.contentId === contentId);
        return file && new URL(api.attachmentUrl(message.id, file.index), location.href).href;
      }),
    [api, message],
  );
  const files = message.attachments.filter(({ isInline, contentId }) => !isInline || contentId === undefined);
  return (
    <section className={styles.pane} aria-label="Message">
      <Toolbar className={styles.toolbar} aria-label="Message">
        <ToolbarButton icon={<ArrowReplyRegular />} onClick={() => onAnswer('reply')}>
          Reply
        </ToolbarButton>
        <ToolbarButton icon={<ArrowReplyAllRegular />} onClick={() => onAnswer('replyAll')}>
          Reply all
        </ToolbarButton>
        <ToolbarButton icon={<ArrowForwardRegular />} onClick={() => onAnswer('forward')}>
          Forward
        </ToolbarButton>
        {buttons.map(({ id, label, icon }) => (
          <ToolbarButton
            key={id}
            icon={<img src={icon} alt="" width="20" height="20" />}
            onClick={() => onPane(id, '')}
          >
            {label}
          </ToolbarButton>
        ))}
      </Toolbar>
      <NotificationBar
        notifications={facts.notifications}
        onAction={onPane}
        onDismiss={(key) =>
          port.setFacts({ notifications: facts.notifications.filter((one) => one.key !== key) })
        }
      />
      <Title3 as="h2">{message.subject === '' ? '(No subject)' : message.subject}</Title3>
      <Text>
        {message.from.name} &lt;{message.from.address}&gt;
      </Text>
      <Text size={200}>To: {message.to.map(({ name }) => name).join('; ')}</Text>
      {message.cc.length > 0 && <Text size={200}>Cc: {message.cc.map(({ name }) => name).join('; ')}</Text>}
      <Text size={200}>
        <time dateTime={message.receivedAt}>{time.format(new Date(message.receivedAt))}</time>
      </Text>
      {facts.categories.length > 0 && <Text size={200}>{facts.categories.join(', ')}</Text>}
      {files.length > 0 && (
        <ul className={styles.files} aria-label="Attachments">
          {files.map(({ index, name, size }) => (
            <li key={index}>
              <Button as="a" href={api.attachmentUrl(message.id, index)} size="small">
                {name} ({readableSize(size)})
              </Button>
            </li>
          ))}
        </ul>
      )}
      <iframe
        className={styles.body}
        title="Message text"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={html}
      />
    </section>
  );
}
