import { LegalBases, type BasisEntry, type Purpose } from '../../../src/core/api/legal-bases';
import { ContactCard, Problem } from '../../../src/core/api/shared';
import type { Store } from '../../../src/server/store';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import { openTestApp, type PersonKey, type TestApp } from '../../fixtures/app';
import { describeOnBothStores } from '../../fixtures/stores';

describeOnBothStores('legal bases of a contact', (open) => {
  let store: Store;
  let app: TestApp;
  let bob: string;

  beforeAll(async () => {
    store = await open();
    app = await openTestApp(store);
    bob = app.contacts.get('bob@partner.example') ?? '';
  });
  afterAll(async () => {
    await app.close();
    await store.close();
  });

  const get = (as: PersonKey | undefined, contact = bob) =>
    app.ask(as, { method: 'GET', url: `/api/v1/contacts/${contact}/legal-bases` });
  const put = (as: PersonKey | undefined, purpose: string, payload: object, contact = bob) =>
    app.ask(as, { method: 'PUT', url: `/api/v1/contacts/${contact}/legal-bases/${purpose}`, payload });
  const historyOf = async (purpose: Purpose): Promise<BasisEntry[]> => {
    const { purposes } = LegalBases.parse((await get('alice')).json());
    return purposes.find((one) => one.purpose === purpose)?.history ?? [];
  };
  const audited = async (): Promise<number> =>
    (
      await store.db
        .selectFrom('audit_log')
        .select('seq')
        .where('action', '=', 'contact.legal-basis')
        .execute()
    ).length;

  test('each purpose stands for itself; the newest entry is in force, the earlier ones stay', async () => {
    const before = await historyOf('one-to-one-tracking');
    const given = {
      basis: 'consent-given',
      source: 'asked by phone',
      givenOn: '2026-11-03',
      proof: 'note 17',
    };
    expect((await put('dan', 'one-to-one-tracking', given)).statusCode).toBe(200);
    // At the same moment of the clock: nothing of the history is lost.
    const withdrawn = { basis: 'consent-withdrawn', source: 'mail of the contact' };
    const answer = LegalBases.parse((await put('dan', 'one-to-one-tracking', withdrawn)).json());
    expect(answer.purposes.map(({ purpose, basis }) => [purpose, basis])).toEqual([
      ['one-to-one-tracking', 'consent-withdrawn'],
      ['marketing-tracking', 'none'],
      ['marketing-mail', 'none'],
    ]);
    expect(await historyOf('one-to-one-tracking')).toEqual([
      { ...withdrawn, givenOn: '2026-11-20', recordedAt: expect.any(String), recordedBy: 'Dan Okafor' },
      { ...given, recordedAt: expect.any(String), recordedBy: 'Dan Okafor' },
      ...before,
    ]);
    const card = await app.ask('alice', { method: 'GET', url: `/api/v1/contacts/${bob}` });
    expect(ContactCard.parse(card.json()).basis).toBe('consent-withdrawn');
  });

  test('the same once more records and audits nothing; set back is an entry of its own', async () => {
    const given = { basis: 'contract', source: 'order 12', givenOn: '2026-10-01', proof: 'order 12, page 2' };
    await put('alice', 'one-to-one-tracking', given);
    const [entries, audits] = [(await historyOf('one-to-one-tracking')).length, await audited()];
    expect((await put('alice', 'one-to-one-tracking', given)).statusCode).toBe(200);
    expect([(await historyOf('one-to-one-tracking')).length, await audited()]).toEqual([entries, audits]);
    await put('alice', 'one-to-one-tracking', { basis: 'none', source: 'a slip' });
    await put('alice', 'one-to-one-tracking', given);
    expect([(await historyOf('one-to-one-tracking')).length, await audited()]).toEqual([
      entries + 2,
      audits + 2,
    ]);
    const row = await store.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'contact.legal-basis')
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(row).toMatchObject({
      actor_user_id: app.people.alice.user,
      object_id: bob,
      detail: { purpose: 'one-to-one-tracking', basis: 'contract' },
    });
  });

  test('a member records what concerns one-to-one mail; marketing is for marketers and administrators', async () => {
    const given = { basis: 'consent-given', source: 'form' };
    expect((await put('dan', 'marketing-mail', given)).statusCode).toBe(403);
    expect(await historyOf('marketing-mail')).toEqual([]);
    expect((await put('alice', 'marketing-mail', given)).statusCode).toBe(200);
    expect(await historyOf('marketing-mail')).toMatchObject([given]);
    expect((await get('dan')).statusCode).toBe(200);
  });

  test('strangers and other accounts neither read nor change', async () => {
    const given = { basis: 'contract', source: 'order' };
    expect((await get('erin')).statusCode).toBe(404);
    expect((await put('erin', 'one-to-one-tracking', given)).statusCode).toBe(404);
    expect((await get(undefined)).statusCode).toBe(401);
    expect((await put(undefined, 'one-to-one-tracking', given)).statusCode).toBe(401);
    expect((await put('alice', 'one-to-one-tracking', given, uuidV7(new Date()))).statusCode).toBe(404);
  });

  test.each<[string, object, string, RegExp]>([
    ['without a source', { basis: 'contract', source: ' ' }, 'source', /such as "asked by phone"/],
    ['of a kind that there is not', { basis: 'because', source: 'x' }, 'basis', /consent-given/],
    ['of a day that is none', { basis: 'contract', source: 'x', givenOn: '3 Nov' }, 'givenOn', /YYYY-MM-DD/],
    [
      'of a day to come',
      { basis: 'contract', source: 'x', givenOn: '2026-11-22' },
      'givenOn',
      /not come yet/,
    ],
    ['with a word too much', { basis: 'contract', source: 'x', prof: 'y' }, '', /prof/],
  ])('a basis %s is refused, and what to do is said', async (_name, payload, field, words) => {
    const before = await historyOf('one-to-one-tracking');
    const answer = await put('alice', 'one-to-one-tracking', payload);
    expect(answer.statusCode).toBe(422);
    const { error } = Problem.parse(answer.json());
    expect(error.field ?? '').toBe(field);
    expect(error.message).toMatch(words);
    expect(await historyOf('one-to-one-tracking')).toEqual(before);
  });

  test('a purpose that there is not is refused', async () => {
    expect((await put('alice', 'fun', { basis: 'contract', source: 'x' })).statusCode).toBe(422);
  });
});
