import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { graphUrl, odataText, withOptions } from './address';
import type { GraphClient, GraphClientOptions } from './client';
import type { GraphAnswer } from './failure';
import { SENDING_MARK } from './properties';
import { messageResource, type NewMail } from './new-mail';
import { uploadBy, nextByte, type UploadedFile } from './upload';

/** From this on a file is uploaded in pieces. */
const LARGE_FILE_BYTES = 3 * 1024 * 1024;
/** An upload whose session ended is begun anew so often. */
const ROUNDS = 3;
const MOST_ATTACHED = 200;

const Draft = z.object({ id: z.string() });
const Attached = z.object({ id: z.string(), name: z.string().nullish() });
const Session = z.object({ uploadUrl: z.string(), nextExpectedRanges: z.array(z.string()).default([]) });

/** Sending what is too large for one request, with a token for `Mail.ReadWrite` and `Mail.Send`. */
export interface LargeMailSender {
  /**
   * Makes the draft of this mail with all its files, or completes the one that was begun: it is known by its mark.
   * Nothing leaves by it, so it may be asked again as often as it fails. Resolves to the draft's id.
   */
  putTogether(
    user: string,
    mail: NewMail,
    files: readonly UploadedFile[],
    signal: AbortSignal,
  ): Promise<GraphAnswer<string>>;
  /** Sends a draft; as `send`, never tried again by itself. */
  sendDraft(user: string, id: string): Promise<GraphAnswer<void>>;
  /** Removes the draft with this mark, if it still is one. */
  dropDraft(user: string, mark: string): Promise<GraphAnswer<void>>;
}

export function makeLargeMailSender(client: GraphClient, options: GraphClientOptions): LargeMailSender {
  const now = options.now ?? ((): Date => new Date());

  const draftBy = async (user: string, mark: string): Promise<GraphAnswer<string | undefined>> => {
    const found = await client.page(
      withOptions(graphUrl('users', user, 'mailFolders', 'drafts', 'messages'), {
        $select: 'id',
        $filter: `singleValueExtendedProperties/any(ep: ep/id eq ${odataText(SENDING_MARK)} and ep/value eq ${odataText(mark)})`,
      }),
      Draft,
    );
    return found.ok ? { ok: true, value: found.value.items[0]?.id } : found;
  };
  const make = async (user: string, mail: NewMail): Promise<GraphAnswer<string>> => {
    const made = await client.json(graphUrl('users', user, 'messages'), Draft, {
      method: 'POST',
      body: messageResource({ ...mail, files: [] }),
    });
    return made.ok ? { ok: true, value: made.value.id } : made;
  };
  const missingOf = async (
    user: string,
    id: string,
    files: readonly UploadedFile[],
  ): Promise<GraphAnswer<UploadedFile[] | 'too many'>> => {
    const listed = await client.page(
      withOptions(graphUrl('users', user, 'messages', id, 'attachments'), {
        $select: 'id,name',
        $top: MOST_ATTACHED,
      }),
      Attached,
    );
    if (!listed.ok) return listed;
    const there = listed.value.items.map(({ name }) => name ?? '');
    if (there.length > files.length) return { ok: true, value: 'too many' };
    // Exchange may write a name its own way: as many as there should be are all.
    if (there.length === files.length) return { ok: true, value: [] };
    return {
      ok: true,
      value: files.filter(({ name }) => {
        const at = there.indexOf(name);
        if (at >= 0) there.splice(at, 1);
        return at < 0;
      }),
    };
  };
  const attach = async (
    user: string,
    id: string,
    file: UploadedFile,
    signal: AbortSignal,
  ): Promise<GraphAnswer<unknown>> => {
    const about = {
      name: file.name,
      contentType: file.contentType,
      isInline: file.inline,
      ...(file.contentId !== undefined && { contentId: file.contentId }),
    };
    const attachments = graphUrl('users', user, 'messages', id, 'attachments');
    if (file.size < LARGE_FILE_BYTES) {
      const content = await buffer(file.open(0));
      return client.nothing(attachments, {
        method: 'POST',
        body: {
          '@odata.type': '#microsoft.graph.fileAttachment',
          ...about,
          contentBytes: content.toString('base64'),
        },
      });
    }
    const session = await client.json(`${attachments}/createUploadSession`, Session, {
      method: 'POST',
      body: { AttachmentItem: { attachmentType: 'file', ...about, size: file.size } },
    });
    if (!session.ok) return session;
    const { uploadUrl, nextExpectedRanges } = session.value;
    return uploadBy(options.fetch, uploadUrl, file, { now, signal, from: nextByte(nextExpectedRanges) });
  };

  const self: LargeMailSender = {
    putTogether: async (user, mail, files, signal) => {
      const begun = await draftBy(user, mail.mark);
      if (!begun.ok) return begun;
      const draft: GraphAnswer<string> =
        begun.value === undefined ? await make(user, mail) : { ok: true, value: begun.value };
      if (!draft.ok) return draft;
      for (let round = 0; round < ROUNDS; round += 1) {
        const missing = await missingOf(user, draft.value, files);
        if (!missing.ok) return missing;
        if (missing.value === 'too many') {
          // Somebody attached more to it in Outlook. It is made anew by whoever asks again.
          const dropped = await self.dropDraft(user, mail.mark);
          return dropped.ok
            ? { ok: false, failure: { kind: 'failed', status: 0, code: 'draft', retry: true } }
            : dropped;
        }
        if (missing.value.length === 0) return draft;
        for (const file of missing.value) {
          const done = await attach(user, draft.value, file, signal);
          if (!done.ok) return done;
        }
      }
      return { ok: false, failure: { kind: 'failed', status: 0, code: 'upload', retry: true } };
    },
    sendDraft: (user, id) =>
      client.nothing(graphUrl('users', user, 'messages', id, 'send'), { method: 'POST' }),
    dropDraft: async (user, mark) => {
      const begun = await draftBy(user, mark);
      if (!begun.ok) return begun;
      if (begun.value === undefined) return { ok: true, value: undefined };
      return client.nothing(graphUrl('users', user, 'messages', begun.value), { method: 'DELETE' });
    },
  };
  return self;
}
