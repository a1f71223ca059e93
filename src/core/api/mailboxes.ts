import { z } from 'zod';
import { LogRule } from './log-rules';
import { Address, Id, Text, Time } from './shared';

/** How the server gets at a mailbox: see docs/mailboxes.md. */
export const MailboxAccess = z.enum(['application', 'delegated', 'pane']);
export type MailboxAccess = z.infer<typeof MailboxAccess>;

/** GET, POST /api/v1/mailboxes */
export const MailboxView = z.object({
  id: Id,
  kind: z.enum(['personal', 'team']),
  address: z.string(),
  /** As last proven by an answer from Graph, never by configuration alone (S4). */
  state: z.enum(['connecting', 'watching', 'paused', 'not-allowed', 'failing', 'disconnected']),
  reason: z.string().optional(),
  access: MailboxAccess,
  /** Disconnected by a person, not by Microsoft. */
  left: z.boolean(),
  /** Another person's, shown to an administrator. */
  owner: z.object({ id: z.number().int(), name: z.string(), disabled: z.boolean() }).optional(),
  /** What this viewer may do with it (P7). */
  may: z.object({ change: z.boolean(), lookBack: z.boolean(), chooseRule: z.boolean() }),
  /** L12: what of it is logged. Absent of a colleague's. */
  rule: LogRule.optional(),
  connectedAt: Time,
  subscriptionExpiresAt: Time.optional(),
  lastNotificationAt: Time.optional(),
  lastSyncAt: Time.optional(),
  /** The latest answer of Microsoft's, or word of the pane, that shows it is watched. */
  lastProofAt: Time.optional(),
});
export type MailboxView = z.infer<typeof MailboxView>;
export const Mailboxes = z.object({ mailboxes: z.array(MailboxView) });
export type Mailboxes = z.infer<typeof Mailboxes>;

/** Connects the signed-in user's own mailbox, or, for an administrator, a team's. */
export const NewMailbox = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('personal'),
    access: MailboxAccess.optional(),
    rule: LogRule.optional(),
  }),
  z.object({
    kind: z.literal('team'),
    address: Address,
    /** The team that sees it; made when there is none of this name. */
    team: Text.trim().min(1).max(100),
    /** Addresses of colleagues who are users; whoever connects it is one of the team. */
    members: z.array(Address).max(200).default([]),
    rule: LogRule.optional(),
  }),
]);
export type NewMailbox = z.infer<typeof NewMailbox>;

const Way = z.object({
  /** `allowed`, `not-allowed`, `no-mailbox`: Microsoft has just said so. `no-answer`: it says nothing. `not-given`: nobody has consented. */
  says: z.enum(['allowed', 'not-allowed', 'no-mailbox', 'no-answer', 'not-given']),
  reason: z.string().optional(),
});
/** GET /api/v1/mailboxes/access: which ways into one's own mailbox are open, tried at this moment. */
export const MailboxWays = z.object({
  address: z.string(),
  application: Way,
  delegated: Way.extend({ grantedAt: Time.optional() }),
  /** Of one that was connected before: it stands until another is chosen. */
  rule: LogRule.optional(),
});
export type MailboxWays = z.infer<typeof MailboxWays>;

/**
 * POST /api/v1/mailboxes/preview: what a rule would have logged of last week (L12), of one's own mailbox by a way into it,
 * or of a team's, which is not the administrator's to read: counts alone. Answered by LogRulePreview.
 */
export const ProspectPreview = z.union([
  z.object({ access: z.enum(['application', 'delegated']), rule: LogRule }),
  z.object({ team: Address, rule: LogRule }),
]);
export type ProspectPreview = z.infer<typeof ProspectPreview>;

/** PUT /api/v1/mailboxes/{id}/rule, answered by MailboxView; POST /api/v1/mailboxes/{id}/preview, by LogRulePreview. */
export const RuleOfMailbox = z.object({ rule: LogRule });

/** GET /api/v1/mailboxes/pane: what the pane is to watch, with its own token; absent: nothing. */
export const PaneWatch = z.object({
  mailbox: z
    .object({
      id: Id,
      /** Entra's id of its owner: the pane asks Graph for nobody else's. */
      graphUser: z.string(),
      /** Mail received from then on. */
      since: Time,
      /** Up to where it was looked through before; to be given back once it is looked through again. */
      watermark: Time,
      /** MAPI properties to ask for beside the usual ones. */
      properties: z.array(z.string()),
      /** Mail in Junk Email counts too. */
      watchJunk: z.boolean().optional(),
      /** Items that could not be judged before, or of which a file could not be kept, and are due again. */
      again: z.array(z.string()).optional(),
    })
    .optional(),
});
export type PaneWatch = z.infer<typeof PaneWatch>;

