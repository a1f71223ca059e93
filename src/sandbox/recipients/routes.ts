import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FOLDERS } from '../mailboxes';
import type { Mailboxes, MailContent, MailItem } from '../mailboxes';
import { personByKey } from '../people';
import type { Person } from '../people';
import { fetchAs } from './as-person';
import { htmlOf, linkTargets, pictureAddresses, shownHtml } from './mail-html';
import { outlookMail, outlookReply } from './reply';
import { clickShape, composeShape, openShape, replyShape } from './shapes';
import type { ListedMail, Mailbox, ReadMail } from './shapes';
import { mailShell } from './shell';

const paramsShape = z.object({
  person: z.string(),
  id: z.coerce.number().int().optional(),
  index: z.coerce.number().int().optional(),
});
const listShape = z.object({ folder: z.enum(FOLDERS).default('inbox') });
const urlShape = z.object({ u: z.url({ protocol: /^https?$/ }) });
const htmlShape = z.object({ pictures: z.literal('1').optional() });
const readShape = z.object({ isRead: z.boolean().default(true) }).default({ isRead: true });

/** The page's own host runs no script of a mail and loads nothing but what it rewrote. */
const MAIL_CSP =
  "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

class NotThere extends Error {}

function listed(item: MailItem): ListedMail {
  const { serial, subject, from, to, receivedAt, isRead, hasAttachments, preview } = item;
  return {
    id: String(serial),
    subject,
    from: from.name === '' ? from.address : from.name,
    to: to.map(({ name, address }) => (name === '' ? address : name)).join('; '),
    receivedAt,
    isRead,
    hasAttachments,
    preview,
  };
}

function detailed(item: MailItem, content: MailContent, person: Person): ReadMail {
  return {
    ...listed(item),
    fromAddress: item.from.address,
    toAddresses: item.to.map(({ address }) => address),
    ccAddresses: item.cc.map(({ address }) => address),
    internetMessageId: item.internetMessageId,
    blocked: !person.loadsImages && pictureAddresses(htmlOf(content)).length > 0,
    links: linkTargets(htmlOf(content)),
    attachments: content.attachments
      .filter((each) => !each.isInline)
      .map(({ index, name, contentType, content: bytes }) => ({
        index,
        name,
        contentType,
        size: bytes.length,
      })),
  };
}

