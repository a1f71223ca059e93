import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  tokens,
} from '@fluentui/react-components';
import { useId, useRef, useState } from 'react';
import { api } from '../api';
import { texts } from '../texts';
import { useResource } from '../use-resource';
import { Failure } from './states';

const useStyles = makeStyles({
  stack: { display: 'grid', rowGap: tokens.spacingVerticalS },
  frame: {
    width: '100%',
    border: 'none',
    backgroundColor: '#ffffff',
    borderRadius: tokens.borderRadiusMedium,
    colorScheme: 'light',
  },
});

/**
 * A mail as its reader sees it. The document is safe already; the frame lets nothing run or load besides. Scripts are
 * off, so sharing the origin serves only to measure the height.
 */
export function MailFrame({ document: html, title }: { document: string; title: string }) {
  const styles = useStyles();
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(48);
  const measure = () => {
    const inside = frame.current?.contentDocument?.documentElement;
    if (inside) setHeight(Math.min(Math.ceil(inside.getBoundingClientRect().height) + 2, 4_000));
  };
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={html}
      style={{ height }}
      onLoad={measure}
    />
  );
}

/** The new text, the history folded away, remote pictures on a click. */
export function MailBody({ messageId, subject }: { messageId: string; subject: string }) {
  const styles = useStyles();
  const [remote, setRemote] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const quoteId = useId();
  const [body, reload] = useResource(`${messageId}/${remote}`, () => api.body(messageId, remote));
  if (body.state === 'loading') {
    return (
      <Skeleton aria-label={texts.message.loadingText}>
        <SkeletonItem size={64} />
      </Skeleton>
    );
  }
  if (body.state === 'failed') {
    return <Failure error={body.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  const { document, quoted, remoteImages } = body.value;
  return (
    <div className={styles.stack}>
      {remoteImages > 0 && (
        <MessageBar>
          <MessageBarBody>{texts.message.picturesNotLoaded(remoteImages)}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={() => setRemote(true)}>
              {texts.message.showPictures}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <MailFrame document={document} title={texts.message.textOf(subject)} />
      {quoted !== undefined && (
        <div>
          <Button
            size="small"
            appearance="subtle"
            aria-expanded={unfolded}
            aria-controls={quoteId}
            onClick={() => setUnfolded(!unfolded)}
          >
            {unfolded ? texts.message.hideQuoted : texts.message.showQuoted}
          </Button>
          <div id={quoteId} hidden={!unfolded}>
            {unfolded && <MailFrame document={quoted} title={texts.message.quotedTextOf(subject)} />}
          </div>
        </div>
      )}
    </div>
  );
}
