import { z } from 'zod';
import {
  BODY_WRITES,
  CLIENT_NAMES,
  RECIPIENT_REASONS,
  STANDINGS,
  type AccountPolicy as PolicyShape,
  type ClientSwitch as SwitchShape,
  type RecipientAnswer as AnswerShape,
} from '../policy/types';
import { Address, Time } from './shared';

/**
 * The launch API, `/api/launch/v1/…`: what event handlers and the compose pane speak. Additive only: unknown
 * fields are ignored on both sides, and nothing here is ever removed or narrowed, since Outlook keeps old
 * launch files for weeks. The launch file itself imports only the types.
 */

const Base64Url = z.string().regex(/^[A-Za-z0-9_-]*$/, 'base64url without padding');

/** docs/token.md. Keys are base64url. `linkKey` only for paid seats (C1). */
export const Ticket = z.object({
  v: z.literal(1),
  kid: z.number().int().min(0).max(31),
  id: Base64Url,
  imageKey: Base64Url,
  linkKey: Base64Url.optional(),
  reportKey: Base64Url,
  trackingUrl: z.string(),
  expiresAt: Time,
});
export type Ticket = z.infer<typeof Ticket>;

const Version = z.string().regex(/^\d{1,12}(?:\.\d{1,12}){0,5}$/, 'numbers with points: 16.0.17425.20000');

/** One row of the client table switched by the account; docs/client-switches.md. */
export const ClientSwitch = z.object({
  client: z.enum(CLIENT_NAMES),
  from: Version.optional(),
  before: Version.optional(),
  writes: z.enum(BODY_WRITES).optional(),
  append: z.boolean().optional(),
  image: z.boolean().optional(),
  links: z.boolean().optional(),
}) satisfies z.ZodType<SwitchShape>;

/** What account, user and seat settings add up to (core/policy decides with it). */
export const AccountPolicy = z.object({
  revision: z.number().int(),
  opens: z.boolean(),
  links: z.boolean(),
  log: z.boolean(),
  /** Why links are off, where it is not the account's own switch (C7). Absent from older servers. */
  linksOff: z.literal('trackingDomain').optional(),
  seat: z.enum(['free', 'paid']),
  defaults: z.object({ track: z.boolean(), log: z.boolean() }),
  companyDomains: z.array(z.string()),
  ownAddresses: z.array(z.string()),
  excludedDomains: z.array(z.string()),
  trackingHosts: z.array(z.string()),
  neverLogBlocks: z.enum(['mail', 'record']),
  clients: z.array(ClientSwitch).optional(),
  privateLabels: z.array(z.string()).optional(),
}) satisfies z.ZodType<PolicyShape>;
export type AccountPolicy = z.infer<typeof AccountPolicy>;

/** What the server knows of one recipient; `contact` is what the badge and the card show. */
export const RecipientAnswer = z.object({
  address: z.string(),
  standing: z.enum(STANDINGS),
  image: z.boolean(),
  links: z.boolean(),
  log: z.boolean(),
  reason: z.enum(RECIPIENT_REASONS),
  contact: z.object({ id: z.string(), name: z.string(), lastActivityAt: Time.optional() }).optional(),
}) satisfies z.ZodType<AnswerShape>;
export type RecipientAnswer = z.infer<typeof RecipientAnswer>;

/** POST book; `opened`: a person pressed "Sign in" at the pane, which ends having signed out. Sent with nothing else. */
export const BookRequest = z.object({ opened: z.literal(true).optional() }).nullish();

/** POST book: an Entra access token for a ticket book, which then signs the events in (30 days, renewed daily). */
export const BookAnswer = z.object({
  book: z.object({ credential: z.string(), expiresAt: Time, renewAfter: Time }),
  policy: AccountPolicy,
  /** For mail written without network: image only. */
  spare: z.array(Ticket),
});
export type BookAnswer = z.infer<typeof BookAnswer>;

export const Client = z.object({
  host: z.string().max(60),
  platform: z.string().max(60),
  version: z.string().max(60),
  bundle: z.string().max(60),
});
export type Client = z.infer<typeof Client>;

/** POST compose, `Authorization: Book …`: a ticket for this compose session, and who the recipients are. */
export const ComposeRequest = z.object({
  client: Client,
  recipients: z.array(Address).max(500),
  /** false: the session holds a ticket already and wants only answers. */
  ticket: z.boolean().default(true),
});
export type ComposeRequest = z.input<typeof ComposeRequest>;
export const ComposeAnswer = z.object({
  ticket: Ticket.optional(),
  policy: AccountPolicy,
  recipients: z.array(RecipientAnswer),
  book: z.object({ credential: z.string(), expiresAt: Time, renewAfter: Time }).optional(),
});
export type ComposeAnswer = z.infer<typeof ComposeAnswer>;

/**
 * POST sent, `Authorization: Ticket {token}.{mac}`: what the handler did. Counts once per token; the server's own
 * resolution of the policy is the one frozen on the message.
 */
export const SentReport = z.object({
  token: z.string().length(44),
  ticketVersion: z.number().int(),
  client: Client,
  /** The client's clock when the handler began; milliseconds it took. */
  at: Time,
  took: z.number().int().min(0),
  from: z.object({ address: z.string().max(320), name: z.string().max(320) }),
  subject: z.string().max(1000),
  recipients: z
    .array(
      z.object({
        address: z.string().max(320),
        name: z.string().max(320),
        via: z.enum(['to', 'cc', 'bcc']),
      }),
    )
    .max(500),
  /** `test`: tracked as a test of the sender's with themself (O13). */
  switches: z.object({ track: z.boolean(), log: z.boolean(), test: z.boolean().optional() }),
  /** What was put in. `unverified`: completed while the body was being written. */
  done: z.object({
    image: z.boolean(),
    unverified: z.boolean(),
    restored: z.boolean(),
    reasons: z.array(z.string().max(300)).max(50),
  }),
  links: z
    .array(
      z.object({
        n: z.number().int(),
        target: z.string().max(4000),
        text: z.string().max(500),
        tracked: z.boolean(),
        reason: z.string().max(100),
      }),
    )
    .max(2000),
  /** The body as the sender wrote it; absent when not logged or over the limit. */
  html: z.string().max(1_500_000).optional(),
  text: z.string().max(1_500_000).optional(),
  attachments: z
    .array(
      z.object({
        name: z.string().max(400),
        size: z.number().int().min(0),
        contentType: z.string().max(200),
        inline: z.boolean(),
      }),
    )
    .max(500),
  composeType: z.string().max(40).optional(),
  /** The client's clock as it posts, on a report that could not be posted when the mail was sent. */
  postedAt: Time.optional(),
});
export type SentReport = z.infer<typeof SentReport>;
export const SentAnswer = z.object({ accepted: z.literal(true) });
