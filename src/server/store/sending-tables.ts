import type { ColumnType, Generated } from 'kysely';
import type { NewDraftMail, OutgoingState, SendingProblem } from '../../core/api/sending';

type OfAccount = { account_id: number };
type Json<T> = ColumnType<T, string, string>;
type Later<T> = ColumnType<T | null, T | null | undefined, T | null>;

/** The tables of migrations/0021-sending.ts, 0022-reminders.ts and 0033-answers.ts. */
export interface SendingTables {
  outgoing_mails: OfAccount & {
    id: string;
    user_id: number;
    /** The message that it answers. */
    answers: Later<string>;
    /** The record it was begun on. */
    contact_id: string | null;
    state: OutgoingState;
    version: Generated<number>;
    draft: Json<NewDraftMail>;
    /** From where it goes, once it was told to. */
    mailbox_id: Later<string>;
    send_at: Later<Date>;
    leave_unfilled: Generated<boolean>;
    token_key: Later<string>;
    message_id: Later<string>;
    created_at: Date;
    updated_at: Date;
  };
  outgoing_files: OfAccount & {
    mail_id: string;
    n: number;
    name: string;
    content_type: string;
    size: number;
    content_id: Later<string>;
    inline: Generated<boolean>;
    blob_key: string;
  };
  outgoing_copies: OfAccount & {
    mail_id: string;
    /** 0: the one mail to all; from 1: the copy of that recipient, as on the message. */
    idx: number;
    address: string;
    name: Generated<string>;
    /** Null: neither tracked nor logged. */
    token: string | null;
    /** By which it is found in Sent Items; travels to nobody. */
    mark: string;
    /** Null once it has left. */
    subject: string | null;
    html: string | null;
    state: 'waiting' | 'trying' | 'accepted' | 'unclear' | 'refused';
    problem: Later<SendingProblem>;
    tried_at: Later<Date>;
    /** Of the copy in Sent Items. */
    message_id_hash: Later<string>;
  };
  templates: OfAccount & {
    id: string;
    owner_user_id: number;
    shared: Generated<boolean>;
    name: string;
    subject: Generated<string>;
    html: Generated<string>;
    removed_at: Later<Date>;
    created_at: Date;
    updated_at: Date;
  };
  reminders: OfAccount & {
    id: string;
    user_id: number;
    /** Of a mail that is not sent yet. */
    token_key: Later<string>;
    message_id: Later<string>;
    days: number;
    due_at: Later<Date>;
    away_until: Later<Date>;
    state: 'waiting' | 'due' | 'ended' | 'taken-back';
    /** Grows as it is put off: each time it comes due is an event of its own. */
    round: Generated<number>;
    event_seq: Later<number>;
    created_at: Date;
    updated_at: Date;
  };
}
