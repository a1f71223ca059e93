import { hostTimers } from '../office';
import { onChanged, onCompose } from './compose';
import { hostSend } from './http';
import { onMessageSend } from './send';
import type { LaunchEvent, SignOnRuntime, Surroundings } from './surroundings';

declare const OfficeRuntime: SignOnRuntime | undefined;

const around: Surroundings = {
  get office() {
    return Office;
  },
  get runtime() {
    return typeof OfficeRuntime === 'object' ? OfficeRuntime : undefined;
  },
  send: hostSend,
  timers: hostTimers,
  now: () => Date.now(),
  random: () => Math.random(),
};

const associate = (
  handle: (event: LaunchEvent, around: Surroundings) => Promise<void>,
  names: readonly string[],
): void =>
  names.forEach((name) =>
    Office.actions.associate(name, (event: LaunchEvent): void => void handle(event, around)),
  );

// At top level and by the names in the manifest: classic Outlook runs neither onReady nor initialize, and a name that
// was never associated would hold up every mail.
associate(onCompose, ['onNewMessageCompose', 'onMessageCompose']);
associate(onChanged, ['onMessageRecipientsChanged', 'onMessageAttachmentsChanged', 'onMessageFromChanged']);
associate(onMessageSend, ['onMessageSend']);

// In a browser, office.js hands over no event until a page has called it.
if (typeof Office.onReady === 'function') void Office.onReady();
