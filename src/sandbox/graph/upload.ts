import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { Mailboxes, MailItem } from '../mailboxes';
import type { Employee } from '../people';
import { mailOf } from './drafts';
import { badRequest } from './exchange';
import type { GraphReply } from './exchange';
import { ORIGIN } from './folder';

const HOST = 'https://outlook.office.com';
const LIVES_MS = 60 * 60_000;
const MOST_FILE_BYTES = 150 * 1024 * 1024;
const MOST_RANGE_BYTES = 4 * 1024 * 1024;

const itemShape = z.object({
  AttachmentItem: z.object({
    attachmentType: z.literal('file'),
    name: z.string().min(1),
    size: z.int().positive(),
    contentType: z.string().nullish(),
    isInline: z.boolean().nullish(),
    contentId: z.string().nullish(),
  }),
});

interface Session {
  owner: Employee;
  draft: MailItem;
  file: z.infer<typeof itemShape>['AttachmentItem'];
  chunks: Buffer[];
  at: number;
  expiresAt: Date;
}

/** Uploads that were begun. They live as long as this process: a session may end at any time. */
export interface Uploads {
  clock: Clock;
  mailboxes: Mailboxes;
  sessions: Map<string, Session>;
}

export const openUploads = (parts: Pick<Uploads, 'clock' | 'mailboxes'>): Uploads => ({
  ...parts,
  sessions: new Map(),
});

const pathOf = (session: Session, key: string): string =>
  `/api/v2.0/Users('${session.owner.objectId}')/Messages('${session.draft.immutableId}')/AttachmentSessions('${key}')`;

const stand = ({ at, expiresAt }: Session) => ({
  expirationDateTime: expiresAt.toISOString(),
  nextExpectedRanges: [String(at)],
});

/** `POST …/attachments/createUploadSession`. */
export function beginUpload(uploads: Uploads, owner: Employee, draft: MailItem, body: unknown): GraphReply {
  const read = itemShape.safeParse(body);
  if (!read.success) throw badRequest('The attachment item is not valid.', 'ErrorInvalidRequest');
  const file = read.data.AttachmentItem;
  if (file.size > MOST_FILE_BYTES) {
    throw badRequest('The attachment size exceeds the limit.', 'ErrorAttachmentSizeLimitExceeded');
  }
  const key = randomBytes(16).toString('base64url');
  const expiresAt = new Date(uploads.clock.now().getTime() + LIVES_MS);
  const session: Session = { owner, draft, file, chunks: [], at: 0, expiresAt };
  uploads.sessions.set(key, session);
  return {
    status: 201,
    body: {
      '@odata.context': `${ORIGIN}/$metadata#microsoft.graph.uploadSession`,
      uploadUrl: `${HOST}${pathOf(session, key)}?authtoken=${key}`,
      ...stand(session),
    },
  };
}

const refused = (status: number, code: string): GraphReply => ({
  status,
  body: { error: { code, message: 'The upload session does not take this.' } },
});

/** What comes to the address of a session: ranges, questions how far it is, its end. It asks for no other right. */
export async function answerUpload(
  uploads: Uploads,
  request: { method: string; key: string; range: string | undefined; body: Buffer },
): Promise<GraphReply> {
  const { sessions, clock, mailboxes } = uploads;
  const session = sessions.get(request.key);
  if (session === undefined || session.expiresAt <= clock.now()) {
    sessions.delete(request.key);
    return refused(404, 'ErrorItemNotFound');
  }
  if (request.method === 'GET') return { status: 200, body: stand(session) };
  if (request.method === 'DELETE') {
    sessions.delete(request.key);
    return { status: 204 };
  }
  const [, from = '', to = '', size = ''] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.range ?? '') ?? [];
  const { body } = request;
  const fits =
    body.length > 0 &&
    body.length <= MOST_RANGE_BYTES &&
    Number(to) - Number(from) + 1 === body.length &&
    Number(size) === session.file.size &&
    Number(to) < session.file.size;
  if (!fits) return refused(400, 'ErrorInvalidRequest');
  if (Number(from) !== session.at) return refused(416, 'ErrorInvalidRange');
  session.chunks.push(body);
  session.at += body.length;
  if (session.at < session.file.size) return { status: 200, body: stand(session) };
  sessions.delete(request.key);
  const { owner, file } = session;
  const draft = mailboxes.find(owner.address, session.draft.immutableId);
  if (draft?.folder !== 'drafts') return refused(404, 'ErrorItemNotFound');
  const mail = await mailOf(mailboxes, draft);
  const attached = {
    name: file.name,
    contentType: file.contentType ?? 'application/octet-stream',
    isInline: file.isInline ?? false,
    content: Buffer.concat(session.chunks).toString('base64'),
    ...(file.contentId != null && { contentId: file.contentId }),
  };
  await mailboxes.writeDraft(owner, { ...mail, attachments: [...mail.attachments, attached] }, draft);
  return { status: 201, headers: { location: `${HOST}${pathOf(session, request.key)}/Attachment` } };
}
