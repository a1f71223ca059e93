import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { Feed, Timeline } from '../../../src/core/api/app';
import {
  KeptMail,
  Merges,
  NeverLogList,
  PurgePreview,
  UndoneLog,
  WithoutContact,
} from '../../../src/core/api/logs';
import { ContactCard, MessageView, Problem } from '../../../src/core/api/shared';
import { fileOf } from '../../../src/server/crm/contact-addresses';
import { setBasis } from '../../../src/server/crm/contacts';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import { assignContact } from '../../../src/server/crm/move-log';
import { entryOf } from '../../../src/server/crm/never-log';
import { purgeNext } from '../../../src/server/crm/purge';
import { addRecords } from '../../../src/server/crm/record-choices';
import { recordEvent } from '../../../src/server/events';
import { markOverdue, UNMET_MS } from '../../../src/server/messages/overdue';
import { fileJobs } from '../../../src/server/messages/release-files';
import { contactExport, exportSize } from '../../../src/server/privacy/export/contact-export';
import { MIGRATIONS, type Store } from '../../../src/server/store';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { writeMessage, type MessageToWrite } from '../../fixtures/messages';
import { describeOnBothStores } from '../../fixtures/stores';

const SECRET = 'Unternehmen Seeadler';
const NOBODY = '0197f0a0-0000-7000-8000-000000000000';

