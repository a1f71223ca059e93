import { mailtrail } from '../../fixtures/cli';
import { newDataDir } from '../../fixtures/serve';
import { openStore } from '../../../src/server/store';

const TENANT = '11111111-2222-4333-8444-555555555555';
const ADMIN = '66666666-7777-4888-9999-aaaaaaaaaaaa';

describe('mailtrail account', () => {
  const dataDir = newDataDir();
  const env = {
    DATA_DIR: dataDir,
    PUBLIC_URL: 'https://mail.brightwater.example',
    ENTRA_CLIENT_ID: TENANT,
    ENTRA_CLIENT_SECRET: 'secret',
  };
  const create = [
    'account',
    'create',
    '--tenant',
    TENANT.toUpperCase(),
    '--admin',
    ADMIN,
    '--domain',
    'Brightwater.example',
  ];

  test('makes a tenant’s account with its administrator, once', async () => {
    const made = await mailtrail(create, { env });
    expect(made).toMatchObject({ code: 0, err: [] });
    const again = await mailtrail(create, { env });
    expect(again).toMatchObject({ code: 2, err: [expect.stringContaining('has an account already')] });
    const store = await openStore({ dataDir, mode: 'live' });
    try {
      const rows = await store.db
        .selectFrom('accounts as a')
        .innerJoin('users as u', 'u.account_id', 'a.id')
        .select(['a.tenant_id', 'a.settings', 'u.oid', 'u.role', 'u.id'])
        .execute();
      expect(rows).toEqual([
        {
          tenant_id: TENANT,
          settings: { privacy: true, ownDomains: ['brightwater.example'] },
          oid: ADMIN,
          role: 'admin',
          id: 1,
        },
      ]);
    } finally {
      await store.close();
    }
  });

  test('its hits are judged again, by a run that tells what would change', async () => {
    const run = await mailtrail(['rejudge', '--dry-run', '--json'], { env });
    expect(run).toMatchObject({ code: 0, err: [] });
    expect(JSON.parse(run.out)).toMatchObject({ account: 1, applied: false, judged: 0, changes: [] });
  });

  test.each([
    [['rejudge', '--account', 'x'], /--account is the number/],
    [['account'], /say 'create'/],
    [['account', 'create', '--admin', ADMIN], /--tenant is needed/],
    [['account', 'create', '--tenant', 'brightwater', '--admin', ADMIN], /--tenant is needed, a GUID/],
  ])('%j is refused in one line', async (args, line) => {
    const call = await mailtrail(args, { env });
    expect(call).toMatchObject({ code: 2, err: [expect.stringMatching(line)] });
  });
});
