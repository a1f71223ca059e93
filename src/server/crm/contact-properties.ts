import type { Kysely } from 'kysely';
import type { ContactProperties } from '../../core/api/hits';
import type { Database } from '../store/schema';

const MOST_CHANGES = 100;

/** What a contact did last, and how those dates came about, newest change first. Undefined: no such contact. */
export async function contactProperties(
  db: Kysely<Database>,
  account: number,
  contact: string,
): Promise<ContactProperties | undefined> {
  const row = await db
    .selectFrom('contacts')
    .select(['last_open_at', 'last_click_at', 'last_reply_at', 'last_engagement_at'])
    .select(['first_marketing_reply_at', 'last_marketing_reply_at', 'marketing_replied'])
    .where('account_id', '=', account)
    .where('id', '=', contact)
    .executeTakeFirst();
  if (!row) return undefined;
  const changes = await db
    .selectFrom('contact_property_changes')
    .select(['property', 'seq', 'value', 'amount', 'event_seq', 'changed_at'])
    .where('account_id', '=', account)
    .where('contact_id', '=', contact)
    .orderBy('changed_at', 'desc')
    .orderBy('seq', 'desc')
    .orderBy('property')
    .limit(MOST_CHANGES + 1)
    .execute();
  return {
    ...(row.last_open_at && { lastOpen: row.last_open_at.toISOString() }),
    ...(row.last_click_at && { lastClick: row.last_click_at.toISOString() }),
    ...(row.last_reply_at && { lastReply: row.last_reply_at.toISOString() }),
    ...(row.last_engagement_at && { lastEngagement: row.last_engagement_at.toISOString() }),
    ...(row.first_marketing_reply_at && {
      firstMarketingReply: row.first_marketing_reply_at.toISOString(),
    }),
    ...(row.last_marketing_reply_at && { lastMarketingReply: row.last_marketing_reply_at.toISOString() }),
    ...(row.marketing_replied > 0 && { marketingReplied: row.marketing_replied }),
    history: changes.slice(0, MOST_CHANGES).map((change) => ({
      property: change.property,
      ...(change.value && { value: change.value.toISOString() }),
      ...(change.amount !== null && { amount: change.amount }),
      changedAt: change.changed_at.toISOString(),
      // The row that changed it is not the event it stands for: one that took an event back.
      takenBack: change.event_seq !== change.seq,
    })),
    more: changes.length > MOST_CHANGES,
  };
}
