import { Readable } from 'node:stream';
import { randomBytes } from 'node:crypto';
import type { LogStanding } from '../../../src/core/api/logs';
import { contactTimeline } from '../../../src/server/crm/timeline';
import { undoLog, undoneLog } from '../../../src/server/crm/undo-log';
import {
  askForLog,
  takeHandedOver,
  logStanding,
  makeGraphAccess,
  paneMailbox,
} from '../../../src/server/mailbox';
import { messageIdHash } from '../../../src/server/messages/message-id';
import { openStore } from '../../../src/server/store';
import { mailboxWorld, type MailboxWorld } from '../../fixtures/mailbox-world';
import { rawMail } from '../../fixtures/raw-mail';
import { temporaryDirectory, testTemplate } from '../../fixtures/stores';

const ALICE = 'alice@brightwater.example';
const VERA = 'Vera Stein <vera@stranger.example>';

describe('L8: a mail that is open in Outlook is logged by a person', () => {
  const dataDir = temporaryDirectory();
  let world: MailboxWorld;
  const who = () => ({ account: world.account, user: world.user });

  beforeAll(async () => {
    const template = await testTemplate();
    world = await mailboxWorld(await openStore({ dataDir, mode: 'sandbox', template }), dataDir);
  });
  afterAll(async () => {
    await world.close();
    await world.store.close();
  });

  const bytes = (name: string) => ({
    name,
    contentType: 'application/octet-stream',
    content: randomBytes(300),
  });
  const deliver = async (mail: Partial<Parameters<typeof rawMail>[0]> = {}): Promise<string> => {
    const messageId = `<${randomBytes(6).toString('hex')}@stranger.example>`;
    const raw = rawMail({
      ...{ from: VERA, to: ALICE, subject: 'A question', html: '<p>Is it <b>urgent</b>?</p>', messageId },
      ...mail,
    });
    await world.sandbox.mailboxes.deliver(raw, [ALICE]);
    await world.settle();
    return messageId;
  };
  const ask = (internetMessageId: string, more: object = {}) =>
    askForLog(world.services, makeGraphAccess(world.services), who(), {
      ...{ internetMessageId, from: 'vera@stranger.example' },
      ...more,
    });
  const standing = (id: string): Promise<LogStanding> => logStanding(world.store.db, who(), id);
  const logged = async (id: string, more: object = {}): Promise<LogStanding & { state: 'logged' }> => {
    expect(await ask(id, more)).toBe('asked');
    await world.settle();
    const now = await standing(id);
    if (now.state !== 'logged') throw new Error(`it is ${JSON.stringify(now)}`);
    return now;
  };
  const filesOf = async (message: string): Promise<string[]> =>
    (
      await world.store.db
        .selectFrom('attachments')
        .select('name')
        .where('message_id', '=', message)
        .orderBy('name')
        .execute()
    ).map(({ name }) => name);
  const rowOf = (id: string) =>
    world.store.db
      .selectFrom('messages')
      .selectAll()
      .where('message_id_hash', '=', messageIdHash(id))
      .executeTakeFirst();
  const contact = async (id: string, name: string, address: string): Promise<string> => {
    const at = world.clock.now();
    await world.store.db
      .insertInto('contacts')
      .values({
        ...{
          account_id: world.account,
          id,
          name,
          company: null,
          owner_user_id: null,
          source: 'made by hand',
        },
        ...{ last_activity_at: null, created_at: at, updated_at: at },
      })
      .execute();
    await world.store.db
      .insertInto('contact_addresses')
      .values({ account_id: world.account, address, contact_id: id, is_primary: true, created_at: at })
      .execute();
    return id;
  };

  test('with one of its two files, the picture in its text and no trace of the other; undone, it can be logged whole', async () => {
    const kept = bytes('offer.pdf');
    const left = {
      ...bytes('salaries.xlsx'),
      content: Buffer.from(`left out ${randomBytes(8).toString('hex')}`),
    };
    const picture = { ...bytes('sketch.png'), contentType: 'image/png', contentId: 'sketch' };
    const id = await deliver({
      html: '<p>Is it <b>urgent</b>? <img src="cid:sketch"></p>',
      files: [left, picture, kept],
    });
    expect(await rowOf(id)).toBeUndefined();
    expect(await standing(id)).toEqual({ state: 'not-logged' });

    const { message, records } = await logged(id, { files: [{ name: 'Offer.pdf', nth: 0 }] });
    expect(records).toEqual([]);
    expect(await rowOf(id)).toMatchObject({
      ...{ id: message, state: 'received', logged: true, subject: 'A question', mime_blob: null },
      ...{ needs_contact: true, historic: false },
    });
    expect(await filesOf(message)).toEqual(['offer.pdf', 'sketch.png']);
    const key = world.services.blobs.keyOf(world.account, left.content);
    await expect(
      new Promise((resolve, reject) => {
        world.services.blobs.openBlob(world.account, key).on('error', reject).on('open', resolve);
      }),
    ).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await world.store.db.selectFrom('log_wishes').selectAll().execute()).toEqual([]);

    const now = world.clock.now();
    const undone = world.store.tx((trx) => undoLog(trx, who(), message, now, { ifCanLogAgain: true }));
    expect(await undone).toMatchObject({ id: message, canLogAgain: true });
    expect(await standing(id)).toEqual({ state: 'undone', message });
    expect((await logged(id)).message).toBe(message);
    expect(await filesOf(message)).toEqual(['offer.pdf', 'salaries.xlsx', 'sketch.png']);
    expect((await rowOf(id))?.mime_blob).not.toBeNull();
    expect(await world.store.db.selectFrom('tombstones').selectAll().execute()).toEqual([]);

    // What they write in the same conversation is logged by itself, as the rule says of answers.
    const next = await deliver({ subject: 'Re: A question', inReplyTo: id });
    expect((await standing(next)).state).toBe('logged');
  });

  test('on the records that were chosen, and no others', async () => {
    const carla = await contact('0197f0a0-0000-7000-8000-0000000000c1', 'Carla', 'carla@chosen.example');
    const vera = await contact('0197f0a0-0000-7000-8000-0000000000c2', 'Vera', 'vera@chosen.example');
    const onTimeline = async (id: string) =>
      (await contactTimeline(world.store.db, who(), id, { limit: 10 }, () => ''))?.messages.length;
    const id = await deliver({
      ...{ from: 'Vera <vera@chosen.example>', headers: { Cc: 'Carla <carla@chosen.example>' } },
      // Both are contacts: only the rule keeps it from being logged by itself.
      inReplyTo: '<unknown@stranger.example>',
    });
    const first = await logged(id, { contacts: [carla] });
    expect(first.records).toEqual([{ id: carla, name: 'Carla' }]);
    expect([await onTimeline(carla), await onTimeline(vera)]).toEqual([1, 0]);
    const now = world.clock.now();
    await world.store.tx((trx) => undoLog(trx, who(), first.message, now));
    expect((await logged(id, { contacts: [vera] })).records).toEqual([{ id: vera, name: 'Vera' }]);
    expect([await onTimeline(carla), await onTimeline(vera)]).toEqual([0, 1]);
  });

  test('what the never-log list forbids is refused with the reason; nothing of it stays, and of the refusal nothing after an hour', async () => {
    await world.store.db
      .insertInto('never_log')
      .values({ account_id: world.account, kind: 'domain', value: 'listed.example', at: world.clock.now() })
      .execute();
    const id = await deliver({ from: 'Xenia <xenia@mail.listed.example>', files: [bytes('a.bin')] });
    expect(await ask(id, { files: [] })).toBe('asked');
    await world.settle();
    expect(await standing(id)).toEqual({ state: 'refused', reason: 'never-logged' });
    expect(await rowOf(id)).toBeUndefined();
    expect(await logStanding(world.store.db, { ...who(), user: 99 }, id)).toEqual({ state: 'no-mailbox' });
    const [wish] = await world.store.db.selectFrom('log_wishes').selectAll().execute();
    expect(wish).toMatchObject({ choice: {}, copies: [] });
    world.clock.advance(60 * 60_000 + 1_000);
    await world.settle();
    expect(await standing(id)).toEqual({ state: 'not-logged' });
    expect(await world.store.db.selectFrom('log_wishes').selectAll().execute()).toEqual([]);
    await world.store.db.deleteFrom('never_log').execute();
  });

  test('a mail from before the connection, wherever it lies, fills the timeline and tells nobody', async () => {
    const id = await deliver();
    const { connected_at: before } = await world.store.db
      .selectFrom('mailboxes')
      .select('connected_at')
      .executeTakeFirstOrThrow();
    world.clock.advance(5_000);
    await world.store.db.updateTable('mailboxes').set({ connected_at: world.clock.now() }).execute();
    const { message } = await logged(id);
    expect(await rowOf(id)).toMatchObject({ historic: true, needs_contact: true });
    const told = await world.store.db
      .selectFrom('events')
      .select('kind')
      .where('message_id', '=', message)
      .execute();
    expect(told).toEqual([]);
    await world.store.db.updateTable('mailboxes').set({ connected_at: before }).execute();
  });

  test('what Microsoft does not give out is tried again, and what no mailbox of theirs holds is said at once', async () => {
    expect(await ask('<nowhere@stranger.example>')).toBe('not-found');
    const id = await deliver();
    world.faults.answer = async ({ path }) =>
      /\$value/.test(path) ? { status: 503, body: { error: { code: 'serviceUnavailable' } } } : undefined;
    expect(await ask(id)).toBe('asked');
    await world.settle();
    expect(await standing(id)).toEqual({ state: 'waiting' });
    world.faults.answer = undefined;
    world.clock.advance(60_000);
    await world.settle();
    expect((await standing(id)).state).toBe('logged');
  });

  test('where the server may not read the mailbox, the asker’s own pane hands the mail over', async () => {
    const id = await deliver({ files: [bytes('one.bin'), bytes('two.bin')] });
    const access = (to: 'pane' | 'application') =>
      world.store.db.updateTable('mailboxes').set({ access: to }).execute();
    await access('pane');
    expect(await ask(id, { files: [{ name: 'two.bin', nth: 0 }] })).toBe('asked');
    await world.settle();
    expect(await standing(id)).toEqual({ state: 'waiting', handOver: true });
    expect(await logStanding(world.store.db, { ...who(), user: 99 }, id)).toEqual({ state: 'waiting' });

    // What the pane does: it finds the mail with its own token.
    const mailbox = await paneMailbox(world.services, who(), world.mailbox);
    if (!mailbox) throw new Error('not theirs');
    const graph = makeGraphAccess(world.services).graph({ ...mailbox, access: 'application' });
    const found = await graph.findMessages(mailbox.graphUser, id);
    const item = found.ok ? found.value[0]?.id : undefined;
    if (item === undefined) throw new Error('not found');
    const whole = await graph.getMessage(mailbox.graphUser, item);
    const mime = await graph.getMime(mailbox.graphUser, item);
    if (!whole.ok || !mime.ok) throw new Error('not given');
    const content = Buffer.from(await new Response(mime.value).arrayBuffer());
    const handed = [Buffer.from(`${JSON.stringify({ item: whole.value })}\n`), content];
    expect(await takeHandedOver(world.services, mailbox, Readable.from(handed))).toBe('taken');
    const now = await standing(id);
    if (now.state !== 'logged') throw new Error(`it is ${JSON.stringify(now)}`);
    expect(await filesOf(now.message)).toEqual(['two.bin']);

    await world.store.tx((trx) => undoLog(trx, who(), now.message, world.clock.now()));
    expect(await undoneLog(world.store.db, who(), now.message, false)).toMatchObject({ canLogAgain: false });
    expect(await ask(id)).toBe('asked');
    world.clock.advance(10 * 60_000 + 1_000);
    await world.settle();
    // The pane was closed: nobody hands it over.
    expect(await standing(id)).toEqual({ state: 'refused', reason: 'not-found' });
    await access('application');
  });
});