/** POST /api/v1/mailboxes/{id}/pane/wanted: of these items, those that were not looked at yet. */
export const PaneItems = z.object({ ids: z.array(z.string().min(1).max(1_000)).max(200) });

/**
 * POST /api/v1/mailboxes/{id}/pane/items (application/octet-stream): this as JSON, one line feed, and the MIME of the
 * mail to the end.
 */
export const PaneItem = z.object({
  /** As Graph told the pane of it. */
  item: z.unknown(),
  sentFolder: z.string().max(1_000).optional(),
  /** It lies in a folder of which only what was asked for is judged. */
  notWatched: z.boolean().optional(),
});
export type PaneItem = z.infer<typeof PaneItem>;

/** POST /api/v1/mailboxes/{id}/pane/left: an item that the pane cannot hand over. */
export const PaneLeft = z.object({
  id: z.string().min(1).max(1_000),
  /** `not-read`: Microsoft did not give it, and may later. `gone`: it is no longer in the mailbox. */
  why: z.enum(['too-large', 'not-read', 'gone']),
});
export type PaneLeft = z.infer<typeof PaneLeft>;

/** Bytes of MIME that are handed over: more than Exchange takes in (150 MB, a third more as base64). */
export const LARGEST_HANDED = 220 * 1024 * 1024;

/**
 * POST /api/v1/mailboxes/{id}/pane/looked: everything that was there at `startedAt` has been handed over. `watermark`: as
 * it was told when the look began; mail that has to be judged again has set it back since. Absent: a pane that was opened
 * before the server told of it, and is not opened anew for days.
 */
export const PaneLooked = z.object({ startedAt: Time, watermark: Time.optional() });
export type PaneLooked = z.infer<typeof PaneLooked>;

/** One thing that is wrong with a mailbox or with the server's own access, and what to do. */
export const Finding = z.object({
  kind: z.enum([
    'not-allowed',
    'owner-disabled',
    'unavailable',
    'failing',
    'stale',
    'lapsed',
    'polled',
    'gap',
    'quiet',
    'secret',
    /** C7: of the account. */
    'tracking-domain',
  ]),
  level: z.enum(['error', 'warning']),
  what: z.string(),
  todo: z.string(),
  /** Where several things may be wrong at once, their names. */
  of: z.array(z.string()).optional(),
});
export type Finding = z.infer<typeof Finding>;

/** R1: one bounded look back. */
export const LookBack = z.object({
  state: z.enum(['running', 'done', 'stopped']),
  since: Time,
  until: Time,
  /** How far it has come; what is older was looked at. */
  reached: Time,
  seen: z.number().int(),
  added: z.number().int(),
  endedAt: Time.optional(),
});
export type LookBack = z.infer<typeof LookBack>;

/** GET /api/v1/mailboxes/{id}/health: the mailbox doctor. */
export const MailboxHealth = z.object({
  mailbox: MailboxView,
  findings: z.array(Finding),
  /** `unknown`: Microsoft lets nobody ask. `not-used`: paused, disconnected, or watched by the pane. */
  subscription: z.enum(['stands', 'lapsed', 'none', 'unknown', 'not-used']),
  /** When the latest mail came that was looked at. */
  lastMailAt: Time.optional(),
  /** Seconds between two mails, as usual here; absent while too few came to tell. */
  usualGap: z.number().int().optional(),
  /** A day's mail as Microsoft lists it, against what was looked at here. */
  count: z
    .object({
      since: Time,
      until: Time,
      listed: z.number().int(),
      judged: z.number().int(),
      missing: z.number().int(),
      countedAt: Time,
    })
    .optional(),
  counting: z.boolean(),
  repairing: z.boolean(),
  repairedAt: Time.optional(),
  /** What was looked at in the last 7 days and not filed, by kind, with the reason in words. No mail is named (R10). */
  left: z.array(z.object({ kind: z.string(), count: z.number().int(), why: z.string() })),
  filed: z.number().int(),
  /** What could not be read or copied. */
  problems: z.array(z.object({ count: z.number().int(), what: z.string() })),
  lookBack: LookBack.optional(),
});
export type MailboxHealth = z.infer<typeof MailboxHealth>;

/** POST /api/v1/mailboxes/{id}/look-back */
export const NewLookBack = z.object({ days: z.number().int().min(1).max(30) });

/** GET /api/v1/mailboxes/alerts: what stands and was told; an administrator sees everybody's. */
export const MailboxAlerts = z.object({
  alerts: z.array(
    Finding.extend({
      id: Id,
      /** Absent: the server's own access. */
      mailbox: z.object({ id: Id, address: z.string() }).optional(),
      since: Time,
    }),
  ),
});
export type MailboxAlerts = z.infer<typeof MailboxAlerts>;
