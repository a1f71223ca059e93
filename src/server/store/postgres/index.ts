export { PostgresStore, type PostgresOptions } from './postgres-store';
