import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ShownPeople } from '../../../core/api/reports';

/** Of copies `c`: it left, as the roll-ups have it (migrations/0049-marketing-reports.ts). */
export const OUT = sql<SqlBool>`copy_left(c.state, c.delivery,
  c.opens + c.clicks + c.replies + c.machine_opens + c.machine_clicks)`;
const ARRIVED = sql<SqlBool>`(${OUT} and c.delivery <> 'failed')`;

interface Shown {
  /** Of copies `c`: it is behind this number. */
  copies: RawBuilder<SqlBool>;
  /** Of sums over rows `n` of `marketing_counts`: how many there are. */
  count: RawBuilder<number>;
  /** The list tells what people opened or clicked, so who has withdrawn since stands in it without a name (P3, P6). */
  tellsHits?: true;
}

export const SHOWN: Record<ShownPeople, Shown> = {
  sent: { copies: OUT, count: sql`sum(n.sent)` },
  delivered: { copies: ARRIVED, count: sql`sum(n.sent - n.bounced)` },
  openable: { copies: sql`${ARRIVED} and c.image`, count: sql`sum(n.openable)` },
  opened: {
    copies: sql`${ARRIVED} and c.image and c.opens > 0`,
    count: sql`sum(n.opened)`,
    tellsHits: true,
  },
  'no-open-seen': {
    copies: sql`${ARRIVED} and c.image and c.opens = 0`,
    count: sql`sum(n.openable - n.opened)`,
    tellsHits: true,
  },
  'not-openable': {
    copies: sql`${ARRIVED} and not c.image`,
    count: sql`sum(n.sent - n.bounced - n.openable)`,
  },
  clickable: { copies: sql`${ARRIVED} and c.links`, count: sql`sum(n.clickable)` },
  clicked: {
    copies: sql`${ARRIVED} and c.links and c.clicks > 0`,
    count: sql`sum(n.clicked)`,
    tellsHits: true,
  },
  'not-clickable': {
    copies: sql`${ARRIVED} and not c.links`,
    count: sql`sum(n.sent - n.bounced - n.clickable)`,
  },
  replied: { copies: sql`${OUT} and c.replies > 0`, count: sql`sum(n.replied)` },
  // Who replied though a failure was reported is in neither.
  'not-replied': { copies: sql`${ARRIVED} and c.replies = 0`, count: sql`sum(n.sent - n.bounced)` },
  bounced: { copies: sql`${OUT} and c.delivery = 'failed'`, count: sql`sum(n.bounced)` },
  unsubscribed: {
    copies: sql`${OUT} and c.unsubscribed_at is not null`,
    count: sql`sum(n.unsubscribed)`,
  },
  complained: { copies: sql`${OUT} and c.complained_at is not null`, count: sql`sum(n.complained)` },
  'machine-opened': {
    copies: sql`${OUT} and c.machine_opens > 0`,
    count: sql`sum(n.machine_opened)`,
    tellsHits: true,
  },
  'machine-only': {
    copies: sql`${OUT} and c.machine_opens > 0 and c.opens = 0`,
    count: sql`sum(n.machine_only)`,
    tellsHits: true,
  },
  'machine-clicked': {
    copies: sql`${OUT} and c.machine_clicks > 0`,
    count: sql`sum(n.machine_clicked)`,
    tellsHits: true,
  },
  'left-out': { copies: sql`c.state = 'left-out'`, count: sql`sum(n.left_out)` },
  refused: { copies: sql`c.state = 'refused'`, count: sql`sum(n.refused)` },
  unclear: { copies: sql`c.state = 'unclear' and not ${OUT}`, count: sql`sum(n.unclear)` },
  waiting: { copies: sql`c.state in ('waiting', 'trying')`, count: sql`sum(n.waiting)` },
};
