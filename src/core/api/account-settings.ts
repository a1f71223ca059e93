import { z } from 'zod';
import { Basis, Text, Time, Visibility } from './shared';

const Domain = Text.trim()
  .toLowerCase()
  .min(3)
  .max(255)
  .regex(/^(?:\*\.)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u, 'a domain such as example.com');

export { Visibility };

/** GET, PATCH /api/v1/settings/account: what holds for everybody in the account. */
export const AccountRules = z.object({
  name: Text.trim().min(1).max(200),
  /** O6: off binds everybody. */
  opens: z.boolean(),
  clicks: z.boolean(),
  /** P1. */
  privacy: z.boolean(),
  writtenToBasis: Basis,
  /** L3. */
  createContacts: z.boolean(),
  /** R1: mail in Junk Email counts too, answers above all. */
  watchJunk: z.boolean(),
  /** P7: of mail that is logged from now on. */
  visibility: Visibility,
  /** C3: links to these are left alone; `*.` before one means its subdomains too. */
  excludedDomains: z.array(Domain).max(500),
  /** O14: whose addresses are colleagues. */
  ownDomains: z.array(Domain).max(200),
  /** Where the company is, in lines: at the foot of its marketing mail (M13). */
  postalAddress: Text.trim().max(500),
});
export type AccountRules = z.infer<typeof AccountRules>;
export const AccountRulesChange = AccountRules.partial().refine(
  (change) => Object.keys(change).length > 0,
  'name at least one setting',
);
export type AccountRulesChange = z.infer<typeof AccountRulesChange>;

/** O6: an address or domain that is not tracked, or whose mail carries no tracked links. */
export const NoTrackingEntry = z.object({
  scope: z.enum(['address', 'domain']),
  value: Text.trim().toLowerCase().min(3).max(320),
  level: z.enum(['all', 'links']),
});
export type NoTrackingEntry = z.infer<typeof NoTrackingEntry>;
/** GET /api/v1/settings/no-tracking; PUT sets an entry, DELETE removes one. */
export const NoTracking = z.object({
  entries: z.array(NoTrackingEntry.extend({ since: Time })),
  /** Domains of which a bounce blamed content or links (O6). */
  proposals: z.array(
    z.object({ domain: z.string(), bounces: z.number().int(), lastAt: Time, detail: z.string() }),
  ),
});
export type NoTracking = z.infer<typeof NoTracking>;
/** DELETE /api/v1/settings/no-tracking */
export const NoTrackingName = NoTrackingEntry.pick({ scope: true, value: true });
/** PUT /api/v1/settings/no-tracking/proposals: turned down, or asked about again. */
export const ProposalAnswer = z.object({
  domain: Text.trim().toLowerCase().min(3).max(255),
  keep: z.boolean(),
});
