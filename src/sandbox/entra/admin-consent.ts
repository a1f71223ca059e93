import { z } from 'zod';
import { TENANTS } from '../people';
import { EntraError } from './errors';

export const adminConsentShape = z.object({
  client_id: z.string(),
  scope: z.string(),
  redirect_uri: z.string(),
  state: z.string().optional(),
});

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Where the browser is sent back to.
 *
 * @throws EntraError for an address that is not registered
 */
export function adminConsentAnswer(asked: z.infer<typeof adminConsentShape>, accepted: boolean): string {
  const { redirect_uri: back, state } = asked;
  if (!URL.canParse(back) || !LOOPBACK.has(new URL(back).hostname)) {
    throw new EntraError('invalid_request', 50011, `The redirect URI '${back}' is not registered.`);
  }
  const url = new URL(back);
  const answer: Record<string, string> = accepted
    ? { admin_consent: 'True', tenant: TENANTS[0]?.id ?? '' }
    : {
        error: 'access_denied',
        error_description: 'AADSTS65004: User declined to consent to access the app.',
      };
  for (const [name, value] of Object.entries(state === undefined ? answer : { ...answer, state })) {
    url.searchParams.set(name, value);
  }
  return url.href;
}
