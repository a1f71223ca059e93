/** A mail address as it stands in a header: `address` without angle brackets, `name` decoded. */
export interface MailAddress {
  address: string;
  name?: string;
}

/** One header field, unfolded, not decoded. */
export interface MailHeader {
  name: string;
  value: string;
}

/** A body part that is evidence by itself (delivery-status, disposition-notification, returned headers, calendar). */
export interface MailPart {
  /** Lower case; only `method` is kept of the parameters: `message/delivery-status`, `text/calendar; method=REPLY`. */
  contentType: string;
  content?: string;
  disposition?: string;
}

/**
 * A received mail in one shape, whether it came as MIME (`fromMime`) or as a Graph message.
 * Everything that judges, matches or splits a mail reads this and nothing else.
 */
export interface IncomingMail {
  from?: MailAddress;
  sender?: MailAddress;
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  /** Decoded; empty when there is none. */
  subject: string;
  /** ISO 8601, UTC. */
  date?: string;
  /** With angle brackets, as in the header. */
  internetMessageId?: string;
  /** With angle brackets. */
  inReplyTo?: string;
  /** With angle brackets, oldest first, as in the header. */
  references: string[];
  /** All header fields in the order they were received. */
  headers: MailHeader[];
  /** The root Content-Type with its parameters: `multipart/report; report-type=delivery-status`. */
  contentType?: string;
  /** PidTagMessageClass (extended property `String 0x001A`), any casing. */
  messageClass?: string;
  /** Graph's `@odata.type`: `#microsoft.graph.eventMessageResponse`. */
  graphType?: string;
  /** Graph's `meetingMessageType`. */
  meetingMessageType?: string;
  html?: string;
  text?: string;
  parts?: MailPart[];
  /** Graph's `conversationId`. */
  conversationId?: string;
}

/** What R2 says a received mail is. */
export type IncomingKind =
  'reply' | 'new' | 'auto-reply' | 'auto-generated' | 'bounce' | 'receipt' | 'calendar';

/** A file that came with a mail. */
export interface MimeAttachment {
  filename?: string;
  /** Lower case, without parameters. */
  contentType: string;
  /** Without angle brackets, as it stands after `cid:`. */
  contentId?: string;
  /** True when the HTML shows it in place. */
  inline: boolean;
  content: Uint8Array;
}
