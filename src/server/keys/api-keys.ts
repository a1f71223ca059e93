import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { ApiKeyView, NewApiKey } from '../../core/api/api-keys';
import { recordAudit } from '../audit';
import type { Services } from '../services';
import type { Database, Role, Seat } from '../store/schema';
import { uuidV7 } from '../store/uuid-v7';

const DAY_MS = 86_400_000;
const FORM = /^mt_(\d{1,15})_([\w-]{43})$/;
/** Of the secret: enough to tell one's keys apart, too little to guess the rest. */
const SHOWN = 4;
const ROLES: readonly Role[] = ['member', 'marketer', 'admin'];

/** The lesser of two roles: a key may what it was made for and its owner still may. */
export const lesserRole = (a: Role, b: Role): Role => (ROLES.indexOf(a) <= ROLES.indexOf(b) ? a : b);

/** Random throughout, so that a plain hash keeps it: there is nothing to guess from. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export const isApiKey = (text: string): boolean => text.startsWith('mt_');

/** Whom a key stands for. */
export interface KeyHolder {
  account: number;
  key: { id: string; kind: 'personal' | 'account'; access: 'read' | 'write' };
  role: Role;
  until: Date;
  /** Whose key it is; absent: the account's. */
  user?: { id: number; name: string; email: string; oid: string; seat: Seat };
}

/** Undefined: unknown, ended, revoked, or of somebody who is disabled; who asks learns not which. */
export async function holderOf(
  db: Kysely<Database>,
  text: string,
  now: Date,
): Promise<KeyHolder | undefined> {
  const [, account = '', secret = ''] = FORM.exec(text) ?? [];
  if (secret === '') return undefined;
  const row = await db
    .selectFrom('api_keys as k')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'k.account_id').onRef('u.id', '=', 'k.user_id'),
    )
    .select([
      'k.id',
      'k.user_id',
      'k.role',
      'k.access',
      'k.expires_at',
      'u.name',
      'u.email',
      'u.oid',
      'u.seat',
      'u.status',
      'u.role as user_role',
    ])
    .where('k.account_id', '=', Number(account))
    .where('k.hash', '=', hashOf(secret))
    .where('k.expires_at', '>', now)
    .where('k.revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const key = {
    id: row.id,
    kind: row.user_id === null ? 'account' : 'personal',
    access: row.access,
  } as const;
  const holder = { account: Number(account), key, until: row.expires_at };
  if (row.user_id === null) return { ...holder, role: row.role };
  const { name, email, oid, seat, user_role: role } = row;
  if (
    row.status !== 'active' ||
    name === null ||
    email === null ||
    oid === null ||
    seat === null ||
    role === null
  )
    return undefined;
  return { ...holder, role: lesserRole(row.role, role), user: { id: row.user_id, name, email, oid, seat } };
}

/** Makes a key; its letters are in the answer and nowhere else. The role is the maker's at most. */
export async function makeKey(
  trx: Transaction<Database>,
  who: { account: number; user: number; role: Role },
  wanted: NewApiKey,
  now: Date,
): Promise<{ id: string; secret: string }> {
  const id = uuidV7(now);
  const letters = randomBytes(32).toString('base64url');
  const role = lesserRole(wanted.role, who.role);
  await trx
    .insertInto('api_keys')
    .values({
      account_id: who.account,
      id,
      user_id: wanted.kind === 'account' ? null : who.user,
      made_by: who.user,
      name: wanted.name,
      hash: hashOf(letters),
      shown: `mt_${who.account}_${letters.slice(0, SHOWN)}…`,
      role,
      access: wanted.access,
      created_at: now,
      expires_at: new Date(now.getTime() + wanted.days * DAY_MS),
    })
    .execute();
  await recordAudit(
    trx,
    who,
    now,
    'api-key.make',
    { kind: 'api-key', id },
    {
      keyKind: wanted.kind,
      role,
      access: wanted.access,
      days: wanted.days,
    },
  );
  return { id, secret: `mt_${who.account}_${letters}` };
}

/** One's own; `all`: everybody's and the account's. Newest first, revoked ones last. */
export async function keyViews(
  db: Kysely<Database>,
  who: { account: number; user: number },
  all: boolean,
): Promise<ApiKeyView[]> {
  let query = db
    .selectFrom('api_keys as k')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'k.account_id').onRef('u.id', '=', 'k.made_by'),
    )
    .selectAll('k')
    .select('u.name as maker')
    .where('k.account_id', '=', who.account)
    .orderBy('k.id', 'desc');
  if (!all) query = query.where('k.user_id', '=', who.user);
  const rows = await query.execute();
  return rows
    .map((row): ApiKeyView => ({
      id: row.id,
      kind: row.user_id === null ? 'account' : 'personal',
      name: row.name,
      shown: row.shown,
      role: row.role,
      access: row.access,
      madeBy: { id: row.made_by, name: row.maker ?? '' },
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      ...(row.last_used_at && { lastUsedAt: row.last_used_at.toISOString() }),
      ...(row.revoked_at && { revokedAt: row.revoked_at.toISOString() }),
    }))
    .sort((a, b) => Number(a.revokedAt !== undefined) - Number(b.revokedAt !== undefined));
}

/** From the next request on. False: there is none among those that this person may revoke. */
export async function revokeKey(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  id: string,
  all: boolean,
  now: Date,
): Promise<boolean> {
  let query = trx
    .updateTable('api_keys')
    .set({ revoked_at: now, revoked_by: who.user })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('revoked_at', 'is', null);
  if (!all) query = query.where('user_id', '=', who.user);
  const gone = await query.returning('id').executeTakeFirst();
  if (!gone) return false;
  await recordAudit(trx, who, now, 'api-key.revoke', { kind: 'api-key', id });
  return true;
}

/** How long a revocation can be taken back, by whoever made it. */
const RESTORE_MS = 10 * 60_000;

/** False: it was not this person who revoked it, or too long ago. */
export async function restoreKey(
  trx: Transaction<Database>,
  who: { account: number; user: number },
  id: string,
  now: Date,
): Promise<boolean> {
  const back = await trx
    .updateTable('api_keys')
    .set({ revoked_at: null, revoked_by: null })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .where('revoked_by', '=', who.user)
    .where('revoked_at', '>', new Date(now.getTime() - RESTORE_MS))
    .returning('id')
    .executeTakeFirst();
  if (!back) return false;
  await recordAudit(trx, who, now, 'api-key.restore', { kind: 'api-key', id });
  return true;
}

const USED_EVERY_MS = 60_000;

/** Notes when a key was last used, to the minute: a busy program writes no row with every request. */
export function makeUseNote(services: Pick<Services, 'store' | 'clock' | 'log'>) {
  const noted = new Map<string, number>();
  return async ({ account, key }: Pick<KeyHolder, 'account' | 'key'>): Promise<void> => {
    const now = services.clock.now();
    if (now.getTime() - (noted.get(key.id) ?? -Infinity) < USED_EVERY_MS) return;
    noted.set(key.id, now.getTime());
    try {
      await services.store.db
        .updateTable('api_keys')
        .set({ last_used_at: now })
        .where('account_id', '=', account)
        .where('id', '=', key.id)
        .execute();
    } catch (error) {
      noted.delete(key.id);
      services.log.warn({ err: error }, 'The last use of a key could not be noted');
    }
  };
}
