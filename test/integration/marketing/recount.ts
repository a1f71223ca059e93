import { clockIn } from '../../../src/core/insights';
import type { ReportNumbers, ReportRates, ShownPeople, UnsentNumbers } from '../../../src/core/api/reports';
import type { Store } from '../../../src/server/store';

/** One copy as counting by hand finds it: from its state, its events that stand, its hits, and its delivery. */
export interface HandCounted {
  message: string;
  idx: number;
  contact: string | null;
  reason: string | null;
  out: boolean;
  state: string;
  delivery: string;
  at: Date | null;
  image: boolean;
  links: boolean;
  opens: Date[];
  clicks: { at: Date; n: number }[];
  replies: Date[];
  machineOpens: number;
  machineClicks: number;
  deliveryAt: Date | null;
  unsubscribedAt: Date | null;
  /** Of the first open that was seen. */
  family: string;
}

/** Everything that happened to an account's marketing copies, read row by row and counted here. */
export async function countByHand({ db }: Store, account: number): Promise<HandCounted[]> {
  const copies = await db
    .selectFrom('marketing_copies')
    .selectAll()
    .where('account_id', '=', account)
    .execute();
  const events = await db.selectFrom('events').selectAll().where('account_id', '=', account).execute();
  const hits = await db.selectFrom('hits').selectAll().where('account_id', '=', account).execute();
  const recipients = await db
    .selectFrom('message_recipients')
    .selectAll()
    .where('account_id', '=', account)
    .execute();
  const back = new Set(events.map(({ retracts }) => retracts));
  const standing = events.filter(({ seq, historic }) => !back.has(seq) && !historic);
  return copies.map((copy) => {
    const mine = standing
      .filter(({ message_id: id, recipient_idx: idx }) => id === copy.message_id && idx === copy.idx)
      .sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq);
    const of = (kind: string) => mine.filter((event) => event.kind === kind);
    const machines = (kind: string): number =>
      hits.filter(
        (hit) =>
          hit.message_id === copy.message_id &&
          hit.recipient_idx === copy.idx &&
          hit.kind === kind &&
          hit.verdict === 'machine',
      ).length;
    const row = recipients.find((r) => r.message_id === copy.message_id && r.idx === copy.idx);
    const delivery = row?.delivery ?? 'unknown';
    const seen = of('open').find(({ inferred }) => !inferred);
    const proven = mine.some(({ kind }) => ['open', 'click', 'reply'].includes(kind));
    const machineOpens = machines('open');
    const machineClicks = machines('click');
    const out =
      copy.state === 'accepted' ||
      (copy.state === 'unclear' &&
        (proven ||
          machineOpens + machineClicks > 0 ||
          ['delivered', 'failed', 'complaint'].includes(delivery)));
    return {
      message: copy.message_id,
      idx: copy.idx,
      contact: copy.contact_id,
      reason: copy.reason,
      out,
      state: copy.state,
      delivery,
      at: out ? (copy.left_at ?? copy.tried_at) : null,
      image: copy.image,
      links: copy.links,
      opens: of('open').map(({ at }) => at),
      clicks: of('click').map(({ at, detail }) => ({ at, n: Number(detail['n']) })),
      replies: of('reply').map(({ at }) => at),
      machineOpens,
      machineClicks,
      deliveryAt: row?.delivery_at ?? null,
      unsubscribedAt: row?.unsubscribed_at ?? null,
      family: typeof seen?.detail['agentFamily'] === 'string' ? seen.detail['agentFamily'] : '',
    };
  });
}

type Is = (copy: HandCounted) => boolean;
const out: Is = (c) => c.out;
const arrived: Is = (c) => c.out && c.delivery !== 'failed';
const openable: Is = (c) => arrived(c) && c.image;
const clickable: Is = (c) => arrived(c) && c.links;

/** Who is behind each number. */
export const BEHIND: Record<ShownPeople, Is> = {
  sent: out,
  delivered: arrived,
  openable,
  opened: (c) => openable(c) && c.opens.length > 0,
  'no-open-seen': (c) => openable(c) && c.opens.length === 0,
  'not-openable': (c) => arrived(c) && !c.image,
  clickable,
  clicked: (c) => clickable(c) && c.clicks.length > 0,
  'not-clickable': (c) => arrived(c) && !c.links,
  replied: (c) => c.out && c.replies.length > 0,
  'not-replied': (c) => arrived(c) && c.replies.length === 0,
  bounced: (c) => c.out && c.delivery === 'failed',
  unsubscribed: (c) => c.out && c.unsubscribedAt !== null,
  complained: (c) => c.out && c.delivery === 'complaint',
  'machine-opened': (c) => c.out && c.machineOpens > 0,
  'machine-only': (c) => c.out && c.machineOpens > 0 && c.opens.length === 0,
  'machine-clicked': (c) => c.out && c.machineClicks > 0,
  'left-out': (c) => c.state === 'left-out',
  refused: (c) => c.state === 'refused',
  unclear: (c) => c.state === 'unclear' && !c.out,
  waiting: (c) => c.state === 'waiting' || c.state === 'trying',
};

