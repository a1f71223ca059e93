import { domainOf } from '../../../core/policy';
import type { TestSend, TestSent } from '../../../core/api/marketing-sending';
import { recordAudit } from '../../audit';
import { foldAddress } from '../../crm/contacts';
import type { Services } from '../../services';
import { uuidV7 } from '../../store/uuid-v7';
import { neededReplyTo, settingsOf, trackingOf } from '../audience';
import { readyContent } from '../content';
import { loadMessage } from '../messages';
import { insertMessageRow, insertSend } from './begin';
import { linkRules } from './control';
import { copyMaker } from './copy-maker';
import { dkimKey } from './dkim';
import { openMarketingTransport } from './jobs';
import { mailOfCopy } from './mail-of-copy';
import { finishedMail } from './mime';
import { fromOf, tokenOf } from './sends';
import type { MarketingTransport } from './transport';
import { sharedValues, valuesOf } from './values';

export type TestRefusal =
  | { reason: 'absent' | 'no-relay' | 'no-from' }
  /** Somebody outside: what counts nowhere is for the company's own people. */
  | { reason: 'outsider'; address: string };

/**
 * M11: sends a message as it stands to oneself and colleagues, tracked as it would be. It is a message of its own, whose hits
 * show on it and count nowhere. Each copy is tried once.
 */
export async function testSend(
  services: Services,
  who: { account: number; user: number },
  id: string,
  { to, contactId }: TestSend,
  transport: MarketingTransport | undefined = openMarketingTransport(services),
  random: () => number = Math.random,
): Promise<{ ok: true; sent: TestSent } | ({ ok: false } & TestRefusal)> {
  const { store, clock } = services;
  const { account, user } = who;
  const message = await loadMessage(store.db, account, id);
  if (!message) return { ok: false, reason: 'absent' };
  if (!transport) return { ok: false, reason: 'no-relay' };
  const settings = settingsOf(message);
  if (!settings.from) return { ok: false, reason: 'no-from' };
  const addresses = [...new Set(to.map(foldAddress))];
  const outsider = await firstOutsider(services, account, addresses);
  if (outsider !== undefined) return { ok: false, reason: 'outsider', address: outsider };

  const ready = await readyContent(message.content);
  const accountRow = await store.db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const tracking = trackingOf(accountRow.settings, settings);
  const { send, maker } = await store.tx(async (trx) => {
    const now = clock.now();
    const made = await insertSend(
      trx,
      services,
      { ...message, settings },
      { kind: 'test', user, id: uuidV7(now), random: random() },
    );
    const copies = copyMaker(made, ready, await linkRules(trx, services, account));
    await insertMessageRow(trx, services, made, copies);
    await trx
      .insertInto('message_recipients')
      .values(
        addresses.map((address, i) => ({
          account_id: account,
          message_id: made.message,
          idx: i + 1,
          address,
          via: 'to' as const,
          contact_id: null,
          token: tokenOf(made, i + 1),
          delivery_detail: null,
          unsubscribed_at: null,
          at: now,
        })),
      )
      .execute();
    await recordAudit(trx, who, now, 'marketing.test', { kind: 'marketing', id });
    return { send: made, maker: copies };
  });

  const shared = await sharedValues(store.db, account, user);
  const values = await valuesOf(
    store.db,
    account,
    addresses.map((address) => ({ contact: contactId ?? null, address })),
    shared,
  );
  const key = await dkimKey(services, account, fromOf(send).domain);
  const [replyTo = fromOf(send).address] = neededReplyTo(settings);
  const copies = await Promise.all(
    addresses.map(async (address, i): Promise<TestSent['copies'][number]> => {
      const token = tokenOf(send, i + 1);
      const copy = { address, name: '', token, replyTo };
      const made = maker.copy(values[i] ?? {}, token, { image: tracking.opens, links: tracking.clicks });
      const raw = await finishedMail(mailOfCopy(send, copy, made, clock.now()), key);
      const handed = await transport.hand({ raw, from: replyTo, to: address });
      if (handed.outcome === 'accepted' || handed.outcome === 'unclear')
        return { address, outcome: handed.outcome };
      const outcome = handed.outcome === 'refused' ? ('refused' as const) : ('not-sent' as const);
      return { address, outcome, ...(handed.detail !== '' && { detail: handed.detail }) };
    }),
  );
  return { ok: true, sent: { messageId: send.message, copies } };
}

/** The first of these addresses that is no user's, no connected mailbox's and of no domain of the company's. */
async function firstOutsider(
  { store }: Pick<Services, 'store'>,
  account: number,
  addresses: readonly string[],
): Promise<string | undefined> {
  const { settings } = await store.db
    .selectFrom('accounts')
    .select('settings')
    .where('id', '=', account)
    .executeTakeFirstOrThrow();
  const domains = new Set((settings.ownDomains ?? []).map((domain) => domain.toLowerCase()));
  const users = await store.db
    .selectFrom('users')
    .select('email')
    .where('account_id', '=', account)
    .where('status', '=', 'active')
    .execute();
  const boxes = await store.db
    .selectFrom('mailboxes')
    .select(['address', 'aliases'])
    .where('account_id', '=', account)
    .execute();
  const own = new Set(
    [
      ...users.map(({ email }) => email),
      ...boxes.flatMap(({ address, aliases }) => [address, ...aliases]),
    ].map(foldAddress),
  );
  return addresses.find((address) => !own.has(address) && !domains.has(domainOf(address)));
}
