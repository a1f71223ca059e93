import type { AuditPage } from '../core/api/audit';
import { list } from './format';
import { texts } from './texts';

type Line = Pick<AuditPage['lines'][number], 'action' | 'detail'>;
type Words = Readonly<Record<string, string>>;

const wordOf = (words: Words, key: string): string | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

/** What was done, in the reader's language; of an action that this version does not know, its name. */
export const auditAction = ({ action }: Line): string =>
  wordOf(texts.audit.actions, action) ?? action.replace('.', ': ').replaceAll('-', ' ');

/** The details of a line: names and values that are ours are said, what people wrote and ids stay as they are. */
export function auditDetail({ action, detail }: Line): string {
  return Object.entries(detail)
    .map(([key, value]) => `${wordOf(texts.audit.names, key) ?? key}: ${valueWords(action, key, value)}`)
    .join(', ');
}

/** What the same word is called depends on what it is of: `from: 'team'` of a mail is who saw it. */
function wordsFor(action: string, key: string): Words {
  const changed = key === 'from' || key === 'to';
  if (key === 'role' || (changed && action === 'user.role')) return texts.users.roles;
  if (key === 'seat' || (changed && action === 'user.seat')) return texts.users.seats;
  if (key === 'visibility' || (changed && action === 'message.visibility'))
    return texts.settings.visibilities;
  if (key === 'basis' || key === 'writtenToBasis') return texts.contact.bases;
  return FREE.has(key) ? {} : texts.audit.values;
}

/** What somebody wrote, which may happen to be a word of ours. */
const FREE: ReadonlySet<string> = new Set(['name', 'host', 'fields']);

function valueWords(action: string, key: string, value: unknown): string {
  if (Array.isArray(value)) return list(value.map((one) => valueWords(action, key, one)));
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return wordOf(wordsFor(action, key), text) ?? text;
}
