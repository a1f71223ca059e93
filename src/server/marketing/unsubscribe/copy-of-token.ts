import type { Kysely } from 'kysely';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import { verifyImageToken, type VerifiedToken } from '../../tracking/ticket-keys';

/** The copy of a marketing message that a token stands for, and whom it went to. */
export interface TokenCopy {
  account: number;
  company: string;
  message: string;
  recipient: number;
  /** Folded. */
  address: string;
  contact: string | null;
  subject: string;
  test: boolean;
  /** The kind of mail that it is, where it is one. */
  kind: { id: string; name: string } | undefined;
}

/**
 * Undefined: the token is not one of ours for this host, of no marketing message, or its recipient was erased. `host`: the
 * request's.
 */
export async function copyOfToken(
  db: Kysely<Database>,
  { secrets }: Pick<Services, 'secrets'>,
  text: string,
  host: string,
): Promise<TokenCopy | undefined> {
  const token = verifyImageToken(text, secrets.master, host);
  return token.ok ? copyOfVerified(db, token) : undefined;
}

/** `copyOfToken` of a token whose tag is checked. */
export async function copyOfVerified(
  db: Kysely<Database>,
  token: Pick<VerifiedToken, 'account' | 'index' | 'messageKey'>,
): Promise<TokenCopy | undefined> {
  if (token.index === 0) return undefined;
  const row = await db
    .selectFrom('messages as m')
    .innerJoin('message_recipients as r', (join) =>
      join
        .onRef('r.account_id', '=', 'm.account_id')
        .onRef('r.message_id', '=', 'm.id')
        .on('r.idx', '=', token.index),
    )
    .innerJoin('marketing_sends as s', (join) =>
      join.onRef('s.account_id', '=', 'm.account_id').onRef('s.message_id', '=', 'm.id'),
    )
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['m.id', 'm.subject', 'r.address', 'r.contact_id', 's.settings', 's.kind', 'a.name'])
    .where('m.account_id', '=', token.account)
    .where('m.token_key', '=', token.messageKey)
    .where('m.kind', '=', 'marketing')
    .executeTakeFirst();
  if (!row || row.address.endsWith('@erased.invalid')) return undefined;
  return {
    account: token.account,
    company: row.name,
    message: row.id,
    recipient: token.index,
    address: row.address,
    contact: row.contact_id,
    subject: row.subject,
    test: row.kind === 'test',
    kind: await kindOf(db, token.account, row.settings),
  };
}

async function kindOf(db: Kysely<Database>, account: number, settings: unknown): Promise<TokenCopy['kind']> {
  const id: unknown =
    typeof settings === 'object' && settings !== null ? Reflect.get(settings, 'mailKind') : undefined;
  if (typeof id !== 'string') return undefined;
  return db
    .selectFrom('mail_kinds')
    .select(['id', 'name'])
    .where('account_id', '=', account)
    .where('id', '=', id)
    .executeTakeFirst();
}
