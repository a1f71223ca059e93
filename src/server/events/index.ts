export { recordEvent, retractEvent, type NewEvent } from './ledger';
