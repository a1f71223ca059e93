import { z } from 'zod';
import {
  BookAnswer,
  ContactCard,
  ContactPage,
  EventView,
  Feed,
  LookupAnswer,
  Me,
  MessageView,
  Preferences,
  Problem,
  Timeline,
  type Lookup,
  type NewContact,
} from '../../core/api';
import { OverruleAnswer, type Overrule } from '../../core/api/hits';
import { LogStanding, UndoneLog, type LogMail } from '../../core/api/logs';
import {
  Mailboxes,
  PaneItems,
  PaneWatch,
  type PaneItem,
  type PaneLeft,
  type PaneLooked,
} from '../../core/api/mailboxes';
import { NotificationSettings } from '../../core/api/push';
import { makeEventStreamReader } from '../../core/event-stream';
import { composeCalls, readCalls } from './calls';
import type { TokenAnswer } from './sign-in';

/** GET /addin/config.json: where and as what the pane signs in. */
export const PaneConfig = z.object({
  clientId: z.string(),
  authority: z.string(),
  scope: z.string(),
  baseUrl: z.string(),
  /** Set where the sandbox plays Microsoft: its address. */
  sandbox: z.string().optional(),
});
export type PaneConfig = z.infer<typeof PaneConfig>;

export type ApiFailure = {
  ok: false;
  /**
   * `offline`: not reached, or not in time. `noSignIn`: the server is there, Microsoft's sign-in does not answer.
   * `broken`: an answer of another shape.
   */
  how: 'offline' | 'signedOut' | 'noSignIn' | 'refused' | 'broken';
  message: string;
  /** The server's word for the refusal. */
  code?: string;
  /** A permission is missing: asked again, it is refused again. */
  forbidden?: true;
};
export type ApiResult<T> = { ok: true; value: T } | ApiFailure;

/** It says nothing against what is there already: that stays, and a bar above says the rest. */
export const isPassing = ({ how }: ApiFailure): boolean =>
  how === 'offline' || how === 'signedOut' || how === 'noSignIn';

const REQUEST_MS = 15_000;
/** A mail that is handed over is filed, and its files are scanned, before the answer comes. */
const FILING_MS = 120_000;
/** A line that carries less than 100 kB a second carries no large mail. */
const SLOWEST_BYTES_PER_MS = 100;
/** The server says something at least every 25 s; twice that without a byte is a dead line. */
const SILENCE_MS = 60_000;

const failed = (how: ApiFailure['how'], message = ''): ApiFailure => ({ ok: false, how, message });

/** Ends the request when `ms` passed or `signal` says so. */
function limited(ms: number, signal?: AbortSignal): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  const stop = (): void => controller.abort();
  signal?.addEventListener('abort', stop);
  return {
    signal: controller.signal,
    done: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    },
  };
}

