import type { Kysely } from 'kysely';
import { isNeverLogged } from '../../crm/contacts-to-make';
import { erasedAmong } from '../../privacy/erased-addresses';
import type { Services } from '../../services';
import type { Database } from '../../store/schema';
import type { WatchedMailbox } from '../mailboxes';
import type { FetchedMail } from './fetched-mail';

/** L4: why a mail is not filed, whatever else speaks for it. */
export type Withheld = 'private' | 'encrypted' | 'never-logged';

type Shape = Pick<FetchedMail, 'mail' | 'files' | 'sensitivity'>;

/** L4 without the never-log list: what the mail says of itself. */
export function withheldByItself({ mail, files, sensitivity }: Shape): 'private' | 'encrypted' | undefined {
  const header = (name: string): string =>
    mail.headers
      .find((h) => h.name.toLowerCase() === name)
      ?.value.trim()
      .toLowerCase() ?? '';
  // PidTagSensitivity 2; "personal" and "company-confidential" are not private.
  if (sensitivity === '2' || header('sensitivity') === 'private') return 'private';
  const type = (mail.contentType ?? '').toLowerCase();
  // A clear-signed mail (multipart/signed) can be read by all; an opaque one cannot be told from an encrypted one.
  const encrypted =
    /^(?:application\/(?:x-)?pkcs7-mime|multipart\/encrypted)\b/.test(type) ||
    /^ipm\.note\.(?:smime|secure|rpmsg.*)$/i.test(mail.messageClass ?? '') ||
    header('content-class') === 'rpmsg.message' ||
    files.some(
      (f) => f.contentType === 'application/x-microsoft-rpmsg-message' || /\.rpmsg$/i.test(f.filename ?? ''),
    );
  return encrypted ? 'encrypted' : undefined;
}

/** L4: one listed person among many blocks the whole mail. */
export async function withheld(
  db: Kysely<Database>,
  mailbox: WatchedMailbox,
  fetched: Shape,
  people: readonly string[],
  secrets: Services['secrets'],
): Promise<Withheld | undefined> {
  const itself = withheldByItself(fetched);
  if (itself) return itself;
  for (const address of new Set(people)) {
    if (await isNeverLogged(db, mailbox.account, mailbox.owner, address)) return 'never-logged';
  }
  // P5: mail with somebody who was erased would bring them back.
  const erased = await erasedAmong(db, secrets, mailbox.account, people);
  return erased.size > 0 ? 'never-logged' : undefined;
}
