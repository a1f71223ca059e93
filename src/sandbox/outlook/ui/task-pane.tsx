import { Button, makeStyles, Text, ToggleButton, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { PinRegular } from '@fluentui/react-icons/svg/pin';
import { useEffect, useRef } from 'react';
import type { PaneButton } from '../host/manifest-reader';
import type { HostSession, ItemPort, Pane } from '../host/session';

const useStyles = makeStyles({
  pane: {
    display: 'flex',
    flexDirection: 'column',
    width: '380px',
    flexShrink: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  head: { display: 'flex', alignItems: 'center', gap: '4px', padding: '4px 4px 4px 12px' },
  title: { flexGrow: 1 },
  frame: { flexGrow: 1, display: 'flex', '& iframe': { border: 0, flexGrow: 1, width: '100%' } },
});

interface TaskPaneProps {
  session: HostSession;
  button: PaneButton;
  item: ItemPort;
  contextData: string;
  pinned: boolean;
  onPin: (pinned: boolean) => void;
  onClose: () => void;
}

/** The add-in's pane at the right. Pinned, it stays while the selection moves. */
export function TaskPane({ session, button, item, contextData, pinned, onPin, onClose }: TaskPaneProps) {
  const styles = useStyles();
  const place = useRef<HTMLDivElement>(null);
  const pane = useRef<Pane | undefined>(undefined);
  const current = useRef(item);
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    if (!place.current) return;
    const opened = session.openPane({
      item: () => current.current,
      button,
      parent: place.current,
      contextData,
      onClose: () => close.current(),
    });
    pane.current = opened;
    return () => {
      pane.current = undefined;
      opened.close();
    };
  }, [session, button, contextData]);

  useEffect(() => {
    if (current.current === item) return;
    current.current = item;
    pane.current?.itemChanged();
  }, [item]);

  return (
    <aside className={styles.pane} aria-label={`${session.manifest.name} pane`}>
      <div className={styles.head}>
        <Text weight="semibold" className={styles.title}>
          {session.manifest.name}
        </Text>
        {button.supportsPinning && (
          <ToggleButton
            appearance="subtle"
            size="small"
            icon={<PinRegular />}
            aria-label="Pin pane"
            checked={pinned}
            onClick={() => onPin(!pinned)}
          />
        )}
        <Button
          appearance="subtle"
          size="small"
          icon={<ArrowClockwiseRegular />}
          aria-label="Reload pane"
          onClick={() => pane.current?.surface.reload()}
        />
        <Button
          appearance="subtle"
          size="small"
          icon={<DismissRegular />}
          aria-label="Close pane"
          onClick={onClose}
        />
      </div>
      <div className={styles.frame} ref={place} />
    </aside>
  );
}
