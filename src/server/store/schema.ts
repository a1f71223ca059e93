/**
 * The tables as Kysely sees them; `migrations/` makes them. Columns that hold JSON are written as text
 * (`json(value)`) and read parsed. bigint reads as number, timestamptz as Date, on both stores.
 */
import type { ColumnType, Generated } from 'kysely';
import type { KeepMonths } from '../../core/api/retention';
import type { ClientSwitch } from '../../core/policy';
import type { Language } from '../../core/texts';
import type { DeploymentTables } from './deployment-tables';
import type { ContactTables } from './contact-tables';
import type { LogTables } from './log-tables';
import type { MarketingAudienceTables } from './marketing-audience-tables';
import type { MarketingSendingTables } from './marketing-sending-tables';
import type { MarketingContentTables } from './marketing-content-tables';
import type { MarketingReportTables } from './marketing-report-tables';
import type { MarketingTables } from './marketing-tables';
import type { AccountClosing, PrivacyTables } from './privacy-tables';
import type { SegmentTables } from './segment-tables';
import type { SendingTables } from './sending-tables';
import type { UserTables } from './user-tables';
import type { WorkflowTables } from './workflow-tables';
import { storableJson } from './values';

export type Json<T> = ColumnType<T, string | undefined, string>;
type Bool = Generated<boolean>;
type Count = Generated<number>;
type Later = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** The one way to write a JSON column. */
export const json = (value: unknown): string => storableJson(value);

export type Role = 'member' | 'marketer' | 'admin';
export type Seat = 'free' | 'paid';
export type Verdict = 'person' | 'machine' | 'self' | 'unsure';
export type Purpose = 'one-to-one-tracking' | 'marketing-tracking' | 'marketing-mail';
export type Basis =
  'legitimate-interest' | 'consent-given' | 'consent-withdrawn' | 'contract' | 'not-applicable' | 'none';
export type MessageState = 'sending' | 'sent-reported' | 'sent' | 'received' | 'not-confirmed' | 'undone';
export type MailboxState = 'connecting' | 'watching' | 'paused' | 'not-allowed' | 'failing' | 'disconnected';
export type ContactProperty =
  | 'lastOpen'
  | 'lastClick'
  | 'lastReply'
  | 'lastEngagement'
  | 'firstMarketingReply'
  | 'lastMarketingReply'
  | 'marketingReplied';
export type ConsentPurpose = 'read' | 'send' | 'files';
export type Delivery = 'unknown' | 'delayed' | 'delivered' | 'failed' | 'complaint';

interface OfAccount {
  account_id: number;
}

