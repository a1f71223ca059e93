import { z } from 'zod';

/**
 * Why Microsoft's pages led back to ours without what was asked for. Only the code stands in the address, since anybody can
 * make a link to us: its words are never shown. What is not in the list is the general case.
 */

/** `/?signInFailed=…` */
export const SignInFailure = z
  .enum(['too-late', 'declined', 'unreachable', 'wrong-token', 'refused'])
  .catch('refused');
export type SignInFailure = z.infer<typeof SignInFailure>;

/** `?failed=…` of the screen that asked for consent. `incomplete`: it leaves out what was asked for. */
export const ConsentFailure = z
  .enum(['too-late', 'declined', 'unreachable', 'admins-only', 'other-person', 'incomplete', 'refused'])
  .catch('refused');
export type ConsentFailure = z.infer<typeof ConsentFailure>;
