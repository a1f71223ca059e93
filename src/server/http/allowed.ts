import type { FastifyRequest } from 'fastify';
import { can, type Action, type Subject } from '../../core/access';
import { problem } from './problem';
import { requireSignedIn, type SignedIn } from './sign-in';

/** The signed-in person of a route, if their role may do this (P7); throws 403 else. */
export function requireAllowed(request: FastifyRequest, action: Action, subject: Subject): SignedIn {
  const who = requireSignedIn(request);
  if (!can(who.role, action, subject)) {
    throw problem(403, 'not-allowed', 'Your role does not allow this. Ask your administrator.');
  }
  return who;
}
