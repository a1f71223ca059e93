import {
  AuthError,
  ConfidentialClientApplication,
  type ICachePlugin,
  type INetworkModule,
} from '@azure/msal-node';
import { TokenRefused } from '../../../graph';
import type { Services } from '../../services';

export type EntraParts = Pick<Services, 'microsoft' | 'entra'>;

/** Entra's and MSAL's own words for "not with these credentials again"; all else may pass. */
const FINAL = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_grant',
  'access_denied',
  'invalid_scope',
  'interaction_required',
  'consent_required',
  'login_required',
  'no_tokens_found',
  'refresh_token_expired',
  'bad_token',
]);

/** MSAL as this server's registration in one tenant. With `cachePlugin`, what it learns is kept by it. */
export const entraClient = (
  services: EntraParts,
  tenant: string,
  cachePlugin?: ICachePlugin,
): ConfidentialClientApplication =>
  new ConfidentialClientApplication({
    auth: {
      clientId: services.entra.clientId,
      clientSecret: services.entra.clientSecret,
      authority: `https://login.microsoftonline.com/${tenant}`,
    },
    ...(cachePlugin && { cache: { cachePlugin } }),
    system: { networkClient: networkOver(services), disableInternalRetries: true },
  });

/** Runs what asks Entra for a token; a refusal that lasts is thrown as `TokenRefused`, with Entra's number in its code. */
export async function askEntra<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AuthError && FINAL.has(error.errorCode)) {
      const number = /AADSTS\d+/.exec(error.errorMessage)?.[0];
      throw new TokenRefused(number === undefined ? error.errorCode : `${error.errorCode} ${number}`);
    }
    throw error;
  }
}

/** MSAL names the shape it wants and checks the answer itself; a gateway's HTML page is no such shape. */
const isAnswer = <T>(body: unknown): body is T => typeof body === 'object' && body !== null;

/** MSAL's network, over the one seam to Microsoft. */
function networkOver(services: EntraParts): INetworkModule {
  async function send<T>(
    method: string,
    url: string,
    headers?: Record<string, string>,
    text?: string,
  ): Promise<{ status: number; headers: Record<string, string>; body: T }> {
    const response = await services.microsoft(url, {
      method,
      ...(headers && { headers }),
      ...(text !== undefined && { body: text }),
    });
    const body: unknown = await response.json();
    if (!isAnswer<T>(body)) throw new Error('Entra answered with something that is not JSON');
    return { status: response.status, headers: Object.fromEntries(response.headers.entries()), body };
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options?.headers),
    sendPostRequestAsync: (url, options) => send('POST', url, options?.headers, options?.body),
  };
}