export interface Database
  extends
    PrivacyTables,
    LogTables,
    UserTables,
    DeploymentTables,
    ContactTables,
    SendingTables,
    MarketingTables,
    MarketingReportTables,
    SegmentTables,
    WorkflowTables,
    MarketingContentTables,
    MarketingAudienceTables,
    MarketingSendingTables {
  accounts: AccountClosing & {
    id: Generated<number>;
    tenant_id: string;
    name: string;
    settings: Json<AccountSettings>;
    created_at: Date;
  };
  account_counters: OfAccount & { event_seq: Count; audit_seq: Count; user_number: Count };
  users: OfAccount & {
    id: number;
    oid: string;
    name: string;
    email: string;
    role: Role;
    seat: Seat;
    status: Generated<'active' | 'disabled'>;
    disabled_at: Later;
    preferences: Json<UserPreferences>;
    ticket_serial: Count;
    created_at: Date;
  };
  teams: OfAccount & { id: string; name: string };
  team_members: OfAccount & { team_id: string; user_id: number };
  sessions: OfAccount & { id_hash: string; user_id: number; created_at: Date; expires_at: Date };
  ticket_books: OfAccount & {
    user_id: number;
    serial: number;
    issued_at: Date;
    expires_at: Date;
    revoked_at: Date | null;
  };
  revocations: OfAccount & { kind: 'ticket' | 'user' | 'message' | 'key'; value: string; at: Date };
  contacts: OfAccount & {
    id: string;
    name: string;
    company: string | null;
    company_id: ColumnType<string | null, string | null | undefined, string | null>;
    phone: ColumnType<string | null, string | null | undefined, string | null>;
    owner_user_id: number | null;
    source: string;
    properties: Json<Record<string, unknown>>;
    last_activity_at: Date | null;
    last_open_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    last_click_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    last_reply_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    last_engagement_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    first_marketing_reply_at: Later;
    last_marketing_reply_at: Later;
    /** Marketing messages that they replied to (M7). */
    marketing_replied: Count;
    created_at: Date;
    updated_at: Date;
  };
  contact_property_changes: OfAccount & {
    contact_id: string;
    property: ContactProperty;
    seq: number;
    value: Date | null;
    /** Of what is a number; `value` is null then. */
    amount: ColumnType<number | null, number | null | undefined, number | null>;
    event_seq: number | null;
    changed_at: Date;
  };
  contact_addresses: OfAccount & { address: string; contact_id: string; is_primary: Bool; created_at: Date };
  legal_bases: OfAccount & {
    contact_id: string;
    purpose: Purpose;
    at: Date;
    basis: Basis;
    source: string;
    proof: string | null;
    /** The day it was given, YYYY-MM-DD. */
    given_on: ColumnType<string | null, string | null | undefined, string | null>;
    by_user_id: ColumnType<number | null, number | null | undefined, number | null>;
  };
  tracking_limits: OfAccount & {
    scope: 'address' | 'domain' | 'contact';
    value: string;
    level: 'all' | 'links';
    source: string;
    at: Date;
  };
  never_log: OfAccount & { user_id: Count; kind: 'address' | 'domain'; value: string; at: Date };
  mailboxes: OfAccount & {
    id: string;
    kind: 'personal' | 'team';
    owner_user_id: number | null;
    team_id: string | null;
    address: string;
    aliases: Json<string[]>;
    graph_user: string;
    access: 'application' | 'delegated' | 'pane';
    state: MailboxState;
    state_reason: string | null;
    log_rule: Json<LogRule>;
    connected_at: Date;
    watermark: Date;
    subscription_id: string | null;
    subscription_expires_at: Date | null;
    last_notification_at: Date | null;
    last_sync_at: Date | null;
    repaired_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    /** Exchange told us to ask nothing before. */
    quiet_until: Later;
    subscription_renewed_at: Later;
    /** C7: of `tracking_domains`; absent: the account's default. */
    tracking_host: ColumnType<string | null, string | null | undefined, string | null>;
  };
  mailbox_consents: OfAccount & {
    user_id: number;
    /** To read, to send, or to send files too that are too large for one request (A10). */
    purpose: Generated<ConsentPurpose>;
    sealed: string;
    granted_at: Date;
    updated_at: Date;
  };
  mailbox_alerts: OfAccount & {
    id: string;
    mailbox_id: string | null;
    kind: string;
    note: string;
    since: Date;
    told_at: Date | null;
    ended_at: Date | null;
  };
  mailbox_counts: OfAccount & {
    mailbox_id: string;
    since: Date;
    upto: Date;
    listed: number;
    judged: number;
    missing: number;
    counted_at: Date;
  };
  mailbox_look_backs: OfAccount & {
    mailbox_id: string;
    asked_by: number;
    asked_at: Date;
    since: Date;
    upto: Date;
    state: 'running' | 'done' | 'stopped';
    cursor: string | null;
    reached: Date;
    seen: Count;
    added: Count;
    ended_at: Date | null;
  };
  mailbox_folders: OfAccount & {
    mailbox_id: string;
    folder_id: string;
    name: string;
    parent_id: string | null;
    delta_link: string | null;
    updated_at: Date;
  };
  mailbox_items: OfAccount & {
    mailbox_id: string;
    item_id: string;
    at: Date;
    kind: string;
    outcome: 'filed' | 'left';
  };
  mailbox_problems: OfAccount & {
    mailbox_id: string;
    item_id: string;
    reason: string;
    attempts: number;
    first_at: Date;
    last_at: Date;
    /** Null: given up. */
    retry_at: Date | null;
    look_back: Bool;
  };
  messages: OfAccount & {
    id: string;
    direction: 'outgoing' | 'incoming';
    kind: 'one-to-one' | 'marketing';
    state: MessageState;
    token_key: string | null;
    user_id: number | null;
    mailbox_id: string | null;
    subject: Generated<string>;
    from_address: Generated<string>;
    from_name: Generated<string>;
    at: Date;
    /** Its Date, of an incoming mail, whose `at` is when it came. */
    sent_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    internet_message_id: string | null;
    message_id_hash: string | null;
    variant: Count;
    in_reply_to: string | null;
    references_ids: Json<string[]>;
    conversation_id: string | null;
    logged: Bool;
    tracked_image: Bool;
    links_total: Count;
    links_tracked: Count;
    content_version: Count;
    policy: Json<Record<string, unknown>>;
    judged_kind: string | null;
    evidence: Json<string[]>;
    reply_to_message: string | null;
    matched_by: string | null;
    historic: Bool;
    visibility: Generated<'everybody' | 'team' | 'participants'>;
    /** P7: before a person narrowed it. */
    narrowed_from: ColumnType<
      'everybody' | 'team' | null,
      'everybody' | 'team' | null | undefined,
      'everybody' | 'team' | null
    >;
    html: string | null;
    text: string | null;
    new_html: string | null;
    quoted_html: string | null;
    new_text: string | null;
    headers: Json<{ name: string; value: string }[]>;
    mime_blob: string | null;
    opens: Count;
    clicks: Count;
    replies: Count;
    needs_contact: Bool;
    created_at: Date;
    updated_at: Date;
  };
  message_recipients: OfAccount & {
    message_id: string;
    idx: number;
    address: string;
    name: Generated<string>;
    via: 'to' | 'cc' | 'bcc';
    contact_id: string | null;
    token: string | null;
    delivery: Generated<Delivery>;
    delivery_detail: string | null;
    /** Since when the delivery is what it is. */
    delivery_at: Later;
    unsubscribed_at: Date | null;
    at: Date;
    /** L7: the contact from whose record it was moved by hand. */
    moved_from: ColumnType<string | null, string | null | undefined, string | null>;
    /** A1: its writer took it off this person's record; nothing puts it there by itself. */
    no_record: Bool;
  };
  /** Records a mail stands on beside its recipients': who wrote it (one), and those a person added (`by_hand`). */
  message_senders: OfAccount & {
    message_id: string;
    contact_id: string;
    at: Date;
    moved_from: ColumnType<string | null, string | null | undefined, string | null>;
    by_hand: Bool;
  };
  message_links: OfAccount & {
    message_id: string;
    n: number;
    target: string;
    text: string;
    tracked: boolean;
    reason: string;
  };
  sent_reports: OfAccount & {
    token: string;
    user_id: number;
    message_id: string;
    received_at: Date;
    report: Json<Record<string, unknown>>;
  };
  sightings: OfAccount & {
    mailbox_id: string;
    item_id: string;
    message_id: string;
    trust: 'server' | 'client' | 'ticket';
    shows_bcc: Bool;
    at: Date;
  };
  attachments: OfAccount & {
    message_id: string;
    n: number;
    name: string;
    content_type: string;
    size: number;
    content_id: string | null;
    inline: Bool;
    blob_key: string | null;
    state: 'copied' | 'pending' | 'failed' | 'link';
    reason: string | null;
    /** Where it lies; null: it is known from a report alone, or is no longer to be had. */
    graph_id: ColumnType<string | null, string | null | undefined, string | null>;
    mailbox_id: ColumnType<string | null, string | null | undefined, string | null>;
    item_id: ColumnType<string | null, string | null | undefined, string | null>;
    attempts: Count;
    first_tried_at: Later;
    retry_at: Later;
  };
  blobs: OfAccount & { key: string; size: number; created_at: Date };
  tombstones: OfAccount & { message_id_hash: string; direction: string; by_user_id: number; at: Date };
  hits: OfAccount & {
    id: string;
    log: string;
    segment: number;
    offset: number;
    kind: 'open' | 'click';
    at: Date;
    token_key: string;
    recipient_idx: number;
    link_n: number | null;
    target: string | null;
    message_id: string | null;
    features: Json<Record<string, unknown>>;
    source_hash: string;
    key_epoch: number;
    verdict: Verdict | null;
    via: string | null;
    reasons: Json<string[]>;
    rules_version: number | null;
    settled_at: Date | null;
    overruled_by: number | null;
  };
  events: OfAccount & {
    seq: number;
    kind: string;
    at: Date;
    recorded_at: Date;
    user_id: number | null;
    message_id: string | null;
    recipient_idx: number | null;
    contact_id: string | null;
    cause: string;
    rules_version: number | null;
    inferred: Bool;
    historic: Bool;
    retracts: number | null;
    detail: Json<Record<string, unknown>>;
  };
  overrules: OfAccount & {
    id: string;
    message_id: string;
    hit_id: string;
    user_id: number;
    verdict: 'person' | 'machine' | 'self';
    source_hash: string;
    family: string;
    at: Date;
    ended_at: Date | null;
    ended_by: number | null;
  };
  overruled_hits: OfAccount & { hit_id: string; overrule_id: string };
  own_devices: OfAccount & {
    user_id: number;
    id: string;
    family: string;
    platform: string;
    agent_name: string;
    /** Its network's. */
    source_hash: string;
    next_source_hash: string | null;
    /** Its own address's (O7). */
    place_hash: string;
    next_place_hash: string | null;
    learnt_from: 'report' | 'web' | 'pane' | 'word';
    learnt_at: Date;
    seen_at: Date;
    expires_at: Date;
  };
  source_keys: OfAccount & { epoch: number; sealed: string };
  viewings: OfAccount & { message_id: string; user_id: number; source_hash: string; at: Date };
  rejudgements: OfAccount & {
    id: string;
    rules_version: number;
    apply: boolean;
    asked_by: number | null;
    cursor: string | null;
    upto: string | null;
    report: Json<Record<string, unknown>>;
    started_at: Date;
    updated_at: Date;
    finished_at: Date | null;
  };
  effects: OfAccount & { seq: number; kind: string; at: Date };
  notifications: OfAccount & {
    user_id: number;
    seq: number;
    kind: string;
    created_at: Date;
    read_at: Date | null;
    /** Of what stands in another's feed, or nobody's: in this person's too (A9). */
    shared: Bool;
    /** Null: there was no browser to tell. */
    push: ColumnType<'waiting' | 'told' | 'dropped' | null, 'waiting' | null | undefined, 'told' | 'dropped'>;
    notice_id: ColumnType<string | null, undefined, string>;
  };
  /** Kept by triggers on notifications and events (migrations/0006-hits-in-months.ts): never written by hand. */
  unread_counts: OfAccount & { user_id: number; unread: number };
  recipient_counts: OfAccount & {
    message_id: string;
    recipient_idx: number;
    opens: number;
    clicks: number;
    replies: number;
  };
  push_subscriptions: OfAccount & {
    id: string;
    user_id: number;
    endpoint_hash: string;
    sealed: string;
    browser: string;
    created_at: Date;
  };
  notices: OfAccount & { id: string; user_id: number; created_at: Date };
  notice_deliveries: OfAccount & {
    notice_id: string;
    subscription_id: string;
    delivered_at: Date;
    /** How many of the notice's events stood then. */
    standing: number;
  };
  presences: OfAccount & {
    user_id: number;
    /** Until then a page of theirs counts as looked at. */
    until: Date;
    /** The newest event of theirs that such a page has shown. */
    shown_seq: number;
  };
  muted_messages: OfAccount & { user_id: number; message_id: string; at: Date };
  audit_log: OfAccount & {
    seq: number;
    at: Date;
    actor_user_id: number | null;
    action: string;
    object_kind: string;
    object_id: string;
    detail: Json<Record<string, unknown>>;
  };
  // --- the store's own tables (migrations/0000-store.ts) ---
  store_stamp: { mode: 'sandbox' | 'live'; stamped_at: Generated<Date> };
  ingest_positions: { log: string; segment: number; offset: number };
  ingest_rejects: { log: string; segment: number; offset: number; kind: string; error: string; at: Date };
  jobs: OfAccount & {
    type: string;
    key: string;
    payload: Json<unknown>;
    state: 'ready' | 'running' | 'done' | 'dead';
    run_at: Date;
    attempts: Count;
    max_attempts: Count;
    lease_until: Date | null;
    last_error: string | null;
    again: Bool;
    lease: string | null;
    created_at: Date;
    updated_at: Date;
  };
}

