import { z } from 'zod';
import { CLIENT_LIMITS, POLICY_CODES } from '../policy/types';
import { RecipientAnswer } from './launch';
import { Address, Id, Text, Time } from './shared';

/** Mail that is written and sent by this server: from a record (L11), and to each apart (O11). */

/** Graph takes no file above this; all files of one mail together may not be more either. */
export const MOST_FILE_BYTES = 150 * 1024 * 1024;
/** Above this a mail goes by a draft and an upload, which needs another permission. */
export const SMALL_MAIL_BYTES = 3 * 1024 * 1024;
/** What a draft has already is asked of Graph in one page of 200. */
export const MOST_FILES = 100;
export const MOST_RECIPIENTS = 500;
/** To each apart, every copy has a text of its own: all of them together may be so large. */
export const MOST_APART_BYTES = 20 * 1024 * 1024;
const MOST_BODY = 1_500_000;

/** Permissions that sending asks of the sender: `files` only for files that are too large for one request. */
export const SendingRight = z.enum(['send', 'files']);
export type SendingRight = z.infer<typeof SendingRight>;

/** A mailbox that the asker may send from. */
export const SendingMailbox = z.object({
  id: Id,
  address: z.string(),
  name: z.string(),
  kind: z.enum(['personal', 'team']),
  /**
   * `given`: Microsoft has let us send for this person; `ask`: it is to be asked, at `consentUrl`; `company`: an
   * administrator's permission decides, which shows when it is tried.
   */
  right: z.enum(['given', 'ask', 'company']),
  /** Files above `SMALL_MAIL_BYTES` may be sent too. */
  largeFiles: z.boolean(),
});
export type SendingMailbox = z.infer<typeof SendingMailbox>;

/** GET /api/v1/sending: where the asker may send from. No mailbox connected: an empty list. */
export const Sending = z.object({
  mailboxes: z.array(SendingMailbox),
  /** To be opened in a browser; `&back=/path` is where it returns to, `&right=files` asks for large files too. */
  consentUrl: z.string(),
});
export type Sending = z.infer<typeof Sending>;

const Person = z.object({ address: Address, name: Text.max(320).default('') });
export type OutgoingPerson = z.infer<typeof Person>;

/** A Message-ID with its angle brackets, as it stands in a header. */
export const MESSAGE_ID = /^<[!-;=?-~]{1,990}>$/;

/** What the writer may set. Fields of a contact (`{{ contact.first_name }}`) may stand in subject and text. */
export const DraftMail = z.object({
  mailboxId: Id.optional(),
  to: z.array(Person).max(MOST_RECIPIENTS).default([]),
  cc: z.array(Person).max(MOST_RECIPIENTS).default([]),
  bcc: z.array(Person).max(MOST_RECIPIENTS).default([]),
  subject: Text.max(1000).default(''),
  html: Text.max(MOST_BODY).default(''),
  /** L1; absent: the user's default. */
  track: z.boolean().optional(),
  log: z.boolean().optional(),
  /** O11: a copy of its own for everybody in To, Cc and Bcc. */
  apart: z.boolean().default(false),
  /** R11: days without a reply after which its writer is reminded. */
  remindAfterDays: z.number().int().min(1).max(365).optional(),
});
export type DraftMail = z.infer<typeof DraftMail>;
export type NewDraftMail = z.input<typeof DraftMail>;

export const OutgoingFile = z.object({
  n: z.number().int(),
  name: z.string(),
  contentType: z.string(),
  size: z.number().int(),
});
export type OutgoingFile = z.infer<typeof OutgoingFile>;

/**
 * `draft`; `waiting`: it leaves at `sendAt` and can be taken back until then; `sending`; `sent`: Microsoft has taken every
 * copy; `unclear`: nobody can tell whether a copy left, and it is not sent again unasked; `refused`: a copy did not leave.
 */
export const OutgoingState = z.enum([
  'draft',
  'waiting',
  'sending',
  'sent',
  'unclear',
  'refused',
  'discarded',
]);
export type OutgoingState = z.infer<typeof OutgoingState>;

/** Why a copy did not leave. `right`: Microsoft does not let us send from there. */
export const SendingProblem = z.enum([
  'right',
  'files-right',
  'mailbox',
  'address',
  'too-large',
  'quota',
  'rejected',
]);
export type SendingProblem = z.infer<typeof SendingProblem>;

export const OutgoingCopy = z.object({
  /** 0: the one mail to all; from 1: the copy of that recipient. */
  idx: z.number().int(),
  address: z.string(),
  state: z.enum(['waiting', 'trying', 'accepted', 'unclear', 'refused']),
  problem: SendingProblem.optional(),
});
export type OutgoingCopy = z.infer<typeof OutgoingCopy>;

/** A mail that is being written here, or was sent from here. */
export const OutgoingMail = z.object({
  id: Id,
  /** Grows with every saving; an older one is refused (409 `newer-draft`). */
  version: z.number().int(),
  state: OutgoingState,
  draft: DraftMail,
  files: z.array(OutgoingFile),
  /** The record it was begun on. */
  contactId: Id.optional(),
  /** The message that it answers. */
  answers: Id.optional(),
  updatedAt: Time,
  sendAt: Time.optional(),
  /** Where it stands, once it is sent and tracked or logged. */
  messageId: Id.optional(),
  copies: z.array(OutgoingCopy),
});
export type OutgoingMail = z.infer<typeof OutgoingMail>;

