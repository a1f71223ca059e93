import { z } from 'zod';
import { CheckOutcome } from './checks';
import { Id, Text, Time } from './shared';

/** One thing in which two manifests differ. */
export const ManifestChange = z.object({
  /** What it is about: events, permissions and scopes are what an administrator consents to. */
  about: z.enum(['events', 'permissions', 'scopes', 'domains', 'addresses', 'name', 'icons', 'other']),
  /** Absent: there was none, or there is none any more. */
  from: z.string().optional(),
  to: z.string().optional(),
});
export type ManifestChange = z.infer<typeof ManifestChange>;

/** GET /api/v1/deployment (A7) */
export const Deployment = z.object({
  address: z.string(),
  addinId: z.string(),
  name: z.string(),
  /** The manifest as it would be downloaded now. */
  version: z.string(),
  madeAt: Time,
  /** Every manifest so far, newest first. */
  versions: z.array(
    z.object({
      version: z.string(),
      madeAt: Time,
      fetchedAt: Time.optional(),
      deployedAt: Time.optional(),
    }),
  ),
  /** What an administrator said is in Microsoft 365; absent: nobody said so yet. */
  deployed: z.object({ version: z.string(), at: Time }).optional(),
  /** Between that and the present one. */
  changes: z.array(ManifestChange),
  /** Microsoft asks an administrator anew at any change of an add-in with events. */
  consentNeeded: z.boolean(),
  /** When an Outlook last asked for the add-in's tickets, and how many people's did within 30 days. */
  heard: z.object({ lastAt: Time.optional(), people: z.number().int() }),
});
export type Deployment = z.infer<typeof Deployment>;

/** PUT /api/v1/deployment/name */
export const AddinName = z.object({ name: Text.trim().min(1).max(100) });
/** PUT /api/v1/deployment/deployed; null takes it back. */
export const DeployedVersion = z.object({ version: z.string().max(40).nullable() });

/** GET /api/v1/settings/tracking-domains (C7) */
export const TrackingDomain = z.object({
  host: z.string(),
  url: z.string(),
  /** The one that the server was set up with; it can be neither removed nor renamed here. */
  server: z.boolean(),
  /** One-to-one mail is tracked by it. */
  isDefault: z.boolean(),
  state: z.enum(['unchecked', 'good', 'failing']),
  checks: z.array(CheckOutcome),
  checkedAt: Time.optional(),
  failingSince: Time.optional(),
  /** No new mail; what was sent leads on for as long as the name leads here. */
  retired: z.boolean(),
});
export type TrackingDomain = z.infer<typeof TrackingDomain>;
export const TrackingDomains = z.object({
  domains: z.array(TrackingDomain),
  /** What a new one's DNS record has to lead to. */
  leadsTo: z.string(),
  /** Every mailbox, by address; `host`: the domain of its own mail, absent: the default. */
  mailboxes: z.array(z.object({ id: Id, address: z.string(), host: z.string().optional() })),
});
export type TrackingDomains = z.infer<typeof TrackingDomains>;

/** POST …/tracking-domains; POST …/check, …/default; DELETE …/tracking-domains, PUT …/restore: by name. */
export const TrackingDomainName = z.object({ host: Text.trim().min(1).max(260) });

/** PUT …/tracking-domains/mailboxes; `host: null`: the account's default. */
export const MailboxDomain = z.object({ mailbox: Id, host: TrackingDomainName.shape.host.nullable() });

/** GET /api/v1/me/first-run: how far somebody is on the way to their first tracked mail. */
export const FIRST_STEPS = ['basis', 'mailbox', 'addin', 'sent', 'opened'] as const;
export const FirstRun = z.object({
  steps: z.array(z.object({ step: z.enum(FIRST_STEPS), done: z.boolean() })),
  dismissed: z.boolean(),
});
export type FirstRun = z.infer<typeof FirstRun>;
export type FirstStep = FirstRun['steps'][number]['step'];
/** PATCH /api/v1/me/first-run */
export const FirstRunChange = z
  .object({ dismissed: z.boolean().optional(), basisSeen: z.literal(true).optional() })
  .refine((change) => Object.keys(change).length > 0, 'name at least one of dismissed, basisSeen');
export type FirstRunChange = z.infer<typeof FirstRunChange>;
