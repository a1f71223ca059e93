import { z } from 'zod';
import { Time } from './shared';

/** What is asked of the live address (A7), in the order in which one repairs. */
export const DEPLOYMENT_CHECKS = [
  'address',
  'manifest',
  'icons',
  'pane',
  'launch-file',
  'well-known',
  'cors',
  'notifications',
  'tracking',
] as const;
export const DeploymentCheck = z.enum(DEPLOYMENT_CHECKS);
export type DeploymentCheck = z.infer<typeof DeploymentCheck>;

/** What an answer from outside turned out to be; the catalogue of core/texts/checks has its words. */
export const CHECK_FINDINGS = [
  'well',
  'name-unknown',
  'private-address',
  'refused',
  'no-answer',
  'certificate-invalid',
  'certificate-ending',
  'redirected',
  'wrong-status',
  'wrong-type',
  'not-ours',
  'other-account',
  'not-stored',
  'other-content',
  'cross-origin-refused',
  'not-built',
] as const;
export const CheckFinding = z.enum(CHECK_FINDINGS);
export type CheckFinding = z.infer<typeof CheckFinding>;

/** What the words need to know. No address of a person, no token. */
export const CheckFacts = z.object({
  host: z.string(),
  /** Of what was asked for. */
  path: z.string().optional(),
  status: z.number().int().optional(),
  contentType: z.string().optional(),
  /** Where a redirect leads. */
  location: z.string().optional(),
  /** Node's name for what failed. */
  code: z.string().optional(),
  /** When the certificate ends, and whole days until then. */
  until: Time.optional(),
  days: z.number().int().optional(),
  /** Of the launch file: when the copy that is served was built. */
  builtAt: Time.optional(),
});
export type CheckFacts = z.infer<typeof CheckFacts>;

export const CheckOutcome = z.object({
  level: z.enum(['ok', 'warning', 'error']),
  finding: CheckFinding,
  facts: CheckFacts,
});
export type CheckOutcome = z.infer<typeof CheckOutcome>;

/** POST /api/v1/deployment/checks: one check, made now; each is asked for by itself, so that a page shows how far it is. */
export const CheckRequest = z.object({ check: DeploymentCheck });
