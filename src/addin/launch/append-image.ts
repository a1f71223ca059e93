import { lower } from '../../core/part';
import type { MessageSwitches } from '../../core/policy';
import { changed } from './changed';
import { imageHtml } from './embedding';
import { readTraits } from './traits';
import { saveSession, type ComposeSession } from './session';
import { wishesFor } from './wishes';
import type { ComposeItem } from '../office';

/**
 * Where Outlook leaves an appended image as it is, it is asked, while the mail is written, to append ours as it sends
 * (C1): most mails then need no write at send, the riskiest thing we do. Asked anew when the token changes with the
 * recipients, taken back when no image is wanted. A session that has not asked yet takes back what an earlier one may
 * have left with the draft.
 */
export async function appendImage(
  item: ComposeItem,
  client: { host: string; platform: string; version: string },
  session: ComposeSession,
  mail: { switches: Partial<MessageSwitches>; recipients: string[]; recipientsUnread: boolean; now: number },
): Promise<void> {
  const type = await item.bodyType();
  // Not knowing the type, there is no form in which to ask.
  if (!type.ok || type.value === 'other') return;
  const { ticket, nonce, policy, policyAt, answers } = session;
  const traits = await readTraits(item, policy);
  const { row, token, image } = wishesFor(
    Object.assign({ client, type: type.value, traits, ticket, nonce, policy, policyAt, answers }, mail),
  );
  const wanted = row.append && image && token !== null ? token : '';
  if (wanted === session.appended) return;
  const html = wanted === '' ? '' : imageHtml(session.ticket, wanted);
  if ((await item.appendOnSend(html, type.value)).ok) {
    await saveSession(item, changed(session, { appended: wanted }));
  }
}

/** The body as it will be when Outlook has appended what it was asked to: for foretelling. */
export function withAppended(html: string, session: ComposeSession | null): string {
  if (!session || !session.appended) return html;
  const image = imageHtml(session.ticket, session.appended);
  const end = lower(html).lastIndexOf('</body');
  return end < 0 ? html + image : html.slice(0, end) + image + html.slice(end);
}
