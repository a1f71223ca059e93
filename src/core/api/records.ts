import { z } from 'zod';
import { Address, Id } from './shared';

/** Under whose records a mail that is being written will be filed (A1). Signed in as the pane is. */

/** A contact on whose record a mail may stand. */
export const RecordHolder = z.object({
  id: Id,
  name: z.string(),
  company: z.string().optional(),
  address: z.string().optional(),
});
export type RecordHolder = z.infer<typeof RecordHolder>;

const Draft = z.object({
  /** What the draft will be sent with (its whole token). */
  token: z.string().length(44),
  /** Outlook's own id of the conversation; absent: of a new mail. */
  conversationId: z.string().min(1).max(1000).optional(),
});

/** POST /api/v1/draft-records/look */
export const LookAtRecords = Draft.extend({
  /** Everybody on the mail. */
  addresses: z.array(Address).max(500),
});
export type LookAtRecords = z.infer<typeof LookAtRecords>;

/** PUT /api/v1/draft-records: holds for this mail, and for what its writer sends in the conversation from now on. */
export const ChooseRecords = LookAtRecords.extend({
  /** Of the addresses: those who get no record of it. */
  without: z.array(Address).max(500),
  /** Contacts beside those whom it goes to. */
  added: z.array(Id).max(20),
});
export type ChooseRecords = z.infer<typeof ChooseRecords>;

/** The answer to both. */
export const DraftRecords = z.object({
  without: z.array(z.string()),
  added: z.array(RecordHolder),
  /** It was chosen for an earlier mail of the conversation. */
  remembered: z.boolean(),
  /** Who else might want it on their record: the same companies' contacts, the latest active first. At most five. */
  suggested: z.array(RecordHolder),
});
export type DraftRecords = z.infer<typeof DraftRecords>;
