import type { FastifyRequest } from 'fastify';
import { beyondKey, holderOf, keyRate, makeUseNote, type BeyondKey } from '../keys';
import type { Services } from '../services';
import { HttpProblem, problem } from './problem';
import type { SignedIn } from './sign-in';

/** The number of no user (they begin at 1): an account's key is nobody. */
export const NOBODY = 0;

const BEYOND: Record<BeyondKey, string> = {
  'people-only': 'A key may not do this: sign in as a person.',
  'no-person': 'An account’s key is nobody, so it has no feed, mailbox or preferences. Use a personal key.',
  'read-only-key': 'This key only reads. Make one that may write.',
};

/** Who stands behind `Authorization: Bearer mt_…`. Throws 401, 403 or 429 with what to do. */
export function makeKeyCheck(
  services: Services,
): (request: FastifyRequest, text: string) => Promise<SignedIn> {
  const noteUse = makeUseNote(services);
  const wait = keyRate(() => services.clock.now().getTime());
  return async (request, text) => {
    const holder = await holderOf(services.store.db, text, services.clock.now());
    if (!holder)
      throw problem(401, 'bad-key', 'This key is unknown, has ended or was revoked. Make a new one.');
    const seconds = wait(holder.key.id);
    if (seconds !== undefined) {
      throw new HttpProblem(
        429,
        'too-many',
        `Too many requests by this key. Wait ${seconds} s.`,
        undefined,
        seconds,
      );
    }
    // The route's own form: an address may be spelled in many ways (%61 for a).
    const path = request.routeOptions.url ?? request.url;
    const beyond = beyondKey(holder.key, { method: request.method, path });
    if (beyond) throw problem(403, beyond, BEYOND[beyond]);
    await noteUse(holder);
    const { account, role, until, user, key } = holder;
    return {
      account,
      user: user?.id ?? NOBODY,
      name: user?.name ?? '',
      email: user?.email ?? '',
      oid: user?.oid ?? '',
      role,
      seat: user?.seat ?? 'free',
      until,
      key: key.id,
    };
  };
}
