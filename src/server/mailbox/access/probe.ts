import type { Graph, GraphFailure } from '../../../graph';
import { stateOfFailure } from '../state-of-failure';

/** Whether a mailbox can be read, as an answer of Graph's has just shown. */
export type Probe =
  | { says: 'allowed' }
  | { says: 'not-allowed' | 'no-mailbox' | 'no-answer'; reason: string; failure: GraphFailure };

const NO_ANSWER = 'Microsoft does not answer right now.';

/** Asks for the inbox: what is no Exchange Online mailbox has none (R1). */
export async function probeMailbox(graph: Graph, user: string): Promise<Probe> {
  const inbox = await graph.getFolder(user, 'inbox');
  if (inbox.ok) return { says: 'allowed' };
  const failure: GraphFailure =
    inbox.failure.kind === 'notFound' ? { ...inbox.failure, kind: 'mailboxUnavailable' } : inbox.failure;
  const told = stateOfFailure(failure);
  if (told === undefined) return { says: 'no-answer', reason: NO_ANSWER, failure };
  const says = told.state === 'disconnected' ? 'no-mailbox' : 'not-allowed';
  return { says, reason: told.reason, failure };
}