/** What an admin sets for the whole account. Absent = default. */
export interface AccountSettings {
  /** O6: account-wide switches; `false` binds everybody. */
  opens?: boolean;
  clicks?: boolean;
  /** P1: data privacy; on for a new account. */
  privacy?: boolean;
  /** P1: the basis given to contacts one writes to. */
  writtenToBasis?: Basis;
  /** L3: contacts are made for unknown recipients. */
  createContacts?: boolean;
  /** C3: links to these domains are left alone. */
  excludedDomains?: string[];
  /** Domains whose addresses are colleagues (O14, L3). */
  ownDomains?: string[];
  /** O7: looks and clicks of colleagues count no more than the sender's own. */
  colleaguesLikewise?: boolean;
  /** Rows of the client table that this account has switched (docs/outlook-clients.md). */
  clients?: ClientSwitch[];
  /** L4: ids of sensitivity labels whose mail is private. */
  privateLabels?: string[];
  /** R1: mail in Junk Email is watched too. */
  watchJunk?: boolean;
  /** L4: what one never-logged person among many blocks: the whole mail (default), or only their own record. */
  neverLogBlocks?: 'mail' | 'record';
  /** P7: who sees mail that is logged from now on; default: everybody. */
  visibility?: 'everybody' | 'team' | 'participants';
  /** A7: how the add-in is called in Outlook. */
  addinName?: string;
  /** O6: domains whose proposal of "no tracking" was turned down. */
  keepTracking?: string[];
  /** Where the company is: at the foot of its marketing mail (M13). */
  postalAddress?: string;
  /** P8: for how many months what is kept (core/api/retention.ts). */
  keepMonths?: KeepMonths;
}

/** A user's own defaults (L1): where the switches stand when a mail is begun. */
export interface UserPreferences {
  track?: boolean;
  log?: boolean;
  /** Columns of their table of contacts, as given; read by core/api/contacts.ts. */
  contactColumns?: unknown;
  /** `automatic`, or absent: as the browser or Outlook is set. */
  language?: 'automatic' | Language;
  /** They signed out in the pane: events of Outlook get no ticket book until they sign in there again. */
  signedOutOfOutlook?: boolean;
  /** The way to the first tracked mail on the first screen: put away, and whether the basis was looked at. */
  firstRun?: { dismissed?: boolean; basisSeen?: boolean };
  /** As given; read by `NotificationSettings` (core/api/push.ts), which has the defaults. */
  notifications?: unknown;
}

/** L12: what of a mailbox's mail is logged, as stored; read by `logRuleOf` (core/api/log-rules.ts), which has the defaults. */
export interface LogRule {
  sent?: 'nothing' | 'replies' | 'known' | 'category' | 'all';
  received?: 'nothing' | 'replies' | 'known' | 'category';
  sentCategory?: string;
  receivedCategory?: string;
}
