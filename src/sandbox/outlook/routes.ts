import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { knownResource, readScopes } from '../entra/scopes';
import { TOKEN_LIFETIME, type TokenIssuer } from '../entra';
import { plainText, toOutlookId, type Mailboxes, type MailContent, type MailItem } from '../mailboxes';
import {
  isEmployee,
  OUTLOOK_WEB_CLIENT_ID,
  PEOPLE,
  personByKey,
  SANDBOX_ADDIN_CLIENT_ID,
  SANDBOX_API_SCOPE,
  SANDBOX_CLIENT_ID,
  type Employee,
} from '../people';
import {
  customPropertiesRequest,
  folderName,
  readRequest,
  savedDraft,
  roamingRequest,
  sendRequest,
  tokenRequest,
  type FullMessage,
  type ListedMessage,
  type StartAnswer,
} from './api-shapes';
import { escapeHtml } from '../html';
import type { KeptDraft, OutlookState } from './outlook-state';

export interface OutlookDeps {
  mailboxes: Mailboxes;
  tokens: Pick<TokenIssuer, 'issueAccessToken' | 'issueIdToken'>;
  state: OutlookState;
  /** Where the app answers: `http://localhost:4000`. Its manifest is asked for at every start of the page. */
  appUrl: string;
  clock: Clock;
  /** Folder of the webpack output. */
  dist: string;
  fetch: typeof fetch;
}

const personParams = z.object({ person: z.string() });
const itemParams = personParams.extend({ id: z.string() });
const listQuery = z.object({ folder: folderName });

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Mail of anybody stands in this page, as it does in Outlook: nothing of it runs. The add-in's frames have their own. */
const POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Outlook's page for `/outlook?as=alice`, and the mailbox behind it. */
export function outlookRoutes(app: FastifyInstance, deps: OutlookDeps): void {
  const { mailboxes, state, tokens } = deps;

  const route = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ) =>
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        try {
          return await handle(request, reply);
        } catch (error) {
          const refusal =
            error instanceof Refusal
              ? error
              : error instanceof z.ZodError
                ? new Refusal(400, 'bad-request', z.prettifyError(error))
                : undefined;
          if (!refusal) throw error;
          return reply.code(refusal.status).send({ error: refusal.code, description: refusal.message });
        }
      },
    });

  const personOf = (request: FastifyRequest): Employee => {
    const person = personByKey(personParams.parse(request.params).person);
    if (!person || !isEmployee(person))
      throw new Refusal(404, 'no-such-person', 'Nobody of that name uses this Outlook.');
    return person;
  };
  const itemOf = (request: FastifyRequest): { person: Employee; item: MailItem } => {
    const person = personOf(request);
    const item = mailboxes.find(person.address, itemParams.parse(request.params).id);
    if (!item) throw new Refusal(404, 'no-such-message', 'The message is no longer there.');
    return { person, item };
  };

  app.get('/outlook', async (_request, reply) => {
    const page = await readFile(join(deps.dist, 'sandbox/outlook.html')).catch(() => undefined);
    if (page === undefined)
      return reply.code(404).type('text/plain').send('Not built: run `npm run build`.\n');
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', POLICY)
      .send(page);
  });

  route('GET', '/api/outlook/:person', async (request): Promise<StartAnswer> => {
    const person = personOf(request);
    const answer = await deps.fetch(new URL('/addin/manifest.xml', deps.appUrl));
    if (!answer.ok)
      throw new Refusal(502, 'no-manifest', `The app answered ${answer.status} for its manifest.`);
    return {
      person: { key: person.key, name: person.name, address: person.address },
      account: accountOf(person),
      people: PEOPLE.filter(({ key }) => key !== person.key).map(({ address, name }) => ({ address, name })),
      appOrigin: new URL(deps.appUrl).origin,
      manifest: await answer.text(),
      roaming: state.roaming(person.key),
    };
  });

  route('GET', '/api/outlook/:person/messages', async (request) => {
    const person = personOf(request);
    const { folder } = listQuery.parse(request.query);
    if (folder === 'drafts')
      return { messages: state.drafts(person.key).map((kept) => listedDraft(kept, person)) };
    return { messages: mailboxes.list(person.address, folder).map(listed) };
  });

  route('GET', '/api/outlook/:person/messages/:id', async (request): Promise<FullMessage> => {
    const { person, item } = itemOf(request);
    const set = state.customProperties(person.key, item.immutableId) ?? setWhileWritten(item);
    return full(item, await mailboxes.content(item), set);
  });

  route('GET', '/api/outlook/:person/messages/:id/raw', async (request, reply) => {
    const { item } = itemOf(request);
    return reply.type('application/octet-stream').send(await mailboxes.raw(item));
  });

  route('GET', '/api/outlook/:person/messages/:id/attachments/:index', async (request, reply) => {
    const { item } = itemOf(request);
    const { index } = itemParams.extend({ index: z.coerce.number().int() }).parse(request.params);
    const attachment = (await mailboxes.content(item)).attachments.find(
      (candidate) => candidate.index === index,
    );
    if (!attachment) throw new Refusal(404, 'no-such-attachment', 'The message has no such attachment.');
    const picture = /^image\/(?:png|jpeg|gif|webp|bmp)$/.test(attachment.contentType);
    return reply
      .type(picture ? attachment.contentType : 'application/octet-stream')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', 'sandbox')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(attachment.name)}`)
      .send(attachment.content);
  });

  route('PUT', '/api/outlook/:person/messages/:id/read', async (request, reply) => {
    const { item } = itemOf(request);
    await mailboxes.markRead(item, readRequest.parse(request.body).isRead);
    return reply.code(204).send();
  });

  route('PUT', '/api/outlook/:person/messages/:id/custom-properties', async (request, reply) => {
    const { person, item } = itemOf(request);
    const { properties } = customPropertiesRequest.parse(request.body);
    await state.saveCustomProperties(person.key, item.immutableId, properties);
    return reply.code(204).send();
  });

  route('POST', '/api/outlook/:person/send', async (request) => {
    const mail = sendRequest.parse(request.body);
    if (mail.to.length + mail.cc.length + mail.bcc.length === 0) {
      throw new Refusal(400, 'no-recipients', 'A mail needs at least one recipient.');
    }
    return mailboxes.sendFromOutlook(personOf(request), mail);
  });

  const draftOf = (request: FastifyRequest) => {
    const person = personOf(request);
    const { id } = itemParams.parse(request.params);
    return { person, id, kept: state.drafts(person.key).find((kept) => kept.id === id) };
  };

  route('GET', '/api/outlook/:person/drafts/:id', async (request) => {
    const { kept } = draftOf(request);
    if (!kept) throw new Refusal(404, 'no-such-draft', 'The draft is no longer there.');
    return kept.draft;
  });

  route('PUT', '/api/outlook/:person/drafts/:id', async (request, reply) => {
    const { person, id } = draftOf(request);
    await state.saveDraft(person.key, id, deps.clock.now().toISOString(), savedDraft.parse(request.body));
    return reply.code(204).send();
  });

  route('DELETE', '/api/outlook/:person/drafts/:id', async (request, reply) => {
    const { person, id } = draftOf(request);
    await state.removeDraft(person.key, id);
    return reply.code(204).send();
  });

  route('PUT', '/api/outlook/:person/roaming', async (request, reply) => {
    const person = personOf(request);
    await state.saveRoaming(person.key, roamingRequest.parse(request.body).settings);
    return reply.code(204).send();
  });

  route('POST', '/api/outlook/:person/token', async (request) => {
    const person = personOf(request);
    const { clientId, scope } = tokenRequest.parse(request.body);
    if (clientId !== SANDBOX_ADDIN_CLIENT_ID && clientId !== SANDBOX_CLIENT_ID) {
      throw new Refusal(
        400,
        'unauthorized_client',
        `AADSTS700016: the application '${clientId}' is not known here.`,
      );
    }
    const [resource, ...more] = readScopes(scope).resources;
    if (!resource || more.length > 0 || !knownResource(resource.aud)) {
      throw new Refusal(400, 'invalid_scope', `AADSTS70011: '${scope}' does not name one known resource.`);
    }
    const asked = { aud: resource.aud, scp: resource.names.join(' '), azp: clientId };
    return {
      token: {
        access_token: await tokens.issueAccessToken(person, asked),
        id_token: await tokens.issueIdToken(person, { clientId }),
        expires_in: TOKEN_LIFETIME,
        scope: resource.spelt.join(' '),
        properties: null,
      },
      account: {
        ...accountOf(person),
        username: person.address,
        localAccountId: person.objectId,
        name: person.name,
      },
    };
  });

  route('POST', '/api/outlook/:person/sso-token', async (request) => ({
    accessToken: await tokens.issueAccessToken(personOf(request), {
      aud: SANDBOX_CLIENT_ID,
      scp: SANDBOX_API_SCOPE,
      azp: OUTLOOK_WEB_CLIENT_ID,
    }),
  }));
}

