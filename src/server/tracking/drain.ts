import type { Transaction } from 'kysely';
import { readAgent } from '../../core/hits';
import { fileReport } from '../messages/reports';
import { closedAmong } from '../privacy/keep/closing';
import type { Services } from '../services';
import type { Apply, IngestRecord } from '../store/ingest-log';
import type { Database } from '../store/schema';
import { insertHits, type NewHit } from './hit-rows';
import { HIT, HitRecord, REPORT, ReportRecord } from './ingested';
import { learnDevice } from './own-devices';
import { takeHits } from './settle';
import { sourceOf } from './source-keys';

/** Puts one record of a kind into the store. A throw sets the record aside, with an alarm. */
export type IngestHandler = (
  trx: Transaction<Database>,
  services: Services,
  record: IngestRecord,
) => Promise<void>;

const report: IngestHandler = async (trx, services, { payload }) => {
  const { account, user, report: sent, raw, at } = ReportRecord.parse(payload);
  const arrived = new Date(at);
  await fileReport(trx, services, account, user, sent, {
    at: arrived,
    device: {
      source: (await sourceOf(trx, services, account, raw.ip, arrived)).hash,
      platform: readAgent(raw.userAgent).platform,
    },
  });
  await learnDevice(trx, services, { account, user }, { ...raw, from: 'report' }, arrived);
};

/** P8: a closed account's links lead on, and nobody keeps that they did. */
async function ofOpenAccounts(trx: Transaction<Database>, hits: readonly NewHit[]): Promise<NewHit[]> {
  const closed = await closedAmong(
    trx,
    hits.map(({ record }) => record.account),
  );
  return hits.filter(({ record }) => !closed.has(record.account));
}

/**
 * The `apply` of the ingest log's drain. Records take effect in the order of the log, exactly once: a hit by its place
 * in the log, a report by its token. Hits that follow each other are stored together. Other folders' kinds come in by
 * `handlers`.
 */
export function applyIngested(
  services: Services,
  handlers: Readonly<Record<string, IngestHandler>> = {},
): Apply {
  const all: Readonly<Record<string, IngestHandler>> = { ...handlers, [REPORT]: report };
  return async (trx, records) => {
    let hits: NewHit[] = [];
    const takeGathered = async (): Promise<void> => {
      await takeHits(trx, services, await insertHits(trx, services, await ofOpenAccounts(trx, hits)));
      hits = [];
    };
    for (const record of records) {
      if (record.kind === HIT) {
        hits.push({ record: HitRecord.parse(record.payload), position: record.position });
        continue;
      }
      await takeGathered();
      const handler = all[record.kind];
      if (!handler) throw new Error(`Nothing takes records of the kind '${record.kind}'`);
      await handler(trx, services, record);
    }
    await takeGathered();
  };
}
