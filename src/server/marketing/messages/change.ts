import type { Transaction } from 'kysely';
import { emptyContent, type Content } from '../../../core/marketing/content';
import { recordAudit } from '../../audit';
import { json, type Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import { lockMessage, messageOf, onlyDraft, type MarketingMessage } from './load';
import { keepVersion } from './versions';

export interface MarketingUser {
  account: number;
  user: number;
}

/** Makes a draft. Resolves to its id. */
export async function createMessage(
  trx: Transaction<Database>,
  who: MarketingUser,
  made: { name: string; content?: Content; settings?: Record<string, unknown>; lang?: string },
  now: Date,
): Promise<string> {
  const id = uuidV7(now);
  const content = made.content ?? emptyContent(made.lang ?? 'en');
  const settings = made.settings ?? {};
  await trx
    .insertInto('marketing_messages')
    .values({
      account_id: who.account,
      id,
      name: made.name,
      state: 'draft',
      content: json(content),
      settings: json(settings),
      created_by: who.user,
      updated_by: who.user,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await keepVersion(trx, who, { id, version: 1, content, settings }, now, true);
  await recordAudit(trx, who, now, 'marketing.create', { kind: 'marketing', id }, { name: made.name });
  return id;
}

/** Why a message was not changed: there is none, somebody changed it meanwhile, or it is no draft any more. */
export type ChangeRefusal = 'absent' | 'newer' | 'left';

export interface MessageChange {
  /** On which it builds; undefined: whatever stands (a name, or settings that nobody else sets). */
  version?: number | undefined;
  name?: string | undefined;
  content?: Content | undefined;
  /** In place of all that were: parsed by who gives them. */
  settings?: Record<string, unknown> | undefined;
}

/**
 * Changes a message where nobody has meanwhile. A name may change at any time; content and settings only of a draft.
 * `apart`: what is there now stays in the list of versions, whoever wrote it and however short ago.
 */
export async function changeMessage(
  trx: Transaction<Database>,
  who: MarketingUser,
  id: string,
  change: MessageChange,
  now: Date,
  apart = false,
): Promise<ChangeRefusal | MarketingMessage> {
  const message = await lockMessage(trx, who.account, id);
  if (!message) return 'absent';
  const rewritten = change.content !== undefined || change.settings !== undefined;
  if (rewritten && onlyDraft(message)) return 'left';
  if (change.version !== undefined && message.version !== change.version) return 'newer';
  const next = {
    id,
    version: message.version + (rewritten ? 1 : 0),
    content: change.content ?? message.content,
    settings: change.settings ?? message.settings,
  };
  const row = await trx
    .updateTable('marketing_messages')
    .set({
      ...(change.name !== undefined && { name: change.name }),
      version: next.version,
      content: json(next.content),
      settings: json(next.settings),
      updated_by: who.user,
      updated_at: now,
    })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const begun = rewritten && (await keepVersion(trx, who, next, now, apart));
  // A message saves itself all the while: on record is that somebody began to change it.
  if (begun || change.name !== undefined)
    await recordAudit(trx, who, now, 'marketing.change', { kind: 'marketing', id });
  return messageOf(row);
}

/** A draft with the content and settings of another message. Resolves to its id; undefined: there is no such message. */
export async function duplicateMessage(
  trx: Transaction<Database>,
  who: MarketingUser,
  id: string,
  name: string,
  now: Date,
): Promise<string | undefined> {
  const message = await lockMessage(trx, who.account, id);
  if (!message) return undefined;
  const { content, settings } = message;
  return createMessage(trx, who, { name, content, settings }, now);
}

/** Takes a message away, or (`removed` false) brings it back. What is being sent or waits to be stays. */
export async function removeMessage(
  trx: Transaction<Database>,
  who: MarketingUser,
  id: string,
  removed: boolean,
  now: Date,
): Promise<'absent' | 'under-way' | 'done'> {
  const row = await trx
    .selectFrom('marketing_messages')
    .select(['state', 'removed_at'])
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row || (removed && row.removed_at !== null)) return 'absent';
  if (removed && ['scheduled', 'sending', 'paused'].includes(row.state)) return 'under-way';
  if (!removed && row.removed_at === null) return 'done';
  await trx
    .updateTable('marketing_messages')
    .set({ removed_at: removed ? now : null, updated_by: who.user, updated_at: now })
    .where('account_id', '=', who.account)
    .where('id', '=', id)
    .execute();
  const action = removed ? 'marketing.remove' : 'marketing.restore';
  await recordAudit(trx, who, now, action, { kind: 'marketing', id });
  return 'done';
}
