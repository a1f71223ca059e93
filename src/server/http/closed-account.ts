import type { FastifyRequest } from 'fastify';
import { closedAmong } from '../privacy';
import type { Services } from '../services';
import { problem } from './problem';

/** What administrators of a closed account still reach: how it stands, what it holds, and the way back. */
const OPEN = /^\/api\/v1\/(?:me$|account(?:$|\/)|audit-log|contacts\/:id\/export)/;

/** P8: a hook behind sign-in. Of a closed account only its administrators get on, and not far. */
export function makeClosedCheck({ store }: Pick<Services, 'store'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const who = request.signedIn;
    if (!who || !(await closedAmong(store.db, [who.account])).has(who.account)) return;
    if (who.role === 'admin' && OPEN.test(request.routeOptions.url ?? '')) return;
    throw problem(
      403,
      'account-closed',
      'Your company’s account is closed. An administrator can open it again for 30 days.',
    );
  };
}