const sum = (copies: readonly HandCounted[], of: (copy: HandCounted) => number): number =>
  copies.reduce((total, copy) => total + of(copy), 0);

export function numbersByHand(copies: readonly HandCounted[]): ReportNumbers {
  const count = (show: ShownPeople): number => copies.filter(BEHIND[show]).length;
  return {
    sent: count('sent'),
    bounced: count('bounced'),
    delivered: count('delivered'),
    openable: count('openable'),
    opened: count('opened'),
    opens: sum(copies.filter(openable), ({ opens }) => opens.length),
    clickable: count('clickable'),
    clicked: count('clicked'),
    clicks: sum(copies.filter(clickable), ({ clicks }) => clicks.length),
    replied: count('replied'),
    replies: sum(copies.filter(out), ({ replies }) => replies.length),
    unsubscribed: count('unsubscribed'),
    complained: count('complained'),
    machineOpened: count('machine-opened'),
    machineOnly: count('machine-only'),
    machineOpens: sum(copies.filter(out), ({ machineOpens }) => machineOpens),
    machineClicked: count('machine-clicked'),
    machineClicks: sum(copies.filter(out), ({ machineClicks }) => machineClicks),
  };
}

export const unsentByHand = (copies: readonly HandCounted[]): UnsentNumbers => ({
  waiting: copies.filter(BEHIND.waiting).length,
  leftOut: copies.filter(BEHIND['left-out']).length,
  refused: copies.filter(BEHIND.refused).length,
  unclear: copies.filter(BEHIND.unclear).length,
});

const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);
export function ratesByHand(copies: readonly HandCounted[]): ReportRates {
  const n = (show: ShownPeople): number => copies.filter(BEHIND[show]).length;
  return {
    open: share(n('opened'), n('openable')),
    click: share(n('clicked'), n('clickable')),
    reply: share(n('replied'), n('delivered')),
    bounce: share(n('bounced'), n('sent')),
    unsubscribe: share(n('unsubscribed'), n('delivered')),
    complaint: share(n('complained'), n('delivered')),
  };
}

/** Copies that left on these days of a zone, of these messages or of all. */
export function inSpan(
  copies: readonly HandCounted[],
  { from, to, zone, messages }: { from: string; to: string; zone: string; messages?: readonly string[] },
): HandCounted[] {
  const clock = clockIn(zone);
  return copies.filter(({ at, message }) => {
    if (at === null || (messages && !messages.includes(message))) return false;
    const { day } = clock(at);
    return day >= from && day <= to;
  });
}

/** When things first happened to copies, as names and times. */
export const momentsByHand = (copies: readonly HandCounted[]): Record<string, Date[]> => {
  const first = (of: readonly Date[]): Date[] => of.slice(0, 1);
  const times = (show: ShownPeople, of: (copy: HandCounted) => readonly Date[]): Date[] =>
    copies.filter(BEHIND[show]).flatMap((copy) => first(of(copy)));
  const at = (time: Date | null): Date[] => (time === null ? [] : [time]);
  return {
    sent: times('sent', (c) => at(c.at)),
    opened: times('opened', (c) => c.opens),
    clicked: times('clicked', (c) => c.clicks.map((click) => click.at)),
    replied: times('replied', (c) => c.replies),
    bounced: times('bounced', (c) => at(c.deliveryAt)),
    unsubscribed: times('unsubscribed', (c) => at(c.unsubscribedAt)),
  };
};

export function linksByHand(
  copies: readonly HandCounted[],
  links: readonly number[],
): { n: number; clicked: number; clicks: number }[] {
  const seen = copies.filter(clickable);
  return links.map((n) => ({
    n,
    clicked: seen.filter(({ clicks }) => clicks.some((click) => click.n === n)).length,
    clicks: sum(seen, ({ clicks }) => clicks.filter((click) => click.n === n).length),
  }));
}

export function programsByHand(copies: readonly HandCounted[]): Map<string, number> {
  const families = new Map<string, number>();
  for (const { family } of copies.filter(BEHIND.opened))
    families.set(family, (families.get(family) ?? 0) + 1);
  return families;
}
