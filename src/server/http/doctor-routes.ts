import type { FastifyInstance } from 'fastify';
import { liveLines, type DoctorReport } from '../doctor';
import type { Services } from '../services';
import { isOwnMachine } from './own-machine';
import { problem } from './problem';

/** GET /doctorz: for `mailtrail doctor` on this machine, beside a server that has the store open. */
export function doctorRoutes(app: FastifyInstance, services: Services): void {
  app.get('/doctorz', { schema: { hide: true } }, async (request, reply): Promise<DoctorReport> => {
    if (!isOwnMachine(request)) {
      throw problem(403, 'not-public', 'Ask on this machine, by its own name: mailtrail doctor does.');
    }
    reply.header('cache-control', 'no-store');
    return { lines: await liveLines(services) };
  });
}
