import { hostTimers } from '../office';
import { onChanged, onCompose } from './compose';
import { hostSend } from './http';
import { onMessageSend } from './send';
import type { LaunchEvent, SignOnRuntime, Surroundings } from './surroundings';

declare const OfficeRuntime: SignOnRuntime | undefined;

const around: Surroundings = {
  get office() {
    return typeof Office === 'object' ? Office : undefined;
  },
  get runtime() {
    return typeof OfficeRuntime === 'object' ? OfficeRuntime : undefined;
  },
  send: hostSend,
  timers: hostTimers,
  now: () => Date.now(),
  random: () => Math.random(),
};

const compose = (event: LaunchEvent): void => void onCompose(event, around);
const changed = (event: LaunchEvent): void => void onChanged(event, around);

// At top level and by the names in the manifest: classic Outlook runs neither onReady nor initialize, and a name that
// was never associated would hold up every mail.
Office.actions.associate('onNewMessageCompose', compose);
Office.actions.associate('onMessageCompose', compose);
Office.actions.associate('onMessageRecipientsChanged', changed);
Office.actions.associate('onMessageAttachmentsChanged', changed);
Office.actions.associate('onMessageFromChanged', changed);
Office.actions.associate('onMessageSend', (event: LaunchEvent): void => void onMessageSend(event, around));

// In a browser, office.js hands over no event until a page has called it.
if (typeof Office.onReady === 'function') void Office.onReady();
