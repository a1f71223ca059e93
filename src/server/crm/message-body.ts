import type { MessageBody } from '../../core/api/app';
import type { Services } from '../services';
import { openTrackingHosts } from '../tracking/domains';
import type { FileUrl } from './message-views';
import { frameDocument, renderMail } from './render-mail';
import { textAsHtml } from './text-as-html';
import { messageVisibleTo, type Viewer } from './visibility';

/**
 * L2, O7: the documents that show a message, safe to put into a sandboxed frame. The quoted history of a reply is a
 * document of its own, to be unfolded. Undefined when the viewer may not see the message.
 */
export async function messageBody(
  services: Services,
  viewer: Viewer,
  id: string,
  remoteImages: boolean,
  fileUrl: FileUrl,
): Promise<MessageBody | undefined> {
  const { db } = services.store;
  const message = await db
    .selectFrom('messages')
    .select(['messages.html', 'messages.text', 'messages.new_html', 'messages.quoted_html'])
    .where(messageVisibleTo(viewer))
    .where('messages.id', '=', id)
    .executeTakeFirst();
  if (!message) return undefined;

  const pictures = await db
    .selectFrom('attachments')
    .select(['content_id', 'blob_key', 'content_type', 'name'])
    .where('account_id', '=', viewer.account)
    .where('message_id', '=', id)
    .where('content_id', 'is not', null)
    .where('blob_key', 'is not', null)
    .execute();
  const byCid = new Map(
    pictures.flatMap((p) =>
      p.content_id === null || p.blob_key === null
        ? []
        : [
            [
              p.content_id,
              fileUrl({ blob: p.blob_key, name: p.name, contentType: p.content_type, disposition: 'inline' }),
            ],
          ],
    ),
  );
  const ourHosts = openTrackingHosts(services).all();
  const render = (html: string) =>
    renderMail(html, { ourHosts, cidUrl: (cid) => byCid.get(cid), remoteImages });

  const own = render(message.new_html ?? message.html ?? textAsHtml(message.text ?? ''));
  const quoted = message.quoted_html === null ? undefined : render(message.quoted_html);
  // What the frame's own policy lets load: the mail's pictures, and those from elsewhere only once they were asked for.
  const pictureSources = [
    'data:',
    new URL(services.urls.files).origin,
    ...(remoteImages ? ['https:', 'http:'] : []),
  ];
  const blocked = (html: string): number => html.match(/\bdata-remote-src=/g)?.length ?? 0;
  return {
    document: frameDocument(own.html, pictureSources),
    ...(quoted && { quoted: frameDocument(quoted.html, pictureSources) }),
    removed: [...new Set([...own.removed, ...(quoted?.removed ?? [])])],
    remoteImages: blocked(own.html) + blocked(quoted?.html ?? ''),
  };
}
