import type {
  Category,
  Coercion,
  ComposeType,
  Notification,
  RecipientField,
  WireAddress,
  WireAttachment,
} from './shapes';

/** A file on a draft. `content` is base64; `item` is an attached mail. */
export interface DraftAttachment extends WireAttachment {
  content: string;
}

/** A message being written. Values, never changed in place: each change makes a new one. */
export interface Draft {
  /** Set by the first save. */
  id: string | null;
  composeType: ComposeType['composeType'];
  /** Conversation and Message-ID of what is answered. */
  conversationId: string | null;
  inReplyTo: string | null;
  from: WireAddress;
  subject: string;
  body: { type: 'html' | 'text'; content: string };
  to: readonly WireAddress[];
  cc: readonly WireAddress[];
  bcc: readonly WireAddress[];
  attachments: readonly DraftAttachment[];
  headers: Readonly<Record<string, string>>;
  session: Readonly<Record<string, string>>;
  customProperties: Readonly<Record<string, unknown>>;
  notifications: readonly Notification[];
  categories: readonly string[];
  appendOnSend: { content: string; coercion: Coercion } | null;
  signature: string | null;
  clientSignature: boolean;
  /** Milliseconds since 1970; 0: at once. */
  deliverAt: number;
}

export function emptyDraft(from: WireAddress): Draft {
  return {
    id: null,
    composeType: 'newMail',
    conversationId: null,
    inReplyTo: null,
    from,
    subject: '',
    body: { type: 'html', content: '<div><br></div>' },
    to: [],
    cc: [],
    bcc: [],
    attachments: [],
    headers: {},
    session: {},
    customProperties: {},
    notifications: [],
    categories: [],
    appendOnSend: null,
    signature: null,
    clientSignature: true,
    deliverAt: 0,
  };
}

/** A change that add-ins hear of. */
export type DraftEvent =
  | { kind: 'recipients'; fields: Record<RecipientField, boolean> }
  | { kind: 'attachment'; status: 'added' | 'removed'; attachment: DraftAttachment }
  | { kind: 'from' };

/** What add-ins hear of between two states of a draft, recipients first, whoever made the change. */
export function eventsBetween(before: Draft, after: Draft): DraftEvent[] {
  const fields = {
    to: !sameAddresses(before.to, after.to),
    cc: !sameAddresses(before.cc, after.cc),
    bcc: !sameAddresses(before.bcc, after.bcc),
  };
  const missing = (from: readonly DraftAttachment[], other: readonly DraftAttachment[]) =>
    from.filter(({ id }) => !other.some((attachment) => attachment.id === id));
  return [
    ...(fields.to || fields.cc || fields.bcc ? [{ kind: 'recipients', fields } as const] : []),
    ...missing(before.attachments, after.attachments).map(
      (attachment) => ({ kind: 'attachment', status: 'removed', attachment }) as const,
    ),
    ...missing(after.attachments, before.attachments).map(
      (attachment) => ({ kind: 'attachment', status: 'added', attachment }) as const,
    ),
    ...(before.from.address === after.from.address ? [] : [{ kind: 'from' } as const]),
  ];
}

function sameAddresses(a: readonly WireAddress[], b: readonly WireAddress[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one.address === b[index]?.address && one.name === b[index]?.name)
  );
}

/** The colour that a category without one gets. */
export const categoryOf = (displayName: string): Category => ({ displayName, color: 'Preset0' });
