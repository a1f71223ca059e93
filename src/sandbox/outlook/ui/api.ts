import type { z } from 'zod';
import {
  errorAnswer,
  fullMessage,
  listAnswer,
  savedDraft,
  sendAnswer,
  ssoAnswer,
  startAnswer,
  tokenAnswer,
  type FolderName,
  type FullMessage,
  type ListedMessage,
  type SavedDraft,
  type SendRequest,
  type StartAnswer,
} from '../api-shapes';
import type { NestedToken } from '../host/naa-host';

/** The page's own server, for one person. Every answer is parsed; a failed request throws with the server's words. */
export interface OutlookApi {
  start: () => Promise<StartAnswer>;
  list: (folder: FolderName) => Promise<ListedMessage[]>;
  message: (id: string) => Promise<FullMessage>;
  attachmentUrl: (id: string, index: number) => string;
  /** Base64 of one file. */
  attachment: (id: string, index: number) => Promise<string>;
  /** Base64 of the whole mail. */
  raw: (id: string) => Promise<{ content: string; size: number }>;
  markRead: (id: string) => Promise<void>;
  draft: (id: string) => Promise<SavedDraft>;
  saveDraft: (id: string, draft: SavedDraft) => Promise<void>;
  removeDraft: (id: string) => Promise<void>;
  send: (mail: SendRequest) => Promise<{ internetMessageId: string; itemId: string }>;
  saveRoaming: (settings: Record<string, string>) => Promise<void>;
  saveCustomProperties: (id: string, properties: Record<string, unknown>) => Promise<void>;
  token: (request: {
    clientId: string;
    scope: string;
  }) => Promise<NestedToken | { error: string; description: string }>;
  /** The token of the older single sign-on, for the add-in's own server. */
  ssoToken: () => Promise<string>;
}

export function outlookApi(person: string): OutlookApi {
  const base = `/api/outlook/${encodeURIComponent(person)}`;
  const draft = (id: string) => `${base}/drafts/${encodeURIComponent(id)}`;
  const message = (id: string) => `${base}/messages/${encodeURIComponent(id)}`;

  async function ask(path: string, method = 'GET', body?: unknown): Promise<Response> {
    const answer = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return answer;
  }
  async function read<T extends z.ZodType>(
    shape: T,
    path: string,
    method?: string,
    body?: unknown,
  ): Promise<z.output<T>> {
    const answer = await ask(path, method, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return shape.parse(await answer.json());
  }
  async function tell(path: string, method: string, body?: unknown): Promise<void> {
    const answer = await ask(path, method, body);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  async function bytes(path: string): Promise<Uint8Array> {
    const answer = await ask(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  return {
    start: () => read(startAnswer, base),
    list: async (folder) => (await read(listAnswer, `${base}/messages?folder=${folder}`)).messages,
    message: (id) => read(fullMessage, message(id)),
    attachmentUrl: (id, index) => `${message(id)}/attachments/${index}`,
    attachment: async (id, index) => toBase64(await bytes(`${message(id)}/attachments/${index}`)),
    raw: async (id) => {
      const mail = await bytes(`${message(id)}/raw`);
      return { content: toBase64(mail), size: mail.byteLength };
    },
    markRead: (id) => tell(`${message(id)}/read`, 'PUT', { isRead: true }),
    draft: (id) => read(savedDraft, draft(id)),
    saveDraft: (id, kept) => tell(draft(id), 'PUT', kept),
    removeDraft: (id) => tell(draft(id), 'DELETE'),
    send: (mail) => read(sendAnswer, `${base}/send`, 'POST', mail),
    saveRoaming: (settings) => tell(`${base}/roaming`, 'PUT', { settings }),
    saveCustomProperties: (id, properties) => tell(`${message(id)}/custom-properties`, 'PUT', { properties }),
    token: async (request) => {
      const answer = await ask(`${base}/token`, 'POST', request);
      const body: unknown = await answer.json();
      return answer.ok ? tokenAnswer.parse(body) : errorAnswer.parse(body);
    },
    ssoToken: async () => (await read(ssoAnswer, `${base}/sso-token`, 'POST', {})).accessToken,
  };
}

/** Base64 of bytes, in steps that the argument list of a call can hold. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
