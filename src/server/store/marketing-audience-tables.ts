import type { ColumnType, Generated } from 'kysely';

type OfAccount = { account_id: number };
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** The tables of migrations/0050-marketing-audience.ts. */
export interface MarketingAudienceTables {
  reply_addresses: OfAccount & {
    /** Folded. */
    address: string;
    /** Of what the subject of the test mail bears. */
    token_hash: string;
    asked_by: number;
    asked_at: Date;
    sent_at: Later<Date>;
    /** It could not be sent. */
    failed_at: Later<Date>;
    /** Where it arrived: answers to this address are seen there. */
    mailbox_id: Later<string>;
    arrived_at: Later<Date>;
  };
  mailbox_gaps: OfAccount & {
    mailbox_id: string;
    since: Date;
    /** What passes soon after that stops nothing. */
    noticed_at: Generated<Date>;
    ended_at: Later<Date>;
  };
}
