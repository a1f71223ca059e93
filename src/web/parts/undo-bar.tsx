import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { texts } from '../texts';

/** What was just done, and the way back. Said aloud when it appears. */
export function UndoBar({ words, busy, undo }: { words: string; busy: boolean; undo: () => void }) {
  return (
    <MessageBar intent="success" layout="multiline" politeness="polite">
      <MessageBarBody>{words}</MessageBarBody>
      <MessageBarActions>
        <Button disabledFocusable={busy} onClick={undo}>
          {texts.common.undo}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
