import type { AppContext, InitialData } from './shapes';
import { ENVELOPE_ERROR, isRecord, readRequest, writeAnswer, writeEvent, type Request } from './wire';

/** What a method answers inside the envelope. */
export type MethodAnswer = Record<string, unknown>;

/** The host's side of one add-in frame. */
export interface ChannelHost {
  appContext: () => AppContext;
  initialData: () => InitialData;
  /** An Outlook method by its dispatch id; undefined when the host knows none of that number. */
  execute: (dispatchId: number, params: unknown) => Promise<MethodAnswer | undefined>;
  /** A common Office method; the arguments stand beside `DdaMethod` under "0", "1", … */
  executeCommon: (dispatchId: number, args: Record<string, unknown>) => Promise<MethodAnswer | undefined>;
  /** A call that nothing here answers: always worth a loud word, since real Outlook may well answer it. */
  onUnknown: (what: string) => void;
  onTrace: (direction: 'in' | 'out', what: string, value: unknown) => void;
  /** What the frame tells without asking: an array of its control's id, a number of what it is, and more. */
  onNotified?: (value: unknown) => void;
}

export interface ChannelStart {
  conversationId: string;
  hostOrigin: string;
  /** The only origin that is talked to, in both directions. */
  addinOrigin: string;
  /** The frame's window at this moment; a message from any other is not ours. */
  source: () => unknown;
  /** Posts to the frame, with `addinOrigin` as the target. */
  post: (text: string, targetOrigin: string) => void;
  host: ChannelHost;
}

export interface Channel {
  /** Takes a `message` event; false when it is not this frame's. */
  receive: (event: { data: unknown; origin: string; source: unknown }) => boolean;
  /** Sends an event to the frame; false when it has not asked for it. */
  emit: (event: string, payload: unknown) => boolean;
  /** Resolves when the frame asks for an event (at once when it has). */
  registered: (event: string) => Promise<void>;
}

/** Methods that answer for real but whose failure code says that the host has no such thing. */
const NOT_SUPPORTED = 5001;

/** Opens the conversation with one add-in frame. */
export function openChannel(start: ChannelStart): Channel {
  const { conversationId, hostOrigin, addinOrigin, host } = start;
  const registrations = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const address = { conversationId, hostOrigin };

  const answer = (request: Request, value: unknown, errorCode?: number): void => {
    host.onTrace('out', request.action, value);
    const { action, correlationId } = request;
    start.post(writeAnswer({ ...address, action, correlationId, value, errorCode }), addinOrigin);
  };

  async function execute(request: Request): Promise<void> {
    const id = dispatchId(request.value, 'MethodData');
    const params = isRecord(request.value) ? request.value.ApiParams : undefined;
    const found = await settle(() => host.execute(id, params), `ExecuteMethod ${id}`);
    answer(request, found ?? { error: true, errorCode: NOT_SUPPORTED, wasSuccessful: false });
  }

  async function executeCommon(request: Request): Promise<void> {
    const id = dispatchId(request.value, 'DdaMethod');
    const args = isRecord(request.value) ? request.value : {};
    const found = await settle(() => host.executeCommon(id, args), `executeMethod ${id}`);
    answer(request, { Version: 1, ...(found ?? { Error: NOT_SUPPORTED }) });
  }

  async function settle(
    work: () => Promise<MethodAnswer | undefined>,
    what: string,
  ): Promise<MethodAnswer | undefined> {
    try {
      const found = await work();
      if (found === undefined) host.onUnknown(what);
      return found;
    } catch (error) {
      host.onUnknown(`${what}: ${String(error)}`);
      return undefined;
    }
  }

  function register(request: Request): void {
    registrations.set(request.action, request.correlationId);
    answer(request, { Error: 0 });
    for (const resolve of waiting.get(request.action) ?? []) resolve();
    waiting.delete(request.action);
  }

  function invoke(request: Request): void {
    switch (request.action) {
      case 'ContextActivationManager_getAppContextAsync':
        answer(request, host.appContext());
        return;
      case 'ContextActivationManager_notifyHost':
        host.onNotified?.(request.value);
        return; // focus, keys, telemetry: office.js waits for no answer
      case 'GetInitialData':
        answer(request, host.initialData());
        return;
      case 'ExecuteMethod':
        void execute(request);
        return;
      case 'executeMethod':
        void executeCommon(request);
        return;
      default:
        host.onUnknown(request.action);
        answer(request, null, ENVELOPE_ERROR.failed);
    }
  }

  return {
    receive({ data, origin, source }) {
      if (source === null || source !== start.source() || origin !== addinOrigin) return false;
      const request = readRequest(data, conversationId);
      if (!request) return false;
      host.onTrace('in', request.action, request.value);
      if (request.kind === 'invoke') invoke(request);
      else if (request.kind === 'register') register(request);
      else {
        registrations.delete(request.action);
        answer(request, { Error: 0 });
      }
      return true;
    },
    emit(event, payload) {
      const correlationId = registrations.get(event);
      if (correlationId === undefined) return false;
      host.onTrace('out', event, payload);
      start.post(writeEvent({ ...address, action: event, correlationId, value: payload }), addinOrigin);
      return true;
    },
    registered(event) {
      if (registrations.has(event)) return Promise.resolve();
      return new Promise((resolve) => waiting.set(event, [...(waiting.get(event) ?? []), resolve]));
    },
  };
}

function dispatchId(value: unknown, key: 'MethodData' | 'DdaMethod'): number {
  const method = isRecord(value) ? value[key] : undefined;
  const id = isRecord(method) ? method.DispatchId : undefined;
  return typeof id === 'number' ? id : -1;
}
