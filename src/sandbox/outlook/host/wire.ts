/**
 * The messages that office.js (npm 1.1.110) and Outlook on the web exchange: JSON texts through `postMessage`. Read from
 * the shipped debug build; office.js writes `_messageType` 0 and reads 1.
 */

/** What an add-in frame asks. */
export type Request =
  | { kind: 'invoke'; action: string; correlationId: number; value: unknown }
  | { kind: 'register' | 'unregister'; action: string; correlationId: number; value: unknown };

/** Codes of the envelope itself; a method's own failure travels inside `_data`. */
export const ENVELOPE_ERROR = { none: 0, failed: -1, accessDenied: -5 } as const;

const KINDS = ['invoke', 'register', 'unregister'] as const;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a message of one conversation; undefined for everything else that pages post to one another. */
export function readRequest(text: unknown, conversationId: string): Request | undefined {
  if (typeof text !== 'string') return undefined;
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(message) || message._messageType !== 0 || message._conversationId !== conversationId)
    return undefined;
  const { _actionType: type, _actionName: action, _correlationId: correlationId, _data: value } = message;
  const kind = typeof type === 'number' ? KINDS[type] : undefined;
  if (kind === undefined || typeof action !== 'string' || typeof correlationId !== 'number') return undefined;
  return { kind, action, correlationId, value };
}

interface Reply {
  conversationId: string;
  hostOrigin: string;
  action: string;
  correlationId: number;
  value: unknown;
  errorCode?: number;
}

const write = (reply: Reply, responseType: 0 | 1): string =>
  JSON.stringify({
    _messageType: 1,
    _responseType: responseType,
    _actionName: reply.action,
    _conversationId: reply.conversationId,
    _correlationId: reply.correlationId,
    _origin: reply.hostOrigin,
    _errorCode: reply.errorCode ?? ENVELOPE_ERROR.none,
    _data: reply.value,
    _serializerVersion: 1,
  });

/** The answer to one request. */
export const writeAnswer = (reply: Reply): string => write(reply, 0);
/** An event; `correlationId` is that of its registration. */
export const writeEvent = (reply: Reply): string => write(reply, 1);

export interface FrameStart {
  conversationId: string;
  controlId: string;
  hostOrigin: string;
  locale: string;
  /** Host and platform that add-ins are to see, where they are not those of the web. */
  face?: { hostName: string; platform: string };
}

/**
 * `window.name` of an add-in's frame: how office.js learns where it is and whom to ask. `disableLogging` keeps its
 * telemetry at home; the last field holds flags for runtimes that Outlook has none of.
 */
export function frameName({ conversationId, controlId, hostOrigin, locale, face }: FrameStart): string {
  return JSON.stringify({
    baseFrameName: `addin_${controlId}`,
    hostInfo: `Outlook$Web$16.01$${locale}$${conversationId}$$disableLogging$0`,
    xdmInfo: `${conversationId}|${controlId}|${hostOrigin}`,
    serializerVersion: '1',
    ...(face && { outlookFace: { hostName: face.hostName, platform: face.platform } }),
  });
}
