/**
 * Plays the bridge that Outlook injects into add-in pages for nested sign-in: whatever msal-browser posts goes to the
 * page around, and its answers come back as the bridge's `message` events. Served by the app in the sandbox only.
 */
const CHANNEL = 'mailtrail-sandbox/nested-app-auth';

type Listener = (response: string) => void;

const listeners = new Set<Listener>();
const hostOrigin = hostOf(window.name);

/** The origin in `window.name` that office.js trusts too (`xdmInfo`: conversation, control, origin). */
function hostOf(name: string): string | undefined {
  try {
    const start: unknown = JSON.parse(name);
    if (
      typeof start !== 'object' ||
      start === null ||
      !('xdmInfo' in start) ||
      typeof start.xdmInfo !== 'string'
    )
      return undefined;
    return start.xdmInfo.split('|')[2];
  } catch {
    return undefined;
  }
}

if (hostOrigin !== undefined && window.parent !== window) {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== hostOrigin || typeof event.data !== 'string')
      return;
    let message: unknown;
    try {
      message = JSON.parse(event.data);
    } catch {
      return;
    }
    if (
      typeof message !== 'object' ||
      message === null ||
      !('channel' in message) ||
      message.channel !== CHANNEL
    )
      return;
    if (!('response' in message) || typeof message.response !== 'string') return;
    for (const listener of [...listeners]) listener(message.response);
  });
  Object.defineProperty(window, 'nestedAppAuthBridge', {
    configurable: true,
    value: {
      addEventListener: (_event: string, listener: Listener) => listeners.add(listener),
      removeEventListener: (_event: string, listener: Listener) => listeners.delete(listener),
      postMessage: (request: string) =>
        window.parent.postMessage(JSON.stringify({ channel: CHANNEL, request }), hostOrigin),
    },
  });
}

export {};
