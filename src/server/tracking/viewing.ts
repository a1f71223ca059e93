import type { Services } from '../services';
import { judgeAgain } from './judge-again';
import { ownMarkOf, VIEWING_MS, withOwnMark, type OwnMark } from './known';
import { lockMessage } from './message-rows';
import { sourceOf } from './source-keys';

/** Marks serve the hits around them; what they found stands on the hit. */
const KEPT_MS = 3_600_000;

/**
 * "I am viewing" (O7): a screen of ours, or the pane beside the mail, shows these messages to the person who sent them.
 * Loads of their images from the same place within ten seconds are the sender's own, those that came just before too.
 * Messages of others are passed over, but where colleagues' looks count no more than the sender's.
 */
export async function markViewing(
  services: Services,
  who: { account: number; user: number },
  ip: string,
  messages: readonly string[],
): Promise<void> {
  if (messages.length === 0) return;
  const { store, clock } = services;
  const now = clock.now();
  const { hash: source } = await sourceOf(store.db, services, who.account, ip, now);
  const { settings } = await store.db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', who.account)
    .executeTakeFirstOrThrow();
  const seen = await store.db
    .selectFrom('messages')
    .select(['id', 'user_id'])
    .where('account_id', '=', who.account)
    .where('id', 'in', [...messages])
    .$if(settings.colleaguesLikewise !== true, (query) => query.where('user_id', '=', who.user))
    .where('direction', '=', 'outgoing')
    .where((eb) => eb.or([eb('tracked_image', '=', true), eb('links_tracked', '>', 0)]))
    .orderBy('id')
    .execute();
  if (seen.length === 0) return;
  await store.tx(async (trx) => {
    await trx
      .deleteFrom('viewings')
      .where('account_id', '=', who.account)
      .where('at', '<', new Date(now.getTime() - KEPT_MS))
      .execute();
    await trx
      .insertInto('viewings')
      .values(
        seen.map(({ id }) => ({
          account_id: who.account,
          message_id: id,
          user_id: who.user,
          source_hash: source,
          at: now,
        })),
      )
      .onConflict((c) => c.doNothing())
      .execute();
  });
  for (const { id, user_id: sender } of seen) {
    const mark: OwnMark = { by: 'viewing', ...(sender !== who.user && { colleague: true }) };
    await takeForOwn(services, who.account, { id, mark }, source, now);
  }
}

async function takeForOwn(
  services: Services,
  account: number,
  { id, mark }: { id: string; mark: OwnMark },
  source: string,
  now: Date,
): Promise<void> {
  await services.store.tx(async (trx) => {
    // The lock first: a batch that judged without this mark holds it, and its hits are seen once it has ended.
    if (!(await lockMessage(trx, account, id))) return;
    const just = await trx
      .selectFrom('hits')
      .selectAll()
      .where('account_id', '=', account)
      .where('source_hash', '=', source)
      .where('at', '>=', new Date(now.getTime() - VIEWING_MS))
      .where('message_id', '=', id)
      .where('settled_at', 'is not', null)
      .where('overruled_by', 'is', null)
      .orderBy('at')
      .orderBy('id')
      .execute();
    if (just.length === 0) return;
    await judgeAgain(trx, services, account, just, (hit) =>
      ownMarkOf(hit) ? undefined : withOwnMark(hit, mark),
    );
  });
}
