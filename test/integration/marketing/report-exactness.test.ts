import type { EngagementQuery, RecipientsQuery } from '../../../src/core/api/reports';
import { SHOWN_PEOPLE } from '../../../src/core/api/reports';
import { clockIn } from '../../../src/core/insights';
import { randomFrom } from '../../../src/sandbox/simulated/random';
import {
  engagement,
  messageReport,
  numbersOfMessages,
  recipientsInSpan,
  recipientsOf,
} from '../../../src/server/marketing/report';
import type { Store } from '../../../src/server/store';
import { describeOnBothStores } from '../../fixtures/stores';
import { propertyRuns } from '../../property/seed';
import { beginCampaigns, LINKS, type Campaigns } from './campaign';
import {
  BEHIND,
  countByHand,
  inSpan,
  linksByHand,
  momentsByHand,
  numbersByHand,
  programsByHand,
  ratesByHand,
  unsentByHand,
  type HandCounted,
} from './recount';

const NOW = new Date('2026-11-30T00:00:00Z');
const ZONES = ['UTC', 'Europe/Warsaw', 'Asia/Kathmandu', 'America/St_Johns'];
const PAGE: Pick<RecipientsQuery, 'limit'> = { limit: 7 };

describeOnBothStores('every number of every report', (open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  /** All pages of a list, as `message idx` of the copies that it shows. */
  const listed = async (
    page: (cursor: string | undefined) => Promise<{ recipients: unknown[]; next?: string | undefined }>,
  ): Promise<number> => {
    let n = 0;
    for (let cursor: string | undefined; ;) {
      const { recipients, next } = await page(cursor);
      n += recipients.length;
      if (next === undefined) return n;
      cursor = next;
    }
  };

  const differentContacts = (copies: readonly HandCounted[]): number =>
    new Set(copies.filter(BEHIND.replied).map((c) => c.contact ?? `${c.message} ${c.idx}`)).size;

  const checkSpan = async (
    { account }: Campaigns,
    copies: readonly HandCounted[],
    query: EngagementQuery,
  ): Promise<void> => {
    const messages = query.messages?.split(',');
    const mine = inSpan(copies, { ...query, messages });
    const report = await engagement(store.db, account, query, NOW);
    expect(report.numbers).toEqual(numbersByHand(mine));
    expect(report.rates).toEqual(ratesByHand(mine));
    expect(report.differentContactsReplied).toBe(differentContacts(mine));
    const sent = new Set(mine.map(({ message }) => message));
    expect(new Set(report.messages.map(({ id }) => id))).toEqual(sent);
    for (const { id, numbers, rates } of report.messages) {
      const own = mine.filter(({ message }) => message === id);
      expect(numbers).toEqual(numbersByHand(own));
      expect(rates).toEqual(ratesByHand(own));
    }
    const clock = clockIn(query.zone);
    for (const { day, ...numbers } of report.days) {
      const {
        sent: n,
        delivered,
        opened,
        clicked,
        replied,
        bounced,
        unsubscribed,
      } = numbersByHand(mine.filter(({ at }) => at !== null && clock(at).day === day));
      expect({ day, ...numbers }).toEqual({
        ...{ day, sent: n, delivered, opened, clicked, replied, bounced, unsubscribed },
      });
    }
    for (const show of ['sent', 'opened', 'replied', 'bounced', 'machine-only'] as const) {
      const people = await listed((cursor) =>
        recipientsInSpan(store.db, account, {
          ...query,
          show,
          ...PAGE,
          ...(cursor !== undefined && { cursor }),
        }),
      );
      expect({ show, people }).toEqual({ show, people: mine.filter(BEHIND[show]).length });
    }
  };

  const checkMessage = async (
    { account }: Campaigns,
    copies: readonly HandCounted[],
    id: string,
    zone: string,
  ): Promise<void> => {
    const mine = copies.filter(({ message }) => message === id);
    const report = await messageReport(store.db, account, id, zone, NOW);
    expect(report?.numbers).toEqual(numbersByHand(mine));
    expect(report?.rates).toEqual(ratesByHand(mine));
    expect(report?.unsent).toEqual(unsentByHand(mine));
    const reasons = new Map<string, number>();
    for (const { reason } of mine.filter(BEHIND['left-out']))
      reasons.set(reason ?? '', (reasons.get(reason ?? '') ?? 0) + 1);
    expect(new Map(report?.leftOut.map(({ reason, count }) => [reason, count]))).toEqual(reasons);
    expect(report?.links.map(({ n, clicked, clicks }) => ({ n, clicked, clicks }))).toEqual(
      linksByHand(mine, LINKS),
    );
    expect(new Map(report?.programs.map(({ family, opened }) => [family, opened]))).toEqual(
      programsByHand(mine),
    );
    const points = report?.moments.points ?? [];
    const moments = momentsByHand(mine);
    for (const name of ['sent', 'opened', 'clicked', 'replied', 'bounced', 'unsubscribed'] as const) {
      const times = moments[name] ?? [];
      const places = points.map(({ at }) => Date.parse(at));
      const byHand = places.map(
        (from, i) =>
          times.filter((time) => time.getTime() >= from && time.getTime() < (places[i + 1] ?? Infinity))
            .length,
      );
      expect({ name, at: points.map((point) => point[name]) }).toEqual({ name, at: byHand });
      expect(byHand.reduce((a, b) => a + b, 0)).toBe(times.length);
    }
    for (const show of SHOWN_PEOPLE) {
      const people = await listed((cursor) =>
        recipientsOf(
          store.db,
          account,
          { id, name: '' },
          { show, ...PAGE, ...(cursor !== undefined && { cursor }) },
        ),
      );
      expect({ show, people }).toEqual({ show, people: mine.filter(BEHIND[show]).length });
    }
    const clickers = await listed(() =>
      recipientsOf(store.db, account, { id, name: '' }, { show: 'clicked', link: 2, limit: 200 }),
    );
    expect(clickers).toBe(linksByHand(mine, LINKS)[1]?.clicked);
  };

  it('equals what counting by hand gives, after every stretch of a random campaign’s life', async () => {
    const { numRuns, seed } = propertyRuns('reports and a recount', 2, 40);
    for (let run = 0; run < numRuns; run += 1) {
      const random = randomFrom(seed + run);
      const campaigns = await beginCampaigns(store, random, { messages: 3, copies: 16 });
      for (let stretch = 0; stretch < 3; stretch += 1) {
        for (let n = 0; n < 22; n += 1) await campaigns.step(random);
        const copies = await countByHand(store, campaigns.account);
        const zone = random.pick(ZONES);
        const [one = '', two = ''] = campaigns.messages;
        await checkSpan(campaigns, copies, { from: '2026-10-01', to: '2026-11-29', zone });
        await checkSpan(campaigns, copies, { from: '2026-10-25', to: '2026-10-25', zone });
        await checkSpan(campaigns, copies, {
          from: '2026-10-24',
          to: '2026-10-26',
          zone,
          messages: `${one},${two}`,
        });
        for (const id of campaigns.messages) await checkMessage(campaigns, copies, id, zone);
        const many = await numbersOfMessages(store.db, campaigns.account, campaigns.messages);
        for (const [id, numbers] of many)
          expect(numbers).toEqual(numbersByHand(copies.filter(({ message }) => message === id)));
      }
    }
  });

  it('is right after transactions at once that change copies of several messages in any order, and none waits in a circle', async () => {
    const random = randomFrom(7);
    const campaigns = await beginCampaigns(store, random, { messages: 2, copies: 24 });
    const { account, messages } = campaigns;
    const [one = '', two = ''] = messages;
    const at = new Date('2026-10-25T10:00:00Z');
    await Promise.all(
      [0, 1, 2, 3, 4, 5].map((n) =>
        store.tx(async (trx) => {
          // Each its own copies; half of them begin with the one message, half with the other.
          for (let i = 0; i < 8; i += 1) {
            await trx
              .updateTable('marketing_copies')
              .set({ state: 'accepted', left_at: at, image: true, opens: i })
              .where('account_id', '=', account)
              .where('message_id', '=', (n + i) % 2 === 0 ? one : two)
              .where('idx', '=', n * 4 + (i >> 1) + 1)
              .execute();
          }
        }),
      ),
    );
    const counted = await numbersOfMessages(store.db, account, messages);
    for (const id of messages) {
      const rows = await store.db
        .selectFrom('marketing_copies')
        .select('opens')
        .where('message_id', '=', id)
        .where('state', '=', 'accepted')
        .execute();
      expect(rows).toHaveLength(24);
      expect(counted.get(id)).toMatchObject({
        sent: 24,
        opened: rows.filter(({ opens }) => opens > 0).length,
        opens: rows.reduce((sum, { opens }) => sum + opens, 0),
      });
    }
  });
});