describeOnBothStores('taking back what was logged', (open) => {
  let store: Store;
  let test: TestApp;
  let bob = '';
  let frank = '';

  beforeAll(async () => {
    store = await open();
    test = await openTestApp(store);
    bob = test.contacts.get('bob@partner.example') ?? '';
    frank = test.contacts.get('frank@quiet.example') ?? '';
  });
  afterAll(async () => {
    await test.close();
    await store.close();
  });

  const ask = (
    as: PersonKey,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ) => test.ask(as, { method, url, ...(payload && { payload }) } satisfies InjectOptions);
  const timeline = async (as: PersonKey, contact: string): Promise<string[]> =>
    Timeline.parse((await ask(as, 'GET', `/api/v1/contacts/${contact}/timeline`)).json()).messages.map(
      ({ id }) => id,
    );
  const write = (given: Partial<MessageToWrite> = {}): Promise<string> =>
    writeMessage(store, {
      account_id: test.people.alice.account,
      user_id: test.people.alice.user,
      at: test.clock.now(),
      subject: SECRET,
      html: `<p>${SECRET}</p>`,
      recipients: [{ address: 'bob@partner.example', contact: bob }],
      ...given,
    });
  const contact = (name: string, ...addresses: string[]): Promise<string> =>
    store.tx((trx) =>
      insertContact(trx, test.people.alice.account, {
        ...{ name, company: null, addresses, owner: null, source: 'made by hand' },
        at: test.clock.now(),
      }),
    );
  const audited = async (action: string): Promise<unknown[]> =>
    store.db.selectFrom('audit_log').select(['object_id', 'detail']).where('action', '=', action).execute();

  describe('L7: undoing', () => {
    it('is for who took part and for admins; nobody else’s account knows of it', async () => {
      const { account } = test.people.alice;
      const file = await test.services.blobs.putBlob(account, Buffer.from(SECRET));
      await store.db
        .insertInto('blobs')
        .values({ account_id: account, key: file.key, size: file.size, created_at: test.clock.now() })
        .execute();
      const attachments = [
        { name: 'plan.pdf', contentType: 'application/pdf', blob: file.key, size: file.size },
      ];
      const first = await write({ internet_message_id: '<first@brightwater.example>', attachments });
      const second = await write({ user_id: test.people.dan.user, attachments });
      const url = `/api/v1/messages/${first}/log`;
      expect((await ask('erin', 'DELETE', url)).statusCode).toBe(404);
      expect((await ask('erin', 'GET', url)).statusCode).toBe(404);
      expect((await ask('dan', 'DELETE', url)).statusCode).toBe(403);
      expect((await ask('alice', 'DELETE', `/api/v1/messages/${NOBODY}/log`)).statusCode).toBe(404);
      await store.tx((trx) =>
        recordEvent(trx, {
          ...{ account, kind: 'open', at: test.clock.now(), recordedAt: test.clock.now() },
          ...{ user: test.people.alice.user, message: first, recipient: 1, contact: bob, cause: 'hit:undo' },
          notify: true,
        }),
      );

      // What could not be logged again is undone only where one was asked.
      const refused = await ask('alice', 'DELETE', `${url}?ifCanLogAgain=true`);
      expect([refused.statusCode, Problem.parse(refused.json()).error.code]).toEqual([409, 'no-copy']);
      expect((await ask('alice', 'GET', `/api/v1/messages/${first}`)).statusCode).toBe(200);
      const undone = await ask('alice', 'DELETE', url);
      expect(UndoneLog.parse(undone.json())).toMatchObject({ id: first, canLogAgain: false });
      expect(await timeline('alice', bob)).toEqual([second]);
      for (const place of ['', '/body', '/attachments/1'])
        expect((await ask('alice', 'GET', `/api/v1/messages/${first}${place}`)).statusCode).toBe(404);
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from messages m where m.id = ${first} and m::text like ${`%${SECRET}%`}`.execute(
        store.db,
      );
      expect(rows).toEqual([{ n: 0 }]);
      const unread = await store.db.selectFrom('notifications').select('read_at').execute();
      expect(unread.every(({ read_at: at }) => at !== null)).toBe(true);
      expect(await store.db.selectFrom('tombstones').select('direction').execute()).toEqual([
        { direction: 'outgoing' },
      ]);
      expect((await ask('alice', 'DELETE', url)).statusCode).toBe(404);
      expect((await ask('dan', 'GET', url)).statusCode).toBe(404);
      expect((await ask('dan', 'POST', url)).statusCode).toBe(404);
      expect((await ask('alice', 'POST', url)).statusCode).toBe(409);
      expect(await audited('message.undo')).toEqual([
        { object_id: first, detail: { direction: 'outgoing', before: 'sent' } },
      ]);

      // The other mail still names the file; once that is undone too, by an admin, the file goes.
      const keys = () => store.db.selectFrom('blobs').select('key').where('key', '=', file.key).execute();
      expect(await keys()).toHaveLength(1);
      expect((await ask('alice', 'DELETE', `/api/v1/messages/${second}/log`)).statusCode).toBe(200);
      expect(await keys()).toEqual([]);
      const job = await store.db
        .selectFrom('jobs')
        .select(['type', 'payload'])
        .where('key', '=', second)
        .executeTakeFirstOrThrow();
      // By the file's own clock it was put just now: it is looked at again later, and then it goes.
      const run = fileJobs(test.services)[job.type];
      const asked = { account, key: second, type: job.type, payload: job.payload, attempt: 1 };
      expect(await run?.({ ...asked, signal: new AbortController().signal })).toHaveProperty('again');
      const later = fileJobs({
        ...test.services,
        clock: { now: () => new Date(Date.now() + 3_600_000) },
      })[job.type];
      expect(await later?.({ ...asked, signal: new AbortController().signal })).toBeUndefined();
      await expect(
        new Promise((resolve, reject) => {
          test.services.blobs.openBlob(account, file.key).on('error', reject).on('open', resolve);
        }),
      ).rejects.toMatchObject({ code: 'ENOENT' });
    });

    it('moving takes a message to another record, with a trace, and back', async () => {
      const carol = await contact('Carola', 'carola@move.example');
      const message = await write();
      const url = `/api/v1/messages/${message}/move`;
      expect((await ask('erin', 'POST', url, { from: bob, to: carol })).statusCode).toBe(404);
      expect((await ask('dan', 'POST', url, { from: bob, to: carol })).statusCode).toBe(403);
      expect((await ask('alice', 'POST', url, { from: bob, to: NOBODY })).statusCode).toBe(404);
      expect((await ask('alice', 'POST', url, { from: frank, to: carol })).statusCode).toBe(409);
      const moved = MessageView.parse((await ask('alice', 'POST', url, { from: bob, to: carol })).json());
      expect(moved.recipients[0]).toMatchObject({ address: 'bob@partner.example', contactId: carol });
      expect(await timeline('alice', carol)).toEqual([message]);
      expect(await timeline('alice', bob)).toEqual([]);
      expect(await audited('message.move')).toEqual([
        { object_id: message, detail: { from: bob, to: carol } },
      ]);
      expect((await ask('alice', 'POST', url, { from: carol, to: bob })).statusCode).toBe(200);
      expect(await timeline('alice', bob)).toEqual([message]);
      // L5: of whoever is on it by a bcc that the mover may not see, the answer tells nothing.
      const dans = await write({
        user_id: test.people.dan.user,
        recipients: [{ address: 'frank@quiet.example', contact: frank, via: 'bcc' }],
      });
      const hidden = (as: PersonKey) =>
        ask(as, 'POST', `/api/v1/messages/${dans}/move`, { from: frank, to: carol });
      expect((await hidden('alice')).statusCode).toBe(409);
      expect((await hidden('dan')).statusCode).toBe(200);
      await store.db.deleteFrom('messages').where('id', 'in', [message, dans]).execute();
    });

    it('moving one record to another on which the message stands already makes them one, for later copies too', async () => {
      const { account, user } = test.people.alice;
      const [wrote, first, second] = await Promise.all([
        contact('Wanda', 'wanda@meet.example'),
        contact('Ferry', 'ferry@meet.example'),
        contact('Selma', 'selma@meet.example'),
      ]);
      const at = test.clock.now();
      const message = await write({
        ...{ direction: 'incoming', state: 'received', from_address: 'wanda@meet.example' },
        ...{ sender: wrote, recipients: [] },
      });
      const copy = () =>
        store.tx((trx) =>
          addRecords(trx, account, { id: message, at, user }, { without: new Set(), added: [first, second] }),
        );
      const on = async () =>
        (
          await store.db
            .selectFrom('message_senders')
            .select('contact_id')
            .where('account_id', '=', account)
            .where('message_id', '=', message)
            .execute()
        )
          .map(({ contact_id: id }) => id)
          .sort();
      const move = async (from: string, to: string) =>
        (await ask('alice', 'POST', `/api/v1/messages/${message}/move`, { from, to })).statusCode;
      await copy();
      expect(await on()).toEqual([wrote, first, second].sort());
      expect(await move(first, second)).toBe(200);
      await copy();
      expect(await on()).toEqual([wrote, second].sort());
      expect(await move(first, second)).toBe(409);
      expect(await move(second, wrote)).toBe(200);
      expect(await on()).toEqual([wrote]);
      await store.db.deleteFrom('messages').where('id', '=', message).execute();
    });
  });

  describe('L14', () => {
    it('an address brings what was kept of it, after a preview that tells no bcc to who may not see it', async () => {
      const address = 'gerda@late.example';
      const open_ = await write({ recipients: [{ address }] });
      const secret = await write({
        recipients: [
          { address: 'bob@partner.example', contact: bob },
          { address, via: 'bcc' },
        ],
      });
      const received = await write({
        direction: 'incoming',
        state: 'received',
        from_address: address,
        recipients: [],
      });
      await store.db
        .updateTable('messages')
        .set({ needs_contact: true })
        .where('id', 'in', [open_, received])
        .execute();
      const preview = async (as: PersonKey) =>
        KeptMail.parse((await ask(as, 'GET', `/api/v1/contacts/kept-mail?address=${address}`)).json());
      expect((await preview('alice')).messages).toBe(3);
      expect((await preview('dan')).messages).toBe(2);
      expect((await preview('erin')).messages).toBe(0);
      const waiting = async (as: PersonKey) =>
        WithoutContact.parse((await ask(as, 'GET', '/api/v1/messages/without-contact')).json()).messages.map(
          ({ id }) => id,
        );
      expect((await waiting('alice')).sort()).toEqual([open_, received].sort());
      expect(await waiting('erin')).toEqual([]);

      const gerda = await contact('Gerda', 'gerda@home.example');
      const add = (as: PersonKey, payload: object) =>
        ask(as, 'POST', `/api/v1/contacts/${gerda}/addresses`, payload);
      expect((await add('erin', { address })).statusCode).toBe(404);
      expect((await add('alice', { address: 'bob@partner.example' })).statusCode).toBe(409);
      expect((await add('alice', { address: 'no address' })).statusCode).toBe(422);
      // L4: whoever has the address on their own list keeps their mail off that record.
      const { account, user } = test.people.dan;
      const own = 'gerda@own.example';
      await write({ user_id: user, recipients: [{ address: own }] });
      await store.db
        .insertInto('never_log')
        .values({ account_id: account, user_id: user, kind: 'address', value: own, at: test.clock.now() })
        .execute();
      const kept = await ask('dan', 'GET', `/api/v1/contacts/kept-mail?address=${own}`);
      expect(KeptMail.parse(kept.json()).messages).toBe(0);
      const dora = await contact('Dora', own);
      expect(await store.tx((trx) => fileOf(trx, account, dora, own))).toBe(0);
      await store.db.deleteFrom('never_log').execute();
      expect(await store.tx((trx) => fileOf(trx, account, dora, own))).toBe(1);
      const card = ContactCard.parse((await add('alice', { address: ' GERDA@late.example ' })).json());
      expect(card.addresses).toContain(address);
      expect((await timeline('alice', gerda)).sort()).toEqual([open_, secret, received].sort());
      // L5: the bcc is on their record, and only for who may see it.
      expect((await timeline('dan', gerda)).sort()).toEqual([open_, received].sort());
      const exported = async (as: 'alice' | 'dan') => {
        const who = { ...test.people[as], role: as === 'alice' ? ('admin' as const) : ('marketer' as const) };
        const names: string[] = [];
        for await (const entry of contactExport(test.services, who, gerda)) names.push(entry.name);
        return [
          names.some((name) => name.includes(secret)),
          (await exportSize(store.db, who, gerda))?.messages,
        ];
      };
      expect(await exported('alice')).toEqual([true, 3]);
      expect(await exported('dan')).toEqual([false, 2]);
      expect(await waiting('alice')).toEqual([]);

      const remove = (one: string) =>
        ask('alice', 'DELETE', `/api/v1/contacts/${gerda}/addresses`, { address: one });
      expect((await remove(address)).statusCode).toBe(200);
      expect((await remove('gerda@home.example')).statusCode).toBe(409);
      expect((await timeline('alice', gerda)).length).toBe(3);
    });

    it('a mail without a contact is assigned, its address with it', async () => {
      const address = 'assistant@office.example';
      const message = await write({ recipients: [{ address }] });
      const url = `/api/v1/messages/${message}/contact`;
      expect((await ask('erin', 'POST', url, { contactId: bob })).statusCode).toBe(404);
      expect((await ask('dan', 'POST', url, { contactId: bob })).statusCode).toBe(403);
      expect((await ask('alice', 'POST', url, { contactId: NOBODY })).statusCode).toBe(404);
      const view = MessageView.parse((await ask('alice', 'POST', url, { contactId: bob })).json());
      expect(view.recipients[0]?.contactId).toBe(bob);
      const card = ContactCard.parse((await ask('alice', 'GET', `/api/v1/contacts/${bob}`)).json());
      expect(card.addresses).toContain(address);
    });

    it('who wrote a mail is set as often as anybody likes, with a plan for all values too', async () => {
      const incoming = { direction: 'incoming' as const, state: 'received' as const };
      const message = await write({ ...incoming, from_address: 'who@office.example', recipients: [] });
      const { account, user } = test.people.alice;
      // One connection: after five runs PostgreSQL may plan a prepared statement once for all values.
      const assigned = await store.tx(async (trx) => {
        const done: boolean[] = [];
        for (let n = 0; n < 8; n += 1) {
          const to = { contact: n % 2 === 0 ? bob : frank };
          done.push(await assignContact(trx, { account, user }, message, to, test.clock.now()));
        }
        return done;
      });
      expect(assigned).toEqual(Array.from({ length: 8 }, () => true));
      const senders = store.db.selectFrom('message_senders').select('contact_id');
      expect(await senders.where('message_id', '=', message).execute()).toEqual([{ contact_id: frank }]);
      // A1: the record that a person put it on beside.
      await store.db
        .insertInto('message_senders')
        .values({
          account_id: account,
          message_id: message,
          contact_id: bob,
          at: test.clock.now(),
          by_hand: true,
        })
        .execute();
      expect((await ask('alice', 'GET', `/api/v1/messages/${message}`)).json()).toMatchObject({
        from: { contactId: frank },
        addedTo: [{ contactId: bob, name: 'Bob Lindqvist' }],
      });
    });

    it('a merge brings mail, ledger, addresses and bases together, what was withdrawn stays so, and it can be undone', async () => {
      const { account, user } = test.people.alice;
      const at = test.clock.now();
      const kept = await contact('Ines', 'ines@one.example');
      const gone = await contact('Ines W.', 'ines@two.example');
      await store.tx(async (trx) => {
        await setBasis(trx, account, gone, 'consent-withdrawn', 'asked', at);
        await setBasis(trx, account, kept, 'contract', 'signed', new Date(at.getTime() + 1_000));
      });
      await ask('alice', 'PATCH', `/api/v1/contacts/${gone}`, { phone: '+48 1', company: 'Ines Works' });
      const history = async (id: string): Promise<unknown> =>
        (await ask('alice', 'GET', `/api/v1/contacts/${id}/changes`)).json();
      const changed = await history(gone);
      expect(changed).toMatchObject({ changes: [{}, {}] });
      const { companyId } = ContactCard.parse((await ask('alice', 'GET', `/api/v1/contacts/${gone}`)).json());
      const ofKept = await write({ recipients: [{ address: 'ines@one.example', contact: kept }] });
      const ofGone = await write({ recipients: [{ address: 'ines@two.example', contact: gone }] });
      await store.tx((trx) =>
        recordEvent(trx, {
          ...{
            account,
            kind: 'reply',
            at,
            recordedAt: at,
            user,
            message: ofGone,
            recipient: 1,
            contact: gone,
          },
          cause: 'item:merge',
        }),
      );
      const dates = async (id: string) =>
        store.db.selectFrom('contacts').select('last_reply_at').where('id', '=', id).execute();
      const before = [await dates(kept), await dates(gone)];
      const url = `/api/v1/contacts/${kept}/merge`;
      for (const as of ['erin', 'alice'] as const) {
        const other = as === 'erin' ? gone : NOBODY;
        expect((await ask(as, 'POST', url, { other })).statusCode).toBe(404);
      }
      expect((await ask('alice', 'POST', url, { other: kept })).statusCode).toBe(404);
      expect((await ask('alice', 'GET', `${url}?other=${gone}`)).json()).toMatchObject({
        messages: 1,
        addresses: ['ines@one.example', 'ines@two.example'],
      });
      test.clock.advance(60_000);
      const [merge] = Merges.parse((await ask('alice', 'POST', url, { other: gone })).json()).merges;
      expect(merge).toMatchObject({ name: 'Ines W.', by: 'Alice Moreau' });
      expect((await ask('alice', 'GET', `/api/v1/contacts/${gone}`)).statusCode).toBe(404);
      const card = ContactCard.parse((await ask('alice', 'GET', `/api/v1/contacts/${kept}`)).json());
      expect(card).toMatchObject({
        basis: 'consent-withdrawn',
        addresses: ['ines@one.example', 'ines@two.example'],
        phone: '+48 1',
        company: 'Ines Works',
      });
      expect(await history(kept)).toEqual(changed);
      // As merges left it before, beside what was left of somebody who was erased.
      await sql`update contact_changes set contact_id = ${gone} where contact_id = ${kept}`.execute(store.db);
      await sql`update contact_merges set moved = moved - 'changes' - 'dateChanges'`.execute(store.db);
      await sql`insert into contact_changes select account_id, gen_random_uuid(), ${NOBODY}, property, before, after,
        by_user_id, run_id, at from contact_changes where contact_id = ${gone}`.execute(store.db);
      await MIGRATIONS['0031-orphans-and-domains']?.up(store.db);
      expect(await history(kept)).toEqual(changed);
      expect(await history(NOBODY)).toMatchObject({ changes: [] });
      // It has another name by the time they are two again.
      await ask('alice', 'PATCH', `/api/v1/companies/${companyId}`, { name: 'Ines & Co' });
      expect((await timeline('alice', kept)).sort()).toEqual([ofKept, ofGone].sort());
      expect((await dates(kept))[0]?.last_reply_at).toEqual(at);
      const ofEvent = async () =>
        (
          await store.db.selectFrom('events').select('contact_id').where('cause', '=', 'item:merge').execute()
        )[0]?.contact_id;
      expect(await ofEvent()).toBe(kept);
      // The ledger lets nothing else of it change, and nothing at all outside of a merge.
      await expect(
        store.db.updateTable('events').set({ contact_id: gone }).where('cause', '=', 'item:merge').execute(),
      ).rejects.toThrow('append only');

      const undo = (as: PersonKey, id: string) => ask(as, 'DELETE', `/api/v1/contacts/${kept}/merges/${id}`);
      expect((await undo('erin', merge?.id ?? '')).statusCode).toBe(404);
      expect((await undo('alice', NOBODY)).statusCode).toBe(404);
      expect(Merges.parse((await undo('alice', merge?.id ?? '')).json()).merges).toEqual([]);
      expect(await timeline('alice', kept)).toEqual([ofKept]);
      expect(await timeline('alice', gone)).toEqual([ofGone]);
      expect(await ofEvent()).toBe(gone);
      expect([await dates(kept), await dates(gone)]).toEqual(before);
      const again = ContactCard.parse((await ask('alice', 'GET', `/api/v1/contacts/${gone}`)).json());
      expect(again).toMatchObject({
        name: 'Ines W.',
        basis: 'consent-withdrawn',
        addresses: ['ines@two.example'],
        phone: '+48 1',
        company: 'Ines & Co',
        companyId,
      });
      expect(await history(gone)).toEqual(changed);
      const alone = ContactCard.parse((await ask('alice', 'GET', `/api/v1/contacts/${kept}`)).json());
      expect(alone.basis).toBe('contract');
      expect([alone.phone, alone.company]).toEqual([undefined, undefined]);
      expect(await history(kept)).toEqual({ changes: [], more: false });
    });
  });

  it('L13: what nothing proves within seven days is not confirmed, off every record, and told to its sender', async () => {
    const states = ['sending', 'sending', 'sent-reported'] as const;
    const week = test.clock.now().getTime() - UNMET_MS;
    const [late, young, reported] = await Promise.all(
      states.map((state, i) =>
        write({ state, at: new Date(week + (i === 1 ? 60_000 : 0)), tracked_image: true }),
      ),
    );
    expect(await store.tx((trx) => markOverdue(trx, test.clock.now()))).toBe(1);
    const shown = await timeline('alice', bob);
    expect([late, young, reported].map((id) => shown.includes(id ?? ''))).toEqual([false, true, true]);
    const view = MessageView.parse((await ask('alice', 'GET', `/api/v1/messages/${late}`)).json());
    expect([view.state, view.events.map(({ kind }) => kind)]).toEqual(['not-confirmed', ['not-confirmed']]);
    const feed = Feed.parse((await ask('alice', 'GET', '/api/v1/feed')).json());
    expect(feed.items[0]).toMatchObject({ kind: 'not-confirmed', message: { id: late } });
  });

  it('a contact that two people make at once is made once, and the other is told', async () => {
    const body = { name: 'Tina', addresses: ['tina@twice.example'] };
    const answers = await Promise.all(
      (['alice', 'dan'] as const).map((as) => ask(as, 'POST', '/api/v1/contacts', body)),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  });

  describe('L4: the never-log list', () => {
    const list = async (as: PersonKey) =>
      NeverLogList.parse((await ask(as, 'GET', '/api/v1/never-log')).json());
    // The clock stands still, so which of them is the latest does not show.
    const purgeOf = async (value: string) =>
      (await list('alice')).purges.find((purge) => purge.value === value);

    it('has entries of the account, which admins make, and everybody’s own', async () => {
      const entry = { kind: 'domain', value: '*.Press.example' };
      expect((await ask('dan', 'POST', '/api/v1/never-log', { ...entry, scope: 'account' })).statusCode).toBe(
        403,
      );
      expect((await ask('dan', 'PUT', '/api/v1/never-log/blocks', { blocks: 'record' })).statusCode).toBe(
        403,
      );
      expect((await ask('dan', 'POST', '/api/v1/never-log', { ...entry, scope: 'own' })).statusCode).toBe(
        200,
      );
      expect((await list('dan')).entries).toMatchObject([
        { scope: 'own', kind: 'domain', value: 'press.example' },
      ]);
      expect((await list('alice')).entries).toEqual([]);
      for (const value of ['no domain', 'a@b.example', '%.example', 'x']) {
        const answer = await ask('dan', 'POST', '/api/v1/never-log', {
          scope: 'own',
          kind: 'domain',
          value: value.padEnd(3),
        });
        expect([value, answer.statusCode]).toEqual([value, 422]);
      }
      const gone = { scope: 'own', kind: 'domain', value: 'press.example' };
      expect((await ask('alice', 'DELETE', '/api/v1/never-log', gone)).statusCode).toBe(404);
      expect((await ask('dan', 'DELETE', '/api/v1/never-log', gone)).statusCode).toBe(200);
      expect(entryOf({ kind: 'address', value: ' Ann+list@A.example' })).toBe('ann@a.example');
    });

    it('a purge takes away what was kept: of aliases and subdomains too, of nobody else, and of one’s own mail where the entry is one’s own', async () => {
      const { account } = test.people.alice;
      const pia = await contact('Pia', 'pia@hush.example', 'pia@private.example');
      const to = (address: string, more: Partial<MessageToWrite> = {}) =>
        write({ recipients: [{ address, contact: pia }], ...more });
      const mine = [await to('pia+x@hush.example'), await to('pia@private.example')];
      const dans = await to('pia@hush.example', { user_id: test.people.dan.user });
      const other = await to('pia@hush.example.org');
      const entry = { kind: 'address' as const, value: 'pia@hush.example' };
      const preview = async (as: PersonKey, scope: 'account' | 'own') =>
        PurgePreview.parse((await ask(as, 'POST', '/api/v1/never-log/preview', { ...entry, scope })).json())
          .messages;
      expect([await preview('alice', 'account'), await preview('dan', 'own')]).toEqual([3, 1]);

      const run = async (): Promise<void> => {
        const rows = await store.db.selectFrom('purges').select(['id', 'account_id']).execute();
        for (const { id } of rows) while (!(await purgeNext(test.services, account, id)));
      };
      await ask('dan', 'POST', '/api/v1/never-log', { ...entry, scope: 'own', purge: true });
      expect((await list('dan')).purges).toMatchObject([{ state: 'running', total: 1, lookedAt: 0 }]);
      await run();
      const states = async (ids: string[]) =>
        (await store.db.selectFrom('messages').select('state').where('id', 'in', ids).execute()).map(
          ({ state }) => state,
        );
      expect(await states([dans])).toEqual(['undone']);
      expect(await states(mine)).toEqual(['sent', 'sent']);

      await ask('alice', 'POST', '/api/v1/never-log', { ...entry, scope: 'account', purge: true });
      await run();
      expect(await states(mine)).toEqual(['undone', 'undone']);
      expect(await states([other])).toEqual(['sent']);
      expect((await list('alice')).purges[0]).toMatchObject({ state: 'done', messages: 2, records: 0 });
      const people = await store.db
        .selectFrom('message_recipients')
        .select('address')
        .where('message_id', 'in', [...mine, dans])
        .execute();
      expect(people).toEqual([]);
      const logged = await audited('never-log.purged');
      expect(JSON.stringify(logged)).not.toContain('pia');
    });

    it('where only their record is blocked, a mail to others stays for those', async () => {
      await ask('alice', 'PUT', '/api/v1/never-log/blocks', { blocks: 'record' });
      const rita = await contact('Rita', 'rita@quietly.example');
      const recipients = [
        { address: 'bob@partner.example', contact: bob },
        { address: 'rita@quietly.example', contact: rita },
      ];
      const both = await write({ recipients });
      const alone = await write({ recipients: recipients.slice(1) });
      const dan = { address: 'dan@brightwater.example' };
      await write({ recipients: [...recipients.slice(1), dan] });
      const came = (from_address: string, address: string) =>
        write({ direction: 'incoming', state: 'received', from_address, recipients: [{ address }, dan] });
      await came('bob@partner.example', 'rita@quietly.example');
      await came('rita@quietly.example', 'bob@partner.example');
      const entry = { scope: 'account', kind: 'domain', value: 'quietly.example', purge: true };
      const preview = await ask('alice', 'POST', '/api/v1/never-log/preview', entry);
      expect(PurgePreview.parse(preview.json())).toEqual({ messages: 3, files: 0, stay: 2 });
      await ask('alice', 'POST', '/api/v1/never-log', entry);
      const purge = await purgeOf('quietly.example');
      while (!(await purgeNext(test.services, test.people.alice.account, purge?.id ?? '')));
      expect(await purgeOf('quietly.example')).toMatchObject({
        total: 5,
        messages: 3,
        records: 1,
        state: 'done',
      });
      expect(await timeline('alice', rita)).toEqual([]);
      expect(await timeline('alice', bob)).toContain(both);
      expect((await ask('alice', 'GET', `/api/v1/messages/${alone}`)).statusCode).toBe(404);
    });
  });
});
