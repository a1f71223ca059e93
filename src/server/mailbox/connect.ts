import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { uuidV7 } from '../store/uuid-v7';
import { recordAudit } from '../audit';
import { foldAddress } from '../crm/contacts';
import { enqueue } from '../jobs';
import type { Services } from '../services';
import { json, type Database, type LogRule } from '../store/schema';
import { forgetConsent } from './access/owner-consent';
import { FOREVER, SUBSCRIBE } from './job-types';
import { DEFAULT_RULE } from './mailboxes';
import { retryProblems } from './problems';

type Parts = Pick<Services, 'store' | 'clock'>;
interface Actor {
  account: number;
  user: number;
}

export interface ConnectOptions {
  /** L12, chosen at connect; absent: what stood before, else the default. */
  rule?: LogRule;
  access?: 'application' | 'delegated' | 'pane';
}

/** R1: a person's own mailbox is connected by that person and nobody else, a team's as a team's. */
export class MailboxTaken extends Error {
  override readonly name = 'MailboxTaken';
  constructor() {
    super('This mailbox is somebody else’s to connect');
  }
}

/** Those who are to see a team's mailbox, and have never signed in. */
export class UnknownMembers extends Error {
  override readonly name = 'UnknownMembers';
  constructor(readonly addresses: readonly string[]) {
    super('Not everybody named is a user');
  }
}

/**
 * R1: connects a user's own mailbox, or takes up one again that had been lost: its earlier connection time stands, so
 * that the gap is closed and nothing counts twice (S5). The watch itself is a job's. Returns the mailbox id.
 */
export async function connectMailbox(
  services: Parts,
  who: Actor,
  options: ConnectOptions = {},
): Promise<string> {
  return services.store.tx(async (trx) => {
    const user = await trx
      .selectFrom('users')
      .select(['oid', 'email'])
      .where('account_id', '=', who.account)
      .where('id', '=', who.user)
      .executeTakeFirstOrThrow();
    return putMailbox(trx, who, services.clock.now(), {
      kind: 'personal',
      owner: who.user,
      team: null,
      graphUser: user.oid,
      address: foldAddress(user.email),
      ...options,
    });
  });
}

export interface TeamMailbox {
  address: string;
  /** Entra's id of it, or its address where the directory may not be read. */
  graphUser: string;
  team: string;
  /** Addresses of users who see it. */
  members: readonly string[];
  rule?: LogRule;
}

/**
 * Connects a team's mailbox by the application's permission; its team is made when there is none of that name. Throws
 * `MailboxTaken` where it is a person's, `UnknownMembers` where one of the members is no user.
 */
export async function connectTeamMailbox(services: Parts, who: Actor, box: TeamMailbox): Promise<string> {
  return services.store.tx(async (trx) => {
    await refusePersons(trx, who.account, box);
    const team = await teamCalled(trx, who, box);
    return putMailbox(trx, who, services.clock.now(), {
      kind: 'team',
      owner: null,
      team,
      graphUser: box.graphUser,
      address: foldAddress(box.address),
      access: 'application',
      ...(box.rule && { rule: box.rule }),
    });
  });
}

/** Throws `MailboxTaken` where it is the mailbox of a user. */
export async function refusePersons(
  db: Kysely<Database>,
  account: number,
  box: Pick<TeamMailbox, 'address' | 'graphUser'>,
): Promise<void> {
  const person = await db
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', account)
    .where((eb) =>
      eb.or([eb('email', '=', foldAddress(box.address)), eb('oid', '=', box.graphUser.toLowerCase())]),
    )
    .executeTakeFirst();
  if (person) throw new MailboxTaken();
}

async function teamCalled(trx: Transaction<Database>, who: Actor, box: TeamMailbox): Promise<string> {
  const known = await trx
    .selectFrom('teams')
    .select('id')
    .where('account_id', '=', who.account)
    .where('name', '=', box.team)
    .executeTakeFirst();
  const id = known?.id ?? randomUUID();
  if (!known) {
    await trx.insertInto('teams').values({ account_id: who.account, id, name: box.team }).execute();
  }
  const wanted = [...new Set(box.members.map(foldAddress))];
  const members = await trx
    .selectFrom('users')
    .select(['id', 'email'])
    .where('account_id', '=', who.account)
    .where((eb) =>
      eb.or([eb('id', '=', who.user), ...(wanted.length > 0 ? [eb('email', 'in', wanted)] : [])]),
    )
    .execute();
  const unknown = wanted.filter((address) => !members.some(({ email }) => foldAddress(email) === address));
  if (unknown.length > 0) throw new UnknownMembers(unknown);
  await trx
    .insertInto('team_members')
    .values(members.map((member) => ({ account_id: who.account, team_id: id, user_id: member.id })))
    .onConflict((c) => c.doNothing())
    .execute();
  return id;
}

interface Put extends ConnectOptions {
  kind: 'personal' | 'team';
  owner: number | null;
  team: string | null;
  graphUser: string;
  address: string;
}

async function putMailbox(trx: Transaction<Database>, who: Actor, now: Date, box: Put): Promise<string> {
  const before = await trx
    .selectFrom('mailboxes')
    .select(['id', 'state', 'access', 'kind', 'owner_user_id'])
    .where('account_id', '=', who.account)
    .where((eb) => eb.or([eb('graph_user', '=', box.graphUser), eb('address', '=', box.address)]))
    .executeTakeFirst();
  // One whose owner is gone may be taken over by nobody here either: records are handed over, not mailboxes.
  if (before && (before.kind !== box.kind || before.owner_user_id !== box.owner)) throw new MailboxTaken();
  const id = before?.id ?? uuidV7(now);
  const access = box.access ?? before?.access ?? 'application';
  if (before) {
    const rule = box.rule === undefined ? {} : { log_rule: json(box.rule) };
    const stands = before.state === 'watching' && before.access === access;
    await trx
      .updateTable('mailboxes')
      .set({
        ...rule,
        access,
        kind: box.kind,
        owner_user_id: box.owner,
        team_id: box.team,
        ...(!stands && { state: 'connecting', state_reason: null }),
      })
      .where('account_id', '=', who.account)
      .where('id', '=', id)
      .execute();
    if (before.access === 'pane' && access !== 'pane') {
      await retryProblems(trx, { account: who.account, id }, now);
    }
    if (before.access === 'delegated' && access !== 'delegated' && box.owner !== null) {
      await forgetConsent(trx, { account: who.account, user: box.owner });
    }
    if (stands) {
      const named = { kind: 'mailbox', id };
      if (box.rule) await recordAudit(trx, who, now, 'mailbox.rule', named, { ...box.rule });
      return id;
    }
  } else {
    await trx
      .insertInto('mailboxes')
      .values({
        account_id: who.account,
        id,
        kind: box.kind,
        owner_user_id: box.owner,
        team_id: box.team,
        address: box.address,
        aliases: json([]),
        graph_user: box.graphUser,
        access,
        state: 'connecting',
        state_reason: null,
        log_rule: json(box.rule ?? DEFAULT_RULE),
        connected_at: now,
        watermark: now,
        subscription_id: null,
        subscription_expires_at: null,
        last_notification_at: null,
        last_sync_at: null,
      })
      .execute();
  }
  if (access !== 'pane') {
    await enqueue(trx, { account: who.account, type: SUBSCRIBE, key: id, maxAttempts: FOREVER });
  }
  await recordAudit(trx, who, now, 'mailbox.connect', { kind: 'mailbox', id }, { access, kind: box.kind });
  return id;
}
