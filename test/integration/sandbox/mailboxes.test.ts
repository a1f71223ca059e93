import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptOnDisk, openMailboxes } from '../../../src/sandbox/mailboxes';
import type { Mailboxes, OutgoingMail } from '../../../src/sandbox/mailboxes';
import { PEOPLE, personByKey } from '../../../src/sandbox/people';
import type { Person } from '../../../src/sandbox/people';

const START = Date.parse('2026-11-20T09:00:00Z');

function person(key: string): Person {
  const found = personByKey(key);
  if (found === undefined) throw new Error(key);
  return found;
}

const alice = person('alice');
const bob = person('bob');
const carol = person('carol');

function mail(to: Person[], more: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    subject: 'Offer for Łódź',
    html: '<p>Hello, <a href="https://example.com/a?b=1&amp;c=2">prices</a> — żółw</p>',
    to: to.map(({ address, name }) => ({ address, name })),
    cc: [],
    bcc: [],
    headers: {},
    customProperties: {},
    attachments: [],
    ...more,
  };
}

describe('the mail store', () => {
  let dir: string;
  let now = START;
  let open: Mailboxes[] = [];
  const errors: unknown[] = [];

  async function start(): Promise<Mailboxes> {
    const store = await openMailboxes({
      keep: keptOnDisk(dir),
      clock: { now: () => new Date((now += 1000)) },
      onError: (error) => errors.push(error),
    });
    open.push(store);
    return store;
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mailboxes-'));
    now = START;
    open = [];
  });
  afterEach(async () => {
    for (const store of open) await store.close().catch(() => undefined);
    await rm(dir, { recursive: true, force: true });
    expect(errors).toEqual([]);
  });

  test('a send leaves a sent copy and a delivery of the same MIME, with the Message-ID of the transport', async () => {
    const store = await start();
    const sent = await store.sendFromOutlook(alice, mail([bob], { headers: { 'X-Mark': 'abc' } }));
    expect(sent.internetMessageId).toMatch(/^<[0-9a-f-]{36}@brightwater\.example>$/);
    const [copy] = store.list(alice.address, 'sentitems');
    const [delivered] = store.list(bob.address, 'inbox');
    if (copy === undefined || delivered === undefined) throw new Error('both copies are there');
    expect(copy.internetMessageId).toBe(sent.internetMessageId);
    expect(delivered.internetMessageId).toBe(sent.internetMessageId);
    expect(store.find(alice.address, sent.itemId)?.serial).toBe(copy.serial);
    const sentBytes = await store.raw(copy);
    const deliveredBytes = await store.raw(delivered);
    expect(deliveredBytes.subarray(-sentBytes.length).equals(sentBytes)).toBe(true);
    expect(deliveredBytes.toString('latin1')).toMatch(
      /^Return-Path: <alice@brightwater\.example>\r\nReceived: /,
    );
    const content = await store.content(delivered);
    expect(content.html?.trimEnd()).toBe(mail([bob]).html);
    expect(content.headers).toContainEqual({ name: 'X-Mark', value: 'abc' });
    expect(delivered.subject).toBe('Offer for Łódź');
    expect(delivered.preview).toBe('Hello, prices — żółw');
  });

  test('attachments arrive byte for byte, and a picture inside the text is inline and no attachment', async () => {
    const store = await start();
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7) % 256));
    await store.sendFromOutlook(
      alice,
      mail([bob], {
        html: '<p>see <img src="cid:pic@x"></p>',
        attachments: [
          {
            name: 'Übersicht.bin',
            contentType: 'application/octet-stream',
            content: bytes.toString('base64'),
            isInline: false,
          },
          {
            name: 'p.png',
            contentType: 'image/png',
            content: bytes.toString('base64'),
            isInline: true,
            contentId: 'pic@x',
          },
        ],
      }),
    );
    const [item] = store.list(bob.address);
    if (item === undefined) throw new Error('delivered');
    const { attachments } = await store.content(item);
    expect(attachments.map(({ name, isInline, contentId }) => ({ name, isInline, contentId }))).toEqual(
      expect.arrayContaining([
        { name: 'Übersicht.bin', isInline: false, contentId: undefined },
        { name: 'p.png', isInline: true, contentId: 'pic@x' },
      ]),
    );
    for (const attachment of attachments) expect(attachment.content.equals(bytes)).toBe(true);
    expect(item.hasAttachments).toBe(true);
  });

  test('blind recipients get the mail, only the sent copy names them', async () => {
    const store = await start();
    await store.sendFromOutlook(alice, mail([bob], { bcc: [{ address: carol.address, name: carol.name }] }));
    const [sent] = store.list(alice.address, 'sentitems');
    const [atCarol] = store.list(carol.address, 'inbox');
    if (sent === undefined || atCarol === undefined) throw new Error('both are there');
    expect(sent.bcc.map(({ address }) => address)).toEqual([carol.address]);
    expect((await store.raw(atCarol)).toString('latin1').split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im);
  });

  test('mail goes on where it was after a kill: same ids, same changes, and a half-written line is as if never sent', async () => {
    const before = await start();
    await before.sendFromOutlook(alice, mail([bob], { customProperties: { 'add-in': { token: 't' } } }));
    const [item] = before.list(bob.address);
    if (item === undefined) throw new Error('delivered');
    const moved = await before.move(item, 'archive');
    await before.markRead(moved, true);
    const all = PEOPLE.map(({ address }) => before.list(address));
    const changes = PEOPLE.map(({ address }) => before.changes(address, 0));
    // Not closed: the next program finds the files as a killed one leaves them, here with a torn last line.
    await appendFile(join(dir, 'mail.jsonl'), '{"type":"remove","ser');
    const after = await start();
    expect(PEOPLE.map(({ address }) => after.list(address))).toEqual(all);
    expect(PEOPLE.map(({ address }) => after.changes(address, 0))).toEqual(changes);
    await after.sendFromOutlook(alice, mail([bob]));
    const third = await start();
    expect(third.list(bob.address)).toHaveLength(2);
    expect(third.sequence()).toBe(after.sequence());
  });

  test('a damaged line in the middle stops the start with its place', async () => {
    const store = await start();
    await store.sendFromOutlook(alice, mail([bob]));
    await appendFile(join(dir, 'mail.jsonl'), 'nonsense\n{"type":"remove","serial":1}\n');
    await expect(start()).rejects.toThrow(/mail\.jsonl: line 2 is damaged/);
  });

  test('a move changes the id and keeps the immutable one', async () => {
    const store = await start();
    await store.sendFromOutlook(alice, mail([bob]));
    const [item] = store.list(bob.address);
    if (item === undefined) throw new Error('delivered');
    const moved = await store.move(item, 'deleteditems');
    expect(moved.id).not.toBe(item.id);
    expect(moved.immutableId).toBe(item.immutableId);
    expect(store.find(bob.address, item.id)).toBeUndefined();
    expect(store.find(bob.address, item.immutableId)?.folder).toBe('deleteditems');
    expect(store.changes(bob.address, 1).map(({ kind, folder }) => `${kind} ${folder}`)).toEqual([
      'created inbox',
      'deleted inbox',
      'created deleteditems',
    ]);
  });

  test('an answer joins the conversation of each mailbox, one with another subject begins a new one', async () => {
    const store = await start();
    const sent = await store.sendFromOutlook(alice, mail([bob]));
    await store.sendFromOutlook(
      bob,
      mail([alice], { subject: 'RE: Offer for Łódź', inReplyTo: sent.internetMessageId }),
    );
    await store.sendFromOutlook(bob, mail([alice], { subject: 'Lunch', inReplyTo: sent.internetMessageId }));
    const [own] = store.list(alice.address, 'sentitems');
    const [lunch, answer] = store.list(alice.address, 'inbox');
    expect(answer?.inReplyTo).toBe(sent.internetMessageId);
    expect(answer?.references).toEqual([sent.internetMessageId]);
    expect(answer?.conversationId).toBe(own?.conversationId);
    expect(lunch?.conversationId).not.toBe(own?.conversationId);
    expect(store.list(bob.address, 'inbox')[0]?.conversationId).not.toBe(own?.conversationId);
  });

  test('an absent person answers each mail once, also after a restart, and never an automatic answer', async () => {
    const store = await start();
    const sent = await store.sendFromOutlook(alice, mail([carol]));
    await store.close();
    const again = await start();
    const answers = again.list(alice.address, 'inbox');
    expect(answers).toHaveLength(1);
    const [answer] = answers;
    if (answer === undefined) throw new Error('answered');
    expect(answer.subject).toBe('Automatic reply: Offer for Łódź');
    // Of another company's: to Exchange it is plain mail.
    expect(answer.messageClass).toBe('IPM.Note');
    expect(answer.inReplyTo).toBe(sent.internetMessageId);
    const content = await again.content(answer);
    expect(content.headers).toContainEqual({ name: 'Auto-Submitted', value: 'auto-replied' });
    expect(content.text).toContain('until Wednesday');
    expect(await again.raw(answer).then((raw) => raw.toString('latin1'))).toMatch(/^Return-Path: <>/);
    await again.deliver(
      Buffer.from(
        `From: robot@example.com\r\nTo: ${carol.address}\r\nSubject: x\r\nMessage-ID: <r@example.com>\r\nAuto-Submitted: auto-generated\r\n\r\nx`,
      ),
      [carol.address],
    );
    await again.close();
    const third = await start();
    expect(third.list(carol.address, 'sentitems')).toHaveLength(1);
  });

  test('an answer that a crash swallowed is given at the next start', async () => {
    const store = await start();
    await store.sendFromOutlook(alice, mail([carol]));
    await store.close();
    const journal = join(dir, 'mail.jsonl');
    const [sent] = (await readFile(journal, 'utf8')).split('\n');
    await writeFile(journal, `${sent}\n`);
    const again = await start();
    expect(again.list(alice.address, 'inbox').map(({ subject }) => subject)).toEqual([
      'Automatic reply: Offer for Łódź',
    ]);
  });
});
