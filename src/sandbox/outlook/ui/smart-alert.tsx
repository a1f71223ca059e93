import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import type { Alert, AlertChoice } from '../host/send-flow';

interface SmartAlertProps {
  addinName: string;
  alert: Alert;
  onChoice: (choice: AlertChoice) => void;
  /** The alert's own button: opens a pane of the add-in. */
  onAction: (commandId: string, contextData: string) => void;
}

/** The dialog between Send and sending. */
export function SmartAlert({ addinName, alert, onChoice, onAction }: SmartAlertProps) {
  const context = alert.kind === 'refused' ? alert.context : undefined;
  const name = (alert.kind === 'refused' ? alert.by : undefined) ?? addinName;
  const left = alert.kind === 'left';
  return (
    <Dialog open modalType="alert">
      <DialogSurface aria-label={name}>
        <DialogBody>
          <DialogTitle>{name}</DialogTitle>
          <DialogContent>{textOf(alert, addinName)}</DialogContent>
          <DialogActions>
            {context && context.commandId !== '' && (
              <Button
                onClick={() => {
                  onAction(context.commandId, context.contextData);
                  onChoice('stop');
                }}
              >
                {context.cancelLabel === '' ? 'Take action' : context.cancelLabel}
              </Button>
            )}
            {left && (
              <Button appearance="primary" onClick={() => onChoice('wait')}>
                Wait
              </Button>
            )}
            <Button onClick={() => onChoice('send')}>Send anyway</Button>
            <Button appearance={left ? 'secondary' : 'primary'} onClick={() => onChoice('stop')}>
              {left ? 'Save as draft' : "Don't send"}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function textOf(alert: Alert, addinName: string): string {
  switch (alert.kind) {
    case 'slow':
      return `${addinName} is taking longer than expected.`;
    case 'left':
      return `${addinName} is still working on your message. If you leave it now, it may not be sent as it should.`;
    case 'gave-up':
      return `${addinName} did not answer.`;
    case 'failed':
      return `${addinName} is unavailable: ${alert.reason}.`;
    case 'refused':
      return alert.context.errorMessage === ''
        ? `${addinName} found a problem with this message.`
        : alert.context.errorMessage;
  }
}
