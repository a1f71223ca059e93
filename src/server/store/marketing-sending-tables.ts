import type { ColumnType, Generated } from 'kysely';

type OfAccount = { account_id: number };
type Json<T> = ColumnType<T, string, string>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** How an unsubscription came: by the mail program's button, our page, an answer that asked for it, or a user by hand. */
export type UnsubscribeWay = 'one-click' | 'page' | 'reply' | 'user';

/** The tables of migrations/0048-marketing-sending.ts; what it adds to `marketing_copies` stands in `SendingColumns`. */
export interface MarketingSendingTables {
  mail_kinds: OfAccount & {
    id: string;
    name: string;
    description: Generated<string>;
    position: Generated<number>;
    created_at: Generated<Date>;
    removed_at: Later<Date>;
  };
  unsubscribes: OfAccount & {
    id: string;
    /** Null once the address was erased. */
    address: string | null;
    /** privacy/address-hash.ts */
    address_hash: string;
    /** Null: all marketing mail. */
    kind_id: Later<string>;
    way: UnsubscribeWay;
    /** The mail by which they came, where there is one. */
    message_id: Later<string>;
    recipient_idx: Later<number>;
    at: Date;
    /** They came back, or it was taken back. */
    ended_at: Later<Date>;
  };
  marketing_sends: OfAccount & {
    /** As in `messages`; of a test, the test's own. */
    message_id: string;
    kind: 'bulk' | 'single' | 'test';
    /** Whose ticket it is. */
    user_id: number;
    content: Json<unknown>;
    settings: Json<unknown>;
    /** Sealed: its keys sign. */
    ticket: string;
    nonce: string;
    /** Envelope sender: where delivery reports go. */
    mail_from: string;
    next_idx: Generated<number>;
    /** The last contact that has been looked at for a copy. */
    cursor: Later<string>;
    copied: Generated<boolean>;
    /** Throttled: nothing leaves before. */
    next_at: Later<Date>;
    /** The relay asked for less. */
    quiet_until: Later<Date>;
    quiet_count: Generated<number>;
    /** When what may pause it was last looked at. */
    checked_at: Later<Date>;
    test_of: Later<string>;
    created_at: Date;
  };
  marketing_lanes: OfAccount & { message_id: string; lane: number; run: string; at: Date };
  marketing_singles: OfAccount & { key: string; message_id: string; idx: number; at: Date };
  dkim_keys: OfAccount & {
    domain: string;
    selector: string;
    /** PKCS #8 PEM. */
    sealed: string;
    /** Base64 of the SubjectPublicKeyInfo. */
    public_key: string;
    created_at: Date;
  };
}

/** Which lane and run of it is trying a copy. */
export interface SendingColumns {
  lane: Later<number>;
  run: Later<string>;
}
