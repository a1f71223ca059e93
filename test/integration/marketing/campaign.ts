import { sql } from 'kysely';
import type { Random } from '../../../src/sandbox/simulated/random';
import { recordEvents, retractEvent } from '../../../src/server/events';
import type { Store } from '../../../src/server/store';
import { uuidV7 } from '../../../src/server/store/uuid-v7';
import type { CopyState } from '../../../src/server/store/marketing-tables';
import type { Delivery } from '../../../src/server/store/schema';

export const LINKS = [1, 2, 3];
const FAMILIES = ['outlook-windows', 'apple-mail', 'chrome', 'gmail-proxy'];
const HOUR = 3_600_000;

/** Campaigns of one account that live at random: sent, opened, clicked, answered, bounced, judged anew, erased. */
export interface Campaigns {
  account: number;
  messages: string[];
  /** Something happens. */
  step(random: Random): Promise<void>;
}

let accounts = 0;
let causes = 0;

async function newAccount(db: Store['db'], at: Date): Promise<number> {
  const { id } = await db
    .insertInto('accounts')
    .values({
      tenant_id: `t${++accounts} ${process.pid}`,
      name: 'Brightwater',
      settings: '{}',
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('account_counters').values({ account_id: id }).execute();
  return id;
}

export async function beginCampaigns(
  store: Store,
  random: Random,
  { messages: many, copies: each, of }: { messages: number; copies: number; of?: number },
): Promise<Campaigns> {
  const { db } = store;
  const start = new Date('2026-10-24T20:00:00Z').getTime();
  const begun = new Date(start);
  const account = of ?? (await newAccount(db, begun));
  const contacts: string[] = [];
  for (let n = 0; n < each; n += 1) {
    const id = uuidV7(begun);
    contacts.push(id);
    await db
      .insertInto('contacts')
      .values({
        account_id: account,
        id,
        name: `Person ${n}`,
        source: 'test',
        properties: '{}',
        created_at: begun,
        updated_at: begun,
      })
      .execute();
  }
  const messages: string[] = [];
  const given = new Map<string, number>();
  for (let m = 0; m < many; m += 1) {
    const id = uuidV7(begun);
    messages.push(id);
    await db
      .insertInto('marketing_messages')
      .values({
        account_id: account,
        id,
        name: `Message ${m}`,
        state: 'sending',
        content: '{}',
        settings: '{}',
        begun_at: begun,
        created_by: 1,
        updated_by: 1,
        created_at: begun,
        updated_at: begun,
      })
      .execute();
    await db
      .insertInto('messages')
      .values({
        account_id: account,
        id,
        direction: 'outgoing',
        kind: 'marketing',
        state: 'sent',
        token_key: `key${m} ${account}`,
        user_id: 1,
        mailbox_id: null,
        at: begun,
        internet_message_id: null,
        message_id_hash: null,
        in_reply_to: null,
        references_ids: '[]',
        conversation_id: null,
        policy: '{}',
        evidence: '[]',
        headers: '[]',
        judged_kind: null,
        reply_to_message: null,
        matched_by: null,
        html: null,
        text: null,
        new_html: null,
        quoted_html: null,
        new_text: null,
        mime_blob: null,
        created_at: begun,
        updated_at: begun,
      })
      .execute();
    for (const n of LINKS)
      await db
        .insertInto('message_links')
        .values({
          account_id: account,
          message_id: id,
          n,
          target: `https://site.example/${n}`,
          text: `link ${n}`,
          tracked: true,
          reason: 'tracked',
        })
        .execute();
    await addCopies(id, contacts);
  }

  async function addCopies(message: string, to: readonly string[]): Promise<void> {
    // An index is never given twice.
    const last = given.get(message) ?? 0;
    given.set(message, last + to.length);
    if (to.length === 0) return;
    await db
      .insertInto('marketing_copies')
      .values(
        to.map((contact, n) => ({
          account_id: account,
          message_id: message,
          idx: last + n + 1,
          contact_id: contact,
          address: `person${last + n + 1}@partner.example`,
          name: `Person ${n}`,
          state: random.chance(0.1) ? ('left-out' as const) : ('waiting' as const),
          reason: random.chance(0.1) ? 'unsubscribed' : null,
        })),
      )
      .execute();
  }

  const moment = (): Date => new Date(start + random.int(0, 90 * 4 * HOUR) / 4);
  const someCopies = async (states: readonly CopyState[], most: number) => {
    const rows = await db
      .selectFrom('marketing_copies')
      .selectAll()
      .where('account_id', '=', account)
      .where('state', 'in', [...states])
      .orderBy('message_id')
      .orderBy('idx')
      .execute();
    return rows.filter(() => random.chance(Math.min(1, most / Math.max(1, rows.length))));
  };
  const keysOf = (copies: readonly { message_id: string; idx: number }[]) =>
    sql<boolean>`(message_id, idx) in (select * from unnest(${copies.map((c) => c.message_id)}::uuid[], ${copies.map((c) => c.idx)}::integer[]))`;

  const GONE: readonly CopyState[] = ['accepted', 'unclear', 'refused'];
  const steps: Record<string, (weight?: number) => Promise<void>> = {
    async try() {
      const copies = await someCopies(['waiting'], 12);
      if (copies.length === 0) return;
      await db
        .updateTable('marketing_copies')
        .set({ state: 'trying', tried_at: moment() })
        .where('account_id', '=', account)
        .where(keysOf(copies))
        .execute();
    },
    async settle() {
      const copies = await someCopies(['trying'], 20);
      const at = moment();
      await store.tx(async (trx) => {
        for (const state of ['accepted', 'unclear', 'refused'] as const) {
          const mine = copies.filter(({ idx }) =>
            state === 'accepted' ? idx % 7 > 1 : state === 'unclear' ? idx % 7 === 0 : idx % 7 === 1,
          );
          if (mine.length === 0) continue;
          await trx
            .updateTable('marketing_copies')
            .set({
              state,
              left_at: state === 'accepted' ? at : null,
              image: random.chance(0.8),
              links: random.chance(0.7),
              reason: state === 'refused' ? '550 no such user' : null,
            })
            .where('account_id', '=', account)
            .where(keysOf(mine))
            .execute();
          await trx
            .insertInto('message_recipients')
            .values(
              mine.map((copy) => ({
                account_id: account,
                message_id: copy.message_id,
                idx: copy.idx,
                address: `person${copy.idx}@partner.example`,
                via: 'to' as const,
                contact_id: copy.contact_id,
                token: null,
                delivery_detail: null,
                unsubscribed_at: null,
                at,
              })),
            )
            .execute();
        }
      });
    },
    async events() {
      const copies = await someCopies(GONE, 8);
      await store.tx(async (trx) => {
        await recordEvents(
          trx,
          copies.flatMap((copy) => {
            const kind = random.pick(['open', 'open', 'click', 'reply', 'auto-reply'] as const);
            const inferred = kind === 'open' && random.chance(0.2);
            return [
              {
                account,
                kind,
                at: moment(),
                recordedAt: begun,
                message: copy.message_id,
                recipient: random.chance(0.1) ? 0 : copy.idx,
                ...(copy.contact_id !== null && { contact: copy.contact_id }),
                cause: `test:${++causes}`,
                inferred,
                historic: random.chance(0.05),
                detail:
                  kind === 'click'
                    ? { n: random.pick(LINKS) }
                    : inferred
                      ? {}
                      : { agentFamily: random.pick(FAMILIES) },
              },
            ];
          }),
        );
      });
    },
    async takeBack() {
      const rows = await db
        .selectFrom('events')
        .select('seq')
        .where('account_id', '=', account)
        .where('kind', 'in', ['open', 'click', 'reply'])
        .orderBy('seq')
        .execute();
      await store.tx(async (trx) => {
        for (const { seq } of rows.filter(() => random.chance(0.08)))
          await retractEvent(trx, account, seq, { at: begun, reason: 'judged anew' });
      });
    },
    async machines() {
      const copies = await someCopies(GONE, 6);
      for (const copy of copies) {
        const at = moment();
        const id = uuidV7(at);
        await db
          .insertInto('hits')
          .values({
            account_id: account,
            id,
            log: '0197f0a0-0000-7000-8000-000000000000',
            segment: 1,
            offset: ++causes,
            kind: random.pick(['open', 'click'] as const),
            at,
            token_key: 'key',
            recipient_idx: copy.idx,
            link_n: null,
            target: null,
            message_id: null,
            features: '{}',
            source_hash: 'x',
            key_epoch: 1,
            verdict: null,
            via: null,
            reasons: '[]',
            rules_version: null,
            settled_at: null,
            overruled_by: null,
          })
          .execute();
        await db
          .updateTable('hits')
          .set({
            message_id: copy.message_id,
            verdict: random.pick(['machine', 'machine', 'person', 'unsure'] as const),
          })
          .where('account_id', '=', account)
          .where('id', '=', id)
          .execute();
      }
    },
    async judgedAnew() {
      await db
        .updateTable('hits')
        .set({ verdict: random.pick(['machine', 'person'] as const) })
        .where('account_id', '=', account)
        .where(sql<boolean>`"offset" % ${random.int(2, 5)} = 0`)
        .execute();
    },
    async deliver() {
      for (const copy of await someCopies(GONE, 5))
        await db
          .updateTable('message_recipients')
          .set({
            delivery: random.pick(['delayed', 'delivered', 'failed', 'complaint'] satisfies Delivery[]),
            delivery_at: moment(),
          })
          .where('account_id', '=', account)
          .where('message_id', '=', copy.message_id)
          .where('idx', '=', copy.idx)
          .execute();
    },
    async unsubscribe() {
      for (const copy of await someCopies(GONE, 3))
        await db
          .updateTable('message_recipients')
          .set({ unsubscribed_at: random.chance(0.8) ? moment() : null })
          .where('account_id', '=', account)
          .where('message_id', '=', copy.message_id)
          .where('idx', '=', copy.idx)
          .execute();
    },
    /** P5: the person goes, the counts stay. */
    async erase() {
      await db
        .updateTable('marketing_copies')
        .set({ contact_id: null, address: '', name: '' })
        .where('account_id', '=', account)
        .where('contact_id', '=', random.pick(contacts))
        .execute();
    },
    /** A message and all of it goes in batches, or comes anew. */
    async change() {
      const copies = await someCopies(['waiting', 'left-out', 'refused', 'accepted'], 2);
      if (copies.length > 0)
        await db
          .deleteFrom('marketing_copies')
          .where('account_id', '=', account)
          .where(keysOf(copies))
          .execute();
      await addCopies(random.pick(messages), contacts.slice(0, random.int(0, 4)));
    },
  };
  const names = [
    'try',
    'settle',
    'try',
    'settle',
    ...Object.keys(steps),
    'events',
    'events',
    'events',
    'deliver',
  ];
  return { account, messages, step: (chance) => steps[chance.pick(names)]?.() ?? Promise.resolve() };
}
