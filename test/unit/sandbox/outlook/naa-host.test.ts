import { answerNestedAuth, NAA_CHANNEL, type NaaDeps } from '../../../../src/sandbox/outlook/host/naa-host';

const account = { homeAccountId: 'o.t', environment: 'login.windows.net', tenantId: 't' };
const token = { access_token: 'a', id_token: 'i', expires_in: 60, scope: 's', properties: null };
const full = { ...account, username: 'u', localAccountId: 'o', name: 'n' };

async function ask(
  method: string,
  more: Record<string, unknown> = {},
  deps: Partial<NaaDeps> = {},
): Promise<unknown> {
  const request = JSON.stringify({ messageType: 'NestedAppAuthRequest', method, requestId: 'r', ...more });
  const answer = await answerNestedAuth(JSON.stringify({ channel: NAA_CHANNEL, request }), {
    account,
    token: async () => ({ token, account: full }),
    ...deps,
  });
  if (answer === undefined) return undefined;
  const { response }: { response: string } = JSON.parse(answer);
  return JSON.parse(response);
}
const tokenParams = {
  clientId: 'c',
  scope: 'api://x/access_as_user',
  correlationId: 'k',
  extraParameters: {},
};

describe('the host’s side of nested sign-in', () => {
  test('introduces itself with the account', async () => {
    expect(await ask('GetInitContext')).toMatchObject({
      requestId: 'r',
      success: true,
      initContext: { accountContext: account },
    });
  });

  test.each(['GetToken', 'GetTokenPopup'])('%s gives token and account', async (method) => {
    expect(await ask(method, { tokenParams })).toEqual({
      messageType: 'NestedAppAuthResponse',
      requestId: 'r',
      success: true,
      token,
      account: full,
    });
  });

  test('a refusal asks for interaction; a dead network says so', async () => {
    const refused = await ask(
      'GetToken',
      { tokenParams },
      { token: async () => ({ error: 'invalid_scope', description: 'no' }) },
    );
    expect(refused).toMatchObject({
      success: false,
      error: { status: 'USER_INTERACTION_REQUIRED', code: 'invalid_scope' },
    });
    const dead = await ask('GetToken', { tokenParams }, { token: () => Promise.reject(new Error('down')) });
    expect(dead).toMatchObject({ success: false, error: { status: 'NO_NETWORK' } });
    expect(await ask('GetToken')).toMatchObject({ success: false, error: { status: 'PERSISTENT_ERROR' } });
  });

  test('leaves everything else alone', async () => {
    const deps: NaaDeps = { account, token: async () => ({ token, account: full }) };
    for (const data of ['{', '{}', JSON.stringify({ channel: NAA_CHANNEL, request: '{' }), 5])
      expect(await answerNestedAuth(data, deps)).toBeUndefined();
    expect(await ask('SignOut')).toBeUndefined();
  });
});
