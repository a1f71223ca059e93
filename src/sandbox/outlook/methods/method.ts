import type { z } from 'zod';
import type { DraftStore } from '../host/draft-store';
import type { DraftEditor } from '../host/editor';
import type { Category, Notification } from '../host/shapes';
import type { MethodAnswer } from '../host/channel';

/** Error codes of office.js's own table; name and message are Microsoft's, in the user's language. */
export const CODE = {
  attachmentTooLarge: 9000,
  tooManyAttachments: 9001,
  /** HTML offered to a plain-text body. */
  format: 9002,
  invalidAttachmentId: 9003,
  invalidAttachmentPath: 9004,
  attachmentUploadFailed: 9007,
  attachmentToDeleteMissing: 9008,
  tooManyRecipients: 9012,
  noValidRecipients: 9013,
  token: 9018,
  settings: 9019,
  response: 9020,
  save: 9021,
  duplicateNotification: 9023,
  notificationMissing: 9024,
  tooManyNotifications: 9025,
  itemChanged: 9030,
  parameter: 9031,
  notInThisExtensionPoint: 9032,
  network: 9041,
  invalidCategory: 9044,
  duplicateCategory: 9045,
  itemNotSaved: 9046,
  missingExtendedPermission: 9047,
  itemNotFound: 9049,
  keyNotFound: 9050,
  sessionDataFull: 9051,
} as const;

export type Outcome<T> = { ok: true; value: T } | { ok: false; code: number };
export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const refuse = (code: number): { ok: false; code: number } => ({ ok: false, code });

/** What both a draft and a read message carry for add-ins. */
export interface ItemFacts {
  notifications: readonly Notification[];
  categories: readonly string[];
  customProperties: Readonly<Record<string, unknown>>;
}

export interface ReadMessage {
  id: string;
  /** All header fields as they came, for `getAllInternetHeadersAsync`. */
  headersText: string;
  html: string;
  text: string;
  attachmentContent: (id: string) => Promise<string | undefined>;
}

/** What a method may use. `draft` in compose frames, `reading` in read frames; neither when nothing is selected. */
export interface MethodContext {
  draft?: DraftStore;
  /** The editor of `draft`, through which whole bodies are written. */
  editor?: DraftEditor;
  reading?: ReadMessage;
  facts: () => ItemFacts;
  setFacts: (part: Partial<ItemFacts>) => void;
  /** The launch event the frame runs for; undefined in a pane. */
  launchEvent?: string;
  /** Set by the first `appendOnSendAsync` within a send handler. */
  appendTried: { value: boolean };
  /** Extended permissions and buttons of the manifest. */
  extendedPermissions: readonly string[];
  commandIds: readonly string[];
  domain: string;
  toHtml: (text: string) => string;
  toText: (html: string) => string;
  /** What the caret marks in the body, and the way to replace it; undefined while no editor is on screen. */
  selection: () => { html: string; text: string; replace: (html: string) => void } | undefined;
  masterCategories: { get: () => readonly Category[]; set: (all: readonly Category[]) => void };
  roaming: {
    get: () => Readonly<Record<string, string>>;
    save: (all: Record<string, string>) => Promise<boolean>;
  };
  saveCustomProperties: (properties: Record<string, unknown>) => Promise<boolean>;
  saveDraft: () => Promise<string>;
  fetchFile: (uri: string) => Promise<{ content: string; contentType: string; size: number } | undefined>;
  mailAsFile: (itemId: string) => Promise<{ content: string; size: number } | undefined>;
  closeItem: () => void;
  closePane: () => void;
  newMessage: (form: NewMessageForm) => void;
  reply: (form: { htmlBody: string; all: boolean }) => void;
  openMessage: (itemId: string) => void;
  openWindow: (url: string) => void;
  /** `contextData` of a Smart Alert or notification whose button opened this pane. */
  initializationContext: () => string;
  newId: () => string;
}

export interface NewMessageForm {
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  htmlBody: string;
}

declare const answers: unique symbol;

/** One entry of the table: parses what came, answers in `R`'s shape. */
export interface Method<R> {
  /** As office.js names it, for the trace. */
  readonly name: string;
  readonly answer: (params: unknown, context: MethodContext) => Promise<MethodAnswer>;
  /** Never there: it lets the compiler tell entries of different answers apart. */
  readonly [answers]?: (value: R) => R;
}

/** The usual wrapping of a value or an error code. */
const usual = <R>(outcome: Outcome<R>): MethodAnswer =>
  outcome.ok
    ? { error: false, errorCode: 0, wasSuccessful: true, data: outcome.value }
    : { error: true, errorCode: outcome.code, wasSuccessful: false };

/**
 * Makes an entry. Parameters that do not parse throw: then the table is wrong about office.js, which must be seen.
 */
export function method<S extends z.ZodType, R>(
  name: string,
  params: S,
  run: (params: z.output<S>, context: MethodContext) => Outcome<R> | Promise<Outcome<R>>,
  write: (outcome: Outcome<R>) => MethodAnswer = usual,
): Method<R> {
  return {
    name,
    answer: async (raw, context) => {
      const parsed = params.safeParse(raw);
      if (!parsed.success)
        throw new TypeError(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
      return write(await run(parsed.data, context));
    },
  };
}
