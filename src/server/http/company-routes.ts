import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Timeline, TimelineQuery } from '../../core/api/app';
import {
  CompanyCard,
  CompanyChange,
  CompanyDomain,
  CompanyMerges,
  CompanyPage,
  CompanyQuery,
  MergeCompanies,
} from '../../core/api/companies';
import { Id } from '../../core/api/shared';
import {
  changeCompany,
  giveDomain,
  mergeCompanies,
  takeDomain,
  undoCompanyMerge,
  type CompanyRefusal,
} from '../crm/change-company';
import { companyCards, companyMerges, companyPage } from '../crm/company-views';
import { companyTimeline } from '../crm/timeline';
import type { Services } from '../services';
import { requireAllowed } from './allowed';
import { auditPreviews } from './audit-reading';
import { checkOwner } from './check-edit';
import { makeFileUrl } from './files';
import { problem } from './problem';

const ById = z.object({ id: Id });
const DOMAIN =
  /^(?:[a-z0-9\u0080-\uffff](?:[a-z0-9\u0080-\uffff-]{0,61}[a-z0-9\u0080-\uffff])?\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]*$/;

const REFUSED: Record<CompanyRefusal, () => Error> = {
  'no-such-company': () => problem(404, 'no-such-company', 'There is no such company.'),
  'name-taken': () =>
    problem(409, 'name-taken', 'There is a company with this name. Merge the two instead.', 'name'),
  'domain-taken': () => problem(409, 'domain-taken', 'This domain is another company’s.', 'domain'),
  'nobodys-domain': () =>
    problem(
      422,
      'bad-domain',
      'People of any company may have an address under this domain. Give one of the company’s own.',
      'domain',
    ),
};

/** Where contacts work (L3). */
export function companyRoutes(root: FastifyInstance, services: Services): void {
  const app = root.withTypeProvider<ZodTypeProvider>();
  const { store, clock } = services;

  const cardOf = async (account: number, id: string): Promise<CompanyCard> => {
    const [card] = await companyCards(store.db, account, [id]);
    if (!card) throw REFUSED['no-such-company']();
    return card;
  };

  app.get(
    '/api/v1/companies',
    {
      schema: {
        tags: ['companies'],
        summary: 'Companies, from A to Z',
        querystring: CompanyQuery,
        response: { 200: CompanyPage },
      },
    },
    async (request) =>
      companyPage(store.db, requireAllowed(request, 'read', 'contact').account, request.query),
  );

  app.get(
    '/api/v1/companies/:id',
    {
      schema: { tags: ['companies'], summary: 'One company', params: ById, response: { 200: CompanyCard } },
    },
    async (request) => cardOf(requireAllowed(request, 'read', 'contact').account, request.params.id),
  );

  app.patch(
    '/api/v1/companies/:id',
    {
      schema: {
        tags: ['companies'],
        summary: 'Renames a company, or gives it to a user',
        params: ById,
        body: CompanyChange,
        response: { 200: CompanyCard },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      if (typeof request.body.owner === 'number') {
        await checkOwner(store.db, who.account, request.body.owner);
      }
      const refused = await store.tx((trx) => changeCompany(trx, who, id, request.body, clock.now()));
      if (refused) throw REFUSED[refused]();
      return cardOf(who.account, id);
    },
  );

  app.post(
    '/api/v1/companies/:id/domains',
    {
      schema: {
        tags: ['companies'],
        summary: 'Whoever becomes a contact with an address of this domain is of this company',
        params: ById,
        body: CompanyDomain,
        response: { 200: CompanyCard },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      const { domain } = request.body;
      if (!DOMAIN.test(domain)) throw problem(422, 'bad-domain', `"${domain}" is not a domain.`, 'domain');
      const refused = await store.tx((trx) => giveDomain(trx, who, id, domain, clock.now()));
      if (refused) throw REFUSED[refused]();
      return cardOf(who.account, id);
    },
  );

  app.delete(
    '/api/v1/companies/:id/domains',
    {
      schema: {
        tags: ['companies'],
        summary: 'Takes a domain off a company; its contacts stay',
        params: ById,
        body: CompanyDomain,
        response: { 200: CompanyCard },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      await cardOf(who.account, id);
      await store.tx((trx) => takeDomain(trx, who, id, request.body.domain, clock.now()));
      return cardOf(who.account, id);
    },
  );

  app.get(
    '/api/v1/companies/:id/timeline',
    {
      schema: {
        tags: ['companies'],
        summary: 'What was written to and by everybody of a company, newest first',
        params: ById,
        querystring: TimelineQuery,
        response: { 200: Timeline },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      const { id } = request.params;
      const page = await companyTimeline(store.db, who, id, request.query, makeFileUrl(services, who));
      if (!page) throw REFUSED['no-such-company']();
      await auditPreviews(
        services,
        who,
        page.messages.map((one) => one.id),
      );
      return page;
    },
  );

  app.post(
    '/api/v1/companies/:id/merge',
    {
      schema: {
        tags: ['companies'],
        summary: 'Merges another company into this one; it can be undone',
        params: ById,
        body: MergeCompanies,
        response: { 200: CompanyMerges },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id } = request.params;
      const pair = { kept: id, gone: request.body.other };
      if (!(await store.tx((trx) => mergeCompanies(trx, who, pair, clock.now())))) {
        throw REFUSED['no-such-company']();
      }
      return companyMerges(store.db, who.account, id);
    },
  );

  app.get(
    '/api/v1/companies/:id/merges',
    {
      schema: {
        tags: ['companies'],
        summary: 'What was merged into a company and can be undone, the latest first',
        params: ById,
        response: { 200: CompanyMerges },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'read', 'contact');
      await cardOf(who.account, request.params.id);
      return companyMerges(store.db, who.account, request.params.id);
    },
  );

  app.delete(
    '/api/v1/companies/:id/merges/:merge',
    {
      schema: {
        tags: ['companies'],
        summary: 'Makes two companies again of the latest merge',
        params: ById.extend({ merge: Id }),
        response: { 200: CompanyMerges },
      },
    },
    async (request) => {
      const who = requireAllowed(request, 'change', 'contact');
      const { id: company, merge } = request.params;
      const refused = await store.tx((trx) => undoCompanyMerge(trx, who, { company, merge }, clock.now()));
      if (refused === 'name-taken') throw REFUSED['name-taken']();
      if (refused) {
        throw problem(404, 'no-such-merge', 'There is no such merge, or a later one stands on it.');
      }
      return companyMerges(store.db, who.account, company);
    },
  );
}
