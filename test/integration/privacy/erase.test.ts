import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { ErasureView } from '../../../src/core/api/privacy';
import { MessageView } from '../../../src/core/api/shared';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { recordEvent } from '../../../src/server/events';
import { enqueue } from '../../../src/server/jobs';
import { eraseNext } from '../../../src/server/privacy/erase/erase';
import {
  erasureListFile,
  foundAgain,
  readErasureList,
  replayErasures,
  standingErased,
} from '../../../src/server/privacy/replay';
import type { Store } from '../../../src/server/store';
import { json } from '../../../src/server/store/schema';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type TestApp } from '../../fixtures/app';
import { writeMessage } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';
import { readZip } from '../../fixtures/read-zip';

const HER = 'wilhelmina.quast@nordsee.example';
const PRIVATE = 'w+post@quastenfloss.example';
const NAME = 'Wilhelmina Quastenfloss';
const TRACES = /wilhelmina|quastenfloss|nordsee\.example/i;
const BOB = 'bob@partner.example';
const MINUTE = 60_000;

describeOnBothStores('erasing a contact', (open) => {
  let store: Store;
  let app: TestApp;
  let contact = '';
  const chain: string[] = [];
  const ids = { letter: '', answer: '', round: '', quote: '', other: '' };

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
    const made = await app.ask('alice', {
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { name: NAME, addresses: [HER, PRIVATE], company: 'Quastenfloss KG' },
    });
    contact = ContactId(made.json());
    await mergeIn();
    await fill();
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const ContactId = (body: unknown): string =>
    typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : '';
  const account = () => app.people.alice.account;

  /** Two that were her too, one after the other merged into the next, each under another name before. */
  async function mergeIn(): Promise<void> {
    for (const [i, into] of [undefined, contact].entries()) {
      const id = await store.tx(async (trx) => {
        const address = `of-another-${i}@life.example`;
        const made = await insertContact(trx, account(), {
          ...{ name: `Quastenfloss (${i})`, company: null, addresses: [address], owner: null },
          ...{ source: 'test', at: app.clock.now() },
        });
        await trx.deleteFrom('contact_addresses').where('address', '=', address).execute();
        return made;
      });
      chain.push(id);
      const change = { name: `W. Quastenfloss ${i}`, phone: '+49 40 1' };
      await app.ask('alice', { method: 'PATCH', url: `/api/v1/contacts/${id}`, payload: change });
      app.clock.advance(MINUTE);
      if (into === undefined) continue;
      for (const [kept, gone] of [
        [id, chain[0]],
        [into, id],
      ]) {
        const asked = { url: `/api/v1/contacts/${kept}/merge`, payload: { other: gone } };
        expect((await app.ask('alice', { method: 'POST', ...asked })).statusCode).toBe(200);
        app.clock.advance(MINUTE);
      }
    }
  }

  async function file(text: string): Promise<{ key: string; size: number }> {
    const { key, size } = await app.services.blobs.putBlob(account(), Buffer.from(text));
    await store.db
      .insertInto('blobs')
      .values({ account_id: account(), key, size, created_at: app.clock.now() })
      .execute();
    const blob = path.join(app.services.settings.dataDir, 'blobs/accounts', String(account()), key);
    fs.utimesSync(blob, new Date(0), new Date(0));
    return { key, size };
  }

  /** Everything of hers that the store can hold, and mail of others beside it. */
  async function fill(): Promise<void> {
    const { alice } = app.people;
    const at = app.clock.now();
    const common = {
      account_id: alice.account,
      user_id: alice.user,
      at,
      conversation_id: 'conversation-of-hers',
    };
    const [plan, shared, letterEml, roundEml] = [
      await file(`Plan for ${NAME}`),
      await file('a price list for everybody'),
      await file(`To: ${NAME} <${HER}>\r\n\r\nHello`),
      await file(`To: ${HER}, ${BOB}\r\n\r\nHello both`),
    ];
    // A8: what somebody wrote into a template says who she is too.
    await app.ask('alice', {
      method: 'POST',
      url: '/api/v1/templates',
      payload: { name: `For ${NAME}`, subject: `To ${HER}`, html: `<p>Dear ${NAME}</p>`, shared: true },
    });
    ids.letter = await writeMessage(store, {
      ...common,
      subject: `Offer for ${NAME}`,
      html: `<p>Dear Ms. Quastenfloss</p><a href="https://site.example/?for=${encodeURIComponent(HER)}">x</a>`,
      text: `Dear Ms. Quastenfloss`,
      internet_message_id: '<letter@brightwater.example>',
      token_key: 'k'.repeat(30),
      tracked_image: true,
      links_tracked: 1,
      links_total: 1,
      opens: 2,
      mime_blob: letterEml.key,
      headers: json([{ name: 'To', value: `${NAME} <${HER}>` }]),
      policy: json({ image: true, links: true, recipients: [{ address: HER, standing: 'known' }] }),
      recipients: [{ address: HER, contact }],
      attachments: [
        { name: `Plan ${NAME}.pdf`, contentType: 'application/pdf', blob: plan.key },
        { name: 'prices.pdf', contentType: 'application/pdf', blob: shared.key },
      ],
    });
    ids.answer = await writeMessage(store, {
      ...common,
      direction: 'incoming',
      state: 'received',
      subject: 'Re: Offer',
      from_address: HER,
      from_name: 'Quastenfloss, Wilhelmina',
      html: `<p>Thanks. Wilhelmina</p>`,
      quoted_html: '<blockquote>Offer</blockquote>',
      internet_message_id: `<answer@nordsee.example>`,
      reply_to_message: ids.letter,
      sender: contact,
      recipients: [{ address: 'alice@brightwater.example' }],
    });
    ids.round = await writeMessage(store, {
      ...common,
      subject: 'Meeting with Wilhelmina',
      html: `<p>Dear Bob, dear Wilhelmina, Bob stays.</p>`,
      mime_blob: roundEml.key,
      token_key: 'r'.repeat(30),
      tracked_image: true,
      headers: json([{ name: 'To', value: `${HER}, ${BOB}` }]),
      policy: json({ image: true, recipients: [{ address: HER }, { address: BOB }] }),
      recipients: [
        { address: BOB, contact: app.contacts.get(BOB) ?? '' },
        { address: PRIVATE, contact },
        { address: HER, via: 'cc' },
      ],
      attachments: [{ name: 'prices.pdf', contentType: 'application/pdf', blob: shared.key }],
    });
    ids.quote = await writeMessage(store, {
      ...common,
      subject: 'Fwd',
      html: `<p>See below. Wilhelm sends his best.</p><blockquote>On Monday, Wilhelmina\n Quastenfloss &lt;${HER}&gt; wrote: no</blockquote>`,
      recipients: [{ address: BOB, contact: app.contacts.get(BOB) ?? '' }],
    });
    ids.other = await writeMessage(store, {
      ...common,
      subject: 'Nothing to do with it',
      html: '<p>Hello Bob</p>',
      recipients: [{ address: BOB, contact: app.contacts.get(BOB) ?? '' }],
    });
    await store.tx(async (trx) => {
      const event = { account: alice.account, user: alice.user, at, recordedAt: at, notify: true };
      const target = `https://site.example/?for=${HER}`;
      await recordEvent(trx, {
        ...event,
        kind: 'click',
        message: ids.letter,
        recipient: 1,
        contact,
        cause: 'hit:1',
        detail: { link: { target, text: NAME } },
      });
      await recordEvent(trx, {
        ...event,
        kind: 'reply',
        message: ids.letter,
        recipient: 1,
        contact,
        cause: 'item:1',
        detail: { from: { address: HER, name: NAME } },
      });
      await recordEvent(trx, {
        ...event,
        kind: 'bounce',
        message: ids.round,
        recipient: 2,
        cause: 'item:2',
        detail: { note: `${PRIVATE} is unknown here` },
      });
      await trx
        .insertInto('message_links')
        .values({
          account_id: alice.account,
          message_id: ids.letter,
          n: 1,
          target,
          text: NAME,
          tracked: true,
          reason: 'tracked',
        })
        .execute();
      await trx
        .updateTable('message_recipients')
        .set({ delivery: 'failed', delivery_detail: `550 ${PRIVATE}` })
        .where('message_id', '=', ids.round)
        .where('idx', '=', 2)
        .execute();
      await trx
        .insertInto('hits')
        .values({
          account_id: alice.account,
          id: '0197f0a0-0000-7000-8000-00000000000a',
          log: '0197f0a0-0000-7000-8000-00000000000b',
          segment: 1,
          offset: 1,
          kind: 'click',
          at,
          token_key: 'k'.repeat(30),
          recipient_idx: 1,
          link_n: 1,
          target,
          message_id: ids.letter,
          features: json({}),
          source_hash: 'hers',
          key_epoch: 1,
          verdict: 'person',
          via: null,
          rules_version: 1,
          settled_at: at,
          overruled_by: null,
        })
        .execute();
      const limit = { account_id: alice.account, level: 'links' as const, source: 'by hand', at };
      await trx
        .insertInto('tracking_limits')
        .values([
          { ...limit, scope: 'address', value: HER },
          { ...limit, scope: 'contact', value: contact },
        ])
        .execute();
      await trx
        .insertInto('never_log')
        .values({ account_id: alice.account, kind: 'address', value: PRIVATE, at })
        .execute();
      await trx
        .insertInto('ingest_rejects')
        .values({ log: contact, segment: 1, offset: 1, kind: 'report', error: `bad address ${HER}`, at })
        .execute();
      await enqueue(trx, {
        account: alice.account,
        type: 'test.never-run',
        key: '1',
        payload: { about: `${NAME} <${HER}>` },
      });
    });
    await app.ask('alice', {
      method: 'PUT',
      url: `/api/v1/contacts/${contact}/legal-bases/marketing-mail`,
      payload: { basis: 'consent-given', source: 'form', proof: `signed: ${NAME}` },
    });
  }

  /** Every row of every table as text, and every file of the data folder that is not of the world outside. */
  async function remains(): Promise<string[]> {
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(store.db);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.table(name)} t`.execute(
        store.db,
      );
      for (const { line } of rows) if (TRACES.test(line)) found.push(`${name}: ${line.slice(0, 200)}`);
    }
    const { dataDir } = app.services.settings;
    for (const entry of fs.readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      const whole = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || whole.startsWith(path.join(dataDir, 'sandbox'))) continue;
      if (TRACES.test(fs.readFileSync(whole, 'latin1'))) found.push(`file ${whole}`);
    }
    if (TRACES.test(app.logged.join('\n'))) found.push('log');
    return found;
  }

  const ask = () => app.ask('alice', { method: 'POST', url: `/api/v1/contacts/${contact}/erasure` });
  const view = async (id: string) =>
    ErasureView.parse((await app.ask('alice', { url: `/api/v1/erasures/${id}` })).json());
  const shown = async (id: string) =>
    MessageView.parse((await app.ask('alice', { url: `/api/v1/messages/${id}` })).json());

  test('a copy of everything holds who they are, what was recorded, and their mail with its files, and is on record', async () => {
    const member = await app.ask('dan', { url: `/api/v1/contacts/${contact}/export` });
    expect(member.statusCode).toBe(403);
    const size = await app.ask('alice', { url: `/api/v1/contacts/${contact}/export/size` });
    expect(size.json()).toMatchObject({ messages: 3, files: 3, hidden: 0 });
    // As an import notes whom it made.
    await store.db
      .insertInto('contact_changes')
      .values({
        ...{ account_id: account(), id: uuidV7(app.clock.now()), contact_id: contact, property: 'made' },
        ...{ before: json(null), after: json(null), by_user_id: app.people.alice.user, run_id: chain[0] },
        at: app.clock.now(),
      })
      .execute();
    const copy = await app.ask('alice', { url: `/api/v1/contacts/${contact}/export` });
    expect(copy.headers['content-type']).toBe('application/zip');
    const files = readZip(copy.rawPayload);
    const named = (part: RegExp): string[] => [...files.keys()].filter((name) => part.test(name));
    expect(named(/message\.json$/)).toHaveLength(3);
    const who = JSON.parse(files.get('contact.json')?.toString() ?? '');
    expect(who).toMatchObject({
      keptBy: 'Brightwater',
      name: NAME,
      noTracking: [{ level: 'links' }, { level: 'links' }],
    });
    expect(JSON.stringify(who.changedByHand)).toContain('"phone"');
    expect(JSON.stringify(who.changedByHand)).not.toContain('"made"');
    expect(JSON.stringify(who.legalBases)).toContain(`signed: ${NAME}`);
    expect(files.get('events-0001.json')?.toString()).toContain('"kind": "click"');
    const [plan = ''] = named(/files\/01-Plan/);
    expect(files.get(plan)?.toString()).toBe(`Plan for ${NAME}`);
    const eml = named(/\.eml$/).map((name) => files.get(name)?.toString());
    expect(eml).toContain(`To: ${NAME} <${HER}>\r\n\r\nHello`);
    // Nothing of other mail, even where it names them.
    expect([...files.values()].join('')).not.toContain('Wilhelm sends his best');
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from audit_log where action = 'contact.export'`.execute(store.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('only an administrator may, and within five minutes nothing has happened and it can be undone', async () => {
    const refused = await app.ask('dan', { method: 'POST', url: `/api/v1/contacts/${contact}/erasure` });
    expect(refused.statusCode).toBe(403);
    const before = await remains();
    const { id, state } = ErasureView.parse((await ask()).json());
    expect(state).toBe('scheduled');
    expect((await eraseNext(app.services, account(), id)).valueOf()).toEqual({
      wait: new Date(app.clock.now().getTime() + 5 * MINUTE),
    });
    const undone = await app.ask('alice', { method: 'DELETE', url: `/api/v1/erasures/${id}` });
    expect(ErasureView.parse(undone.json()).state).toBe('undone');
    app.clock.advance(6 * MINUTE);
    expect(await eraseNext(app.services, account(), id)).toBe('over');
    expect(await remains()).toEqual(before);
    expect(before.length).toBeGreaterThan(15);
  });

  test('broken off in every one of its transactions and taken up again, nothing of the person is left anywhere', async () => {
    const { id } = ErasureView.parse((await ask()).json());
    app.clock.advance(6 * MINUTE);
    // Lost just before they are kept: the 1st transaction, the 3rd, the 6th, the 10th …
    let begun = 0;
    let dies = 1;
    let kills = 0;
    const dying: Store = {
      ...store,
      kind: store.kind,
      db: store.db,
      tx: (fn) =>
        store.tx(async (trx) => {
          const done = await fn(trx);
          begun += 1;
          if (begun < dies) return done;
          kills += 1;
          dies += kills + 1;
          throw new Error('killed');
        }),
    };
    for (let stand: unknown = 'go on'; stand !== 'over';) {
      try {
        stand = await eraseNext({ ...app.services, store: dying }, account(), id);
      } catch (error) {
        if (!(error instanceof Error) || error.message !== 'killed') throw error;
      }
      if (begun > 100) throw new Error('it never ends');
    }
    expect(kills).toBeGreaterThan(3);
    expect(await remains()).toEqual([]);
    const done = await view(id);
    expect(done).toMatchObject({
      state: 'done',
      progress: 1,
      counts: { messages: 2, scrubbed: 2, hits: 1, files: 3 },
    });
    expect(done.contactId).toBeUndefined();
  });

  test('what was is left as counts, and other people’s mail as it was but for the name', async () => {
    expect(await shown(ids.letter)).toMatchObject({
      subject: '',
      state: 'sent',
      counts: { opens: 2 },
      recipients: [{ name: 'Erased person' }],
      attachments: [],
    });
    const round = await shown(ids.round);
    expect(round.recipients.map(({ name, address }) => (name === '' ? address : name))).toEqual([
      BOB,
      'Erased person',
      'Erased person',
    ]);
    expect(round.attachments).toHaveLength(1);
    const textOf = async (id: string) => {
      const { subject, html } = await store.db
        .selectFrom('messages')
        .select(['subject', 'html'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return [subject, html];
    };
    expect(await textOf(ids.round)).toEqual([
      'Meeting with [erased]',
      '<p>Dear Bob, dear [erased], Bob stays.</p>',
    ]);
    expect(await textOf(ids.quote)).toEqual([
      'Fwd',
      '<p>See below. Wilhelm sends his best.</p><blockquote>On Monday, [erased] &lt;[erased]&gt; wrote: no</blockquote>',
    ]);
    expect(await textOf(ids.other)).toEqual(['Nothing to do with it', '<p>Hello Bob</p>']);
    const feed = (await app.ask('alice', { url: '/api/v1/feed' })).body;
    expect(feed).not.toMatch(TRACES);
    expect(feed).toContain('"kind":"click"');
    const noted = await store.db
      .selectFrom('audit_log')
      .select('action')
      .where('action', 'like', 'contact.erase%')
      .orderBy('seq')
      .execute();
    expect(noted.map(({ action }) => action)).toEqual([
      'contact.erase',
      'contact.erase-undone',
      'contact.erase',
      'contact.erased',
    ]);
  });

  test('a restored backup that brings the person back is cleaned by the list beside the store, which names nobody', async () => {
    const file = erasureListFile(app.services.settings.dataDir);
    const list = () => standingErased(readErasureList(fs.readFileSync(file, 'utf8')));
    expect(list()).toHaveLength(2);
    await store.db.deleteFrom('erased_addresses').execute();
    const back = await app.ask('alice', {
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { name: NAME, addresses: [HER] },
    });
    expect(back.statusCode).toBe(201);
    for (const to of [HER, PRIVATE]) {
      await writeMessage(store, {
        account_id: account(),
        at: app.clock.now(),
        subject: `Offer for ${NAME}`,
        html: `<p>Dear Wilhelmina</p>`,
        recipients: [{ address: to, ...(to === HER && { contact: ContactId(back.json()) }) }],
      });
    }
    expect((await remains()).length).toBeGreaterThan(5);
    app.clock.advance(MINUTE);
    const again = await replayErasures(app.services, list());
    expect(again.map(({ addresses }) => addresses).sort()).toEqual([[PRIVATE], [HER]]);
    expect(await remains()).toEqual([]);
    expect(await foundAgain(app.services, list())).toEqual([]);
  });

  test('mail to the erased address is left alone, and the contact comes back only by a person who was told', async () => {
    const payload = { name: 'W. Q.', addresses: [HER] };
    const warned = await app.ask('alice', { method: 'POST', url: '/api/v1/contacts', payload });
    expect([warned.statusCode, warned.json().error.code]).toEqual([409, 'address-erased']);
    const made = await app.ask('alice', {
      method: 'POST',
      url: '/api/v1/contacts',
      payload: { ...payload, keepErased: true },
    });
    expect(made.statusCode).toBe(201);
    const lines = readErasureList(fs.readFileSync(erasureListFile(app.services.settings.dataDir), 'utf8'));
    expect(standingErased(lines)).toHaveLength(1);
    const again = await app.ask('alice', { method: 'POST', url: '/api/v1/contacts', payload });
    expect(again.json().error.code).toBe('address-taken');
  });
});
