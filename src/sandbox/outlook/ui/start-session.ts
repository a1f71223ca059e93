import type { StartAnswer } from '../api-shapes';
import type { OutlookClient } from '../host/clients';
import { readManifest } from '../host/manifest-reader';
import { hostSession, type HostSession } from '../host/session';
import type { NewMessageForm } from '../methods';
import { toBase64, type OutlookApi } from './api';
import { htmlToText, textToHtml } from './html';

/** What add-ins may ask of the window. */
export interface Shell {
  newMessage: (form: NewMessageForm) => void;
  openMessage: (id: string) => void;
}

interface StartDeps {
  api: OutlookApi;
  start: StartAnswer;
  client: OutlookClient;
  shell: { current: Shell };
  onProblem: (text: string) => void;
}

/** Opens the host with what the server told of person and add-in. */
export function startSession({ api, start, client, shell, onProblem }: StartDeps): HostSession {
  const hiddenFrames = document.createElement('div');
  hiddenFrames.hidden = true;
  document.body.append(hiddenFrames);
  return hostSession({
    user: start.person,
    client,
    locale: 'en-US',
    manifest: readManifest(start.manifest, new DOMParser()),
    roaming: start.roaming,
    saveRoaming: api.saveRoaming,
    mailAsFile: (id) => api.raw(id).catch(() => undefined),
    fetchFile: async (uri) => {
      const answer = await fetch(uri).catch(() => undefined);
      if (!answer?.ok) return undefined;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const contentType = answer.headers.get('content-type') ?? 'application/octet-stream';
      return { content: toBase64(bytes), contentType, size: bytes.byteLength };
    },
    toHtml: textToHtml,
    toText: htmlToText,
    nestedAuth: { account: start.account, token: api.token },
    ssoToken: api.ssoToken,
    newMessage: (form) => shell.current.newMessage(form),
    openMessage: (id) => shell.current.openMessage(id),
    hiddenFrames,
    onProblem,
  });
}

/**
 * Seeds office.js's own consent key on the add-in's origin: over plain http it talks to no host it was not told to trust.
 * Resolves when the key is there; rejects when the app serves no such page.
 */
export function seedTrust(appOrigin: string): Promise<void> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Trust';
  frame.src = `${appOrigin}/sandbox/trust.html?host=${encodeURIComponent(location.origin)}`;
  return new Promise<void>((resolve, reject) => {
    const settle = (outcome: () => void): void => {
      window.removeEventListener('message', listen);
      clearTimeout(timer);
      frame.remove();
      outcome();
    };
    const listen = (event: MessageEvent<unknown>): void => {
      if (event.source === frame.contentWindow && event.origin === appOrigin && event.data === 'trust-seeded')
        settle(resolve);
    };
    const timer = setTimeout(
      () => settle(() => reject(new Error(`${appOrigin} did not seed the host's trust`))),
      10_000,
    );
    window.addEventListener('message', listen);
    document.body.append(frame);
  });
}
