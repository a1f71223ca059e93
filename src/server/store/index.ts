export type { Store, StoreAlarm, StoreMode } from './port';
export { StoreInterrupted } from './port';
export { type StoreOptions, openStore } from './open-store';
export { type Migrations, MIGRATIONS } from './migrations';
export { type Database, json } from './schema';
