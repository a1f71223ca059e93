import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { z } from 'zod';
import { ContactPage } from '../../../src/core/api/app';
import { MarketingList } from '../../../src/core/api/marketing-messages';
import { MarketingSettingsView } from '../../../src/core/api/marketing';
import { SendingProgress } from '../../../src/core/api/marketing-sending';
import { MessageReport } from '../../../src/core/api/reports';
import { recipientAt, SEED } from '../../../src/sandbox/marketing';
import { CONTACTS, sandboxContacts } from '../../../src/sandbox/world/contacts';
import { openStore } from '../../../src/server/store';
import { Colleague, expectedNumbers, marketingFigures, receivedIn } from '../../fixtures/marketing-people';
import { freePortPair, newDataDir, Serve } from '../../fixtures/serve';
import { waitFor } from '../../fixtures/wait-for';

const LONG = process.env.LONG === '1';
/** Beside the sandbox's own 500, of whom some are left out. */
const MORE = LONG ? Number(process.env.RECIPIENTS ?? 20_000) : 0;
const KILLS = LONG ? Number(process.env.KILLS ?? 8) : 2;
const HOURS = 3_600_000;

/** People who are put off at first would keep the message waiting for minutes. */
const atOnce = (address: string): boolean => !recipientAt(address, SEED).greylists;

/** So many more contacts on the sandbox's list, while no server runs. */
async function addPeople(dataDir: string, count: number): Promise<void> {
  const addresses: string[] = [];
  for (let n = 1; addresses.length < count; n++) {
    const address = `person${n}@town${n % 400}.example`;
    if (atOnce(address)) addresses.push(address);
  }
  const store = await openStore({ dataDir, mode: 'sandbox' });
  const id = sql`('00000000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const people = sql`unnest(${addresses}::text[]) with ordinality as p (address, n)`;
  await store.tx(async (trx) => {
    await sql`insert into contacts (account_id, id, name, owner_user_id, source, created_at, updated_at)
      select 1, ${id}, 'Person ' || n, 3, 'test', now(), now() from ${people}`.execute(trx);
    await sql`insert into contact_addresses (account_id, address, contact_id, is_primary, created_at)
      select 1, address, ${id}, true, now() from ${people}`.execute(trx);
    await sql`insert into legal_bases (account_id, contact_id, purpose, at, basis, source, given_on)
      select 1, ${id}, purpose, now(), 'consent-given', 'test', '2026-01-01'
      from ${people}, unnest(array['marketing-mail', 'marketing-tracking']) as purpose`.execute(trx);
    await sql`insert into segment_members (account_id, segment_id, contact_id, since, why)
      select 1, (select id from segments where account_id = 1 and name = 'Everybody'), ${id}, now(), 'api'
      from ${people}`.execute(trx);
  });
  await store.close();
}

async function copiesIn(dataDir: string) {
  const store = await openStore({ dataDir, mode: 'sandbox' });
  try {
    return await store.db.selectFrom('marketing_copies').select(['address', 'state', 'reason']).execute();
  } finally {
    await store.close();
  }
}

const dataDir = newDataDir();
let serve: Serve | undefined;
afterAll(async () => {
  await serve?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test(
  `a campaign through ${KILLS} kills reaches each exactly once, and its report says what they did`,
  async () => {
    const server = new Serve(await freePortPair(), dataDir, {
      LOG_LEVEL: 'error',
      SANDBOX_CONTACTS: 'yes',
      SANDBOX_SPEED: '1000',
    });
    serve = server;
    await server.start();
    if (MORE > 0) {
      await server.stop();
      await addPeople(dataDir, MORE);
      await server.start();
    }
    let mia = new Colleague(server, 'mia');
    const { messages } = await mia.get(MarketingList, '/api/v1/marketing');
    const path = `/api/v1/marketing/${messages[0]?.id ?? ''}`;

    const later = await mia.ask(z.object({ id: z.string() }), 'POST', '/api/v1/segments', {
      name: 'Later',
      kind: 'list',
    });
    for (const { address } of sandboxContacts().filter((one) => !atOnce(one.address))) {
      const { contacts } = await mia.get(
        ContactPage,
        `/api/v1/contacts?search=${encodeURIComponent(address)}`,
      );
      await mia.ask(z.unknown(), 'PUT', `/api/v1/segments/${later.id}/members/${contacts[0]?.id ?? ''}`);
    }
    const { version, settings } = await mia.get(MarketingSettingsView, `${path}/settings`);
    await mia.ask(z.unknown(), 'PUT', `${path}/settings`, {
      version,
      settings: { ...settings, exclude: [later.id] },
    });

    await mia.ask(z.unknown(), 'POST', `${path}/send`, {});
    const whole = 400 + MORE;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const enough = Math.round((whole * kill) / (KILLS + 1));
      await waitFor(
        `${enough} mails to be taken`,
        async () => (await marketingFigures(server)).taken >= enough,
        HOURS,
        50,
      );
      await server.kill();
      await server.start();
      mia = new Colleague(server, 'mia');
    }
    const progress = () => mia.get(SendingProgress, `${path}/sending`);
    await waitFor('the message to be sent', async () => (await progress()).state === 'sent', HOURS, 200);
    await waitFor(
      'the recipients to be done',
      async () => (await marketingFigures(server)).waiting === 0,
      HOURS,
      200,
    );

    const { mails, refused } = receivedIn(dataDir);
    // Each mailbox once, though some mails were offered twice.
    expect(new Set(mails.map(({ to }) => to)).size).toBe(mails.length);
    const { copies } = await progress();
    expect(copies).toMatchObject({ waiting: 0, trying: 0, unclear: 0 });
    expect((await marketingFigures(server)).problems).toEqual({});

    const expected = expectedNumbers(mails);
    const numbers = async () => (await mia.get(MessageReport, `${path}/report`)).numbers;
    const settled = async (): Promise<boolean> => {
      const now: Record<string, number> = await numbers();
      return Object.entries(expected).every(([name, value]) => now[name] === value);
    };
    await waitFor('the report to settle', settled, LONG ? HOURS : 60_000, 200).catch(() => undefined);
    expect(await numbers()).toMatchObject(expected);
    expect(expected.replied).toBeGreaterThan(20);
    await server.stop();

    const rows = await copiesIn(dataDir);
    // With Bob and Frank, who are contacts of every sandbox.
    expect(rows).toHaveLength(CONTACTS + 2 + MORE);
    const received = new Map(mails.map((mail) => [mail.to, mail]));
    const strangers = new Set(refused);
    const wrong = rows.filter(({ address, state }) => {
      const mail = received.get(address);
      if (state === 'accepted') return mail === undefined;
      if (state === 'refused') return mail !== undefined || !strangers.has(address);
      return state !== 'left-out' || mail !== undefined;
    });
    expect(wrong).toEqual([]);
    expect(mails.filter(({ to }) => !rows.some(({ address }) => address === to))).toEqual([]);
  },
  LONG ? HOURS : 300_000,
);
