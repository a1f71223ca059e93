import { resolvePolicy, type MessageSwitches } from '../../core/policy';
import { makeToken } from '../../core/token';
import type { ComposeItem } from '../office';
import { inlinePictures } from './body-check';
import { clientRow } from './client-table';
import { imageHtml } from './embedding';
import { recipientIndex } from './outgoing';
import { saveSession, type ComposeSession } from './session';

/**
 * Where a body with inline pictures cannot be written at send, Outlook itself is asked to append the image (C1). That
 * must be asked for while the mail is written, and taken back when the pictures, or the wish, are gone again.
 */
export async function appendImage(
  item: ComposeItem,
  client: { host: string; platform: string },
  session: ComposeSession,
  switches: Partial<MessageSwitches>,
  recipients: string[],
  now: number,
): Promise<void> {
  const row = clientRow(client);
  if (row.writes !== 'withoutInlinePictures' || row.appendOnSend !== 'end') return;
  const type = await item.bodyType();
  const body = type.ok && type.value === 'html' ? await item.body('html') : null;
  const pictures = body?.ok === true && inlinePictures(body.value) > 0;
  const age = now - session.policyAt;
  const wanted =
    pictures &&
    resolvePolicy({
      policy: session.policy,
      policyAgeMs: age >= 0 ? age : Infinity,
      recipients,
      answers: session.answers,
      switches,
      message: { html: true, private: false, encrypted: false, meeting: false },
    }).image;

  const token = wanted ? makeToken(session.ticket, session.nonce, recipientIndex(recipients)) : undefined;
  if (token === session.appended) return;
  const html = token ? imageHtml(session.ticket, token) : '';
  if ((await item.appendOnSend(html)).ok) await saveSession(item, { ...session, appended: token });
}
