import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { mailboxWorld, type MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail } from '../../fixtures/raw-mail';
import { describeOnBothStores, temporaryDirectory } from '../../fixtures/stores';
import { troubleTests } from './trouble';
import { answerTests } from './watch/answers';
import { copyTests } from './watch/copies';
import { findingTests } from './watch/finding';
import { ALICE, BOB, watching } from './watch/watching';

// The inner block: its hooks end the server before the outer ones take the database away.
describeOnBothStores('the watch', (open, databaseUrl) =>
  describe('over a mailbox', () => {
    const dataDir = temporaryDirectory();
    let world: MailboxWorld;
    /** Fails the next put of a blob after the bytes are on the disk, as a kill does. */
    let killAfterPut = false;

    beforeAll(async () => {
      world = await mailboxWorld(await open(), dataDir, {
        blobs: (blobs) => ({
          ...blobs,
          putBlob: async (account, content) => {
            const put = await blobs.putBlob(account, content);
            if (killAfterPut) {
              killAfterPut = false;
              throw new Error('killed');
            }
            return put;
          },
        }),
      });
    });
    afterAll(async () => {
      await world.close();
      await world.store.close();
    });
    afterEach(() => {
      world.faults.answer = undefined;
      world.faults.notifications = undefined;
    });

    const { deliver, eventsOf, messageWith, sent } = watching(() => world);

    test('connecting a mailbox subscribes to it, and says "watching" once Graph has answered', async () => {
      const row = await world.store.db.selectFrom('mailboxes').selectAll().executeTakeFirstOrThrow();
      expect(row).toMatchObject({ state: 'watching', state_reason: null, address: ALICE });
      expect(world.sandbox.graph.subscriptions()).toEqual([row.subscription_id]);
      expect(row.subscription_expires_at?.getTime()).toBeGreaterThan(
        world.clock.now().getTime() + 6 * 86_400_000,
      );
    });

    answerTests(() => world);
    findingTests(() => world);
    copyTests(() => world);

    test('a kill between a file and its transaction leaves one reply, whole', async () => {
      const { id, row } = await sent();
      killAfterPut = true;
      await deliver(
        rawMail({
          from: BOB,
          to: ALICE,
          subject: 'Re',
          messageId: '<killed-1@partner.example>',
          inReplyTo: id,
          html: '<p>With a file</p>',
          files: [{ name: 'a.bin', contentType: 'application/octet-stream', content: randomBytes(100) }],
        }),
      );
      await world.settle();
      expect(await messageWith('<killed-1@partner.example>')).toEqual([]);
      world.clock.advance(60_000);
      await world.settle();
      expect(await messageWith('<killed-1@partner.example>')).toHaveLength(1);
      expect((await eventsOf(row.id)).filter((e) => e.kind === 'reply')).toHaveLength(1);
    });

    test('an unrelated mail leaves its kind and time, and nothing else anywhere', async () => {
      const canary = 'zq7vunrelatedcanary';
      await deliver(
        rawMail({
          from: `Somebody ${canary} <${canary}@elsewhere.example>`,
          to: ALICE,
          subject: `About ${canary}`,
          messageId: `<${canary}@elsewhere.example>`,
          html: `<p>Hello Alice, ${canary}</p>`,
          files: [{ name: `${canary}.txt`, contentType: 'text/plain', content: Buffer.from(canary) }],
        }),
      );
      await world.settle();
      const last = await world.store.db
        .selectFrom('mailbox_items')
        .select(['kind', 'outcome'])
        .where('outcome', '=', 'left')
        .where('kind', '=', 'new')
        .execute();
      expect(last.length).toBeGreaterThan(0);

      const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = 'public'`.execute(
        world.store.db,
      );
      expect(tables.length).toBeGreaterThan(20);
      for (const { name } of tables) {
        const { rows } = await sql<{ hits: number }>`
        select count(*) as hits from ${sql.table(name)} t where t::text ilike ${`%${canary}%`}`.execute(
          world.store.db,
        );
        expect([name, rows[0]?.hits]).toEqual([name, 0]);
      }
      const found: string[] = [];
      const search = (folder: string): void => {
        for (const name of readdirSync(folder)) {
          const path = join(folder, name);
          if (path === join(dataDir, 'sandbox')) continue;
          if (statSync(path).isDirectory()) search(path);
          else if (readFileSync(path).includes(canary)) found.push(path);
        }
      };
      search(dataDir);
      expect(found).toEqual([]);
      expect(world.logged.join('')).not.toContain(canary);
    });

    // The rules that it holds are the same on both stores; a long run shows it.
    if (databaseUrl === undefined || process.env.LONG === '1') {
      describe('in trouble', () => troubleTests(() => world));
    }

    test('the mailbox was only read', () => {
      expect(world.sandbox.graph.refusedWrites()).toEqual([]);
    });
  }),
);
