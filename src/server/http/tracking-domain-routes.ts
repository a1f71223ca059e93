import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { MailboxDomain, TrackingDomainName, TrackingDomains } from '../../core/api/deployment';
import type { Services } from '../services';
import {
  addDomain,
  checkDomain,
  chooseForMailbox,
  domainsOf,
  mailboxDomains,
  makeDefault,
  readHost,
  retireDomain,
  serverTrackingHost,
} from '../tracking/domains';
import { requireAllowed } from './allowed';
import { type HttpProblem, problem } from './problem';

const PREFIX = '/api/v1/settings/tracking-domains';
const MANY = 50;

const REFUSED = {
  form: 'Name a host such as go.example.com, without a path.',
  private: 'This name stands for a private network: recipients’ mail programs cannot reach it.',
  app: 'The app and its files are served under this name. Take another one for images and links.',
  port: 'A tracking domain is asked on the usual port: leave the port out.',
} as const;
const unknown = (): HttpProblem =>
  problem(404, 'no-such-domain', 'There is no such tracking domain.', 'host');

function refuseUnusable(done: 'done' | 'unknown' | 'not-good'): void {
  if (done === 'unknown') throw unknown();
  if (done === 'not-good') {
    throw problem(409, 'domain-not-good', 'Check it first: only a domain that answers as it should is used.');
  }
}

/** C7: the hosts that images and links of an account's mail lead to. */
export function trackingDomainRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store } = services;
  const answer = async (account: number): Promise<TrackingDomains> => ({
    domains: await domainsOf(store.db, services, account),
    leadsTo: serverTrackingHost(services),
    mailboxes: await mailboxDomains(store.db, account),
  });
  const hostOf = (text: string): string => {
    const read = readHost(services, text);
    if (!read.ok) throw problem(422, `host-${read.reason}`, REFUSED[read.reason], 'host');
    return read.host;
  };
  const isTheirs = async (account: number, host: string): Promise<boolean> =>
    (await domainsOf(store.db, services, account)).some((one) => one.host === host && !one.retired);

  app.get(
    PREFIX,
    {
      schema: {
        tags: ['settings'],
        summary: 'The account’s tracking domains, and what was last found of each',
        response: { 200: TrackingDomains },
      },
    },
    async (request) => answer(requireAllowed(request, 'read', 'tracking-domain').account),
  );

  app.post(
    PREFIX,
    {
      schema: {
        tags: ['settings'],
        summary:
          'Adds a tracking domain that no other company has, or brings a retired one back; it is checked before it is used',
        body: TrackingDomainName,
        response: { 201: TrackingDomains },
      },
    },
    async (request, reply) => {
      const who = requireAllowed(request, 'create', 'tracking-domain');
      const host = hostOf(request.body.host);
      if ((await domainsOf(store.db, services, who.account)).length >= MANY) {
        throw problem(422, 'too-many-domains', `An account has at most ${MANY} tracking domains.`);
      }
      const added = await store.tx((trx) => addDomain(trx, services, who, host));
      if (added === 'there') {
        throw problem(409, 'domain-there', 'This tracking domain is there already.', 'host');
      }
      if (added === 'others') {
        throw problem(409, 'domain-taken', 'Another company on this server has this domain.', 'host');
      }
      return reply.code(201).send(await answer(who.account));
    },
  );

  app.post(
    `${PREFIX}/check`,
    {
      schema: {
        tags: ['settings'],
        summary: 'Checks name, certificate and answer of a tracking domain now',
        body: TrackingDomainName,
        response: { 200: TrackingDomains },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'tracking-domain');
      const host = hostOf(request.body.host);
      if (!(await isTheirs(who.account, host))) throw unknown();
      await checkDomain(services, who.account, host);
      return answer(who.account);
    },
  );

  app.put(
    `${PREFIX}/default`,
    {
      schema: {
        tags: ['settings'],
        summary: 'One-to-one mail is tracked by this domain from now on; it must have been found good',
        body: TrackingDomainName,
        response: { 200: TrackingDomains },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'tracking-domain');
      const host = hostOf(request.body.host);
      const done = await store.tx((trx) => makeDefault(trx, services, who, host));
      refuseUnusable(done);
      return answer(who.account);
    },
  );

  app.put(
    `${PREFIX}/mailboxes`,
    {
      schema: {
        tags: ['settings'],
        summary: 'Mail from a mailbox is tracked by this domain from now on; null: by the account’s default',
        body: MailboxDomain,
        response: { 200: TrackingDomains },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'tracking-domain');
      const { mailbox, host } = request.body;
      const read = host === null ? null : hostOf(host);
      const done = await store.tx((trx) => chooseForMailbox(trx, services, who, mailbox, read));
      if (done === 'no-mailbox')
        throw problem(404, 'no-such-mailbox', 'There is no such mailbox.', 'mailbox');
      refuseUnusable(done);
      return answer(who.account);
    },
  );

  app.delete(
    PREFIX,
    {
      schema: {
        tags: ['settings'],
        summary: 'Tracks no new mail by this domain; links already sent lead on',
        body: TrackingDomainName,
        response: { 200: TrackingDomains },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'remove', 'tracking-domain');
      const host = hostOf(request.body.host);
      if (host === serverTrackingHost(services)) {
        throw problem(409, 'server-domain', 'The server was set up with this domain: it stays.', 'host');
      }
      const done = await store.tx((trx) => retireDomain(trx, services, who, host));
      if (!done) throw unknown();
      return answer(who.account);
    },
  );
}
