import type { Services } from '../../services';
import { auditCsv } from '../keep/audit-views';
import { contactExport, type Exporter } from './contact-export';
import type { ZipEntry } from './zip';

const AT_ONCE = 100;

/** P8: what an account leaves with: every contact in a folder of its own, and the audit log. */
export async function* accountExport(
  services: Pick<Services, 'store' | 'blobs' | 'clock'>,
  who: Exporter,
): AsyncGenerator<ZipEntry> {
  const { db } = services.store;
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    for await (const text of auditCsv(db, who.account, {})) yield Buffer.from(text);
  };
  yield { name: 'audit-log.csv', at: services.clock.now(), content: bytes() };
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const page = await db
      .selectFrom('contacts')
      .select('id')
      .where('account_id', '=', who.account)
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    for (const { id } of page) {
      for await (const entry of contactExport(services, who, id)) {
        yield { ...entry, name: `contacts/${id}/${entry.name}` };
      }
    }
    const last = page.at(-1);
    if (!last || page.length < AT_ONCE) return;
    after = last.id;
  }
}
