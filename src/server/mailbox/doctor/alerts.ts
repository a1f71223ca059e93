import type { Kysely, Transaction } from 'kysely';
import { Finding } from '../../../core/api/mailboxes';
import { recordEvents, type NewEvent } from '../../events';
import type { Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';

/** What passes within so short a time wakes nobody. */
export const PASSING_MS = 2 * 60_000;
/** These do not pass by themselves: they are told at once. */
const LASTING: readonly Finding['kind'][] = [
  'not-allowed',
  'owner-disabled',
  'unavailable',
  'gap',
  'quiet',
  'secret',
  'tracking-domain',
];

export interface Subject {
  account: number;
  /** Null: the server's own access. */
  mailbox: { id: string; address: string; owner: number | null } | null;
}

interface Standing {
  id: string;
  kind: string;
  since: Date;
  toldAt: Date | null;
  /** As it was found last. */
  finding: Finding;
}

export interface AlertSteps {
  open: Finding[];
  tell: { alert: Standing; finding: Finding }[];
  /** Told already; what is said of them has changed since. */
  reword: { alert: Standing; finding: Finding }[];
  end: Standing[];
  /** Something waits to be told. */
  again?: Date;
}

/** A warning has become an error, or one more thing has failed: that is told again. */
const isWorse = ({ alert, finding }: { alert: Standing; finding: Finding }): boolean =>
  (alert.finding.level === 'warning' && finding.level === 'error') ||
  (finding.of ?? []).some((one) => !(alert.finding.of ?? []).includes(one));

/** What becomes of the alerts of one mailbox, from what stands and what is found now. Pure. */
export function alertSteps(standing: readonly Standing[], found: readonly Finding[], now: Date): AlertSteps {
  const open = found.filter(({ kind }) => !standing.some((alert) => alert.kind === kind));
  const still = standing.flatMap((alert) => {
    const finding = found.find(({ kind }) => kind === alert.kind);
    return finding ? [{ alert, finding }] : [];
  });
  const untold = still.filter(({ alert }) => alert.toldAt === null);
  const told = still.filter(({ alert }) => alert.toldAt !== null);
  const isDue = ({ alert, finding }: (typeof still)[number]): boolean =>
    LASTING.includes(finding.kind) || now.getTime() - alert.since.getTime() >= PASSING_MS;
  const waits = [
    ...open.filter(({ kind }) => !LASTING.includes(kind)).map(() => now.getTime()),
    ...untold.filter((one) => !isDue(one)).map(({ alert }) => alert.since.getTime()),
  ];
  return {
    open,
    tell: [...untold.filter(isDue), ...told.filter(isWorse)],
    reword: told.filter((one) => !isWorse(one) && one.finding.what !== one.alert.finding.what),
    end: standing.filter(({ kind }) => !found.some((finding) => finding.kind === kind)),
    ...(waits.length > 0 && { again: new Date(Math.min(...waits) + PASSING_MS) }),
  };
}

/**
 * Brings the alerts of a mailbox level with what is found, and tells owner and administrators in their feeds and by
 * notification: once when it begins and when it gets worse, quietly when it has ended. Resolves to when to look again.
 */
export async function settleAlerts(
  trx: Transaction<Database>,
  subject: Subject,
  found: readonly Finding[],
  now: Date,
): Promise<Date | undefined> {
  const rows = await trx
    .selectFrom('mailbox_alerts')
    .select(['id', 'kind', 'since', 'told_at', 'note'])
    .where('account_id', '=', subject.account)
    .where('ended_at', 'is', null)
    .where((eb) =>
      subject.mailbox === null ? eb('mailbox_id', 'is', null) : eb('mailbox_id', '=', subject.mailbox.id),
    )
    .forUpdate()
    .execute();
  const standing = rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, since: row.since, toldAt: row.told_at },
    finding: findingOf(row.note),
  }));
  const steps = alertSteps(standing, found, now);
  const events: NewEvent[] = [];
  const everybody =
    steps.open.length + steps.tell.length + steps.end.length > 0 ? await toldPeople(trx, subject) : [];
  const telling = (alert: string, note: string, what: keyof typeof CAUSES): NewEvent[] =>
    everybody.map((user) => ({
      account: subject.account,
      kind: 'mailbox',
      at: now,
      recordedAt: now,
      user,
      cause: `${CAUSES[what]}:${alert}:${user}${what === 'worse' ? `:${now.getTime()}` : ''}`,
      detail: {
        note,
        ...(subject.mailbox && { mailbox: { id: subject.mailbox.id, address: subject.mailbox.address } }),
        ...(what === 'ended' && { ended: true }),
      },
      notify: what !== 'ended',
    }));

  for (const finding of steps.open) {
    const id = uuidV7(now);
    const atOnce = LASTING.includes(finding.kind);
    await trx
      .insertInto('mailbox_alerts')
      .values({
        account_id: subject.account,
        id,
        mailbox_id: subject.mailbox?.id ?? null,
        kind: finding.kind,
        note: JSON.stringify(finding),
        since: now,
        told_at: atOnce ? now : null,
        ended_at: null,
      })
      .execute();
    if (atOnce) events.push(...telling(id, finding.what, 'begins'));
  }
  const mine = trx.updateTable('mailbox_alerts').where('account_id', '=', subject.account);
  for (const { alert, finding } of steps.tell) {
    await mine
      .where('id', '=', alert.id)
      .set({ told_at: now, note: JSON.stringify(finding) })
      .execute();
    events.push(...telling(alert.id, finding.what, alert.toldAt === null ? 'begins' : 'worse'));
  }
  for (const { alert, finding } of steps.reword) {
    await mine
      .where('id', '=', alert.id)
      .set({ note: JSON.stringify(finding) })
      .execute();
  }
  for (const alert of steps.end) {
    await mine.where('id', '=', alert.id).set({ ended_at: now }).execute();
    if (alert.toldAt !== null) events.push(...telling(alert.id, ENDED, 'ended'));
  }
  await recordEvents(trx, events);
  return steps.again;
}

