import { z } from 'zod';
import { LANGUAGES } from '../texts';
import { ClientSwitch } from './launch';
import { Address, Basis, ContactCard, EventView, MessageView, Text } from './shared';

export { ContactChange, ContactPage, ContactQuery } from './contacts';

/** The API of web app and pane, `/api/v1/…`: signed in by session cookie or by an Entra access token. */

/** In which language somebody is spoken to; `automatic`: as their browser or Outlook is set. */
export const LanguageChoice = z.enum(['automatic', ...LANGUAGES]);
export type LanguageChoice = z.infer<typeof LanguageChoice>;

/** GET /api/v1/me */
export const Me = z.object({
  user: z.object({
    id: z.number().int(),
    name: z.string(),
    email: z.string(),
    role: z.enum(['member', 'marketer', 'admin']),
    seat: z.enum(['free', 'paid']),
    preferences: z.object({ track: z.boolean(), log: z.boolean(), language: LanguageChoice }),
  }),
  account: z.object({
    id: z.number().int(),
    name: z.string(),
    privacy: z.boolean(),
    writtenToBasis: Basis,
  }),
  /** Why new links are not tracked, where it is not the account's own switch (C7). */
  linksOff: z.literal('trackingDomain').optional(),
  /** Set when the server plays the sandbox: where its Outlook and mail clients are. */
  sandbox: z.object({ url: z.string() }).optional(),
});
export type Me = z.infer<typeof Me>;

/** PATCH /api/v1/me/preferences */
export const Preferences = z
  .object({
    track: z.boolean().optional(),
    log: z.boolean().optional(),
    language: LanguageChoice.optional(),
  })
  .refine(
    (p) => p.track !== undefined || p.log !== undefined || p.language !== undefined,
    'name at least one of track, log, language',
  );
export type Preferences = z.infer<typeof Preferences>;

/** POST /api/v1/contacts */
export const NewContact = z.object({
  name: Text.trim().min(1).max(200),
  company: Text.trim().max(200).optional(),
  addresses: z.array(Address).min(1).max(20),
  /** P5: an address among them was erased, and is to be kept again all the same. */
  keepErased: z.boolean().optional(),
});
export type NewContact = z.infer<typeof NewContact>;

/** GET /api/v1/contacts/{id}/timeline: newest first. */
export const TimelineQuery = z.object({
  cursor: z.string().max(200).optional(),
  /** What was written to them, by them, their answers alone, or what was tracked. */
  kind: z.enum(['sent', 'received', 'replies', 'tracked']).optional(),
  /** Only mail that the asker took part in. */
  mine: z.stringbool().optional(),
  /** In subject and text. */
  search: Text.trim().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const Timeline = z.object({ messages: z.array(MessageView), next: z.string().optional() });
export type Timeline = z.infer<typeof Timeline>;

/**
 * GET /api/v1/messages/{id}/body: whole documents for a sandboxed frame. `quoted` is the folded history.
 * Our own image is never in them, our links are unwrapped, `cid:` pictures point at signed URLs.
 */
export const BodyQuery = z.object({ remoteImages: z.stringbool().default(false) });
export const MessageBody = z.object({
  document: z.string(),
  quoted: z.string().optional(),
  /** What was taken out for safety, in words; among it how many remote pictures wait for a click. */
  removed: z.array(z.string()),
  remoteImages: z.number().int(),
});
export type MessageBody = z.infer<typeof MessageBody>;

/** POST /api/v1/lookup: what the reading pane shows beside a mail. */
export const Lookup = z.object({
  addresses: z.array(Address).max(100),
  internetMessageId: z.string().max(1000).optional(),
  /** Outlook's id of the conversation, which each mailbox has its own of. */
  conversationId: z.string().min(1).max(1000).optional(),
  /** Of a mail sent from this Outlook: what the add-in left on it, by which it is known before any copy is seen. */
  token: z.string().max(100).optional(),
});
export type Lookup = z.infer<typeof Lookup>;
export const LookupAnswer = z.object({
  contacts: z.array(ContactCard),
  /** The message itself where it is known, and its conversation's tracked messages, newest first. */
  messages: z.array(MessageView),
  /** Folded: those of the addresses that are the company's own people and mailboxes, of whom no contacts are made (L3, A9). Absent from older servers. */
  ours: z.array(z.string()).optional(),
});
export type LookupAnswer = z.infer<typeof LookupAnswer>;

/** GET /api/v1/feed: newest first, `before` pages back. */
export const FeedQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const Feed = z.object({
  items: z.array(EventView),
  next: z.number().int().optional(),
  /** Where the stream goes on: pass it as `after`. */
  head: z.number().int(),
  unread: z.number().int(),
});
export type Feed = z.infer<typeof Feed>;

/** GET /api/v1/feed/stream: server-sent events `feed` with an EventView as data and its seq as id. */
export const FeedStreamQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });

/** POST /api/v1/feed/read */
export const FeedRead = z.object({ upTo: z.number().int().min(0) });

/**
 * GET, PUT /api/v1/settings/outlook: what the account has switched in the client table (docs/outlook-clients.md), and
 * the sensitivity labels whose mail is private (L4). Reaches open drafts with their next policy.
 */
export const OutlookSettings = z.object({
  clients: z
    .array(
      ClientSwitch.strict().refine(
        ({ writes, append, image, links }) =>
          writes !== undefined || append !== undefined || image !== undefined || links !== undefined,
        'name at least one of writes, append, image, links',
      ),
    )
    .max(50),
  privateLabels: z.array(z.guid()).max(100),
});
export type OutlookSettings = z.infer<typeof OutlookSettings>;

/** GET, PUT /api/v1/settings/tracking */
export const TrackingSettings = z.object({
  /** O7: looks and clicks of colleagues count no more than the sender's own. */
  colleaguesLikewise: z.boolean(),
});
export type TrackingSettings = z.infer<typeof TrackingSettings>;
