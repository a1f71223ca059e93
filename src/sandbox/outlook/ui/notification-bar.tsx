import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import type { Notification } from '../host/shapes';

interface NotificationBarProps {
  notifications: readonly Notification[];
  onAction: (commandId: string, contextData: string) => void;
  onDismiss: (key: string) => void;
}

/** What add-ins have to say about the item, above its text. */
export function NotificationBar({ notifications, onAction, onDismiss }: NotificationBarProps) {
  return (
    <div role="region" aria-label="Notifications" aria-live="polite">
      {notifications.map(({ key, type, message, actions }) => (
        <MessageBar key={key} intent={type === 'errorMessage' ? 'error' : 'info'}>
          <MessageBarBody>{message}</MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                icon={<DismissRegular />}
                aria-label="Dismiss"
                onClick={() => onDismiss(key)}
              />
            }
          >
            {(actions ?? []).map(({ commandId, actionText, contextData }) => (
              <Button key={commandId} onClick={() => onAction(commandId, textOf(contextData))}>
                {actionText}
              </Button>
            ))}
          </MessageBarActions>
        </MessageBar>
      ))}
    </div>
  );
}

function textOf(contextData: unknown): string {
  return typeof contextData === 'string'
    ? contextData
    : contextData === undefined
      ? ''
      : JSON.stringify(contextData);
}