function accountOf(person: Employee): StartAnswer['account'] {
  return {
    homeAccountId: `${person.objectId}.${person.tenantId}`,
    environment: 'login.windows.net',
    tenantId: person.tenantId,
  };
}

function listed(item: MailItem): ListedMessage {
  const { conversationId, subject, from, to, receivedAt, isRead, hasAttachments, preview } = item;
  return {
    id: toOutlookId(item.id),
    conversationId,
    subject,
    from,
    to,
    receivedAt,
    isRead,
    hasAttachments,
    preview,
  };
}

function listedDraft({ id, savedAt, draft }: KeptDraft, person: Employee): ListedMessage {
  const { type, content } = draft.body;
  return {
    id,
    conversationId: draft.conversationId ?? '',
    subject: draft.subject,
    from: { address: person.address, name: person.name },
    to: draft.to,
    receivedAt: savedAt,
    isRead: true,
    hasAttachments: draft.attachments.some(({ isInline }) => !isInline),
    preview: (type === 'html' ? plainText(content) : content).slice(0, 200),
  };
}

/** What the one add-in of this Outlook set on a mail before it was sent, which stays on the sender's copy. */
function setWhileWritten({ customProperties }: MailItem): FullMessage['customProperties'] {
  const [set] = Object.values(customProperties);
  return z.record(z.string(), z.unknown()).catch({}).parse(set);
}

function full(
  item: MailItem,
  content: MailContent,
  customProperties: FullMessage['customProperties'] = {},
): FullMessage {
  const { cc, bcc, internetMessageId, sentAt, createdAt } = item;
  const html = content.html ?? `<pre style="white-space:pre-wrap">${escapeHtml(content.text ?? '')}</pre>`;
  return {
    ...listed(item),
    cc,
    bcc,
    internetMessageId,
    sentAt,
    createdAt,
    html,
    text: content.text ?? plainText(html),
    headersText: content.headers.map(({ name, value }) => `${name}: ${value}`).join('\r\n'),
    attachments: content.attachments.map(
      ({ index, name, contentType, isInline, contentId, content: bytes }) => ({
        index,
        name,
        contentType,
        size: bytes.byteLength,
        isInline,
        ...(contentId === undefined ? {} : { contentId }),
      }),
    ),
    customProperties,
  };
}