async function request<T extends z.ZodType>(
  url: string,
  shape: T,
  init: { method?: string; token?: string; body?: unknown },
): Promise<ApiResult<z.infer<T>>> {
  const bytes = init.body instanceof Blob ? init.body : undefined;
  const limit = limited(bytes ? FILING_MS + bytes.size / SLOWEST_BYTES_PER_MS : REQUEST_MS);
  try {
    const response = await fetch(url, {
      method: init.method ?? 'GET',
      signal: limit.signal,
      credentials: 'omit',
      headers: {
        ...(init.token === undefined ? {} : { Authorization: `Bearer ${init.token}` }),
        ...(init.body === undefined
          ? {}
          : { 'Content-Type': bytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: bytes ?? JSON.stringify(init.body) }),
    });
    const text = await response.text();
    if (response.status === 401) return failed('signedOut');
    if (response.status >= 500) return failed('offline');
    const answer: unknown = parsed(text);
    if (!response.ok) {
      const problem = Problem.safeParse(answer);
      return {
        ...failed('refused', problem.success ? problem.data.error.message : ''),
        ...(problem.success && { code: problem.data.error.code }),
        ...(response.status === 403 && { forbidden: true as const }),
      };
    }
    const value = shape.safeParse(answer);
    return value.success ? { ok: true, value: value.data } : failed('broken');
  } catch {
    return failed('offline');
  } finally {
    limit.done();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const loadConfig = (): Promise<ApiResult<PaneConfig>> =>
  request(new URL('/addin/config.json', location.href).href, PaneConfig, {});

export type TokenSource = () => Promise<TokenAnswer>;
export type Api = ReturnType<typeof apiClient>;
/** What the pane's own watch asks of the server. */
export type WatchCalls = Pick<Api, 'paneWatch' | 'wanted' | 'handOver' | 'leave' | 'looked'>;

/** What of a call concerns the whole pane, whoever asked. */
export interface ApiTold {
  /** The server did not answer. */
  unanswered(): void;
  /** It was refused for want of a sign-in, or could not be asked for want of one. */
  unsigned(how: 'signedOut' | 'noSignIn'): void;
  /** Asks the server at once whether it is there, and tells of it where it is not. */
  isThere(): Promise<boolean>;
}

/**
 * The API as the pane uses it. Every call settles within 25 s, sign-in included, and handing over a mail by its size;
 * nothing throws. `token` is asked anew for each.
 */
export function apiClient(baseUrl: string, token: TokenSource, told: ApiTold) {
  /** Without network Microsoft does not answer either: then it is the server that is not reached. */
  async function withoutToken(why: 'word' | 'no-answer'): Promise<ApiFailure> {
    if (why === 'word') return failed('signedOut');
    return failed((await told.isThere()) ? 'noSignIn' : 'offline');
  }
  function tellOf(failure: ApiFailure): ApiFailure {
    if (failure.how === 'signedOut' || failure.how === 'noSignIn') told.unsigned(failure.how);
    return failure;
  }
  async function call<T extends z.ZodType>(
    path: string,
    shape: T,
    init: { method?: string; body?: unknown } = {},
  ): Promise<ApiResult<z.infer<T>>> {
    const bearer = await token();
    if (!bearer.ok) return tellOf(await withoutToken(bearer.why));
    const result = await request(baseUrl + path, shape, { ...init, token: bearer.token });
    if (!result.ok && result.how === 'offline') told.unanswered();
    return result.ok ? result : tellOf(result);
  }
  return {
    ...composeCalls(call),
    ...readCalls(call),
    me: () => call('/api/v1/me', Me),
    /** `opened`: the user pressed "Sign in", which ends having signed out, here or elsewhere. */
    book: (opened: boolean) =>
      call('/api/launch/v1/book', BookAnswer, { method: 'POST', body: opened ? { opened } : {} }),
    /** Ends every ticket book of the user: Outlook's events are signed out. */
    endBooks: () => call('/api/launch/v1/book', z.undefined(), { method: 'DELETE' }),
    setPreferences: (change: { track?: boolean; log?: boolean }) =>
      call('/api/v1/me/preferences', Preferences, { method: 'PATCH', body: change }),
    notifications: () => call('/api/v1/me/notifications', NotificationSettings),
    setNotifications: (settings: NotificationSettings) =>
      call('/api/v1/me/notifications', NotificationSettings, { method: 'PUT', body: settings }),
    mailboxes: () => call('/api/v1/mailboxes', Mailboxes),
    /** What a hit was, or null to take the word back (V3). */
    overrule: (hit: string, word: Overrule['verdict']) =>
      call(`/api/v1/hits/${encodeURIComponent(hit)}/overrule`, OverruleAnswer, {
        method: 'POST',
        body: { verdict: word },
      }),
    markRead: (upTo: number) => call('/api/v1/feed/read', z.undefined(), { method: 'POST', body: { upTo } }),
    /** The feed is looked at, and was shown up to this event (O2). */
    looking: (shown: number) =>
      call('/api/v1/me/presence', z.undefined(), { method: 'POST', body: { shown } }),
    lookup: (
      addresses: string[],
      mail?: { internetMessageId: string; conversationId: string; token: string | undefined },
    ) =>
      call('/api/v1/lookup', LookupAnswer, {
        method: 'POST',
        body: {
          addresses: addresses.slice(0, 100),
          ...(mail?.internetMessageId && { internetMessageId: mail.internetMessageId.slice(0, 1000) }),
          ...(mail?.conversationId && { conversationId: mail.conversationId.slice(0, 1000) }),
          ...(mail?.token !== undefined && { token: mail.token.slice(0, 100) }),
        } satisfies Lookup,
      }),
    timeline: (contactId: string, cursor?: string) =>
      call(
        `/api/v1/contacts/${encodeURIComponent(contactId)}/timeline?limit=10${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        Timeline,
      ),
    paneWatch: () => call('/api/v1/mailboxes/pane', PaneWatch),
    wanted: (mailbox: string, ids: string[]) =>
      call(`/api/v1/mailboxes/${mailbox}/pane/wanted`, PaneItems, { method: 'POST', body: { ids } }),
    handOver: (mailbox: string, item: PaneItem, mime: Blob) =>
      call(`/api/v1/mailboxes/${mailbox}/pane/items`, z.undefined(), {
        method: 'POST',
        body: new Blob([JSON.stringify(item), '\n', mime]),
      }),
    leave: (mailbox: string, left: PaneLeft) =>
      call(`/api/v1/mailboxes/${mailbox}/pane/left`, z.undefined(), { method: 'POST', body: left }),
    looked: (mailbox: string, body: PaneLooked) =>
      call(`/api/v1/mailboxes/${mailbox}/pane/looked`, z.undefined(), {
        method: 'POST',
        body,
      }),
    logStanding: (internetMessageId: string) =>
      call('/api/v1/log/standing', LogStanding, {
        method: 'POST',
        body: { internetMessageId: internetMessageId.slice(0, 1000) },
      }),
    log: (mail: LogMail) => call('/api/v1/log', LogStanding, { method: 'POST', body: mail }),
    undoLog: (message: string) => call(`/api/v1/messages/${message}/log`, UndoneLog, { method: 'DELETE' }),
    moveLog: (message: string, from: string, to: string) =>
      call(`/api/v1/messages/${message}/move`, MessageView, { method: 'POST', body: { from, to } }),
    contacts: (search: string) =>
      call(
        `/api/v1/contacts?limit=20${search === '' ? '' : `&search=${encodeURIComponent(search)}`}`,
        ContactPage,
      ),
    createContact: (contact: NewContact) =>
      call('/api/v1/contacts', ContactCard, { method: 'POST', body: contact }),
    feed: (before?: number) =>
      call(`/api/v1/feed?limit=30${before === undefined ? '' : `&before=${before}`}`, Feed),
    /**
     * Follows the feed from `after` until the line ends, goes silent or `signal` stops it; resolves then.
     * `onOpen` is told once the server answers.
     */
    async follow(
      after: number,
      on: { open(): void; event(event: EventView): void },
      signal: AbortSignal,
    ): Promise<void> {
      const bearer = await token();
      if (signal.aborted) return;
      if (!bearer.ok) {
        tellOf(await withoutToken(bearer.why));
        return;
      }
      const controller = new AbortController();
      const stop = (): void => controller.abort();
      signal.addEventListener('abort', stop);
      let silence = setTimeout(stop, SILENCE_MS);
      try {
        const response = await fetch(`${baseUrl}/api/v1/feed/stream?after=${after}`, {
          signal: controller.signal,
          credentials: 'omit',
          headers: { Authorization: `Bearer ${bearer.token}`, Accept: 'text/event-stream' },
        });
        if (response.status === 401) tellOf(failed('signedOut'));
        if (!response.ok || !response.body) return;
        on.open();
        const read = makeEventStreamReader();
        const decoder = new TextDecoder();
        const reader = response.body.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          clearTimeout(silence);
          silence = setTimeout(stop, SILENCE_MS);
          for (const { event, data } of read(decoder.decode(value, { stream: true }))) {
            const view = event === 'feed' ? EventView.safeParse(parsed(data)) : null;
            if (view?.success) on.event(view.data);
          }
        }
      } catch {
        // The line is gone; whoever follows tries again.
      } finally {
        clearTimeout(silence);
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
