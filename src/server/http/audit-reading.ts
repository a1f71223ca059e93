import { sql } from 'kysely';
import type { AuditAction } from '../../core/api/audit';
import { recordAudit } from '../audit';
import { ownMessage } from '../crm/visibility';
import type { Services } from '../services';
import type { SignedIn } from './sign-in';

/** Screens load themselves anew as news comes in: within this time the same preview is the same look. */
const ONE_LOOK_MS = 10 * 60_000;
const LOOKS_HELD = 20_000;

/** When whom was shown what, `account user message`; per process. */
const looks = new WeakMap<Services['store'], Map<string, number>>();

function looksOf({ store }: Services): Map<string, number> {
  const known = looks.get(store) ?? new Map<string, number>();
  looks.set(store, known);
  return known;
}

/** P7: what an administrator opens of others' mail is on record. */
export async function auditReading(
  services: Services,
  who: SignedIn,
  message: string,
  action: 'message.read' | 'attachment.read',
): Promise<void> {
  if (who.role !== 'admin') return;
  const [others] = await othersAmong(services, who, [message]);
  if (others !== undefined) await note(services, who, action, [message]);
}

/** The same of messages of which an answer shows the beginning: one line for all of them, once in ten minutes. */
export async function auditPreviews(
  services: Services,
  who: SignedIn,
  messages: readonly string[],
): Promise<void> {
  if (who.role !== 'admin') return;
  const seen = looksOf(services);
  const now = services.clock.now().getTime();
  const lookOf = (id: string): string => `${who.account} ${who.user} ${id}`;
  const fresh = messages.filter((id) => now - (seen.get(lookOf(id)) ?? -Infinity) >= ONE_LOOK_MS);
  if (fresh.length === 0) return;
  const others = await othersAmong(services, who, fresh);
  if (others.length > 0) await note(services, who, 'message.preview', others);
  if (seen.size > LOOKS_HELD) seen.clear();
  for (const id of fresh) seen.set(lookOf(id), now);
}

async function othersAmong(
  { store }: Services,
  who: SignedIn,
  messages: readonly string[],
): Promise<string[]> {
  const rows = await store.db
    .selectFrom('messages')
    .select('messages.id')
    .where('messages.account_id', '=', who.account)
    .where('messages.id', 'in', [...messages])
    .where(sql<boolean>`${ownMessage(who)} is not true`)
    .execute();
  return rows.map(({ id }) => id);
}

async function note(
  { store, clock }: Services,
  who: SignedIn,
  action: AuditAction,
  [first = '', ...more]: readonly string[],
): Promise<void> {
  const detail = more.length > 0 ? { messages: [first, ...more] } : {};
  await store.tx((trx) => recordAudit(trx, who, clock.now(), action, { kind: 'message', id: first }, detail));
}
