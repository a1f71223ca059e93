import type { GraphReply, GraphRequest } from './exchange';

/**
 * Where the emulator lets itself be made to misbehave, and where the service's behaviour is known to differ between
 * tenants. Nothing set: it behaves.
 */
export interface Faults {
  /** Answers a request in place of the emulator, or lets it pass by returning undefined. */
  answer?: ((request: GraphRequest) => Promise<GraphReply | undefined>) | undefined;
  /** The same for what comes to the address of an upload session. */
  upload?: ((method: string) => Promise<GraphReply | undefined>) | undefined;
  /** Says of a request with a delta token that the token is no longer known, and in which of the service's two ways. */
  deltaLost?: ((request: GraphRequest) => 'gone' | 'syncStateNotFound' | undefined) | undefined;
  /** A delta round names items twice, and again what the round before named. */
  replays?: boolean | undefined;
  /** A delta round begins with a page that holds nothing and has a next one. */
  emptyPages?: boolean | undefined;
  /** The most items on a page, whatever is asked for: the service takes the wish as a hint. */
  pageSize?: number | undefined;
  /** Absence notes within a company show in no list and no delta, only when asked for by Message-ID or id. */
  hidesAbsenceNotes?: boolean | undefined;
  /** The same for reports: not delivered, read. */
  hidesReports?: boolean | undefined;
  /** False: no 429 for more than four requests at once to a mailbox, or 10,000 in ten minutes. */
  limits?: boolean | undefined;
  /** Changes what is sent to an endpoint: lost, doubled, reordered. */
  notifications?: ((value: object[]) => object[]) | undefined;
  /** Milliseconds until a notification is sent, instead of the moment in which changes are gathered. */
  notifiesAfter?: (() => number) | undefined;
}
