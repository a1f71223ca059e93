import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FileUrl } from '../crm/message-views';
import type { Services } from '../services';
import { problem } from './problem';
import type { SignedIn } from './sign-in';

/** How long an address of a file works. Screens ask anew for each click. */
const GOOD_FOR_SECONDS = 300;

/** Pictures that a browser shows without running anything. SVG is not among them: it can carry script. */
const SHOWN_INLINE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Types handed on as they are; everything else downloads as bytes. */
const PLAIN_TYPE = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/;

/** Types that some browser somewhere interprets. Office's own (`…openxmlformats…`) are not among them. */
const RUNS = /html|[/+]xml|svg|script/;

const Grant = z.object({
  a: z.number().int(),
  u: z.number().int(),
  b: z.string().regex(/^[0-9a-f]{64}$/),
  d: z.enum(['attachment', 'inline']),
  t: z.string(),
  e: z.number().int(),
});
type Grant = z.infer<typeof Grant>;

const sign = (key: Buffer, payload: string, name: string): string =>
  createHmac('sha256', key).update(`${payload}/${name}`).digest('base64url');

/** Half a surrogate pair has no place in an address, and browsers resolve dots before they ask. */
const addressable = (name: string): string => {
  const whole = name.replace(/\p{Surrogate}/gu, '\ufffd');
  return /^\.*$/.test(whole) ? 'file' : whole;
};

/** Addresses of files for this person: signed over account, user, blob, disposition and name, on the files' own origin. */
export function makeFileUrl(services: Services, who: Pick<SignedIn, 'account' | 'user'>): FileUrl {
  const key = services.secrets.deriveKey('file-url/1');
  return ({ blob, name, contentType, disposition }) => {
    const grant: Grant = {
      a: who.account,
      u: who.user,
      b: blob,
      d: disposition,
      t: contentType,
      e: Math.floor(services.clock.now().getTime() / 1000) + GOOD_FOR_SECONDS,
    };
    const payload = Buffer.from(JSON.stringify(grant)).toString('base64url');
    const shown = addressable(name);
    return `${services.urls.files}/files/${payload}.${sign(key, payload, shown)}/${encodeURIComponent(shown)}`;
  };
}

function readGrant(services: Services, text: string, name: string): Grant | undefined {
  const [payload = '', mac = '', ...more] = text.split('.');
  if (more.length > 0) return undefined;
  const wanted = Buffer.from(sign(services.secrets.deriveKey('file-url/1'), payload, name));
  const given = Buffer.from(mac);
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined;
  return Grant.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
}

/** GET /files/{grant}/{name}: never with a cookie, never interpreted, never sniffed. */
export function fileRoutes(app: FastifyInstance, services: Services): void {
  app.get<{ Params: { grant: string; name: string } }>(
    '/files/:grant/:name',
    { schema: { hide: true } },
    async (request, reply) => {
      const grant = readGrant(services, request.params.grant, request.params.name);
      if (!grant) throw problem(403, 'bad-address', 'This address of a file is not one of ours.');
      if (grant.e * 1000 < services.clock.now().getTime()) {
        throw problem(403, 'address-expired', 'This address of a file has expired. Open the message again.');
      }
      const inline = grant.d === 'inline' && SHOWN_INLINE.has(grant.t);
      const type = PLAIN_TYPE.test(grant.t) && (inline || !RUNS.test(grant.t));
      const row = await services.store.db
        .selectFrom('blobs')
        .select('size')
        .where('account_id', '=', grant.a)
        .where('key', '=', grant.b)
        .executeTakeFirst();
      if (!row) throw problem(404, 'file-gone', 'This file is no longer kept.');
      const content = await openedBlob(services, grant);
      if (!content) throw problem(404, 'file-gone', 'This file is no longer kept.');
      reply
        .header('content-type', type ? grant.t : 'application/octet-stream')
        .header('content-length', row.size)
        .header(
          'content-disposition',
          contentDisposition(inline ? 'inline' : 'attachment', request.params.name),
        )
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'private, max-age=300');
      return reply.send(content);
    },
  );
}

/** The content once its file is open; undefined when the file is not there, which no header may promise. */
async function openedBlob(services: Services, grant: Grant): Promise<Readable | undefined> {
  const content = services.blobs.openBlob(grant.a, grant.b);
  try {
    await once(content, 'readable');
    return content;
  } catch (error) {
    services.log.error({ err: error, account: grant.a }, 'a blob that a row names cannot be read');
    return undefined;
  }
}

/** What no name of a file shows: controls, and marks that turn `gpj.exe` round to look like `exe.jpg`. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}]/gu;

/** RFC 6266 with the RFC 8187 form for names beyond ASCII. Of the plain form some browsers decode percent signs. */
function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const seen = name.replace(UNSEEN, '');
  const plain = seen.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(seen).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
