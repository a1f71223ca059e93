import { z } from 'zod';
import { createAccount } from '../server/accounts';
import { systemClock } from '../server/clock';
import { readSettings } from '../server/settings';
import { openStore } from '../server/store';
import { BadUse, readOptions, withUse } from './inputs';
import type { CommandIo } from './run';

const OPTIONS = {
  tenant: { type: 'string' },
  admin: { type: 'string' },
  'admin-name': { type: 'string' },
  'admin-mail': { type: 'string' },
  name: { type: 'string' },
  domain: { type: 'string', multiple: true },
} as const;

function guid(option: string, given: string | undefined): string {
  const read = z.guid().safeParse(given);
  if (!read.success)
    throw new BadUse(`--${option} is needed, a GUID such as 11111111-2222-4333-8444-555555555555`);
  return read.data.toLowerCase();
}

/**
 * `mailtrail account create --tenant T --admin OID`: makes the account of a tenant, so that its people can sign in.
 * Works on the store that the settings name; the embedded one only while no server runs on it.
 */
export async function accountCommand(args: string[], io: CommandIo): Promise<number> {
  return withUse('account', io, async () => {
    const [verb, ...rest] = args;
    if (verb !== 'create') throw new BadUse("say 'create'; 'mailtrail account --help' has more");
    const { values } = readOptions({ args: rest, options: OPTIONS, strict: true, allowPositionals: false });
    const tenantId = guid('tenant', values.tenant);
    const oid = guid('admin', values.admin);
    const read = readSettings(process.env);
    if (!read.ok) throw new BadUse(read.problems.join('; '));
    const { settings } = read;
    if (settings.sandbox) {
      throw new BadUse(
        'the sandbox makes its own accounts; set PUBLIC_URL and the ENTRA_… settings as for serve',
      );
    }
    const store = await openStore({
      dataDir: settings.dataDir,
      databaseUrl: settings.databaseUrl,
      mode: 'live',
    });
    try {
      const there = await store.db
        .selectFrom('accounts')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst();
      if (there) throw new BadUse(`tenant ${tenantId} has an account already, number ${there.id}`);
      const id = await store.tx((trx) =>
        createAccount(
          trx,
          {
            tenantId,
            name: values.name ?? 'Our company',
            settings: { privacy: true, ownDomains: (values.domain ?? []).map((d) => d.toLowerCase()) },
            users: [
              {
                oid,
                name: values['admin-name'] ?? 'Administrator',
                email: (values['admin-mail'] ?? '').toLowerCase(),
                role: 'admin',
                seat: 'paid',
              },
            ],
          },
          systemClock.now(),
        ),
      );
      io.stdout.write(`Account ${id} serves tenant ${tenantId}; its administrator may sign in.\n`);
      return 0;
    } finally {
      await store.close();
    }
  });
}
