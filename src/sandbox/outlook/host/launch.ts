import { isRecord } from './wire';

/** What an event handler left when it completed. */
export interface CompletedContext {
  allowEvent: boolean;
  errorMessage: string;
  cancelLabel: string;
  commandId: string;
  contextData: string;
}

export type LaunchResult =
  | { kind: 'completed'; context: CompletedContext }
  /** The page registered no function of that name, or office.js could not call it. */
  | { kind: 'failed'; reason: string };

/** office.js: the function that the host named is registered nowhere. */
const UNREGISTERED = 11101;

/** The arguments of `executeMethod` 94: command id, status, the event with its `completedContext` as JSON. */
export function readCompletion(
  args: Record<string, unknown>,
): { id: string; result: LaunchResult } | undefined {
  const { 0: id, 1: status, 2: event } = args;
  if (typeof id !== 'string') return undefined;
  if (status === UNREGISTERED)
    return { id, result: { kind: 'failed', reason: 'the add-in registers no function of that name' } };
  if (status !== 0) return { id, result: { kind: 'failed', reason: `status ${String(status)}` } };
  return { id, result: { kind: 'completed', context: readContext(event) } };
}

function readContext(event: unknown): CompletedContext {
  let parsed: unknown = event;
  if (typeof event === 'string') {
    try {
      parsed = JSON.parse(event);
    } catch {
      parsed = undefined;
    }
  }
  const context = isRecord(parsed) && isRecord(parsed.completedContext) ? parsed.completedContext : {};
  const text = (key: string) => {
    const value = context[key];
    return typeof value === 'string' ? value : '';
  };
  // A handler that completes without saying lets the mail go.
  return {
    allowEvent: context.allowEvent !== false,
    errorMessage: text('errorMessage').slice(0, 500),
    cancelLabel: text('cancelLabel').slice(0, 20),
    commandId: text('commandId'),
    contextData: text('contextData'),
  };
}

/** One handler under way in a hidden frame. */
export interface LaunchRun {
  result: Promise<LaunchResult>;
  /** Ends the frame: the item is gone, or nobody waits any more. */
  stop: () => void;
}

/** `type` and payload of a launch event as handlers see it. Guessed from the public documentation. */
export function launchPayload(type: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: EVENT_TYPES[type] ?? type, source: { id: type }, ...extra };
}

const EVENT_TYPES: Readonly<Record<string, string>> = {
  OnNewMessageCompose: 'olkNewMessageComposeEvent',
  OnMessageCompose: 'olkMessageComposeEvent',
  OnMessageRecipientsChanged: 'olkRecipientsChanged',
  OnMessageAttachmentsChanged: 'olkAttachmentsChanged',
  OnMessageFromChanged: 'olkMessageFromChangedEvent',
  OnMessageSend: 'olkMessageSendEvent',
};
