import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { WorkflowLine } from '../../core/api/workflows';
import { Failure } from '../parts/states';
import { texts } from '../texts';
import { useDoing } from '../use-doing';
import { workflowsApi } from './workflows-api';

/** What became of those who are in a workflow that was switched off, and the ways on. */
export function SwitchedOffBar({
  workflow: { id, name, counts },
  undo,
  changed,
}: {
  workflow: Pick<WorkflowLine, 'id' | 'name' | 'counts'>;
  undo: () => void;
  changed: () => void;
}) {
  const words = texts.workflows;
  const { busy, error, does } = useDoing();
  const waiting = counts.in + counts.failed;
  return (
    <>
      <MessageBar intent="success" layout="multiline" politeness="polite">
        <MessageBarBody>{words.switchedOff(name, waiting)}</MessageBarBody>
        <MessageBarActions>
          <Button disabledFocusable={busy} onClick={undo}>
            {texts.common.undo}
          </Button>
          {waiting > 0 && (
            <Button
              disabledFocusable={busy}
              onClick={() =>
                void does(async () => {
                  await workflowsApi.switchTo(id, 'off', true);
                  changed();
                })
              }
            >
              {words.letLeave}
            </Button>
          )}
        </MessageBarActions>
      </MessageBar>
      {error && <Failure error={error} />}
    </>
  );
}
