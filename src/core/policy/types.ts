/** Who a recipient is to the account (A1's badges). */
export const STANDINGS = [
  'known',
  'new',
  'noBasis',
  'objected',
  'neverLogged',
  'colleague',
  'list',
  'noTracking',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** Why a recipient has that standing. The screens hold the sentence for each; a client shows none for one it does not know. */
export const RECIPIENT_REASONS = [
  'knownContact',
  'notYetContact',
  'noContactMade',
  'noLegalBasis',
  'objection',
  'consentWithdrawn',
  'neverLogList',
  'ownCompany',
  'ownAddress',
  'mailingList',
  'noReplyAddress',
  'crmDropbox',
  'contactNoTracking',
  'contactNoLinks',
  'addressNoTracking',
  'addressNoLinks',
  'domainNoTracking',
  'domainNoLinks',
] as const;
export type RecipientReason = (typeof RECIPIENT_REASONS)[number];

/** What the server knows of one recipient. Cached by the client for as long as the policy it came with. */
export interface RecipientAnswer {
  /** As asked for; compared by `sameAddress`. */
  address: string;
  standing: Standing;
  /** A tracked link may go to this recipient. */
  links: boolean;
  /** The image may go to this recipient. */
  image: boolean;
  /** The message may stand on this recipient's record. */
  log: boolean;
  reason: RecipientReason;
}

/** The two switches of one message, or of a user's defaults (L1). */
export interface MessageSwitches {
  track: boolean;
  log: boolean;
}

/** What the sender set on one message; a switch left alone takes the user's default. */
export interface SetSwitches extends Partial<MessageSwitches> {
  /** Track it as a test (O13): holds only while the sender alone gets it. */
  test?: boolean;
}

export type Seat = 'free' | 'paid';

/** The rows of the client table (`addin/launch/client-table.ts`). */
export const CLIENT_NAMES = ['web', 'newWindows', 'classic', 'mac', 'mobile', 'unknown'] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

/** When `body.setAsync` may be called in the send handler. */
export const BODY_WRITES = ['always', 'withoutInlinePictures', 'never'] as const;
export type BodyWrites = (typeof BODY_WRITES)[number];

/**
 * A correction of one row of the client table, made at the server: what is not named stays as the table has it. Of
 * several that fit, the later one wins.
 */
export interface ClientSwitch {
  client: ClientName;
  /** First version it is about, in the client's own numbers: "16.0.17425.20000". */
  from?: string;
  /** First version it is not about any more. */
  before?: string;
  writes?: BodyWrites;
  /** Outlook is asked, while the mail is written, to append the image as it sends. */
  append?: boolean;
  /** `false`: no image on this client. */
  image?: boolean;
  /** `false`: no tracked links on this client. */
  links?: boolean;
}

/** What account, user, seat and mailbox settings add up to, as the server hands it to a client. */
export interface AccountPolicy {
  /** Number of the settings' state it was made from; frozen on the message with the result. */
  revision: number;
  /** The account's switches for opens, links (O6) and logging. Off binds. */
  opens: boolean;
  links: boolean;
  log: boolean;
  seat: Seat;
  /** Where this user's switches start (O6, L1). */
  defaults: MessageSwitches;
  /** Domains whose addresses are colleagues (O14), without subdomains. */
  companyDomains: string[];
  /** Addresses of the sender, aliases included (O15). */
  ownAddresses: string[];
  /** Link targets left alone (C3): `example.com`, or `*.example.com` for the domain with its subdomains. */
  excludedDomains: string[];
  /** Every host[:port] this account has tracked with, the present one first (O9). */
  trackingHosts: string[];
  /** What one never-logged person among many blocks (L4). */
  neverLogBlocks: 'mail' | 'record';
  /** Absent from older servers. */
  clients?: ClientSwitch[];
  /** Ids of sensitivity labels whose mail is private (L4). Absent from older servers. */
  privateLabels?: string[];
}

/** What decides about the message itself. */
export interface MessageTraits {
  html: boolean;
  /** Sensitivity "private", or a label the account lists (L4). */
  private: boolean;
  /** S/MIME, IRM or OME (L4). */
  encrypted: boolean;
  /** A meeting request (A6). */
  meeting: boolean;
}

export interface PolicyInput {
  /** null when none was ever fetched. */
  policy: AccountPolicy | null;
  /** Milliseconds since the server gave it, by the caller's own clock. */
  policyAgeMs: number;
  /** Every address on the message: To, Cc and Bcc. */
  recipients: readonly string[];
  answers: readonly RecipientAnswer[];
  switches: SetSwitches;
  message: MessageTraits;
}

/** The level that decided, strongest first (design: order of policy). */
export const POLICY_RULES = [
  'message',
  'colleagues',
  'account',
  'objection',
  'neverLog',
  'domain',
  'seat',
  'switch',
  'default',
  'unknown',
] as const;
export type PolicyRule = (typeof POLICY_RULES)[number];

export type PolicySubject = 'image' | 'links' | 'log';

export const POLICY_CODES = [
  'plainText',
  'private',
  'encrypted',
  'meeting',
  'allColleagues',
  'noRecipients',
  'accountOff',
  /** C7: links are off because the tracking domain does not answer. Named by the server alone. */
  'domainFailing',
  'objected',
  'neverLogged',
  'noTracking',
  'freeSeat',
  'switchedOff',
  'defaultOff',
  'policyMissing',
  'policyStale',
  'recipientUnknown',
] as const;
export type PolicyCode = (typeof POLICY_CODES)[number];

/** Why the client did less than policy allowed; in a report as `client.<limit>`. */
export const CLIENT_LIMITS = [
  'noTicket',
  'imageOff',
  'linksOff',
  'client',
  'inlinePictures',
  'drawings',
  'cloudFiles',
  'tooLong',
  'bodyType',
  'bodyUnread',
  'embedFailed',
] as const;
export type ClientLimit = (typeof CLIENT_LIMITS)[number];

/** What went wrong with a write of the body; in a report as `body.<trouble>`. `late`: no time was left for it. */
export const BODY_TROUBLES = ['writeFailed', 'bodyDamaged', 'restoreFailed', 'unverified', 'late'] as const;
export type BodyTrouble = (typeof BODY_TROUBLES)[number];

/** One thing that spoke against image, links or log. `address` names the recipient it is about. */
export interface PolicyReason {
  subject: PolicySubject;
  rule: PolicyRule;
  code: PolicyCode;
  address?: string;
}

/** Which level had the last word on one subject, and from where it was read. */
export interface PolicySource {
  rule: PolicyRule;
  /** Absent when it went through on all levels. */
  code?: PolicyCode;
}

/** The part of the result that concerns one recipient. */
export interface RecipientPolicy {
  address: string;
  /** null: no answer of the server was at hand. */
  standing: Standing | null;
  /** Hits under this recipient's name may be told to the sender; silent ones are kept and shown to nobody. */
  image: boolean;
  links: boolean;
  /** The message stands on this recipient's record. */
  log: boolean;
}

export interface ResolvedPolicy {
  image: boolean;
  links: boolean;
  log: boolean;
  reasons: PolicyReason[];
  provenance: Record<PolicySubject, PolicySource> & { revision: number | null };
  recipients: RecipientPolicy[];
  /** A test of the sender's with themself (O13): every hit is shown to them and none counts. */
  test?: true;
}
