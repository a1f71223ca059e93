export { IngestLog, type IngestOptions, openIngestLog, type Position } from './ingest/ingest-log';
export { type Apply, Drain, type DrainOptions, type DrainState, type IngestRecord } from './ingest/drain';