const isLoopback = (url: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** The mail programs of Bob, Frank, Carol and everybody: pages at `/mail/{person}`, JSON at `/api/mail/{person}/…`. */
export function recipientRoutes(app: FastifyInstance, mailboxes: Mailboxes): void {
  function personOf(request: FastifyRequest): Person {
    const person = personByKey(paramsShape.parse(request.params).person);
    if (person === undefined) throw new NotThere('Nobody of that name is in the sandbox.');
    return person;
  }
  function itemOf(request: FastifyRequest): { person: Person; item: MailItem } {
    const person = personOf(request);
    const { id } = paramsShape.parse(request.params);
    const item = mailboxes.list(person.address).find(({ serial }) => serial === id);
    if (item === undefined) throw new NotThere('There is no such mail.');
    return { person, item };
  }
  const baseOf = (person: Person): string => `/api/mail/${person.key}`;

  void app.register(async (scope) => {
    // JSON only: a form on another site cannot make a mail program write.
    scope.removeContentTypeParser('text/plain');
    scope.addHook('onSend', async (_request, reply) => {
      void reply.headers({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
    });
    scope.setErrorHandler((error, _request, reply) => {
      const [status, message] =
        error instanceof NotThere
          ? [404, error.message]
          : error instanceof z.ZodError
            ? [400, z.prettifyError(error)]
            : [clientError(error) ?? 500, error instanceof Error ? error.message : 'failed'];
      return reply.code(status).send({ error: message });
    });

    scope.get('/mail/:person', async (request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header(
          'content-security-policy',
          "default-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'",
        )
        .send(mailShell(personOf(request))),
    );
    scope.get('/api/mail/:person', async (request): Promise<Mailbox> => {
      const { name, address, loadsImages, outOfOffice } = personOf(request);
      return { name, address, loadsImages, outOfOffice: outOfOffice !== undefined };
    });
    scope.get('/api/mail/:person/messages', async (request) => {
      const { folder } = listShape.parse(request.query);
      return mailboxes.list(personOf(request).address, folder).map(listed);
    });
    scope.post('/api/mail/:person/messages', async (request) =>
      mailboxes.sendFromOutlook(personOf(request), outlookMail(composeShape.parse(request.body))),
    );

    const one = '/api/mail/:person/messages/:id';
    scope.get(one, async (request) => {
      const { person, item } = itemOf(request);
      return detailed(item, await mailboxes.content(item), person);
    });
    scope.get(`${one}/raw`, async (request, reply) => {
      const { item } = itemOf(request);
      return reply
        .type('message/rfc822')
        .header('content-disposition', `attachment; filename="mail-${item.serial}.eml"`)
        .send(await mailboxes.raw(item));
    });
    scope.get(`${one}/html`, async (request, reply) => {
      const { person, item } = itemOf(request);
      const pictures = person.loadsImages || htmlShape.parse(request.query).pictures === '1';
      const content = await mailboxes.content(item);
      const message = `${baseOf(person)}/messages/${item.serial}`;
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', MAIL_CSP)
        .send(shownHtml({ base: baseOf(person), message, pictures, content }));
    });
    scope.get(`${one}/attachments/:index`, async (request, reply) => {
      const { item } = itemOf(request);
      const { index } = paramsShape.parse(request.params);
      const found = (await mailboxes.content(item)).attachments.find((each) => each.index === index);
      if (found === undefined) throw new NotThere('There is no such attachment.');
      const shown = found.isInline && /^image\/(?:png|gif|jpeg|webp|bmp)$/.test(found.contentType);
      return reply
        .type(shown ? found.contentType : 'application/octet-stream')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header(
          'content-disposition',
          `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name).replace(/['()*]/g, escape)}`,
        )
        .send(found.content);
    });
    scope.post(`${one}/read`, async (request) => {
      const { item } = itemOf(request);
      const { isRead } = readShape.parse(request.body ?? undefined);
      return listed(await mailboxes.markRead(item, isRead));
    });
    scope.post(`${one}/open`, async (request) => {
      const { person, item } = itemOf(request);
      const { showPictures } = openShape.parse(request.body ?? undefined);
      await mailboxes.markRead(item, true);
      const wanted =
        person.loadsImages || showPictures ? pictureAddresses(htmlOf(await mailboxes.content(item))) : [];
      const images = await Promise.all(
        wanted.map(async (url) => ({
          url,
          status: (await fetchAs(person, url, 'picture').catch(() => ({ status: 0 }))).status,
        })),
      );
      return { images };
    });
    scope.post(`${one}/click`, async (request, reply) => {
      const { person, item } = itemOf(request);
      const which = clickShape.parse(request.body);
      const links = linkTargets(htmlOf(await mailboxes.content(item)));
      const url = 'href' in which ? links.find((link) => link === which.href) : links[which.link];
      if (url === undefined) throw new NotThere('There is no such link in the mail.');
      const answer = await fetchAs(person, url, 'page').catch(() => undefined);
      if (answer === undefined) return reply.code(502).send({ error: `${url} did not answer` });
      return { url, status: answer.status, location: answer.location ?? null };
    });
    scope.post(`${one}/reply`, async (request) => {
      const { person, item } = itemOf(request);
      const reply = replyShape.parse(request.body);
      return mailboxes.sendFromOutlook(
        person,
        outlookReply(person, item, await mailboxes.content(item), reply),
      );
    });

    scope.get('/api/mail/:person/net', async (request, reply) => {
      const { u } = urlShape.parse(request.query);
      const answer = await fetchAs(personOf(request), u, 'picture').catch(() => undefined);
      if (answer === undefined) return reply.code(502).send({ error: 'the picture did not come' });
      if (answer.status !== 200 || !/^image\//i.test(answer.contentType)) {
        return reply.code(answer.status === 200 ? 415 : answer.status).send({ error: 'no picture' });
      }
      return reply
        .type(answer.contentType)
        .headers(answer.contentEncoding === undefined ? {} : { 'content-encoding': answer.contentEncoding })
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(answer.body);
    });
    scope.get('/api/mail/:person/go', async (request, reply) =>
      follow(personOf(request), urlShape.parse(request.query).u, reply),
    );
  });
}

function clientError(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/**
 * Presses a link: what is on this machine (a tracked link) is fetched as the person and the browser sent to where it leads;
 * addresses elsewhere are the browser's own business.
 */
async function follow(person: Person, url: string, reply: FastifyReply): Promise<FastifyReply> {
  if (!isLoopback(url)) return reply.redirect(url);
  const answer = await fetchAs(person, url, 'page').catch(() => undefined);
  if (answer === undefined)
    return reply.code(502).type('text/plain; charset=utf-8').send(`${url} did not answer.\n`);
  if (answer.location !== undefined && answer.status >= 300 && answer.status < 400)
    return reply.redirect(answer.location);
  return reply
    .code(answer.status)
    .type(answer.contentType)
    .headers(answer.contentEncoding === undefined ? {} : { 'content-encoding': answer.contentEncoding })
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .send(answer.body);
}
