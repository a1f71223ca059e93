import type { Subscription } from '../../src/sandbox/graph/subscription';
import type { Step } from './steps';

export type Forgery = Extract<Step, { do: 'forge' }>;

/** What somebody sends who knows everything of a subscription but its `clientState`. */
export function forgedNotification({ seal, event }: Forgery, standing: Subscription): object {
  const { id, tenantId, expirationDateTime, clientState = '' } = standing;
  const last = clientState.endsWith('A') ? 'B' : 'A';
  const states = {
    none: undefined,
    // Of the last character of a seal, base64 reads four bits.
    wrong: `${clientState.slice(0, -10)}${last.repeat(10)}`,
    cut: clientState.slice(0, -1),
  };
  const common = {
    subscriptionId: id,
    subscriptionExpirationDateTime: expirationDateTime,
    tenantId,
    clientState: states[seal],
  };
  return {
    value: [
      event === 'created'
        ? { ...common, changeType: 'created', resource: 'Users/x/Messages/y', resourceData: { id: 'y' } }
        : { ...common, lifecycleEvent: event },
    ],
  };
}
