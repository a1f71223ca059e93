import { type Kysely, sql } from 'kysely';

/** P4: the keys of source hashes, sealed under the secrets; a key that is gone makes its hashes tell nothing more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table source_keys (
        account_id bigint not null,
        epoch bigint not null,
        sealed text not null,
        primary key (account_id, epoch)
      )`,
    )
    .execute(db);
}
