import { setBasis } from '../../../src/server/crm/contacts';
import { insertContact } from '../../../src/server/crm/contacts-to-make';
import type { Store } from '../../../src/server/store';
import type { Basis } from '../../../src/server/store/schema';
import type { World } from './world';

/** What stands in the tables of a world's account, and who is in it. */
export function readingOf(store: () => Store, world: () => World) {
  const events = () =>
    store()
      .db.selectFrom('events')
      .selectAll()
      .where('account_id', '=', world().account)
      .orderBy('seq')
      .execute();
  /** Opens, clicks and replies that have not been taken back, as `open`, `open (inferred)`. */
  const standing = async (): Promise<string[]> => {
    const all = await events();
    const back = new Set(all.map(({ retracts }) => retracts));
    return all
      .filter(({ kind, seq }) => ['open', 'click', 'reply'].includes(kind) && !back.has(seq))
      .map(({ kind, inferred }) => (inferred ? `${kind} (inferred)` : kind));
  };
  return {
    events,
    standing,
    hits: () =>
      store()
        .db.selectFrom('hits')
        .selectAll()
        .where('account_id', '=', world().account)
        .orderBy('at')
        .orderBy('offset')
        .execute(),
    verdicts: async (): Promise<(string | null)[]> =>
      (
        await store()
          .db.selectFrom('hits')
          .select('verdict')
          .where('account_id', '=', world().account)
          .orderBy('at')
          .orderBy('offset')
          .execute()
      ).map(({ verdict }) => verdict),
    message: () =>
      store()
        .db.selectFrom('messages')
        .selectAll()
        .where('account_id', '=', world().account)
        .orderBy('at')
        .executeTakeFirst(),
    contact: (address: string, basis: Basis = 'legitimate-interest'): Promise<string> =>
      store().tx(async (trx) => {
        const at = world().clock.now();
        const id = await insertContact(trx, world().account, {
          name: address,
          company: null,
          addresses: [address],
          owner: world().user,
          source: 'test',
          at,
        });
        await setBasis(trx, world().account, id, basis, 'test', at);
        return id;
      }),
  };
}
