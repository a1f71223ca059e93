import type { Kysely } from 'kysely';
import type { Sending, SendingMailbox } from '../../core/api/sending';
import type { Database } from '../store/schema';

/** Where a browser asks Microsoft for the right to send (http/mailbox-consent-routes.ts). */
const CONSENT_PATH = '/auth/mailbox';

interface Sender {
  account: number;
  user: number;
}

/** A mailbox as far as sending from it goes. */
export interface SendingPlace {
  id: string;
  kind: 'personal' | 'team';
  address: string;
  aliases: string[];
  owner: number | null;
  graphUser: string;
  team: string | null;
}

/**
 * The mailboxes that a person may send from: their own, and those of their teams (A9). Whether it is watched does not
 * matter, only that it is still connected: where it is not, nothing would find what was sent.
 */
export async function sendingPlaces(db: Kysely<Database>, who: Sender): Promise<SendingPlace[]> {
  const rows = await db
    .selectFrom('mailboxes as m')
    .leftJoin('teams as t', (join) =>
      join.onRef('t.account_id', '=', 'm.account_id').onRef('t.id', '=', 'm.team_id'),
    )
    .select(['m.id', 'm.kind', 'm.address', 'm.aliases', 'm.owner_user_id', 'm.graph_user', 't.name as team'])
    .where('m.account_id', '=', who.account)
    .where('m.state', 'not in', ['disconnected', 'paused'])
    .where((eb) =>
      eb.or([
        eb('m.owner_user_id', '=', who.user),
        eb.exists(
          eb
            .selectFrom('team_members as tm')
            .select('tm.user_id')
            .whereRef('tm.account_id', '=', 'm.account_id')
            .whereRef('tm.team_id', '=', 'm.team_id')
            .where('tm.user_id', '=', who.user),
        ),
      ]),
    )
    .orderBy('m.kind')
    .orderBy('m.address')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    address: row.address,
    aliases: row.aliases,
    owner: row.owner_user_id,
    graphUser: row.graph_user,
    team: row.team,
  }));
}

/** A10: where one may send from, and what is still to be asked of Microsoft for it. */
export async function sendingOf(db: Kysely<Database>, who: Sender): Promise<Sending> {
  const [places, consents, me] = await Promise.all([
    sendingPlaces(db, who),
    db
      .selectFrom('mailbox_consents')
      .select('purpose')
      .where('account_id', '=', who.account)
      .where('user_id', '=', who.user)
      .execute(),
    db
      .selectFrom('users')
      .select('name')
      .where('account_id', '=', who.account)
      .where('id', '=', who.user)
      .executeTakeFirstOrThrow(),
  ]);
  const given = consents.some(({ purpose }) => purpose !== 'read');
  const files = consents.some(({ purpose }) => purpose === 'files');
  return {
    mailboxes: places.map((place): SendingMailbox => ({
      id: place.id,
      address: place.address,
      name: place.team ?? me.name,
      kind: place.kind,
      right: place.kind === 'team' ? 'company' : given ? 'given' : 'ask',
      largeFiles: place.kind === 'team' || files,
    })),
    consentUrl: `${CONSENT_PATH}?for=send`,
  };
}

/** By which of an owner's consents a small mail is sent: that for large files allows it too. */
export async function rightToSend(
  db: Kysely<Database>,
  mailbox: { account: number; owner: number | null },
): Promise<'send' | 'files'> {
  if (mailbox.owner === null) return 'send';
  const row = await db
    .selectFrom('mailbox_consents')
    .select('purpose')
    .where('account_id', '=', mailbox.account)
    .where('user_id', '=', mailbox.owner)
    .where('purpose', '=', 'send')
    .executeTakeFirst();
  return row ? 'send' : 'files';
}
