import { z } from 'zod';

/** Marks the messages of nested sign-in among everything that frames post. */
export const NAA_CHANNEL = 'mailtrail-sandbox/nested-app-auth';

const frameMessage = z.object({ channel: z.literal(NAA_CHANNEL), request: z.string() });

/** What msal-browser asks of the host (its `src/naa/BridgeRequestEnvelope.ts`). */
const bridgeRequest = z.object({
  messageType: z.literal('NestedAppAuthRequest'),
  method: z.enum(['GetToken', 'GetInitContext', 'GetTokenPopup']),
  requestId: z.string(),
  tokenParams: z
    .object({
      clientId: z.string(),
      scope: z.string(),
      authority: z.string().optional(),
      claims: z.string().optional(),
    })
    .optional(),
});

/** What the sandbox's Entra gives for a token request. */
export interface NestedToken {
  token: { access_token: string; id_token: string; expires_in: number; scope: string; properties: null };
  account: {
    homeAccountId: string;
    environment: string;
    tenantId: string;
    username: string;
    localAccountId: string;
    name: string;
  };
}

export interface NaaDeps {
  account: { homeAccountId: string; environment: string; tenantId: string };
  token(request: {
    clientId: string;
    scope: string;
  }): Promise<NestedToken | { error: string; description: string }>;
}

/**
 * Answers one message of the bridge, as Outlook would; undefined when the message is none of the bridge's.
 * Statuses are msal-browser's `BridgeStatusCode`.
 */
export async function answerNestedAuth(data: unknown, deps: NaaDeps): Promise<string | undefined> {
  const message = frameMessage.safeParse(typeof data === 'string' ? tryParse(data) : data);
  if (!message.success) return undefined;
  const request = bridgeRequest.safeParse(tryParse(message.data.request));
  if (!request.success) return undefined;
  const { requestId, method, tokenParams } = request.data;
  const reply = (body: Record<string, unknown>) =>
    JSON.stringify({
      channel: NAA_CHANNEL,
      response: JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId, ...body }),
    });
  const refuse = (status: string, code: string, description: string) =>
    reply({ success: false, error: { status, code, description } });

  if (method === 'GetInitContext') {
    const initContext = {
      capabilities: { queryAccount: false },
      sdkName: 'sandbox.outlook.web',
      sdkVersion: '1.0.0',
      accountContext: deps.account,
    };
    return reply({ success: true, initContext });
  }
  if (!tokenParams) return refuse('PERSISTENT_ERROR', 'invalid_request', 'no tokenParams');
  try {
    const found = await deps.token(tokenParams);
    if ('error' in found) return refuse('USER_INTERACTION_REQUIRED', found.error, found.description);
    return reply({ success: true, ...found });
  } catch (error) {
    return refuse('NO_NETWORK', 'no_network', String(error));
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
