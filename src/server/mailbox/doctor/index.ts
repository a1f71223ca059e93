export { toldAlerts } from './alerts';
export { CHECK_EVERY_MS, makeCheck } from './check';
export { countDay } from './count';
export { findings, secretFinding } from './findings';
export { mailboxHealth } from './health';
export { repairMailbox } from './repair';
export { standings } from './standing';
