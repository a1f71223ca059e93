import { sql, type Kysely } from 'kysely';
import type { LogRule } from '../../core/api/log-rules';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import { json, type Database } from '../store/schema';
import type { MailboxViewer } from './views';

/** L12: puts a rule into force for what is filed from then on; what was filed stays, and what was left too. */
export async function chooseLogRule(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  who: Pick<MailboxViewer, 'account' | 'user'>,
  mailbox: string,
  rule: LogRule,
): Promise<void> {
  await store.tx(async (trx) => {
    const changed = await trx
      .updateTable('mailboxes')
      .set({ log_rule: json(rule) })
      .where('account_id', '=', who.account)
      .where('id', '=', mailbox)
      .where(sql<boolean>`log_rule <> ${json(rule)}::jsonb`)
      .returning('id')
      .executeTakeFirst();
    if (!changed) return;
    await recordAudit(trx, who, clock.now(), 'mailbox.rule', { kind: 'mailbox', id: mailbox }, { ...rule });
  });
}

/** P7: whose mail lies in it: its owner's, and of a team's everybody's who is in the team. */
export async function isAmongIts(
  db: Kysely<Database>,
  { account, user }: Pick<MailboxViewer, 'account' | 'user'>,
  mailbox: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('mailboxes as m')
    .select('m.id')
    .where('m.account_id', '=', account)
    .where('m.id', '=', mailbox)
    .where((eb) =>
      eb.or([
        eb('m.owner_user_id', '=', user),
        eb.exists(
          eb
            .selectFrom('team_members as t')
            .select('t.user_id')
            .whereRef('t.account_id', '=', 'm.account_id')
            .whereRef('t.team_id', '=', 'm.team_id')
            .where('t.user_id', '=', user),
        ),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}
