export { graphRoutes } from './routes';
export type { GraphDeps } from './routes';
export { openGraphLedger } from './ledger';
export type { GraphLedger } from './ledger';
export { startNotifier } from './notify';
export type { LifecycleEvent, Notifier } from './notify';
export type { Faults } from './faults';
export type { RefusedWrite } from './subscription';
