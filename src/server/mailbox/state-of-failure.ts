import type { GraphFailure } from '../../graph';
import type { MailboxState } from '../store/schema';
import { refusalWords } from './access/refusal-words';

/** What a failure means for the mailbox, in words for its owner; undefined: nothing yet, it may pass. */
export function stateOfFailure(failure: GraphFailure): { state: MailboxState; reason: string } | undefined {
  switch (failure.kind) {
    case 'denied':
      return {
        state: 'not-allowed',
        reason:
          'Mailtrail is not allowed to read this mailbox. An administrator must grant Mail.Read for it.',
      };
    case 'unauthorized':
      return {
        state: 'not-allowed',
        reason: refusalWords(failure.code),
      };
    case 'mailboxUnavailable':
      return {
        state: 'disconnected',
        reason: 'Only Exchange Online mailboxes can be connected, and this is none, or it is switched off.',
      };
    case 'throttled':
    case 'gone':
    case 'notFound':
    case 'exists':
    case 'tooLong':
    case 'failed':
      return undefined;
  }
}