const CAUSES = { begins: 'alert', worse: 'alert-worse', ended: 'alert-end' } as const;
const ENDED = 'It is well again: what came meanwhile has been looked at.';

/** S4: the owner, or the team, and every administrator. */
async function toldPeople(trx: Transaction<Database>, { account, mailbox }: Subject): Promise<number[]> {
  const rows = await trx
    .selectFrom('users as u')
    .select('u.id')
    .where('u.account_id', '=', account)
    .where('u.status', '=', 'active')
    .where((eb) =>
      eb.or([
        eb('u.role', '=', 'admin'),
        ...(mailbox?.owner == null ? [] : [eb('u.id', '=', mailbox.owner)]),
        ...(mailbox === null || mailbox.owner !== null
          ? []
          : [
              eb.exists(
                eb
                  .selectFrom('team_members as t')
                  .innerJoin('mailboxes as m', (join) =>
                    join.onRef('m.account_id', '=', 't.account_id').onRef('m.team_id', '=', 't.team_id'),
                  )
                  .select('t.user_id')
                  .whereRef('t.account_id', '=', 'u.account_id')
                  .whereRef('t.user_id', '=', 'u.id')
                  .where('m.id', '=', mailbox.id),
              ),
            ]),
      ]),
    )
    .orderBy('u.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What an alert says. */
export const findingOf = (note: string): Finding => Finding.parse(JSON.parse(note));

/** Alerts that stand and were told: of these mailboxes, and of the server's own access if `server`. */
export async function toldAlerts(
  db: Kysely<Database>,
  account: number,
  of: { mailboxes: readonly string[]; server: boolean },
): Promise<{ id: string; mailbox: string | null; since: Date; finding: Finding }[]> {
  const rows = await db
    .selectFrom('mailbox_alerts')
    .select(['id', 'mailbox_id', 'since', 'note'])
    .where('account_id', '=', account)
    .where('ended_at', 'is', null)
    .where('told_at', 'is not', null)
    .where((eb) =>
      eb.or([
        ...(of.server ? [eb('mailbox_id', 'is', null)] : []),
        ...(of.mailboxes.length > 0 ? [eb('mailbox_id', 'in', of.mailboxes)] : []),
        eb.lit(false),
      ]),
    )
    .orderBy('since')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    mailbox: row.mailbox_id,
    since: row.since,
    finding: findingOf(row.note),
  }));
}