/** POST /api/v1/outgoing: begins a draft. */
export const NewOutgoing = z.object({
  contactId: Id.optional(),
  /** The message that it answers: it goes into that one's conversation. */
  answers: Id.optional(),
  draft: DraftMail,
});
export type NewOutgoing = z.input<typeof NewOutgoing>;
/** PUT /api/v1/outgoing/{id}: saves it. */
export const SaveOutgoing = z.object({ version: z.number().int(), draft: DraftMail });
export type SaveOutgoing = z.input<typeof SaveOutgoing>;
/** GET /api/v1/outgoing: the asker's own, newest first; drafts and what still needs them, unless `state` says otherwise. */
export const OutgoingQuery = z.object({ contactId: Id.optional() });
export const OutgoingList = z.object({ mails: z.array(OutgoingMail) });
export type OutgoingList = z.infer<typeof OutgoingList>;
/** POST /api/v1/outgoing/{id}/files?name=…: the bytes of one file, `application/octet-stream`. */
export const FileQuery = z.object({
  name: Text.trim().min(1).max(255),
  type: Text.trim().max(200).default('application/octet-stream'),
});

/** A field of a contact that stands in a text and has neither a value nor a default there (A8). */
export const UnfilledField = z.object({ field: z.string(), address: z.string().optional() });
export type UnfilledField = z.infer<typeof UnfilledField>;

/** POST /api/v1/outgoing/{id}/outlook: what would happen on Send, by the rules that Send goes by. */
export const SendForecast = z.object({
  recipients: z.array(RecipientAnswer),
  image: z.boolean(),
  links: z.object({ tracked: z.number().int(), total: z.number().int() }),
  log: z.boolean(),
  /** Why not, strongest first. `leftAlone` counts links by the reason why they are not tracked. */
  reasons: z.array(
    z.object({
      subject: z.enum(['image', 'links', 'log']),
      code: z.enum([...POLICY_CODES, ...CLIENT_LIMITS]),
      address: z.string().optional(),
    }),
  ),
  leftAlone: z.record(z.string(), z.number().int()),
  /**
   * O15: whose opens and clicks would bear no name; empty: all have one. `shared`: of several on one mail, nobody's (O10);
   * `beside`: it is these who stand on the mail beside the one who could be named; `untracked`: of these there would be none.
   */
  nameless: z.array(
    z.object({
      why: z.enum(['shared', 'beside', 'noBasis', 'list', 'untracked']),
      addresses: z.array(z.string()),
    }),
  ),
  unfilled: z.array(UnfilledField),
  /** Something in double braces is no field: it would leave as it stands. */
  faulty: z.boolean(),
});
export type SendForecast = z.infer<typeof SendForecast>;

/** POST /api/v1/outgoing/{id}/send. It leaves after a few seconds, in which POST …/cancel makes it a draft again. */
export const SendOutgoing = z.object({
  version: z.number().int(),
  /** Send though fields are unfilled (they are left empty); else 409 `unfilled`. */
  leaveUnfilled: z.boolean().default(false),
});
export type SendOutgoing = z.input<typeof SendOutgoing>;

/** POST /api/v1/outgoing/{id}/settle: what the sender says of copies that are `unclear` or `refused`. */
export const SettleOutgoing = z.object({
  /** `again`: send those copies again; `leave`: they are not sent. */
  answer: z.enum(['again', 'leave']),
});
export type SettleOutgoing = z.infer<typeof SettleOutgoing>;

/**
 * POST /api/v1/send-apart (O11): what is open in Outlook's compose window, to each recipient apart. It leaves like any
 * other mail from here (`GET /api/v1/outgoing/{id}` tells how far it is); the draft in Outlook is its writer's to discard.
 * `key` is made by the client for one press of the button: the same key again is the same sending.
 */
export const SendApart = z.object({
  key: Id,
  /** Address of the mailbox it is from; absent: the asker's own. */
  from: Address.optional(),
  recipients: z.array(Person).min(2).max(MOST_RECIPIENTS),
  subject: Text.max(1000),
  html: Text.max(MOST_BODY),
  track: z.boolean().optional(),
  log: z.boolean().optional(),
  remindAfterDays: z.number().int().min(1).max(365).optional(),
  /** The token of the draft: the records chosen for it (A1) hold for the copies. */
  filedAs: z.string().length(44).optional(),
  /** Message-ID of the mail that it answers, with angle brackets: the copies go into its conversation. */
  inReplyTo: z.string().regex(MESSAGE_ID).optional(),
  leaveUnfilled: z.boolean().default(false),
  files: z
    .array(
      z.object({
        name: Text.trim().min(1).max(255),
        contentType: z.string().max(200),
        /** base64; all together at most 3 MB: what is more goes from the web app. */
        content: z.base64(),
        inline: z.boolean().default(false),
        contentId: Text.max(400).optional(),
      }),
    )
    .max(MOST_FILES)
    .default([]),
});
export type SendApart = z.input<typeof SendApart>;
