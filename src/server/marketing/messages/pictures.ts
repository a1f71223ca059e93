import { randomBytes } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { MarketingPicture } from '../../../core/api/marketing-messages';
import { recordAudit } from '../../audit';
import { nameBlobs } from '../../mailbox/filing/content';
import type { Database } from '../../store/schema';
import { uuidV7 } from '../../store/uuid-v7';
import type { MarketingUser } from './change';
import type { PictureKind } from './picture-kind';

/** Of the newest, on one page. */
const SHOWN = 60;
/** Nobody guesses one: 24 bytes of chance. */
const KEY = /^[A-Za-z0-9_-]{32}$/;

type Row = Selectable<Database['marketing_pictures']>;

/** `base`: where strangers ask; a picture has the same address for good. */
const viewOf = (row: Row, base: string): MarketingPicture => ({
  id: row.id,
  url: `${base}/i/${row.key}`,
  name: row.name,
  width: row.width,
  height: row.height,
  size: row.size,
});

/** Keeps a picture whose bytes are a blob already. Given again, it is the one that there is. */
export async function addPicture(
  trx: Transaction<Database>,
  who: MarketingUser,
  picture: PictureKind & { blob: string; size: number; name: string },
  base: string,
  now: Date,
): Promise<MarketingPicture> {
  const same = await trx
    .selectFrom('marketing_pictures')
    .selectAll()
    .where('account_id', '=', who.account)
    .where('blob_key', '=', picture.blob)
    .executeTakeFirst();
  if (same) return viewOf(same, base);
  await nameBlobs(trx, who.account, [{ key: picture.blob, size: picture.size }], now);
  const row = await trx
    .insertInto('marketing_pictures')
    .values({
      account_id: who.account,
      id: uuidV7(now),
      key: randomBytes(24).toString('base64url'),
      blob_key: picture.blob,
      content_type: picture.type,
      name: picture.name,
      size: picture.size,
      width: picture.width,
      height: picture.height,
      created_by: who.user,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordAudit(trx, who, now, 'marketing.picture', { kind: 'picture', id: row.id });
  return viewOf(row, base);
}

export async function pictures(
  db: Kysely<Database>,
  account: number,
  base: string,
): Promise<MarketingPicture[]> {
  const rows = await db
    .selectFrom('marketing_pictures')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => viewOf(row, base));
}

/** For whoever has the key: it says in whose account the picture is. */
export async function pictureByKey(
  db: Kysely<Database>,
  key: string,
): Promise<{ account: number; blob: string; type: string; size: number } | undefined> {
  if (!KEY.test(key)) return undefined;
  const row = await db
    .selectFrom('marketing_pictures')
    .select(['account_id', 'blob_key', 'content_type', 'size'])
    .where('key', '=', key)
    .executeTakeFirst();
  return row && { account: row.account_id, blob: row.blob_key, type: row.content_type, size: row.size };
}
