import {
  Button,
  Caption1,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useState } from 'react';
import type { MarketingView } from '../../../core/api/marketing-messages';
import { fullTime } from '../../format';
import { marketingApi } from '../../marketing-api';
import { Failure } from '../../parts/states';
import { texts } from '../../texts';
import { useDoing } from '../../use-doing';
import { useResource } from '../../use-resource';
import { PreviewFrame } from './preview-frame';
import { usePreview } from './use-preview';

const useStyles = makeStyles({
  list: { display: 'grid', rowGap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyleType: 'none' },
  one: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  seen: { width: '100%' },
});

interface DrawerProps {
  message: MarketingView;
  /** The newest version, on which bringing one back builds. */
  version: number;
  canChange: boolean;
  open: boolean;
  close: () => void;
  /** Saves what is written, so that it stands among the versions. */
  flush: () => Promise<void>;
  take: (message: MarketingView) => void;
}

/** The versions of a message: what each said, and a way back to it. */
export function VersionsDrawer(props: DrawerProps) {
  const { open, close } = props;
  const words = texts.marketingWrite;
  return (
    <OverlayDrawer
      position="end"
      size="medium"
      open={open}
      onOpenChange={(_event, { open: now }) => !now && close()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={texts.common.close}
              onClick={close}
            />
          }
        >
          {words.versions}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>{open && <Versions {...props} />}</DrawerBody>
    </OverlayDrawer>
  );
}

function Versions({ message, version, canChange, close, take }: DrawerProps) {
  const styles = useStyles();
  const words = texts.marketingWrite;
  const [list, reload] = useResource(`marketing-versions/${message.id}`, () =>
    marketingApi.versions(message.id),
  );
  const [seen, setSeen] = useState<number>();
  const { busy, error, does } = useDoing();
  if (list.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(words.versions)}>
        <SkeletonItem size={64} />
      </Skeleton>
    );
  }
  if (list.state === 'failed') {
    return <Failure error={list.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  return (
    <>
      {error && <Failure error={error} />}
      <ul className={styles.list} aria-label={words.versions}>
        {list.value.versions.map((one, n) => (
          <li key={one.version} className={styles.one}>
            <Text weight="semibold">{fullTime(one.at)}</Text>
            <Caption1 className={styles.quiet}>
              {[one.by, one.subject || texts.common.noSubject]
                .filter((part) => part !== undefined)
                .join(' · ')}
            </Caption1>
            <div className={styles.row}>
              <Button
                size="small"
                aria-expanded={seen === one.version}
                onClick={() => setSeen(seen === one.version ? undefined : one.version)}
              >
                {words.seeVersion}
              </Button>
              {n > 0 && canChange && (
                <Button
                  size="small"
                  disabledFocusable={busy}
                  onClick={() =>
                    void does(async () => {
                      take(await marketingApi.restoreVersion(message.id, one.version, version));
                      close();
                    })
                  }
                >
                  {words.restoreVersion}
                </Button>
              )}
              {n === 0 && <Caption1 className={styles.quiet}>{words.newest}</Caption1>}
            </div>
            {seen === one.version && (
              <div className={styles.seen}>
                <Version id={message.id} version={one.version} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Version({ id, version }: { id: string; version: number }) {
  const [found, reload] = useResource(`marketing-version/${id}/${version}`, () =>
    marketingApi.version(id, version),
  );
  if (found.state === 'loading') {
    return (
      <Skeleton aria-label={texts.common.loading(texts.marketingWrite.preview)}>
        <SkeletonItem size={64} />
      </Skeleton>
    );
  }
  if (found.state === 'failed') {
    return <Failure error={found.error} action={<Button onClick={reload}>{texts.common.tryAgain}</Button>} />;
  }
  return <VersionPreview content={found.value.content} />;
}

function VersionPreview({ content }: { content: MarketingView['content'] }) {
  const { preview, error, again } = usePreview(content, undefined);
  if (error)
    return <Failure error={error} action={<Button onClick={again}>{texts.common.tryAgain}</Button>} />;
  return preview ? <PreviewFrame html={preview.html} screen="desktop" dark={false} /> : null;
}
