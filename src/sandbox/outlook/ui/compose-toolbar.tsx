import { makeStyles, Toolbar, ToolbarButton, ToolbarToggleButton } from '@fluentui/react-components';
import { AttachRegular } from '@fluentui/react-icons/svg/attach';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { ImageRegular } from '@fluentui/react-icons/svg/image';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { SaveRegular } from '@fluentui/react-icons/svg/save';
import { SendRegular } from '@fluentui/react-icons/svg/send';
import { useSyncExternalStore } from 'react';
import type { PaneButton } from '../host/manifest-reader';
import { htmlToText, textToHtml } from './html';
import type { ComposePort } from './ports';

const useStyles = makeStyles({
  toolbar: { flexWrap: 'wrap', padding: 0, '& button': { whiteSpace: 'nowrap', minWidth: 'auto' } },
});

interface ComposeToolbarProps {
  item: ComposePort;
  sending: boolean;
  buttons: readonly PaneButton[];
  onSend: () => void;
  onSaved: () => void;
  onDiscard: () => void;
  onAttach: () => void;
  onPicture: () => void;
  onLink: () => void;
  /** The add-in's buttons stand among Outlook's own. */
  onPane: (commandId: string, contextData: string) => void;
}

/** What can be done with the message being written. */
export function ComposeToolbar(props: ComposeToolbarProps) {
  const { item, sending } = props;
  const { draft } = item;
  const styles = useStyles();
  const plain = useSyncExternalStore(draft.subscribe, () => draft.get().body.type) === 'text';
  return (
    <Toolbar className={styles.toolbar} aria-label="Message">
      <ToolbarButton appearance="primary" icon={<SendRegular />} disabled={sending} onClick={props.onSend}>
        Send
      </ToolbarButton>
      <ToolbarButton
        icon={<SaveRegular />}
        disabled={sending}
        onClick={() => void item.saveDraft().then(props.onSaved)}
      >
        Save
      </ToolbarButton>
      <ToolbarButton icon={<DeleteRegular />} disabled={sending} onClick={props.onDiscard}>
        Discard
      </ToolbarButton>
      <ToolbarButton icon={<AttachRegular />} disabled={sending} onClick={props.onAttach}>
        Attach file
      </ToolbarButton>
      <ToolbarButton icon={<ImageRegular />} disabled={sending || plain} onClick={props.onPicture}>
        Insert picture
      </ToolbarButton>
      <ToolbarButton icon={<LinkRegular />} disabled={sending || plain} onClick={props.onLink}>
        Insert link
      </ToolbarButton>
      <ToolbarToggleButton
        name="format"
        value="plain"
        disabled={sending}
        aria-pressed={plain}
        onClick={() => draft.update((now) => ({ ...now, body: switched(now.body) }))}
      >
        Plain text
      </ToolbarToggleButton>
      {props.buttons.map(({ id, label, icon }) => (
        <ToolbarButton
          key={id}
          icon={<img src={icon} alt="" width="20" height="20" />}
          onClick={() => props.onPane(id, '')}
        >
          {label}
        </ToolbarButton>
      ))}
    </Toolbar>
  );
}

function switched(body: { type: 'html' | 'text'; content: string }): {
  type: 'html' | 'text';
  content: string;
} {
  return body.type === 'html'
    ? { type: 'text', content: htmlToText(body.content) }
    : { type: 'html', content: `<div>${textToHtml(body.content)}</div>` };
}
